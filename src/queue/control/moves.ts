/** How a campaign changes its state: by compare-and-set, so that done twice it happens once. */
import {
  CAMPAIGN_TRANSITIONS,
  type Campaign,
  type CampaignEvent,
  type CampaignId,
  type CampaignPatch,
  type CampaignState,
} from '../campaign.ts';
import type { CampaignWhat } from '../events.ts';
import type { Actor, Changed, ControlDeps } from './control.ts';

/** A step, narrower than the table of transitions where that matters. */
interface Only {
  readonly from?: readonly CampaignState[];
  /** Only while that is still its time. */
  readonly dueAt?: number;
}

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
    only?: Only,
  ): Promise<Changed>;
  /** Changes something else than the state, in these states alone; tells it. `detail` is for the history. */
  change(
    id: CampaignId,
    states: readonly CampaignState[],
    what: CampaignWhat,
    by: Actor | null,
    patch: Omit<CampaignPatch, 'state'>,
    options?: { detail?: string; dueAt?: number },
  ): Promise<Changed>;
  /** Says what became of a campaign, to views and to its history. */
  tell(what: CampaignWhat, campaign: Campaign, by: Actor | null, detail: string | null): void;
}

export function createMoves(
  deps: Pick<ControlDeps, 'campaigns' | 'footer' | 'emit' | 'poke' | 'log'>,
): Moves {
  const { campaigns } = deps;

  async function listed(id: CampaignId): Promise<Campaign | null> {
    const campaign = await campaigns.get(id);
    return campaign?.kind === 'campaign' ? campaign : null;
  }

  function tell(what: CampaignWhat, campaign: Campaign, by: Actor | null, detail: string | null) {
    deps.log.info({ event: `campaign-${what}`, campaign: campaign.id, by: by?.id ?? null });
    deps.emit({ type: 'campaign', what, campaign, by, detail });
    deps.poke();
  }

  const told = (...news: Parameters<typeof tell>): Changed => {
    tell(...news);
    return { campaign: news[1], changed: true };
  };

  return {
    listed,
    tell,
    async move(id, event, what, by, patch = {}, { from, dueAt } = {}) {
      const step = CAMPAIGN_TRANSITIONS[event];
      if (!(await listed(id))) return { campaign: null, changed: false };
      // The language of the customers may be changed on the way; what was sent may be sent again.
      const begun = event === 'start' ? { footerText: deps.footer() } : {};
      const moved = await campaigns.step(
        id,
        from ?? step.from,
        { ...patch, ...begun, state: step.to },
        dueAt,
      );
      if (!moved) return { campaign: await listed(id), changed: false };
      return told(what, moved, by, null);
    },
    async change(id, states, what, by, patch, { detail, dueAt } = {}) {
      if (!(await listed(id))) return { campaign: null, changed: false };
      const changed = await campaigns.step(id, states, patch, dueAt);
      if (!changed) return { campaign: await listed(id), changed: false };
      return told(what, changed, by, detail ?? null);
    },
  };
}
