/**
 * How long a round that failed waits: longer each time where the gateway didn't answer, for room where the disk is full.
 * Anything else is ours, and ends the loop.
 */
import type { Logger } from 'pino';
import type { Disk } from '../disk.ts';
import { DiskFull, GatewayError } from '../ports.ts';

export interface Backoff {
  succeeded(): void;
  /** How long to wait; throws what is no failure of the gateway or the disk. */
  failed(error: unknown): Promise<number>;
  /** WhatsApp has left a question open. */
  unanswered(): boolean;
}

/** How soon it is looked again where a wait says nothing more. */
export const LOOK_AGAIN = 2_000;
const FIRST_WAIT = { rate: 60_000, other: 2_000 };
const LONGEST = 600_000;

export function createBackoff(deps: {
  disk: Pick<Disk, 'refused'>;
  /** Rows may be `sending` that never left. */
  strand: () => void;
  startOver: () => void;
  log: Logger;
  signal: AbortSignal;
}): Backoff {
  let failures = 0;
  let unanswered = false;
  return {
    succeeded() {
      failures = 0;
      unanswered = false;
    },
    async failed(error) {
      if (error instanceof DiskFull) {
        deps.strand();
        deps.startOver();
        await deps.disk.refused();
        return LOOK_AGAIN;
      }
      if (!(error instanceof GatewayError)) throw error;
      if (deps.signal.aborted) return 0;
      deps.startOver();
      deps.log.warn({ event: 'gateway', reason: error.reason, message: error.message });
      if (error.reason === 'link-down') return LOOK_AGAIN;
      unanswered = error.reason === 'timeout';
      const base = error.reason === 'rate' ? FIRST_WAIT.rate : FIRST_WAIT.other;
      failures += 1;
      return Math.min(base * 2 ** (failures - 1), LONGEST);
    },
    unanswered: () => unanswered,
  };
}
