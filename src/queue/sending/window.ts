import type { CampaignId } from '../campaign.ts';
import type { Recipient, RecipientStore } from '../ports.ts';
import type { Addressed } from './resolving.ts';

/**
 * The next rows of the campaign that has the turn, looked up already. They are still `queued`: forgetting them
 * costs one look-up, and the intent checks every one again.
 */
export interface Window {
  /**
   * Up to `size` rows in list order; looks up to `ahead` rows up when none is ready. `null` when no row can be
   * claimed now; an empty list when those that were claimed all fell out.
   */
  take(campaign: CampaignId, size: number, ahead: number): Promise<Addressed[] | null>;
  /** Begins to look up the next rows, if not enough are ready; errors come out of the next `take`. */
  fillUp(campaign: CampaignId, ahead: number): void;
  /** After a change of turn, a hold or a lost link the order starts over at the store. */
  forget(): void;
}

export function createWindow(deps: {
  recipients: Pick<RecipientStore, 'claim'>;
  resolve: (rows: readonly Recipient[]) => Promise<Addressed[]>;
  now: () => number;
}): Window {
  let of: CampaignId | null = null;
  let ready: Addressed[] = [];
  let filling: Promise<boolean> | null = null;
  let era = 0;

  async function fill(campaign: CampaignId, ahead: number): Promise<boolean> {
    const mine = era;
    const known = new Set(ready.map(({ row }) => row.id));
    const claimed = await deps.recipients.claim(campaign, ahead + known.size, deps.now());
    const fresh = claimed.filter((row) => !known.has(row.id));
    if (fresh.length === 0) return false;
    const resolved = await deps.resolve(fresh);
    if (mine === era) ready.push(...resolved);
    return true;
  }

  function start(campaign: CampaignId, ahead: number): Promise<boolean> {
    if (!filling) {
      const work = fill(campaign, ahead).finally(() => {
        if (filling === work) filling = null;
      });
      work.catch(() => undefined);
      filling = work;
    }
    return filling;
  }

  function forget() {
    era += 1;
    ready = [];
    filling = null;
  }

  return {
    async take(campaign, size, ahead) {
      if (of !== campaign) forget();
      of = campaign;
      if (filling) await filling;
      const mine = era;
      const some = ready.length > 0 || (await start(campaign, ahead));
      if (mine !== era) return [];
      return some ? ready.splice(0, size) : null;
    },
    fillUp(campaign, ahead) {
      if (of === campaign && ready.length < ahead) void start(campaign, ahead);
    },
    forget,
  };
}
