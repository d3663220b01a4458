/** What people do to a draft but for its message: its list, its choices, and the look before sending. */
import type { Campaign, CampaignId, CampaignPatch, Mended } from '../campaign.ts';
import { type Lack, sizeOf } from '../disk.ts';
import { type Checks, preview } from '../draft.ts';
import { likelyCountries } from '../import/country.ts';
import { badRows, gapCsv } from '../import/import.ts';
import { type ListInput, type ReadingOptions, readList } from '../list.ts';
import { type BadRow, badRow, type MendTitles, mendings } from '../mending.ts';
import type { Recipient } from '../ports.ts';
import { cleanName } from '../saved.ts';
import type { Actor, BadRowWords, ControlDeps, GapWords, ListResult, Preview } from './control.ts';

export interface Drafts {
  /** The operator's open draft, if any. */
  draft(operatorId: number): Promise<Campaign | null>;
  /** Starts a fresh draft; an older one of this operator is thrown away. */
  newDraft(actor: Actor): Promise<Campaign>;
  /** Throws the operator's draft away, with its file. False when there was none. */
  discard(actor: Actor): Promise<boolean>;
  /**
   * Imports a list into the operator's draft (made when missing), in place of the one before. Without `file`
   * the draft's own file is read again, with another choice. Stopped (`ReadingStopped`), the draft is as before.
   */
  readList(actor: Actor, input: ListInput, options?: ReadingOptions): Promise<ListResult>;
  /** Countries that the numbers of the draft's list may be from, the likely ones first. */
  countries(draftId: CampaignId): Promise<string[]>;
  /** Rows of a list that can't be written to, as a CSV; `reason` puts a code into words. */
  badRows(id: CampaignId, words: BadRowWords): AsyncIterable<string>;
  /** The first row below line `after` whose number is none; `left` counts all of them. */
  badRow(id: CampaignId, after: number): Promise<BadRow | null>;
  /** People whose own text is too long, as a CSV. */
  longRows(id: CampaignId, words: GapWords): AsyncIterable<string>;
  /** A row of a draft by its line. */
  row(id: CampaignId, line: number): Promise<Recipient | null>;
  /** What a file of bad rows that came back puts right in this draft; null when it is no such file. */
  mendings(id: CampaignId, path: string, titles: MendTitles): Promise<Mended | null>;
  /** How the campaign will be called; null when that is no name, or there is no draft. */
  nameDraft(actor: Actor, name: string): Promise<Campaign | null>;
  setFooter(actor: Actor, footer: boolean): Promise<Campaign | null>;
  /** Whether the draft goes before what runs. */
  setDraftUrgent(actor: Actor, urgent: boolean): Promise<Campaign | null>;
  /** `page` 0 shows the first three people, 1 the next three. */
  preview(draftId: CampaignId, page: number): Promise<Preview | null>;
  /** What the server's disk lacks for sending this draft; null when there is room. */
  lacksRoom(draftId: CampaignId): Promise<Lack | null>;
}

/** What the other verbs of a draft need from this one. */
export interface OwnDraft {
  own(operatorId: number): Promise<Campaign | null>;
  newDraft(actor: Actor): Promise<Campaign>;
  /** Changes the operator's draft, while it is one; null when there is none or `patch` has nothing to change. */
  edit(actor: Actor, patch: (draft: Campaign) => CampaignPatch | null): Promise<Campaign | null>;
}

/** An operator has one draft at a time. */
export function createOwnDraft(deps: ControlDeps): OwnDraft & Pick<Drafts, 'discard'> {
  const { account, campaigns, clock } = deps;

  async function own(operatorId: number): Promise<Campaign | null> {
    const found = await campaigns.list({
      accountId: account,
      states: ['draft'],
      createdBy: operatorId,
      limit: 1,
    });
    return found.campaigns[0] ?? null;
  }

  async function discard(actor: Actor): Promise<boolean> {
    const draft = await own(actor.id);
    if (!draft) return false;
    await campaigns.remove(draft.id);
    await deps.removeFile(draft.list?.path ?? null);
    deps.freed();
    return true;
  }

  return {
    own,
    discard,
    async newDraft(actor) {
      await discard(actor);
      return campaigns.create({
        accountId: account,
        kind: 'campaign',
        state: 'draft',
        name: '',
        createdBy: actor.id,
        createdByName: actor.name,
        at: clock.now(),
        footer: deps.defaults().footer,
      });
    },
    async edit(actor, patch) {
      const draft = await own(actor.id);
      const change = draft && patch(draft);
      return change ? campaigns.step(draft.id, ['draft'], change) : null;
    },
  };
}

export function createDrafts(
  deps: ControlDeps,
  drafts: OwnDraft & Pick<Drafts, 'discard'>,
  checks: Checks,
): Drafts {
  const { campaigns, recipients } = deps;
  const { own, newDraft, discard, edit } = drafts;
  return {
    draft: own,
    newDraft,
    discard,
    readList: (actor, input, options) => readList(deps, { own, newDraft }, actor, input, options),
    async countries(draftId) {
      const rows = await recipients.page(draftId, { after: -1, limit: 50 });
      return likelyCountries(
        rows.map((row) => row.written),
        deps.defaults().country,
      );
    },
    badRows: (id, words) => badRows(id, recipients, words),
    badRow: (id, after) => badRow(recipients, id, after),
    async *longRows(id, words) {
      const draft = await campaigns.get(id);
      if (draft) yield* gapCsv(checks.lengths.rows(draft), words);
    },
    async row(id, line) {
      const [row = null] = await recipients.lines(id, [line]);
      return row;
    },
    mendings: (id, path, titles) => mendings(recipients, id, path, titles),
    nameDraft: (actor, written) =>
      edit(actor, () => {
        const name = cleanName(written);
        return name === '' ? null : { name };
      }),
    setFooter: (actor, footer) => edit(actor, () => ({ footer })),
    setDraftUrgent: (actor, urgent) => edit(actor, () => ({ urgent })),
    preview: (draftId, page) => preview({ ...deps, ...checks }, draftId, page),
    async lacksRoom(draftId) {
      const draft = await campaigns.get(draftId);
      return draft && lacksRoom(deps, draft);
    },
  };
}

/** What the disk lacks for a message with these files. */
export const lacksRoom = (
  { disk }: Pick<ControlDeps, 'disk'>,
  { content }: Pick<Campaign, 'content'>,
): Promise<Lack | null> => disk.lacks(sizeOf(content?.media ?? []));
