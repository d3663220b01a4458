/**
 * Is the wall clock right? What Telegram and WhatsApp write on their answers says so; the monotonic clock notices in
 * between that it was set. Campaigns that run go on; what starts by the clock waits while it is wrong.
 */
import type { Logger } from 'pino';
import type { Clock, ClockSource, ClockTrust, HeardTime, Skew } from '../clock.ts';
import { createListeners } from '../listeners.ts';

/** A clock that is wrong by less than this is right enough. */
export const SKEW_LIMIT = 60_000;
/** Servers tell whole seconds. */
const WHOLE = 1_000;
/** A reading is forgotten after this time: clocks drift. */
const GOOD_FOR = 24 * 3_600_000;
/** Where nobody has told the time for this long, the clock is believed again: it may be the only one there is. */
const DOUBT = 10 * 60_000;

/** One answer: the wall clock was between `least` and `most` milliseconds ahead. */
export interface Reading {
  readonly least: number;
  readonly most: number;
  /** Wall minus monotonic clock at that moment: when it changes, the wall clock was set. */
  readonly offset: number;
  /** Monotonic. */
  readonly at: number;
}

export type Verdict =
  | { is: 'right' }
  | { is: 'wrong'; skew: Skew }
  /** Nobody has told the time since the start, or since the clock was set. */
  | { is: 'doubtful' };

/** Of an answer with the time `theirs` that is at most `age` old, when our clocks say `wall` and `monotonic`; all in ms. */
export function readingOf(theirs: number, age: number, wall: number, monotonic: number): Reading {
  const most = wall - theirs;
  return { least: most - WHOLE - age, most, offset: wall - monotonic, at: monotonic };
}

/** An answer that may be of any age or that was slow proves nothing: it doesn't replace one that does. */
export const proves = ({ least, most }: Reading): boolean =>
  wrongBy(least, most) !== 0 || (least >= -SKEW_LIMIT && most <= SKEW_LIMIT);

/** Any of them that surely says wrong is believed; one that was read before the clock was set says nothing any more. */
export function judge(readings: ReadonlyMap<ClockSource, Reading>, wall: number, monotonic: number): Verdict {
  let worst: Skew | null = null;
  let right = false;
  for (const [source, { least, most, offset, at }] of readings) {
    const set = wall - monotonic - offset;
    // A suspended machine looks the same as a clock that was set.
    if (Math.abs(set) > SKEW_LIMIT || monotonic - at > GOOD_FOR) continue;
    const aheadMs = wrongBy(least + set, most + set);
    if (aheadMs === 0) right = true;
    else if (!worst || Math.abs(aheadMs) > Math.abs(worst.aheadMs)) worst = { aheadMs, source };
  }
  if (worst) return { is: 'wrong', skew: worst };
  return right ? { is: 'right' } : { is: 'doubtful' };
}

/** By how much it is surely wrong; 0 when it may be right. The later end is nearer to the truth: answers are quick. */
function wrongBy(least: number, most: number): number {
  return least > SKEW_LIMIT || most < -SKEW_LIMIT ? most : 0;
}

const LOOK = 5_000;
/** Between two questions for the time, while nobody tells it unasked. */
const ASK_EVERY = 30_000;

export interface SkewWatch extends ClockTrust {
  readonly heard: HeardTime;
  stop(): Promise<void>;
}

/** `ask`: the time as a server of the web tells it, or null; asked only in doubt. */
export function watchSkew(deps: {
  ask: (signal: AbortSignal) => Promise<number | null>;
  clock: Clock;
  log: Logger;
}): SkewWatch {
  const { clock, log } = deps;
  const readings = new Map<ClockSource, Reading>();
  const listeners = createListeners<[skew: Skew | null]>();
  const ending = new AbortController();
  let told: Skew | null = null;
  let doubtSince: number | null = clock.monotonic();
  let askedAt = Number.NEGATIVE_INFINITY;

  const verdict = () => judge(readings, clock.now(), clock.monotonic());

  const heard: HeardTime = (source, theirs, age) => {
    if (!Number.isFinite(theirs) || theirs <= 0) return;
    const reading = readingOf(theirs, age, clock.now(), clock.monotonic());
    if (!proves(reading)) return;
    readings.set(source, reading);
    look();
  };

  /** Tells what has changed. */
  function look(): Verdict {
    const now = verdict();
    if (now.is === 'doubtful') doubtSince ??= clock.monotonic();
    else {
      doubtSince = null;
      tell(now.is === 'wrong' ? now.skew : null);
    }
    return now;
  }

  function tell(skew: Skew | null) {
    if ((skew === null) === (told === null)) return;
    told = skew;
    log.warn({ event: 'clock', wrong: skew !== null, ...skew });
    listeners.tell(skew);
  }

  async function ask() {
    askedAt = clock.monotonic();
    const theirs = await deps.ask(ending.signal);
    if (theirs !== null) heard('web', theirs, clock.monotonic() - askedAt);
  }

  async function run() {
    while (!ending.signal.aborted) {
      if (look().is === 'doubtful' && clock.monotonic() - askedAt >= ASK_EVERY)
        await ask().catch((error) => log.info({ event: 'clock', message: String(error) }));
      await clock.sleep(LOOK, ending.signal).catch(() => undefined);
    }
  }

  const running = run();
  return {
    heard,
    skew() {
      const now = verdict();
      return now.is === 'wrong' ? now.skew : null;
    },
    trusted() {
      const { is } = look();
      return is === 'right' || (is === 'doubtful' && clock.monotonic() - (doubtSince ?? 0) >= DOUBT);
    },
    watch: listeners.add,
    async stop() {
      ending.abort();
      await running;
    },
  };
}

const ASK_DEADLINE = 5_000;

/** The date that a web server writes on whatever it answers. */
export async function webTime(url: string, signal: AbortSignal): Promise<number | null> {
  const late = AbortSignal.any([signal, AbortSignal.timeout(ASK_DEADLINE)]);
  const { headers } = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: late });
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isFinite(date) ? date : null;
}
