/** What people do to the message of their draft: its text, files and fields. */
import type { Campaign, CampaignId } from '../campaign.ts';
import {
  type Composed,
  type ComposeProblem,
  withFile,
  withoutFiles,
  withoutText,
  withText,
} from '../compose.ts';
import type { Content } from '../content.ts';
import type { Checks } from '../draft.ts';
import { gapCsv } from '../import/import.ts';
import { storeMedia } from '../media.ts';
import { type FileProblem, type Limits, prepareFile, type Received } from '../preparing/prepare.ts';
import { asWritten, fieldsOf, renameField, unknownFields, withFallback } from '../template.ts';
import type { Actor, ControlDeps, GapWords, Told } from './control.ts';
import type { OwnDraft } from './drafts.ts';

export interface Message {
  /** How large files may be. */
  readonly limits: Limits;
  /** Sets the text; files that are there stay. */
  setText(actor: Actor, text: string): Promise<Told<ComposeProblem>>;
  /** Prepares a file and adds it to the message of this draft (`compose.ts`), unless that is gone by then. */
  addFile(
    draftId: CampaignId,
    file: Received,
    place: Parameters<typeof withFile>[2],
  ): Promise<Told<FileProblem | ComposeProblem>>;
  removeFiles(actor: Actor): Promise<Campaign | null>;
  /** Files stay, and are sent without a word. */
  removeText(actor: Actor): Promise<Campaign | null>;
  /** Whether the link of the text gets a preview. */
  setLinks(actor: Actor, links: boolean): Promise<Campaign | null>;
}

/** Fields of the text that the list doesn't have, or that are empty for somebody. */
export interface Fields {
  /** Replaces an unknown field of the text by its suggestion. */
  fixField(actor: Actor, index: number): Promise<Campaign | null>;
  /** An unknown field of the text is none: it leaves as it is written. */
  keepField(actor: Actor, index: number): Promise<Campaign | null>;
  /** Says what stands in the place of a field of the text for who has no value. */
  fillGap(actor: Actor, index: number, fallback: string): Promise<Campaign | null>;
  /** Who has no value for a field of the text is left out; null when nobody would be left. */
  leaveOut(actor: Actor, index: number): Promise<Campaign | null>;
  /** Who would get a text that phones cut is left out; null when nobody would be left. */
  leaveOutLong(actor: Actor): Promise<Campaign | null>;
  /** Takes back all who were left out so. */
  takeBack(actor: Actor): Promise<Campaign | null>;
  /** People who have no value for a field of the text, as a CSV. */
  gapRows(id: CampaignId, index: number, words: GapWords): AsyncIterable<string>;
}

export function createMessage(deps: ControlDeps, { own, newDraft, edit }: OwnDraft): Message {
  const { campaigns } = deps;

  /** Puts the message of a draft together anew. */
  async function compose(
    draft: Campaign | null,
    change: (before: Content | null) => Composed,
  ): Promise<Told<ComposeProblem>> {
    if (!draft) return { ok: true, draft };
    const composed = change(draft.content);
    if (!composed.ok) return composed;
    return { ok: true, draft: await campaigns.step(draft.id, ['draft'], { content: composed.content }) };
  }

  return {
    limits: deps.limits,
    async setText(actor, text) {
      const draft = (await own(actor.id)) ?? (await newDraft(actor));
      return compose(draft, (before) => withText(before, text));
    },
    async addFile(draftId, file, place) {
      const prepared = await prepareFile(file, deps);
      if (!prepared.ok) return prepared;
      await storeMedia(deps.mediaDir, prepared.bytes, prepared.file.sha256, deps.clock.now());
      return compose(await campaigns.get(draftId), (before) => withFile(before, prepared.file, place));
    },
    removeFiles: (actor) => edit(actor, ({ content }) => ({ content: withoutFiles(content) })),
    removeText: (actor) => edit(actor, ({ content }) => ({ content: withoutText(content) })),
    setLinks: (actor, links) =>
      edit(actor, ({ content }) => {
        if (!content) return null;
        const { links: _, link: __, ...rest } = content;
        return { content: links ? { ...rest, links } : rest };
      }),
  };
}

export function createFields(
  deps: ControlDeps,
  { own, edit }: OwnDraft,
  { gaps, leavingOut }: Checks,
): Fields {
  return {
    fixField: (actor, index) =>
      edit(actor, ({ content, list }) => {
        const unknown = content && unknownFields(content.text, list?.fields ?? [])[index];
        if (!content || !unknown?.suggestion) return null;
        return {
          content: { ...content, text: renameField(content.text, unknown.field, unknown.suggestion) },
        };
      }),
    keepField: (actor, index) =>
      edit(actor, ({ content, list }) => {
        const unknown = content && unknownFields(content.text, list?.fields ?? [])[index];
        return unknown ? { content: { ...content, text: asWritten(content.text, unknown.field) } } : null;
      }),
    fillGap: (actor, index, fallback) =>
      edit(actor, ({ content }) => {
        const field = content && fieldsOf(content.text)[index];
        return field ? { content: { ...content, text: withFallback(content.text, field, fallback) } } : null;
      }),
    async leaveOut(actor, index) {
      const draft = await own(actor.id);
      return draft && leavingOut.lacking(draft, index);
    },
    async leaveOutLong(actor) {
      const draft = await own(actor.id);
      return draft && leavingOut.tooLong(draft);
    },
    async takeBack(actor) {
      const draft = await own(actor.id);
      return draft && leavingOut.takeBack(draft);
    },
    async *gapRows(id, index, words) {
      const draft = await deps.campaigns.get(id);
      if (draft) yield* gapCsv(gaps.rows(draft, index), words);
    },
  };
}
