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

/** Told of each thing that has ended. */
export type Told = (report: EndReport) => Promise<unknown>;

/** The one way out of the process. */
export interface WayDown {
  /** What was opened last is ended first. */
  add(name: string, withinMs: number, end: Ending['end']): void;
  /** Ends everything, then the process; asked twice it happens once. */
  end(status: number, why: string, told?: Told): Promise<never>;
}

export function createWayDown(deps: { clock: Clock; log: Logger; exit: (status: number) => never }): WayDown {
  const endings: Ending[] = [];
  let over: Promise<never> | null = null;
  return {
    add: (name, withinMs, end) => void endings.push({ name, withinMs, end }),
    end(status, why, told) {
      over ??= (async () => {
        deps.log.info({ event: 'ending', why });
        await endAll(endings, deps, told);
        return deps.exit(status);
      })();
      return over;
    },
  };
}

/** How long telling one step may take: Telegram may be away just now. */
const TELL_WITHIN = 2_000;

/**
 * Ends things in reverse order of their opening, each within its time: what hangs or throws is reported and
 * doesn't keep the rest from being ended.
 */
export async function endAll(
  endings: readonly Ending[],
  deps: { clock: Clock; log: Logger },
  told: Told = async () => undefined,
): Promise<EndReport[]> {
  const reports: EndReport[] = [];
  for (const ending of endings.toReversed()) {
    const began = deps.clock.monotonic();
    const ok = await within(deps.clock, ending.withinMs, async () => ending.end()).catch((error: unknown) => {
      deps.log.error({ event: 'end-failed', name: ending.name, err: error });
      return false;
    });
    const report = { name: ending.name, ok, ms: Math.round(deps.clock.monotonic() - began) };
    if (!ok) deps.log.warn({ event: 'end-late', ...report });
    reports.push(report);
    await within(deps.clock, TELL_WITHIN, () => told(report)).catch(() => false);
  }
  return reports;
}

/** False when the time was up before. */
async function within(clock: Clock, ms: number, work: () => Promise<unknown>): Promise<boolean> {
  const over = new AbortController();
  const late = clock.sleep(ms, over.signal).then(
    () => false,
    () => true,
  );
  try {
    return await Promise.race([work().then(() => true), late]);
  } finally {
    over.abort();
  }
}
