import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';

/** One thing that has to be ended, and how long that may take. */
export interface Ending {
  readonly name: string;
  readonly withinMs: number;
  end(): Promise<unknown> | unknown;
}

export interface EndReport {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
}

/**
 * Ends things in reverse order of their opening, each within its time: what hangs or throws is reported and
 * doesn't keep the rest from being ended.
 */
export async function endAll(
  endings: readonly Ending[],
  deps: { clock: Clock; log: Logger },
): Promise<EndReport[]> {
  const reports: EndReport[] = [];
  for (const ending of endings.toReversed()) {
    const began = deps.clock.monotonic();
    const over = new AbortController();
    const late = deps.clock.sleep(ending.withinMs, over.signal).then(
      () => false,
      () => true,
    );
    const ok = await Promise.race([
      Promise.resolve()
        .then(() => ending.end())
        .then(
          () => true,
          (error: unknown) => {
            deps.log.error({ event: 'end-failed', name: ending.name, err: error });
            return false;
          },
        ),
      late,
    ]);
    over.abort();
    const report = { name: ending.name, ok, ms: Math.round(deps.clock.monotonic() - began) };
    if (!ok) deps.log.warn({ event: 'end-late', ...report });
    reports.push(report);
  }
  return reports;
}
