import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { AccountId, CampaignId } from '../campaign.ts';
import {
  type CampaignStore,
  type Gateway,
  GatewayError,
  type HoldReason,
  type Recipient,
  type RecipientStore,
} from '../ports.ts';
import type { Departure } from './departure.ts';
import type { Holds } from './holds.ts';
import type { Addressed, Resolved } from './resolving.ts';

const MOST = 100;
/** Under a limit of WhatsApp, whoever was refused is tried again after this time: insisting makes it worse. */
const AGAIN_AFTER = 600_000;
const LIMITS: readonly HoldReason[] = ['reach-out-lock', 'new-chat-cap', 'refusals', 'too-fast'];

/** Confirmations, answers and tests wait for no turn. Returns what sends those that may go; true when some went. */
export function createHidden(deps: {
  account: AccountId;
  campaigns: Pick<CampaignStore, 'get'>;
  recipients: Pick<RecipientStore, 'claimHidden' | 'fail'>;
  gateway: Pick<Gateway, 'prepare'>;
  holds: Pick<Holds, 'now'>;
  departure: Pick<Departure, 'leave'>;
  resolve: (rows: readonly Recipient[]) => Promise<Resolved>;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
}): () => Promise<boolean> {
  const { recipients, clock } = deps;

  /** Rows that were refused a moment ago, and are refused for as long as the limit lasts, are left alone. */
  async function withoutRefused(rows: readonly Recipient[]): Promise<readonly Recipient[]> {
    if (rows.every(({ intendedAt }) => intendedAt === null)) return rows;
    if (!(await deps.holds.now()).some(({ reason }) => LIMITS.includes(reason))) return rows;
    const before = clock.now() - AGAIN_AFTER;
    return rows.filter(({ intendedAt }) => intendedAt === null || intendedAt < before);
  }

  /** A file that can't be uploaded fails its own message only: somebody looks at the chat and can ask again. */
  async function withMedia(batch: readonly Addressed[]): Promise<Addressed[]> {
    const without = new Set<CampaignId>();
    for (const id of new Set(batch.map(({ row }) => row.campaignId))) {
      const content = (await deps.campaigns.get(id))?.content;
      if (!content?.media.length) continue;
      try {
        await deps.gateway.prepare(content, deps.signal);
      } catch (error) {
        if (!(error instanceof GatewayError) || error.reason !== 'upload') throw error;
        deps.log.warn({ event: 'upload', campaign: id, message: error.message });
        without.add(id);
      }
    }
    const failed = batch.filter(({ row }) => without.has(row.campaignId));
    await recipients.fail(
      failed.map(({ row }) => ({ id: row.id, reason: 'upload' })),
      clock.now(),
    );
    return batch.filter(({ row }) => !without.has(row.campaignId));
  }

  return async () => {
    const rows = await withoutRefused(await recipients.claimHidden(deps.account, MOST, clock.now()));
    if (rows.length === 0) return false;
    const batch = await withMedia((await deps.resolve(rows)).addressed);
    if (batch.length > 0) await deps.departure.leave(batch);
    return true;
  };
}
