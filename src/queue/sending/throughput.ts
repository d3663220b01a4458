import type { Clock } from '../../clock.ts';

/** How fast messages really leave while nothing holds them: the pace, or what the link does. */
export interface Throughput {
  /** `under` names the campaign and pace they left under: what another one did says nothing about this one. */
  left(count: number, under: string): void;
  /** What comes next doesn't follow on what was. */
  interrupt(): void;
  /** Messages a minute over the last minutes; null before enough was seen. */
  perMinute(): number | null;
}

/** Older than this says nothing about now. */
const WINDOW = 5 * 60_000;
const FEWEST = 5;

export function createThroughput(clock: Pick<Clock, 'monotonic'>): Throughput {
  let steps: { ms: number; count: number; at: number }[] = [];
  let lastAt: number | null = null;
  let lastUnder: string | null = null;
  return {
    left(count, under) {
      const at = clock.monotonic();
      if (under !== lastUnder) [steps, lastAt, lastUnder] = [[], null, under];
      if (lastAt !== null) steps.push({ ms: at - lastAt, count, at });
      lastAt = at;
      steps = steps.filter((step) => step.at > at - WINDOW);
    },
    interrupt() {
      lastAt = null;
    },
    perMinute() {
      const ms = steps.reduce((sum, step) => sum + step.ms, 0);
      const count = steps.reduce((sum, step) => sum + step.count, 0);
      return steps.length < FEWEST || ms === 0 ? null : (count * 60_000) / ms;
    },
  };
}
