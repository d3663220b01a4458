/**
 * A campaign's files are with WhatsApp before its first recipient; a failure burns nobody: the campaign waits, then a
 * person is asked.
 */
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Campaign, CampaignId, StopReason } from '../campaign.ts';
import { type Gateway, GatewayError } from '../ports.ts';
import type { Holds } from './holds.ts';

/** Between rounds over all media hosts; after the last of them a person is asked. */
const UPLOAD_WAITS = [30_000, 120_000];

/** Returns what says whether all files of a campaign are there, after doing what it can for it. */
export function createUploading(deps: {
  gateway: Pick<Gateway, 'prepare'>;
  control: { stop(id: CampaignId, reason: StopReason): Promise<unknown> };
  holds: Pick<Holds, 'set'>;
  /** Sending waits, and starts over afterwards. */
  startOver: () => void;
  clock: Pick<Clock, 'now'>;
  log: Logger;
  signal: AbortSignal;
}): (campaign: Campaign) => Promise<boolean> {
  let rounds = 0;

  async function failed(campaign: Campaign, error: GatewayError) {
    deps.startOver();
    const wait = UPLOAD_WAITS[rounds];
    rounds = wait === undefined ? 0 : rounds + 1;
    deps.log.warn({ event: 'upload', campaign: campaign.id, wait, message: error.message });
    if (wait === undefined) await deps.control.stop(campaign.id, 'upload');
    else await deps.holds.set('upload', deps.clock.now() + wait);
  }

  return async (campaign) => {
    if (!campaign.content?.media.length) return true;
    try {
      await deps.gateway.prepare(campaign.content, deps.signal);
      rounds = 0;
      return true;
    } catch (error) {
      if (!(error instanceof GatewayError) || error.reason !== 'upload') throw error;
      await failed(campaign, error);
      return false;
    }
  };
}
