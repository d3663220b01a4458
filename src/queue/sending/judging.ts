/** Asks what is known of a campaign so far, and slows or stops it where that is bad. */
import type { Campaign, CampaignId, StopReason } from '../campaign.ts';
import type { Checkup } from '../checkup.ts';
import type { CampaignStore, Counts } from '../ports.ts';
import { MAX_BATCH } from './first-batch.ts';
import { canary, slowOf, stopOf } from './health.ts';

/** Returns what says how many may leave; 0 when the campaign waits, or was stopped. `quietMs`: since the last left. */
export function createJudge(deps: {
  campaigns: Pick<CampaignStore, 'save'>;
  checkup: Pick<Checkup, 'ofCampaign'>;
  control: { stop(id: CampaignId, reason: StopReason): Promise<unknown> };
  /** It goes at half its pace from now on. */
  slowed: (campaign: CampaignId) => void;
  rules: () => { readonly canary: number | 'off' };
}): (campaign: Campaign, counts: Counts, quietMs: number) => Promise<number> {
  return async (campaign, counts, quietMs) => {
    const { canary: size } = deps.rules();
    if (size === 'off') return MAX_BATCH;
    const first = canary(counts, size, quietMs);
    const findings = first.go ? await deps.checkup.ofCampaign(campaign, counts) : [];
    const stop = first.go ? stopOf(findings, campaign.overruled) : 'canary';
    const slowed = slowOf(findings);
    if (first.go && slowed !== campaign.slowed) {
      await deps.campaigns.save(campaign.id, { slowed });
      if (slowed) deps.slowed(campaign.id);
    }
    if (!stop || campaign.overruled.includes(stop)) return first.go ? first.count : MAX_BATCH;
    if (first.go || first.stop) await deps.control.stop(campaign.id, stop);
    return 0;
  };
}
