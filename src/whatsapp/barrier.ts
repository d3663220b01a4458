/**
 * After a (re)connect nobody is written to before what waited for us at the server is worked off: it may be a no. Waits
 * until that is handled, or nothing moves any more.
 */
import type { Logger } from 'pino';
import { atMost, type Clock } from '../clock.ts';

export interface Barrier {
  /** A new socket: what waited for the last one is told anew. */
  reset(): void;
  /** A message that waited has come. */
  came(id: string): void;
  /** It was opened and kept. */
  kept(id: string): void;
  /** The server has said that nothing more waits. */
  listRead(): void;
  /** Resolves when it may be passed; false when the signal has ended it before. */
  pass(): Promise<boolean>;
}

const BARRIER = { quiet: 5_000, most: 60_000, look: 100 };

export function createBarrier(deps: {
  /** Resolves when what was kept is handled. */
  idle: () => Promise<void>;
  /** When anything came in last. */
  inboundAt: () => number;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
}): Barrier {
  const { clock, log, signal } = deps;
  const waiting = new Set<string>();
  let complete = false;
  let movedAt = clock.monotonic();

  async function untilKept() {
    const since = clock.monotonic();
    movedAt = since;
    while (!complete || waiting.size > 0) {
      const now = clock.monotonic();
      if (now - Math.max(movedAt, deps.inboundAt()) > BARRIER.quiet || now - since > BARRIER.most) {
        log.warn({ event: 'barrier', listRead: complete, left: waiting.size });
        return;
      }
      await clock.sleep(BARRIER.look, signal);
    }
  }

  return {
    reset() {
      waiting.clear();
      complete = false;
    },
    came: (id) => void waiting.add(id),
    kept(id) {
      if (waiting.delete(id)) movedAt = clock.monotonic();
    },
    listRead() {
      complete = true;
    },
    async pass() {
      try {
        await untilKept();
      } catch (error) {
        if (signal.aborted) return false;
        throw error;
      }
      await atMost(clock, BARRIER.most, deps.idle());
      return true;
    },
  };
}
