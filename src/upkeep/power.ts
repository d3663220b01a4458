/** The front door of `src/upkeep` for views: what can be asked of the program's life, and what became of it. */
import type { Clock } from '../clock.ts';
import type { AccountId } from '../queue/campaign.ts';
import type { AccountStore, HoldReason } from '../queue/ports.ts';
import type { Password, PasswordCheck } from '../team/password.ts';
import type { Link } from '../whatsapp/link.ts';
import type { Installation } from './installation.ts';
import { createMark, type Mark, type MarkStore, type RestartMark, type RestartWhy } from './mark.ts';
import type { EndReport, WayDown } from './shutdown.ts';
import { type Verified, verify } from './verify.ts';

export { type Finding, gradeOf, sentenceKey } from './doctor/doctor.ts';
export type { RestartMark, RestartWhy } from './mark.ts';
export type { Check, Verified } from './verify.ts';

/** What a restart closes, in this order, as people are told. */
export const PARTS = ['http', 'whatsapp', 'store'] as const;
export type Part = (typeof PARTS)[number];

/** How far the way down is; it only grows. */
export interface RestartSteps {
  /** The running batch; `null` while its acks are awaited. */
  readonly batch: { acked: number; unacked: number } | null;
  /** `ok` is false for what did not close in time. */
  readonly closed: readonly { part: Part; ok: boolean }[];
}

export interface Power {
  /** False: nobody set one, so nobody can restart from the chat. */
  readonly hasPassword: boolean;
  checkPassword(text: string): Promise<PasswordCheck>;
  /** Settles what is under way and closes everything, told step by step; the process ends and is started again. */
  restart(why: RestartWhy, onStep?: (steps: RestartSteps) => Promise<unknown>): Promise<void>;
  /** The restart that this start follows, until it is forgotten. */
  mark(): Promise<RestartMark | null>;
  forgetMark(): Promise<void>;
  /** Waits, for a while, until everything is there again. */
  verify(telegram: () => Promise<unknown>): Promise<Verified>;
  /** Sends nothing until `enable`. */
  hold(): Promise<void>;
  /** False when it was on. */
  enable(): Promise<boolean>;
  /** Leaves the phone's list of devices; `told` is false when WhatsApp could not be told. */
  unlink(): Promise<{ told: boolean }>;
  /** The data folder is a copy that holds still. */
  isCopy(): boolean;
  /** From now on this folder is the original: it connects, and campaigns go on. */
  adopt(): Promise<void>;
}

/** What an idle link is about to do, or did. Short wakes to fetch what waits are no news. */
export type IdleNews =
  | { readonly is: 'notice'; readonly inMs: number }
  | { readonly is: 'cancelled' }
  | { readonly is: 'asleep' }
  | { readonly is: 'woke' };

/** Follows how the link is used; views tell it what people do. */
export interface IdleWatch {
  /** An operator did something. */
  touched(): void;
  /** A campaign may want the link now. */
  poke(): void;
  /** A person wants the link up: it counts as used from now on. */
  stayAwake(): void;
  watch(listener: (news: IdleNews) => void): () => void;
}

/** Under this name lies what became of a session of an earlier sender, until the admins have been told. */
export const IMPORTED = 'session-import';
/** Written to see whether the store can be. */
const CHECKED = 'checked';
/** How long the running batch may take to be acked. */
const DRAIN_MS = 15_000;
/** The names of endings, as `main.ts` gives them, for what people are told of. */
const PART_OF: Readonly<Record<string, Part>> = { http: 'http', account: 'whatsapp', store: 'store' };

interface PowerDeps {
  readonly account: AccountId;
  readonly accounts: Pick<AccountStore, 'hold' | 'holds' | 'release'>;
  readonly marks: MarkStore;
  readonly drain: (ms: number) => Promise<{ acked: number; unacked: number }>;
  readonly link: Link;
  readonly password: Password;
  readonly installation: Installation;
  readonly wayDown: WayDown;
  /** The exit status that asks to be started again. */
  readonly again: number;
  readonly clock: Clock;
}

export function createPower(deps: PowerDeps): Power & { begin(): Promise<void> } {
  const { account, accounts, marks, link, clock } = deps;
  const mark = createMark(marks, clock);
  let copied = deps.installation.copied;

  const hold = (reason: HoldReason) =>
    accounts.hold({ accountId: account, reason, since: clock.now(), until: null, detail: null });

  const held = async (reason: HoldReason) =>
    (await accounts.holds(account, clock.now())).some((one) => one.reason === reason);

  return {
    /** Before anything connects: a copy is kept still, an original is not. */
    async begin() {
      if (copied) await hold('copy');
      else await accounts.release(account, 'copy');
    },
    hasPassword: deps.password.isSet,
    checkPassword: deps.password.check,
    restart: createRestart(deps, mark, () => hold('restart').catch(() => undefined)),
    mark: mark.read,
    forgetMark: mark.erase,
    async verify(telegram) {
      const out = copied || (await held('replaced'));
      const expected = link.identity().linked && !out;
      const connected = async () => {
        if (expected && link.state().is !== 'online') throw new Error(link.state().is);
      };
      const written = () => marks.write(CHECKED, clock.now());
      return verify({ store: written, telegram, whatsapp: connected }, clock);
    },
    hold: () => hold('disabled'),
    async enable() {
      const was = await held('disabled');
      await accounts.release(account, 'disabled');
      return was;
    },
    unlink: () => link.unlink(),
    isCopy: () => copied,
    async adopt() {
      deps.installation.adopt();
      copied = false;
      await accounts.release(account, 'copy');
      if (link.identity().linked) await link.connect();
    },
  };
}

/** The way down, told step by step. Two reasons at once are one restart: the first one is told. */
function createRestart(
  { drain, wayDown, again }: Pick<PowerDeps, 'drain' | 'wayDown' | 'again'>,
  mark: Mark,
  holdStill: () => Promise<void>,
): Power['restart'] {
  let restarting = false;
  return async (why, onStep = async () => undefined) => {
    if (restarting || (why.why === 'silence' && !(await mark.mayForSilence()))) return;
    restarting = true;
    await mark.leave(why);
    await onStep({ batch: null, closed: [] });
    await holdStill();
    const batch = await drain(DRAIN_MS);
    let steps: RestartSteps = { batch, closed: [] };
    await onStep(steps);
    const told = async ({ name, ok }: EndReport) => {
      const part = PART_OF[name];
      if (!part) return;
      steps = { batch, closed: [...steps.closed, { part, ok }] };
      await onStep(steps);
    };
    await wayDown.end(again, why.why, told);
  };
}
