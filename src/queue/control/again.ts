/** A campaign once more: its message for another list, or another try for those whom it didn't reach. */
import type { Campaign, CampaignId } from '../campaign.ts';
import type { Lack } from '../disk.ts';
import { touchMedia } from '../media.ts';
import type { Counts } from '../ports.ts';
import { isRetried } from '../scheduler.ts';
import type { Actor, ControlDeps } from './control.ts';
import { lacksRoom, type OwnDraft } from './drafts.ts';
import type { Moves } from './moves.ts';

export type Copied =
  /** `lost`: so many files are no longer there, and are left out. */
  { ok: true; draft: Campaign; lost: number } | { ok: false };

export type Retried =
  /** `made` is false when somebody asked for it before: that one is told. */
  | { ok: true; campaign: Campaign; made: boolean }
  /** `lost`: a file of its message is no longer there. */
  | { ok: false; why: 'nobody' | 'not-over' | 'lost' }
  | { ok: false; why: 'disk'; lack: Lack };

export interface Again {
  /** A fresh draft with the same message and settings, in place of the operator's own; its list is still asked for. */
  copy(actor: Actor, id: CampaignId): Promise<Copied>;
  /**
   * Sends the message again to those who failed, but for those who may have got it, as a campaign of its own. Once:
   * its own failures are its own to retry.
   */
  retry(actor: Actor, id: CampaignId): Promise<Retried>;
}

/** How many failed and can be tried again, and how many can't, since they may have got it. */
export function retriable({ failed, reasons }: Pick<Counts, 'failed' | 'reasons'>): {
  again: number;
  doubtful: number;
} {
  const doubtful = Object.entries(reasons)
    .filter(([reason]) => !isRetried({ reason }))
    .reduce((sum, [, count]) => sum + count, 0);
  return { again: failed - doubtful, doubtful };
}

export function createAgain(deps: ControlDeps, { newDraft }: OwnDraft, { listed, tell }: Moves): Again {
  const { campaigns, recipients, clock } = deps;

  /** Whoever sweeps at this moment leaves the files alone: they are young again. */
  const isThere = (sha256: string) => touchMedia(deps.mediaDir, sha256, clock.now());

  return {
    async copy(actor, id) {
      const found = await listed(id);
      if (!found) return { ok: false };
      const { content, footer, pace, name } = found;
      const media = content?.media.filter(({ sha256 }) => isThere(sha256)) ?? [];
      const kept = content && (content.text !== '' || media.length > 0) ? { ...content, media } : null;
      const draft = await newDraft(actor);
      const patch = { content: kept, footer, pace, name, parentId: id, relation: 'copy' } as const;
      const copied = await campaigns.step(draft.id, ['draft'], patch);
      if (!copied) return { ok: false };
      return { ok: true, draft: copied, lost: (content?.media.length ?? 0) - media.length };
    },
    async retry(actor, id) {
      const found = await listed(id);
      if (found?.state !== 'finished' && found?.state !== 'cancelled') return { ok: false, why: 'not-over' };
      const now = clock.now();
      const { again } = retriable(await recipients.counts(id, now));
      if (again <= 0) return { ok: false, why: 'nobody' };
      if (!(found.content?.media ?? []).every(({ sha256 }) => isThere(sha256)))
        return { ok: false, why: 'lost' };
      const lack = await lacksRoom(deps, found);
      if (lack) return { ok: false, why: 'disk', lack };
      const { campaign, made } = await campaigns.derive({
        ...found,
        list: found.list && { ...found.list, path: '' },
        createdBy: actor.id,
        createdByName: actor.name,
        createdAt: now,
        dueAt: now,
        repeat: null,
        parentId: id,
        relation: 'retry',
      });
      if (made) tell('retried', found, actor, String(campaign.id));
      return { ok: true, campaign, made };
    },
  };
}
