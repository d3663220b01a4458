/** How a campaign changes its state: by compare-and-set, so that done twice it happens once. */
import {
  CAMPAIGN_TRANSITIONS,
  type Campaign,
  type CampaignEvent,
  type CampaignId,
  type CampaignPatch,
} from '../campaign.ts';
import type { QueueEvent } from '../progress.ts';
import type { Actor, Changed, ControlDeps } from './control.ts';

export type CampaignWhat = Extract<QueueEvent, { type: 'campaign' }>['what'];

export interface Moves {
  /** A campaign that people see; what lies behind confirmations, tests and answers is nobody's to see or to stop. */
  listed(id: CampaignId): Promise<Campaign | null>;
  /** Moves a campaign, if it is where the event may happen; tells everybody who should know. */
  move(
    id: CampaignId,
    event: CampaignEvent,
    what: CampaignWhat,
    by: Actor | null,
    patch?: CampaignPatch,
  ): Promise<Changed>;
}

export function createMoves(deps: Pick<ControlDeps, 'campaigns' | 'emit' | 'poke' | 'log'>): Moves {
  const { campaigns } = deps;

  async function listed(id: CampaignId): Promise<Campaign | null> {
    const campaign = await campaigns.get(id);
    return campaign?.kind === 'campaign' ? campaign : null;
  }

  return {
    listed,
    async move(id, event, what, by, patch = {}) {
      const step = CAMPAIGN_TRANSITIONS[event];
      if (!(await listed(id))) return { campaign: null, changed: false };
      const moved = await campaigns.step(id, step.from, { ...patch, state: step.to });
      if (!moved) return { campaign: await listed(id), changed: false };
      deps.log.info({ event: `campaign-${what}`, campaign: id, by: by?.id ?? null });
      deps.emit({ type: 'campaign', what, campaign: moved, by });
      deps.poke();
      return { campaign: moved, changed: true };
    },
  };
}
