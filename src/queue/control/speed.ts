/** How fast a campaign goes, and until when: chosen for a draft, changed while it runs. */
import type { Campaign, CampaignId, Closing } from '../campaign.ts';
import { planOf } from '../draft.ts';
import type { Pace } from '../ports.ts';
import type { Plan } from '../sending/plan.ts';
import type { Actor, Changed, ControlDeps } from './control.ts';
import type { OwnDraft } from './drafts.ts';
import type { Moves } from './moves.ts';

export interface Speed {
  /** Null when there is no draft. */
  setPace(actor: Actor, pace: Pace): Promise<Campaign | null>;
  setClosing(actor: Actor, closing: Partial<Closing>): Promise<Campaign | null>;
  /** Of a campaign that isn't over. */
  changePace(actor: Actor, id: CampaignId, pace: Pace): Promise<Changed>;
  changeClosing(actor: Actor, id: CampaignId, closing: Partial<Closing>): Promise<Changed>;
  /** How what waits would go at this pace, from now on. */
  plan(id: CampaignId, pace: Pace): Promise<Plan | null>;
}

export function createSpeed(deps: ControlDeps, { edit }: OwnDraft, { listed, tell }: Moves): Speed {
  const { campaigns } = deps;

  async function change(
    actor: Actor,
    id: CampaignId,
    patch: (campaign: Campaign) => { pace: Pace } | { closing: Closing | null },
  ): Promise<Changed> {
    const campaign = await listed(id);
    if (!campaign) return { campaign, changed: false };
    const states = ['scheduled', 'running', 'paused'] as const;
    // What it waited for may be no reason any more.
    const changed = await campaigns.step(id, states, { ...patch(campaign), waits: null });
    if (!changed) return { campaign: await listed(id), changed: false };
    tell('speed', changed, actor, null);
    return { campaign: changed, changed: true };
  }

  return {
    setPace: (actor, pace) => edit(actor, () => ({ pace })),
    setClosing: (actor, closing) => edit(actor, (draft) => ({ closing: merged(draft.closing, closing) })),
    changePace: (actor, id, pace) => change(actor, id, () => ({ pace })),
    changeClosing: (actor, id, closing) =>
      change(actor, id, (campaign) => ({ closing: merged(campaign.closing, closing) })),
    async plan(id, pace) {
      const campaign = await campaigns.get(id);
      return campaign?.list ? planOf(deps, campaign, pace) : null;
    },
  };
}

function merged(before: Closing | null, change: Partial<Closing>): Closing | null {
  const closing = { daily: null, by: null, ...before, ...change };
  return closing.daily === null && closing.by === null ? null : closing;
}
