/** What becomes of a campaign that has left the drafts, whoever says so. */
import type { Campaign, CampaignId, CampaignPatch, StopReason } from '../campaign.ts';
import type { Recipient } from '../ports.ts';
import { rowsOf } from '../rows.ts';
import { cleanName } from '../saved.ts';
import type { Actor, Changed, ControlDeps } from './control.ts';
import type { Moves } from './moves.ts';
import { dropAllOptedOut } from './optouts.ts';

/** `pause` tells of a long one: how long it was, and how many have said no meanwhile. */
export interface Resumed extends Changed {
  readonly pause: { readonly ms: number; readonly optedOut: number } | null;
}

/** After this time files are uploaded anew, and nobody remembers what was left to send. */
const LONG_PAUSE = 24 * 3_600_000;

export interface Life {
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

export function createLife(deps: ControlDeps, { listed, move, change }: Moves): Life {
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
    list: (page) => campaigns.list({ accountId: account, states: LISTED, ...page }),
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
