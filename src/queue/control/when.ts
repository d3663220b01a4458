/** When a campaign leaves, if not at once: of a draft, of one that is scheduled, and what the scheduler does by it. */
import type { Campaign, CampaignId, CampaignPatch, Every } from '../campaign.ts';
import { localOf } from '../schedule.ts';
import type { Actor, Changed, ControlDeps } from './control.ts';
import type { OwnDraft } from './drafts.ts';
import type { Moves } from './moves.ts';
import { dropAllOptedOut } from './optouts.ts';

export interface When {
  /** When the operator's draft leaves; null: as soon as it is sent. */
  setWhen(actor: Actor, dueAt: number | null): Promise<Campaign | null>;
  /** How often the operator's draft leaves; null: once. */
  setRepeat(actor: Actor, every: Every | null): Promise<Campaign | null>;
  /** Another time for a scheduled campaign, the missed ones too. */
  reschedule(actor: Actor, id: CampaignId, dueAt: number): Promise<Changed>;
  /** How often a scheduled campaign leaves from now on. */
  repeatEvery(actor: Actor, id: CampaignId, every: Every | null): Promise<Changed>;
  /** A scheduled campaign leaves now. One whose rows are still being copied leaves when they are there. */
  sendNow(actor: Actor, id: CampaignId): Promise<Changed>;
  /** The scheduler: its time has come, and is still this one. */
  startDue(id: CampaignId, dueAt: number): Promise<Changed>;
  /** The scheduler: its time has passed, and only a person knows whether it is still wanted. */
  miss(id: CampaignId, dueAt: number): Promise<Changed>;
}

export function createWhen(deps: ControlDeps, { edit }: OwnDraft, { listed, move, change }: Moves): When {
  const { recipients, clock } = deps;
  const local = (at: number) => localOf(at, deps.rules().zone);

  const begin = async (id: CampaignId, by: Actor | null, dueAt?: number): Promise<Changed> => {
    await dropAllOptedOut(recipients, id, clock.now());
    const patch = { startedAt: clock.now(), missedAt: null, pausedBy: null };
    const only = { from: ['scheduled'] as const, ...(dueAt === undefined ? {} : { dueAt }) };
    return move(id, 'start', 'started', by, patch, only);
  };

  return {
    setWhen: (actor, dueAt) => edit(actor, () => ({ dueAt })),
    setRepeat: (actor, every) => edit(actor, () => ({ repeat: every && { every, from: null } })),
    async reschedule(actor, id, dueAt) {
      const { repeat } = (await listed(id)) ?? {};
      // The others of its series follow it.
      const series = repeat ? { repeat: { ...repeat, from: local(dueAt) } } : {};
      const patch = { dueAt, missedAt: null, ...series };
      return change(id, ['scheduled'], 'rescheduled', actor, patch, { detail: local(dueAt) });
    },
    async repeatEvery(actor, id, every) {
      const { dueAt } = (await listed(id)) ?? {};
      const repeat = every && { every, from: local(dueAt ?? clock.now()) };
      return change(id, ['scheduled'], 'repeat', actor, { repeat }, { detail: every ?? 'none' });
    },
    async sendNow(actor, id) {
      const found = await listed(id);
      if (found?.state !== 'scheduled' || found.copyOf === null) return begin(id, actor);
      const patch: CampaignPatch = { dueAt: clock.now(), missedAt: null };
      return change(id, ['scheduled'], 'rescheduled', actor, patch, { detail: local(clock.now()) });
    },
    startDue: (id, dueAt) => begin(id, null, dueAt),
    miss: (id, dueAt) =>
      change(id, ['scheduled'], 'missed', null, { missedAt: clock.now() }, { detail: local(dueAt), dueAt }),
  };
}
