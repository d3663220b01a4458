import type { Clock } from '../../clock.ts';

/** A wait that a poke ends early. A poke while nobody waits makes the next wait return at once. */
export interface Latch {
  poke(): void;
  /** Resolves after a poke, after `ms`, or when the signal aborts; never rejects. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

export function createLatch(clock: Clock): Latch {
  let poked = false;
  let wake: (() => void) | null = null;
  return {
    poke() {
      poked = true;
      wake?.();
    },
    async wait(ms, signal) {
      if (!poked && !signal?.aborted) {
        const over = new AbortController();
        const stop = () => over.abort();
        wake = stop;
        signal?.addEventListener('abort', stop, { once: true });
        await clock.sleep(ms, over.signal).catch(() => undefined);
        signal?.removeEventListener('abort', stop);
        wake = null;
      }
      poked = false;
    },
  };
}
