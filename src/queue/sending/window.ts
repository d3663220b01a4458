import type { CampaignId } from '../campaign.ts';
import type { Recipient, RecipientStore } from '../ports.ts';
import type { Addressed, Resolved } from './resolving.ts';

/** How far to look ahead, and whom to pass over. */
export interface Ask {
  readonly ahead: number;
  /** What the numbers begin with of whom nobody writes to now. */
  readonly asleep: readonly string[];
  /** New chats that may leave; null: no bound. */
  readonly newChats: number | null;
}

export interface Taken {
  readonly rows: readonly Addressed[];
  /** Why there are none: all that were claimed fell out, none can be claimed, or no more may be looked up today. */
  readonly why: 'fell-out' | 'none' | 'spent';
}

/**
 * The next rows of the campaign that has the turn, looked up already. They are still `queued`: forgetting them
 * costs one look-up, and the intent checks every one again.
 */
export interface Window {
  /** Up to `size` rows in list order; looks rows up when none is ready. */
  take(campaign: CampaignId, size: number, ask: Ask): Promise<Taken>;
  /** Begins to look up the next rows, if not enough are ready; errors come out of the next `take`. */
  fillUp(campaign: CampaignId, ask: Ask): void;
  /** After a change of turn, a hold or a lost link the order starts over at the store. */
  forget(): void;
}

export function createWindow(deps: {
  recipients: Pick<RecipientStore, 'claim'>;
  resolve: (rows: readonly Recipient[], ask: Ask) => Promise<Resolved>;
  now: () => number;
}): Window {
  /** Campaign and sleepers that the rows were claimed for. */
  let of: string | null = null;
  let ready: Addressed[] = [];
  let filling: Promise<Taken['why']> | null = null;
  let era = 0;

  async function fill(campaign: CampaignId, ask: Ask): Promise<Taken['why']> {
    const mine = era;
    const known = new Set(ready.map(({ row }) => row.id));
    const { ahead, asleep } = ask;
    const claimed = await deps.recipients.claim(campaign, ahead + known.size, deps.now(), { asleep });
    const fresh = claimed.filter((row) => !known.has(row.id));
    if (fresh.length === 0) return 'none';
    const { addressed, spent } = await deps.resolve(fresh, ask);
    if (mine === era) ready.push(...addressed);
    return spent ? 'spent' : 'fell-out';
  }

  function start(campaign: CampaignId, ask: Ask): Promise<Taken['why']> {
    if (!filling) {
      const work = fill(campaign, ask).finally(() => {
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

  /** In order, and none behind the first one that is a new chat too many. */
  function next(size: number, newChats: number | null): Addressed[] {
    if (newChats === null) return ready.splice(0, size);
    let fresh = 0;
    const beyond = ready.findIndex(({ known }) => !known && ++fresh > newChats);
    return ready.splice(0, beyond < 0 ? size : Math.min(size, beyond));
  }

  return {
    async take(campaign, size, ask) {
      const key = [campaign, ...ask.asleep].join(' ');
      if (of !== key) forget();
      of = key;
      if (filling) await filling;
      const mine = era;
      const why = ready.length > 0 ? 'fell-out' : await start(campaign, ask);
      if (mine !== era) return { rows: [], why };
      const rows = next(size, ask.newChats);
      // Who is next was taken for somebody else: looked at anew.
      if (rows.length === 0 && ready.length > 0) forget();
      return { rows, why };
    },
    fillUp(campaign, ask) {
      if (of === [campaign, ...ask.asleep].join(' ') && ready.length < ask.ahead) void start(campaign, ask);
    },
    forget,
  };
}
