/** The preventive restart: when it comes, what it waits for, and the heartbeat that doesn't miss it. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { nextFire } from './cron.ts';

export interface RestartPlan {
  /** When it comes next; null when there is none. */
  nextAt(): number | null;
  stop(): Promise<void>;
}

export interface RestartFacts {
  /** Messages that wait for their ack. */
  readonly unacked: number;
  /** When the campaign that sends would end; null when none does. */
  readonly endsAt: number | null;
  /** A code waits to be scanned, or a phone is being linked. */
  readonly linking: boolean;
}

const MINUTE = 60_000;
/** A campaign that ends within this time may end first. */
const ABOUT_TO_END = 15 * MINUTE;
/** How long each reason may hold it up. At full speed some batch is always under way: the way down ends it then. */
const MOST_WAIT = { linking: 15 * MINUTE, ending: 30 * MINUTE, batch: 2 * MINUTE } as const;

/** Why a restart that is due waits; null: now. `waited` in ms since it was due. */
export function postponed(facts: RestartFacts, waited: number, now: number): keyof typeof MOST_WAIT | null {
  if (facts.linking && waited < MOST_WAIT.linking) return 'linking';
  const ending = facts.endsAt !== null && facts.endsAt - now <= ABOUT_TO_END;
  if (ending && waited < MOST_WAIT.ending) return 'ending';
  if (facts.unacked > 0 && waited < MOST_WAIT.batch) return 'batch';
  return null;
}

/** At least so often the clock on the wall is looked at: it may have been put back, or have run on in a sleep. */
const BEAT = MINUTE;
/** While it is due and waits. */
const LOOK_AGAIN = 2_000;

/** `cron` may be `off`. `run` is not expected to return; when it does, the next one is waited for. */
export function planRestart(options: {
  cron: string;
  /** Asked at each look: it may be changed while we wait. */
  zone: () => string;
  facts: () => Promise<RestartFacts>;
  run: () => Promise<void>;
  clock: Clock;
  log: Logger;
}): RestartPlan {
  const { clock, log, cron } = options;
  if (cron === 'off') return { nextAt: () => null, stop: async () => undefined };
  const ending = new AbortController();
  let zone = options.zone();
  let next = nextFire(cron, zone, clock.now());
  const beating = beat().catch((error) => {
    if (!ending.signal.aborted) log.error({ event: 'restart-plan', err: error });
  });

  /** Four in the morning is another moment when the business moves. */
  function follow(now: number) {
    if (zone === options.zone()) return;
    zone = options.zone();
    next = nextFire(cron, zone, now);
  }

  async function beat() {
    let seen = clock.now();
    for (;;) {
      follow(seen);
      const left = next === null ? BEAT : next - seen;
      await clock.sleep(Math.min(BEAT, Math.max(1, left)), ending.signal);
      const now = clock.now();
      if (now < seen) next = nextFire(cron, zone, now);
      seen = now;
      if (next === null || now < next) continue;
      log.info({ event: 'restart-due', lateMs: now - next });
      await untilItMay();
      next = nextFire(cron, zone, clock.now());
      await options.run().catch((error) => log.error({ event: 'restart-plan', err: error }));
    }
  }

  async function untilItMay() {
    const since = clock.monotonic();
    let told: string | null = null;
    for (;;) {
      const why = postponed(await options.facts(), clock.monotonic() - since, clock.now());
      if (why === null) return;
      if (why !== told) log.info({ event: 'restart-postponed', why });
      told = why;
      await clock.sleep(LOOK_AGAIN, ending.signal);
    }
  }

  return {
    nextAt() {
      follow(clock.now());
      return next;
    },
    async stop() {
      ending.abort();
      await beating;
    },
  };
}
