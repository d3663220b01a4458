/** Draws that failed: a state that could not be told yet must still arrive. */
import type { Clock } from '../../clock.ts';
import type { CampaignId } from '../../queue/campaign.ts';
import type { Kit } from '../context.ts';

/** After a draw that failed; twice as long each time. */
const DRAW_AGAIN = { least: 5_000, most: 60_000 };

export interface Retries {
  failed(id: CampaignId, error: unknown): void;
  worked(id: CampaignId): void;
}

/** `again` is called when the card is to be tried once more, until `signal` ends it. */
export function createRetries(
  { clock, log }: { clock: Pick<Clock, 'sleep'>; log: Kit['log'] },
  again: (id: CampaignId) => unknown,
  signal: AbortSignal,
): Retries {
  /** How many failed in a row, and why the last one did. */
  const troubles = new Map<CampaignId, { nth: number; before: string }>();
  return {
    worked: (id) => void troubles.delete(id),
    failed(id, error) {
      if (signal.aborted) return;
      const why = String(error);
      const { nth = 0, before = '' } = troubles.get(id) ?? {};
      // The same trouble, such as a refused token, is no news with every draw.
      if (why !== before) log.error({ event: 'card', err: error });
      troubles.set(id, { nth: nth + 1, before: why });
      clock.sleep(Math.min(DRAW_AGAIN.least * 2 ** nth, DRAW_AGAIN.most), signal).then(
        () => again(id),
        () => undefined,
      );
    },
  };
}
