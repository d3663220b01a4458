/** How a draft becomes a campaign: nothing is missing, somebody answers for its list, and it leaves now or at its time. */
import type { Campaign, CampaignId, CampaignPatch, Consent } from '../campaign.ts';
import { layoutOf } from '../content.ts';
import { type Checks, LOOK_AT_LINK, notReady, withLink } from '../draft.ts';
import { localOf } from '../schedule.ts';
import type { Actor, ControlDeps, Started } from './control.ts';
import { lacksRoom } from './drafts.ts';
import type { Moves } from './moves.ts';

export interface Start {
  /** Sends the draft, or schedules it for its time. With `consent` the actor states that these people agreed; needed unless known. */
  start(actor: Actor, draftId: CampaignId, options: { consent: boolean }): Promise<Started>;
}

/** What is no draft any more was started by somebody else. */
const DRAFTS = { from: ['draft'] } as const;

export function createStart(deps: ControlDeps, { move }: Moves, checks: Checks): Start {
  const { campaigns, recipients, clock } = deps;

  /** Who confirmed this list stays who confirmed it, whoever sends it again. */
  async function consentOf({ list }: Campaign, actor: Actor, at: number): Promise<Consent> {
    const fingerprint = list?.summary.fingerprint ?? '';
    const given = fingerprint === '' ? null : await campaigns.consentFor(deps.account, fingerprint);
    return given ?? { operatorId: actor.id, name: actor.name, at };
  }

  return {
    async start(actor, draftId, { consent }) {
      const found = await campaigns.get(draftId);
      if (!found) return { ok: false, why: 'no-list' };
      if (found.state !== 'draft') return { ok: false, why: 'started', campaign: found };
      const draft = await withLink(deps, await checks.leavingOut.settle(found), LOOK_AT_LINK.start);
      const refusal = await notReady({ ...deps, ...checks }, draft, consent);
      if (refusal) return { ok: false, ...refusal };
      const lack = await lacksRoom(deps, draft);
      if (lack) return { ok: false, why: 'disk', lack };
      await recipients.setParts(draftId, layoutOf(draft).length);
      const now = clock.now();
      const { dueAt, repeat } = draft;
      const patch: CampaignPatch = {
        pausedBy: null,
        pace: draft.pace ?? deps.rules().pace,
        consent: await consentOf(draft, actor, now),
        repeat: repeat && { ...repeat, from: localOf(dueAt ?? now, deps.rules().zone) },
      };
      if (dueAt !== null && dueAt <= now) return { ok: false, why: 'past' };
      const { campaign, changed } =
        dueAt === null
          ? await move(draftId, 'start', 'started', actor, { ...patch, startedAt: now }, DRAFTS)
          : await move(draftId, 'schedule', 'scheduled', actor, patch, { ...DRAFTS, dueAt });
      if (!campaign) return { ok: false, why: 'no-list' };
      return changed ? { ok: true, campaign } : { ok: false, why: 'started', campaign };
    },
  };
}
