/** Who did what, kept for good: one list of deeds, and the one function that writes them down. */
import type { Clock } from '../clock.ts';
import type { AuditEntry, TeamStore } from './team.ts';

/** Stable words; how each is told stands in the texts as `ops-did-…`. */
export const DEEDS = [
  'campaign-scheduled',
  'campaign-rescheduled',
  'campaign-repeat',
  'campaign-missed',
  'campaign-started',
  'campaign-paused',
  'campaign-resumed',
  'campaign-speed',
  'campaign-cancelled',
  'campaign-finished',
  'campaign-stopped',
  'campaign-retried',
  'campaign-renamed',
  'campaign-urgent',
  'campaign-not-urgent',
  'optout-added',
  'optout-removed',
  'optout-imported',
  'doubt-kept',
  'person-forgotten',
  'text-saved',
  'list-saved',
  'list-removed',
  'text-removed',
  'link-asked',
  'link-taken',
  'link-declined',
  'unlinked',
  'restarted',
  'held',
  'enabled',
  'password-wrong',
  'password-locked',
  'copy-adopted',
  'setting-changed',
  'settings-reset',
  'number-declared',
  'member-admin',
  'member-operator',
  'member-invited',
  'member-joined',
  'member-promoted',
  'member-demoted',
  'member-removed',
  'invitation-revoked',
  'audit-exported',
] as const;
export type Deed = (typeof DEEDS)[number];

export const isDeed = (what: string): what is Deed => DEEDS.some((deed) => deed === what);

/** A person of the team, or of a panel; null: the program itself. */
export type Doer = { readonly id: number; readonly name: string } | null;

export interface Audit {
  /** `detail` is data, never a sentence: it is read in three languages. */
  note(
    by: Doer,
    deed: Deed,
    about?: { readonly campaignId?: number; readonly detail?: string | null },
  ): Promise<void>;
  /** Newest first, without reading them all at once. */
  pages(): AsyncIterable<AuditEntry>;
}

const PAGE = 500;

export function createAudit(team: Pick<TeamStore, 'note' | 'history'>, clock: Pick<Clock, 'now'>): Audit {
  return {
    note: (by, deed, { campaignId, detail } = {}) =>
      team.note({
        at: clock.now(),
        operatorId: by?.id ?? null,
        name: by?.name ?? '',
        what: deed,
        campaignId: campaignId ?? null,
        detail: detail ?? null,
      }),
    async *pages() {
      let before: number | undefined;
      for (;;) {
        const page = await team.history({ limit: PAGE, ...(before === undefined ? {} : { before }) });
        yield* page;
        const last = page.at(-1);
        if (!last) return;
        before = last.id;
      }
    },
  };
}
