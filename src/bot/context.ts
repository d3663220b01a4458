/** What every part of the bot is given. */
import type { ConversationFlavor } from '@grammyjs/conversations';
import type { Api, Context } from 'grammy';
import type { Logger } from 'pino';
import type { Draw } from '../charts/draw.ts';
import type { Clock, ClockTrust, Dice, HeardTime } from '../clock.ts';
import type { LogFiles } from '../log-files.ts';
import type { PreferenceName, Preferences } from '../preferences.ts';
import type { Answers } from '../queue/answers.ts';
import type { Actor, Control } from '../queue/control/control.ts';
import type { Disk } from '../queue/disk.ts';
import type { OwnNumber } from '../queue/number.ts';
import type { OptOutFiles } from '../queue/optouts.ts';
import type { People } from '../queue/people.ts';
import type { Privacy } from '../queue/privacy.ts';
import type { Progress } from '../queue/progress.ts';
import type { Replies } from '../queue/replies.ts';
import type { SavedLists, SavedTexts } from '../queue/saved.ts';
import type { StatsReader } from '../queue/stats.ts';
import type { Trials } from '../queue/trial.ts';
import type { Audit, Deed } from '../team/audit.ts';
import { type ChatStore, isAdmin as isAdminOf, type Member, type TeamStore } from '../team/team.ts';
import { createVoice, languageOf, type Texts, type Voice } from '../texts/texts.ts';
import type { Finding, IdleWatch, Power } from '../upkeep/power.ts';
import type { Link } from '../whatsapp/link.ts';
import type { Outbox } from './outbox.ts';
import type { Screen } from './screen.ts';
import type { Webhook } from './webhook.ts';

export interface MachineFacts {
  readonly startedAt: number;
  readonly nextRestartAt: number | null;
  readonly freeBytes: number;
  readonly tempBytes: number;
  /** Files of campaigns, drafts and saved texts. */
  readonly mediaBytes: number;
  /** Limits that are switched off, by the names of their settings. */
  readonly off: readonly string[];
  /** What was set in the chat and differs from the settings of the server. */
  readonly changed: readonly PreferenceName[];
}

export interface BotDeps {
  readonly token: string;
  readonly apiRoot: string | null;
  /** Where Telegram brings updates; null: it is polled. */
  readonly webhook: Webhook | null;
  /** Where the panel is; null: there is none. */
  readonly panelUrl: string | null;
  readonly control: Control;
  readonly progress: Progress;
  readonly people: Omit<People, 'receive' | 'identityChanged'>;
  readonly replies: Replies;
  readonly optOuts: OptOutFiles;
  readonly privacy: Pick<Privacy, 'dossier' | 'forget' | 'retentionDays'>;
  readonly answers: Pick<Answers, 'send' | 'onResult'>;
  readonly trials: Pick<Trials, 'start'>;
  readonly saved: SavedTexts;
  readonly savedLists: SavedLists;
  readonly stats: StatsReader;
  readonly draw: Draw;
  readonly number: OwnNumber;
  readonly disk: Pick<Disk, 'lacks' | 'refused'>;
  readonly link: Link;
  /** What is done is written down through `audit` alone. */
  readonly team: Omit<TeamStore, 'note'>;
  readonly audit: Audit;
  readonly chats: ChatStore;
  readonly texts: Texts;
  readonly place: () => { country: string | null; zone: string };
  readonly preferences: Preferences;
  /** How many starts it took to live again; told after an asked restart. */
  readonly startTries: number;
  /** Folder for files from Telegram. */
  readonly uploadsDir: string;
  /** Where a file of a message lies. */
  readonly mediaPath: (sha256: string) => string;
  /** Admins by the settings: they are admins while they are listed there. */
  readonly admins: readonly number[];
  /** Uses the claim link up; false when it is wrong, used or too old. */
  readonly claim: (code: string) => boolean;
  readonly power: Power;
  readonly machine: () => Promise<MachineFacts>;
  readonly idle: Pick<IdleWatch, 'touched' | 'stayAwake' | 'watch'>;
  readonly clock: Clock;
  /** Whether the wall clock is right; `heard` is told what Telegram says. */
  readonly trust: Pick<ClockTrust, 'skew' | 'watch'> & { readonly heard: HeardTime };
  readonly dice: Dice;
  readonly log: Logger;
  readonly logFiles: LogFiles;
  /** All looks of the doctor; numbers of bytes come in words. */
  readonly doctor: (bytes: (count: number) => string) => Promise<readonly Finding[]>;
}

export type BotContext = ConversationFlavor<Context>;

/** What a button's payload, or a command, was matched by. */
export type TapContext = BotContext & { match: string | RegExpMatchArray };

/** The id that a payload's pattern has found; what it is the id of, the pattern says too. */
export const idIn = <Id extends number>({ match }: Pick<TapContext, 'match'>): Id => Number(match[1]) as Id;

export interface Kit extends BotDeps {
  readonly api: Api;
  readonly outbox: Outbox;
  voice(member: (Pick<Member, 'language'> & Partial<Pick<Member, 'plain'>>) | null, code?: string): Voice;
  /** Of a person who is known only by id. */
  voiceOf(chat: number): Promise<Voice>;
  /** Writes down that the person behind an update did something. */
  record(ctx: Pick<Context, 'from'>, deed: Deed, about?: Parameters<Audit['note']>[2]): Promise<void>;
}

/** With what every part does: say things in a reader's words, write things into the record. */
export function createKit(deps: BotDeps, api: Api, outbox: Outbox): Kit {
  const voice: Kit['voice'] = (member, code) => {
    const language = languageOf(member?.language ?? code, deps.preferences.now().language);
    return createVoice(deps.texts, language, deps.place(), member?.plain);
  };
  return {
    ...deps,
    api,
    outbox,
    voice,
    voiceOf: async (chat) => voice(await deps.team.member(chat)),
    record: (ctx, deed, about) => deps.audit.note(actorOf(ctx), deed, about),
  };
}

/** Whom an event is worth a sound: who began what it is about, and the admins. The rest read it silently. */
export const concerns = (
  { admins }: Pick<BotDeps, 'admins'>,
  member: Pick<Member, 'id' | 'role'>,
  beginner: number | null,
): boolean => member.id === beginner || isAdmin({ admins }, member);

/** Named in the settings, or made one in the chat. */
export const isAdmin = ({ admins }: Pick<BotDeps, 'admins'>, member: Pick<Member, 'id' | 'role'>): boolean =>
  isAdminOf(admins, member);

/** Whether it is an admin's chat. */
export async function isAdminsChat(kit: Pick<Kit, 'admins' | 'team'>, chat: number): Promise<boolean> {
  const member = await kit.team.member(chat);
  return member !== null && isAdmin(kit, member);
}

/** Says the same to all admins who can be reached, each in their own language. Returns whether there was any. */
export async function tellAdmins(
  kit: Pick<Kit, 'admins' | 'team' | 'outbox' | 'voice'>,
  face: (voice: Voice) => Screen,
  { loud }: { loud: boolean },
): Promise<boolean> {
  const reachable = (await kit.team.members()).filter((one) => !one.blocked && isAdmin(kit, one));
  for (const member of reachable) await kit.outbox.send(member.id, face(kit.voice(member)), { loud });
  return reachable.length > 0;
}

/** Who acts, for the queue and for the record. */
export function actorOf(ctx: Pick<Context, 'from'>): Actor {
  return { id: ctx.from?.id ?? 0, name: plainName(ctx.from?.first_name ?? '') };
}

/** A name as people choose it, without line breaks and signs that turn the rest of a line around. */
export const plainName = (name: string): string =>
  name
    .replaceAll(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim()
    .slice(0, 64);

/** Answers a tap; a tap that is too old has been answered by time. */
export async function toast(ctx: Context, text?: string): Promise<void> {
  if (!ctx.callbackQuery) return;
  await ctx.answerCallbackQuery(text ? { text } : {}).catch(() => undefined);
}

/** The message that a tap was made on. */
export const tapped = (ctx: Context): number => ctx.callbackQuery?.message?.message_id ?? 0;
