/** Watches messages that somebody waits for, those of before a restart too, until each has its outcome. */
import type { Clock } from '../clock.ts';
import type { AccountId, Campaign, CampaignId } from './campaign.ts';
import type { CampaignStore, Recipient, RecipientStore } from './ports.ts';
import { type Outcome, outcomeOf } from './recipient.ts';
import { createLatch } from './sending/latch.ts';

/** What is told of such a message. `late`: not out yet, and nothing is lost; told once. */
export type MessageResult = Outcome | { is: 'late' };

export interface Watch {
  /** One more was sent: look now. */
  poke(): void;
  /** Until the signal says stop. */
  run(signal: AbortSignal): Promise<void>;
}

const LATE = 60_000;
const LOOK = { open: 250, none: 60_000, failed: 5_000 };
const MOST_OPEN = 200;

export function createWatch(deps: {
  account: AccountId;
  kind: 'test' | 'answer';
  campaigns: Pick<CampaignStore, 'list'>;
  recipients: Pick<RecipientStore, 'page'>;
  /** Sees each row first, and may end it. */
  look?: (row: Recipient) => Promise<void>;
  /** Ends the message and tells it; false: it is still there, and asked about again. */
  ended: (message: Campaign, outcome: Outcome) => Promise<boolean>;
  /** Tells it; false when that failed. */
  late: (message: Campaign) => Promise<boolean>;
  clock: Clock;
}): Watch {
  const { account, kind, campaigns, recipients, clock } = deps;
  const latch = createLatch(clock);
  const toldLate = new Set<CampaignId>();

  /** Returns how long until the next look. */
  async function settle(): Promise<number> {
    const running = await campaigns.list({
      ...{ accountId: account, kinds: [kind], states: ['running'], limit: MOST_OPEN },
    });
    let wait = LOOK.none;
    for (const message of running.campaigns) {
      const [row] = await recipients.page(message.id, { after: -1, limit: 1 });
      if (row) await deps.look?.(row);
      const outcome: Outcome | null = row ? outcomeOf(row) : { is: 'failed', reason: 'cancelled' };
      const told = outcome ? await end(message, outcome) : await perhapsLate(message);
      wait = Math.min(wait, told ? LOOK.open : LOOK.failed);
    }
    return wait;
  }

  async function end(message: Campaign, outcome: Outcome): Promise<boolean> {
    const ended = await deps.ended(message, outcome);
    if (ended) toldLate.delete(message.id);
    return ended;
  }

  async function perhapsLate(message: Campaign): Promise<boolean> {
    const since = message.startedAt ?? message.createdAt;
    if (clock.now() - since <= LATE || toldLate.has(message.id)) return true;
    toldLate.add(message.id);
    return deps.late(message);
  }

  return {
    poke: latch.poke,
    async run(signal) {
      while (!signal.aborted) await latch.wait(await settle(), signal);
    },
  };
}
