import { randomBytes } from 'node:crypto';

/** The only source of time in `src`. Handed down from `main.ts`; tests pass a virtual one. */
export interface Clock {
  /** Wall time in milliseconds since the epoch. May jump; never use it for durations. */
  now(): number;
  /** Milliseconds of a clock that never goes back. For durations only. */
  monotonic(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Whose clock ours is compared with: what Telegram and WhatsApp write on their answers, and the date of a web answer. */
export type ClockSource = 'telegram' | 'whatsapp' | 'web';

/** Our wall clock is wrong: so far ahead of that source's, in milliseconds; negative: behind. */
export interface Skew {
  readonly aheadMs: number;
  readonly source: ClockSource;
}

/** Whether the wall clock can be believed; filled by `upkeep/skew.ts`. */
export interface ClockTrust {
  /** Null: nobody says that it is wrong by more than a minute. */
  skew(): Skew | null;
  /**
   * False: what starts by the wall clock must wait. It is wrong, or it jumped (or has just begun) and nobody has told
   * the time since.
   */
  trusted(): boolean;
  /** Called when it turns out to be wrong, and (with null) when it is right again. Returns how to stop. */
  watch(listener: (skew: Skew | null) => void): () => void;
}

/**
 * Somebody else's clock said `theirs` (milliseconds, of whole seconds), in an answer that is at most `age`
 * milliseconds old; infinite where it may have waited somewhere.
 */
export type HeardTime = (source: ClockSource, theirs: number, age: number) => void;

/** The only source of chance in `src`. */
export interface Dice {
  /** A number in [0, 1). */
  next(): number;
  /** `bytes` random bytes in upper-case hexadecimal. */
  id(bytes: number): string;
}

/** Resolves with the work, or without it after so many milliseconds; what goes wrong with it goes on. */
export async function atMost(clock: Pick<Clock, 'sleep'>, ms: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  try {
    await Promise.race([work, clock.sleep(ms, over.signal).catch(() => undefined)]);
  } finally {
    over.abort();
  }
}

/** The machine's own clock. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const abort = () => {
          clearTimeout(timer);
          reject(signal?.reason);
        };
        const timer = setTimeout(
          () => {
            signal?.removeEventListener('abort', abort);
            resolve();
          },
          Math.min(Math.max(0, ms), 2 ** 31 - 1),
        );
        signal?.addEventListener('abort', abort, { once: true });
      }),
  };
}

/** The machine's own chance. */
export function systemDice(): Dice {
  return {
    next: () => randomBytes(4).readUInt32BE() / 2 ** 32,
    id: (bytes) => randomBytes(bytes).toString('hex').toUpperCase(),
  };
}

/** A clock that stands still until it is moved; sleepers wake in order of their time. */
export interface VirtualClock extends Clock {
  /** Moves time by `ms`, waking every sleeper on the way and letting what it does settle. */
  advance(ms: number): Promise<void>;
  /** Somebody sets the clock on the wall by so much; nobody sleeps longer or shorter for it. */
  adjust(ms: number): void;
}

/** Time for tests and simulations: weeks in milliseconds. */
export function virtualClock(start = 0): VirtualClock {
  let time = start;
  let wrong = 0;
  const sleepers = new Set<{ at: number; wake: () => void }>();
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    now: () => time + wrong,
    monotonic: () => time - start,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const sleeper = { at: time + Math.max(0, Math.ceil(ms)), wake: () => end(resolve) };
        const abort = () => end(() => reject(signal?.reason));
        const end = (then: () => void) => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', abort);
          then();
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', abort, { once: true });
      }),
    adjust(ms) {
      wrong += ms;
    },
    async advance(ms) {
      const end = time + ms;
      await settle();
      for (;;) {
        const due = [...sleepers].filter((s) => s.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        time = Math.max(time, due.at);
        due.wake();
        await settle();
      }
      time = end;
      await settle();
    },
  };
}

/** Chance that repeats itself: the same seed gives the same numbers (mulberry32). */
export function seededDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    id: (bytes) =>
      Array.from({ length: bytes }, () =>
        Math.floor(next() * 256)
          .toString(16)
          .padStart(2, '0'),
      )
        .join('')
        .toUpperCase(),
  };
}
