/** Messages that nobody has answered for. */
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { AccountId, CampaignId } from '../campaign.ts';
import type { RecipientStore } from '../ports.ts';
import { TRIES } from './failure.ts';
import type { Holds } from './holds.ts';
import type { Tries, TryAgain } from './tries.ts';

/** Without an ack after this time a message is unconfirmed: the same id goes out again. */
export const ACK_DEADLINE = 60_000;
const UNCONFIRMED: TryAgain = { tries: TRIES, wait: 2_000, reason: 'unconfirmed' };
/** Rows of one sweep. */
const MOST = 200;
/** The wall clock was set: it moved against the monotonic one by more than this. */
const CLOCK_SET = 2_000;
/** Waits of minutes, which would become hours when the clock is set back. */
const MINUTES = ['upload', 'too-fast'] as const;

/**
 * Returns what gives rows without an ack for a minute on a live link another try, or gives them up. To be called at
 * every look: a clock that was set is noticed here, and all that waits by it counts anew.
 */
export function createUnconfirmed(deps: {
  account: AccountId;
  recipients: Pick<RecipientStore, 'renew' | 'unconfirmed'>;
  tries: Pick<Tries, 'again'>;
  holds: Pick<Holds, 'release'>;
  clock: Clock;
  log: Logger;
  /** A campaign's rows moved. */
  moved: (campaigns: ReadonlySet<CampaignId>) => void;
}): () => Promise<void> {
  const { account, recipients, clock, log } = deps;
  let offset = clock.now() - clock.monotonic();

  return async () => {
    const now = clock.now();
    const step = now - clock.monotonic() - offset;
    offset += step;
    if (Math.abs(step) > CLOCK_SET) {
      log.warn({ event: 'clock-set', byMs: Math.round(step) });
      for (const reason of MINUTES) await deps.holds.release(reason);
      return recipients.renew(account, now);
    }
    const rows = await recipients.unconfirmed(account, now - ACK_DEADLINE, MOST);
    if (rows.length === 0) return;
    for (const row of rows) await deps.tries.again(row, UNCONFIRMED);
    const campaigns = new Set(rows.map((row) => row.campaignId));
    log.warn({ event: 'unconfirmed', rows: rows.length, campaigns: [...campaigns] });
    deps.moved(campaigns);
  };
}
