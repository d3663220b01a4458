/** What a restart leaves in the store for the start that follows: why it was, and where that is told. */
import type { Clock } from '../clock.ts';

/** Why the program restarted itself, and where that is told; kept over the restart. */
export type RestartMark = { readonly at: number } & (
  | { readonly why: 'asked'; readonly chat: number; readonly message: number }
  /** `asleep`: the link slept, and may sleep again. */
  | { readonly why: 'routine'; readonly asleep: boolean }
  | { readonly why: 'silence' }
);
export type RestartWhy = RestartMark extends infer Mark
  ? Mark extends unknown
    ? Omit<Mark, 'at'>
    : never
  : never;

export interface MarkStore {
  read(key: string): Promise<unknown>;
  write(key: string, value: unknown): Promise<void>;
  erase(key: string): Promise<void>;
}

export interface Mark {
  /** A full disk keeps nothing, and a restart is wanted all the more. */
  leave(why: RestartWhy): Promise<void>;
  /** Of the restart that this start follows, until it is erased. */
  read(): Promise<RestartMark | null>;
  erase(): Promise<void>;
  /** False when a new process has just been tried against the same silence; true counts as a try. */
  mayForSilence(): Promise<boolean>;
}

const MARK = 'restart';
/** When the last restart for silence was. */
const SILENCE = 'restart-silence';
/** A server that stays silent is not asked by a new process again and again. */
const SILENCE_AGAIN = 30 * 60_000;

export function createMark(marks: MarkStore, clock: Pick<Clock, 'now'>): Mark {
  return {
    leave: (why) => marks.write(MARK, { ...why, at: clock.now() }).catch(() => undefined),
    async read() {
      return markOf(await marks.read(MARK));
    },
    erase: () => marks.erase(MARK),
    async mayForSilence() {
      const last = Number((await marks.read(SILENCE)) ?? 0);
      if (Math.abs(clock.now() - last) < SILENCE_AGAIN) return false;
      await marks.write(SILENCE, clock.now());
      return true;
    },
  };
}

/** Anything that no restart of ours wrote is no mark. */
function markOf(stored: unknown): RestartMark | null {
  if (typeof stored !== 'object' || stored === null || !('why' in stored) || !('at' in stored)) return null;
  const at = Number(stored.at);
  switch (stored.why) {
    case 'asked':
      if (!('chat' in stored) || !('message' in stored)) return null;
      return { why: 'asked', at, chat: Number(stored.chat), message: Number(stored.message) };
    case 'routine':
      return { why: 'routine', at, asleep: 'asleep' in stored && stored.asleep === true };
    case 'silence':
      return { why: 'silence', at };
    default:
      return null;
  }
}
