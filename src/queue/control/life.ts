/** What becomes of a campaign from its start to its end, whoever says so. */
import type { Campaign, CampaignId, CampaignPatch, StopReason } from '../campaign.ts';
import { layoutOf } from '../content.ts';
import { type Checks, LOOK_AT_LINK, notReady, withLink } from '../draft.ts';
import type { Recipient } from '../ports.ts';
import { rowsOf } from '../rows.ts';
import { cleanName } from '../saved.ts';
import { localOf } from '../schedule.ts';
import type { Actor, Changed, ControlDeps, Started } from './control.ts';
import { lacksRoom } from './drafts.ts';
import type { Moves } from './moves.ts';
import { dropAllOptedOut } from './optouts.ts';

/** `pause` tells of a long one: how long it was, and how many have said no meanwhile. */
export interface Resumed extends Changed {
  readonly pause: { readonly ms: number; readonly optedOut: number } | null;
}

/** After this time files are uploaded anew, and nobody remembers what was left to send. */
const LONG_PAUSE = 24 * 3_600_000;

export interface Life {
  /** Sends the draft, or schedules it for its time. With `consent` the actor states that these people agreed; needed unless known. */
  start(actor: Actor, draftId: CampaignId, options: { consent: boolean }): Promise<Started>;
  pause(actor: Actor, id: CampaignId): Promise<Changed>;
  /** After a long pause those who have said no meanwhile are left out first, and the pause is told. */
  resume(actor: Actor, id: CampaignId): Promise<Resumed>;
  cancel(actor: Actor, id: CampaignId): Promise<Changed>;
  /** The engine: no open row is left. */
  finish(id: CampaignId): Promise<Changed>;
  /** The engine: something is wrong that needs a person. */
  stop(id: CampaignId, reason: StopReason): Promise<Changed>;
  rename(actor: Actor, id: CampaignId, name: string): Promise<Changed>;
  /** Goes before what runs, from the next batch on, and gives the place back when it is over; or no longer. */
  setUrgent(actor: Actor, id: CampaignId, urgent: boolean): Promise<Changed>;
  campaign(id: CampaignId): Promise<Campaign | null>;
  list(page: { limit: number; offset: number }): Promise<{ total: number; campaigns: Campaign[] }>;
  /** Rows in list order, for the report. */
  rows(id: CampaignId): AsyncIterable<Recipient>;
  /** At start: ends what a kill left half-done. */
  recover(): Promise<void>;
}

const OPEN = ['scheduled', 'running', 'paused'] as const;
const LISTED = [...OPEN, 'finished', 'cancelled'] as const;

/** What is no draft any more was started by somebody else. */
const DRAFTS = { from: ['draft'] } as const;

export function createLife(deps: ControlDeps, { listed, move, change }: Moves, checks: Checks): Life {
  const { account, campaigns, recipients, clock } = deps;

  /** A campaign that is over has no row waiting, and no file. */
  async function end(id: CampaignId, event: 'cancel' | 'finish', by: Actor | null): Promise<Changed> {
    const what = event === 'cancel' ? 'cancelled' : 'finished';
    const result = await move(id, event, what, by, { endedAt: clock.now(), pausedBy: null });
    if (!result.changed) return result;
    if (event === 'cancel') await recipients.dropCancelled(account, clock.now());
    await deps.removeFile(result.campaign?.list?.path ?? null);
    deps.freed();
    return result;
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
      const fingerprint = draft.list?.summary.fingerprint ?? '';
      // Who confirmed this list stays who confirmed it, whoever sends it again.
      const given = fingerprint === '' ? null : await campaigns.consentFor(deps.account, fingerprint);
      const { dueAt, repeat } = draft;
      if (dueAt !== null && dueAt <= now) return { ok: false, why: 'past' };
      const from = localOf(dueAt ?? now, deps.rules().zone);
      const patch: CampaignPatch = {
        pausedBy: null,
        pace: draft.pace ?? deps.rules().pace,
        consent: given ?? { operatorId: actor.id, name: actor.name, at: now },
        repeat: repeat && { ...repeat, from },
      };
      const moved =
        dueAt === null
          ? await move(draftId, 'start', 'started', actor, { ...patch, startedAt: now }, DRAFTS)
          : await move(draftId, 'schedule', 'scheduled', actor, patch, { ...DRAFTS, dueAt });
      if (!moved.campaign) return { ok: false, why: 'no-list' };
      return moved.changed
        ? { ok: true, campaign: moved.campaign }
        : { ok: false, why: 'started', campaign: moved.campaign };
    },
    pause: (actor, id) =>
      move(id, 'pause', 'paused', actor, {
        pausedBy: { by: 'person', operatorId: actor.id, name: actor.name, at: clock.now() },
      }),
    async resume(actor, id) {
      const campaign = await listed(id);
      const since = campaign?.pausedBy?.at ?? clock.now();
      const ms = clock.now() - since;
      const optedOut = ms > LONG_PAUSE ? await dropAllOptedOut(recipients, id, clock.now()) : 0;
      const result = await move(id, 'resume', 'resumed', actor, {
        pausedBy: null,
        ...(campaign && overruling(campaign)),
      });
      return { ...result, pause: ms > LONG_PAUSE ? { ms, optedOut } : null };
    },
    cancel: (actor, id) => end(id, 'cancel', actor),
    finish: (id) => end(id, 'finish', null),
    stop: (id, reason) =>
      move(id, 'pause', 'stopped', null, { pausedBy: { by: 'stop', reason, at: clock.now() } }),
    async rename(actor, id, written) {
      const name = cleanName(written);
      if (name === '') return { campaign: await listed(id), changed: false };
      return change(id, LISTED, 'renamed', actor, { name }, { detail: name });
    },
    setUrgent: (actor, id, urgent) => change(id, OPEN, urgent ? 'urgent' : 'not-urgent', actor, { urgent }),
    campaign: listed,
    list: ({ limit, offset }) =>
      campaigns.list({
        accountId: account,
        states: LISTED,
        limit,
        offset,
      }),
    rows: (id) => rowsOf(recipients, id),
    async recover() {
      await recipients.dropCancelled(account, clock.now());
    },
  };
}

/** Who resumes a campaign has seen why it was stopped: the same isn't asked again. */
function overruling({ pausedBy, overruled, closing }: Campaign): CampaignPatch {
  if (pausedBy?.by !== 'stop') return {};
  if (pausedBy.reason === 'late') return { closing: { daily: closing?.daily ?? null, by: null } };
  return { overruled: [...overruled.filter((reason) => reason !== pausedBy.reason), pausedBy.reason] };
}
