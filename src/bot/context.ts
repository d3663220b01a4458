/** What the operator's chat needs from outside, and what every handler of it gets. */
import type { ConversationFlavor } from '@grammyjs/conversations';
import type { Context } from 'grammy';
import type { Logger } from 'pino';
import type { Clock, Dice } from '../clock.ts';
import type { Actor, Control } from '../queue/control.ts';
import type { People } from '../queue/people.ts';
import type { Progress } from '../queue/progress.ts';
import type { ChatStore, Member, TeamStore } from '../team/team.ts';
import type { Language, Texts, Words } from '../texts/texts.ts';
import type { Link } from '../whatsapp/link.ts';

/** What a restart asked from the chat tells on its way down. */
export type RestartStep =
  /** Waits for what is in flight. */
  | { is: 'draining' }
  /** All settled but `unacked`, which leave again with the same id. */
  | { is: 'drained'; unacked: number }
  | { is: 'closing' };

export type PasswordCheck =
  | { ok: true }
  /** Wrong; so many tries are left. */
  | { ok: false; left: number }
  /** Wrong too often; nothing is compared before then. `locked` by this very try. */
  | { ok: false; lockedUntil: number; justNow: boolean };

/** Down and up again, by admins. */
export interface Power {
  /** False when no password is set: then nobody can restart from the chat. */
  readonly hasPassword: boolean;
  checkPassword(text: string, actor: Actor): Promise<PasswordCheck>;
  /** Settles what is in flight, then ends the program; the supervisor starts it again. */
  restart(actor: Actor, onStep: (step: RestartStep) => Promise<void>): Promise<void>;
  /** Sends nothing until `enable`. */
  hold(actor: Actor): Promise<void>;
  /** False when nothing was held. */
  enable(actor: Actor): Promise<boolean>;
}

/** Figures of the machine for `/status`. */
export interface MachineStatus {
  readonly startedAt: number;
  /** The next preventive restart; null when there is none. */
  readonly nextRestartAt: number | null;
  readonly freeBytes: number;
  readonly tempBytes: number;
  /** Limits that are set off (`DAILY_CAP`, `QUIET_HOURS` …). */
  readonly off: readonly string[];
}

export interface BotDeps {
  readonly token: string;
  /** Another server than Telegram's own. */
  readonly apiRoot: string | null;
  readonly control: Control;
  readonly progress: Progress;
  readonly people: Pick<People, 'optOuts'>;
  readonly link: Link;
  readonly team: TeamStore;
  readonly chats: ChatStore;
  readonly texts: Texts;
  readonly settings: {
    readonly language: Language;
    zone(): string;
    country(): string | null;
  };
  /** Files from the chat go to a folder per operator below it. */
  readonly uploadsDir: string;
  /** Where `media.ts` keeps prepared pictures. */
  readonly mediaDir: string;
  readonly maxImageBytes: number;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly log: Logger;
  readonly claim: {
    /** Uses the claim link up and makes this person the first admin; false when it is used or too old. */
    redeem(code: string, person: Pick<Member, 'id' | 'name'>): Promise<boolean>;
  };
  /** `OPERATOR_IDS`: admins while they are listed. */
  readonly admins: readonly number[];
  readonly power: Power;
  status(): Promise<MachineStatus>;
  /** An operator did something: the account isn't idle. */
  touched(operatorId: number): void;
  /** How many starts it took to live again; told after an asked restart. */
  readonly startTries?: number;
}

/** What the middleware adds: who it is, and the words for them. */
export interface Reader {
  who: Member;
  words: Words;
}

export type BotContext = ConversationFlavor<Context & Reader>;

export const actorOf = (who: Pick<Member, 'id' | 'name'>): Actor => ({ id: who.id, name: who.name });
