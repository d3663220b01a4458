/** After a restart: is everything there again? */
import type { Clock } from '../clock.ts';

/** What has to be there. */
export const CHECKS = ['store', 'telegram', 'whatsapp'] as const;
export type Check = (typeof CHECKS)[number];

export interface Verified {
  /** Still missing when the time was up. */
  readonly missing: readonly Check[];
  /** When the last of them was there, or the time was up. */
  readonly at: number;
}

const WITHIN = 60_000;
const LOOK_AGAIN = 250;

/** Each check throws until what it looks for is there; all are waited for together. */
export async function verify(
  checks: Readonly<Record<Check, () => Promise<unknown>>>,
  clock: Clock,
): Promise<Verified> {
  const until = clock.monotonic() + WITHIN;
  const over = new AbortController();
  const late = clock.sleep(WITHIN, over.signal).catch(() => undefined);
  const found = await Promise.all(
    CHECKS.map(async (name) => {
      while (clock.monotonic() < until) {
        const there = checks[name]().then(
          () => true,
          () => false,
        );
        if (await Promise.race([there, late.then(() => false)])) return null;
        await clock.sleep(LOOK_AGAIN);
      }
      return name;
    }),
  );
  over.abort();
  return { missing: found.filter((name) => name !== null), at: clock.now() };
}
