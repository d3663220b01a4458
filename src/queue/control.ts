/**
 * The only writer of campaign states. Whatever a person does to a campaign, in the chat or elsewhere, and
 * whatever the engine finds out about it, goes through here, by compare-and-set: done twice it happens once.
 */
import type { Logger } from 'pino';
import {
  CAMPAIGN_TRANSITIONS,
  type Campaign,
  type CampaignEvent,
  type CampaignId,
  type CampaignPatch,
  type RowsChoice,
  type StopReason,
} from './campaign.ts';
import {
  type Composed,
  type ComposeProblem,
  withFile,
  withoutFiles,
  withoutText,
  withText,
} from './compose.ts';
import { type Content, layoutOf } from './content.ts';
import { type Disk, type Lack, sizeOf } from './disk.ts';
import { type DraftDeps, endAt, LOOK_AT_LINK, notReady, preview, readList, withLink } from './draft.ts';
import { createGaps, type Gap } from './gaps.ts';
import { likelyCountries } from './import/country.ts';
import { badRows, gapCsv, type ListProblem } from './import/import.ts';
import type { PhoneNumber } from './import/phone.ts';
import type { Inspection } from './import/table.ts';
import { storeMedia } from './media.ts';
import type { PaceName, Recipient } from './ports.ts';
import type { Ffmpeg } from './preparing/ffmpeg.ts';
import { type FileProblem, type Limits, prepareFile, type Received } from './preparing/prepare.ts';
import type { QueueEvent } from './progress.ts';
import { pagesOf } from './report.ts';
import { asWritten, fieldsOf, renameField, unknownFields, withFallback } from './template.ts';

/** Who does it: an operator, by Telegram id. */
export interface Actor {
  readonly id: number;
  readonly name: string;
}

/** A file as received, already on disk below the uploads folder. */
export interface ListFile {
  readonly path: string;
  /** As the operator named it. */
  readonly name: string;
  /** A growing list of numbers sent in messages (`import/pasted.ts`), and how many the last ones brought. */
  readonly pasted?: { readonly added: number };
}

export type ListResult =
  | { ok: true; draft: Campaign; inspection: Inspection }
  /** `inspection` tells the columns where they could be read. The draft keeps the file, so that another column or country can be tried. */
  | { ok: false; problem: ListProblem; inspection: Inspection | null };

/** One real row of the list, as its person would get it. */
export interface Sample {
  readonly phone: PhoneNumber;
  readonly line: number;
  readonly text: string;
  /** The row has no value for some field that the text uses: something else stands there. */
  readonly incomplete: boolean;
}

/** All that the preview needs. */
export interface Preview {
  readonly draft: Campaign;
  readonly people: number;
  readonly samples: readonly Sample[];
  /** Fields of the text that the list doesn't have, with the nearest that it has. */
  readonly unknown: readonly { field: string; suggestion: string | null }[];
  /** Fields that are empty for somebody and say nothing then: sending waits for an answer. */
  readonly gaps: readonly Gap[];
  readonly pace: PaceName;
  /** When it would end if it were sent now; null when that can't be said. */
  readonly endsAt: number | null;
  /** With a daily cap: how many would leave today. */
  readonly today: number;
  /** Somebody has confirmed this very list before. */
  readonly consentKnown: boolean;
}

export type StartRefusal =
  /** Not a draft any more; `campaign` tells what became of it. */
  | { why: 'started'; campaign: Campaign }
  | { why: 'no-list' | 'no-content' | 'unknown-fields' | 'empty-fields' | 'nobody' | 'consent' }
  /** The server's disk has no room for it. */
  | { why: 'disk'; lack: Lack };

export type Started = { ok: true; campaign: Campaign } | ({ ok: false } & StartRefusal);

/** What became of something that was sent for the message; `draft` is null when there is none any more. */
export type Told<Problem> = { ok: true; draft: Campaign | null } | { ok: false; problem: Problem };

/** What a change did; `changed` is false when it was so already. */
export interface Changed {
  readonly campaign: Campaign | null;
  readonly changed: boolean;
}

/** Titles of line, number and reason, the reasons' words, and what cuts the columns. */
export type BadRowWords = Parameters<typeof badRows>[2];

/** Titles of line and number, and what cuts the columns. */
export type GapWords = Parameters<typeof gapCsv>[1];

export interface Control {
  /** The operator's open draft, if any. */
  draft(operatorId: number): Promise<Campaign | null>;
  /** Starts a fresh draft; an older one of this operator is thrown away. */
  newDraft(actor: Actor): Promise<Campaign>;
  /** Throws the operator's draft away, with its file. False when there was none. */
  discard(actor: Actor): Promise<boolean>;
  /**
   * Imports a list into the operator's draft (made when missing), in place of the one before. Without `file`
   * the draft's own file is read again, for another column or country, or another choice about further rows of a
   * number.
   */
  readList(
    actor: Actor,
    input: { file?: ListFile; column?: number; country?: string; rows?: RowsChoice },
    options?: { signal?: AbortSignal; onProgress?: (rows: number) => void },
  ): Promise<ListResult>;
  /** Countries that the numbers of the draft's list may be from, the likely ones first. */
  countries(draftId: CampaignId): Promise<string[]>;
  /** Rows of a list that can't be written to, as a CSV; `reason` puts a code into words. */
  badRows(id: CampaignId, words: BadRowWords): AsyncIterable<string>;
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
  /** Replaces an unknown field of the text by its suggestion. */
  fixField(actor: Actor, index: number): Promise<Campaign | null>;
  /** An unknown field of the text is none: it leaves as it is written. */
  keepField(actor: Actor, index: number): Promise<Campaign | null>;
  /** Says what stands in the place of a field of the text for who has no value. */
  fillGap(actor: Actor, index: number, fallback: string): Promise<Campaign | null>;
  /** Who has no value for a field of the text is left out; null when nobody would be left. */
  leaveOut(actor: Actor, index: number): Promise<Campaign | null>;
  /** Takes back all who were left out so. */
  takeBack(actor: Actor): Promise<Campaign | null>;
  /** People who have no value for a field of the text, as a CSV. */
  gapRows(id: CampaignId, index: number, words: GapWords): AsyncIterable<string>;
  setFooter(actor: Actor, footer: boolean): Promise<Campaign | null>;
  /** Whether the link of the text gets a preview. */
  setLinks(actor: Actor, links: boolean): Promise<Campaign | null>;
  setPace(actor: Actor, pace: PaceName): Promise<Campaign | null>;
  /** `page` 0 shows the first three people, 1 the next three. */
  preview(draftId: CampaignId, page: number): Promise<Preview | null>;
  /** When the draft would end at this pace, if it were sent now. */
  endAt(draftId: CampaignId, pace: PaceName): Promise<number | null>;
  /** What the server's disk lacks for sending this draft; null when there is room. */
  lacksRoom(draftId: CampaignId): Promise<Lack | null>;
  /** Sends the draft. With `consent` the actor states that these people agreed; needed unless known. */
  start(actor: Actor, draftId: CampaignId, options: { consent: boolean }): Promise<Started>;
  pause(actor: Actor, id: CampaignId): Promise<Changed>;
  resume(actor: Actor, id: CampaignId): Promise<Changed>;
  cancel(actor: Actor, id: CampaignId): Promise<Changed>;
  /** The engine: no open row is left. */
  finish(id: CampaignId): Promise<Changed>;
  /** The engine: something is wrong that needs a person. */
  stop(id: CampaignId, reason: StopReason): Promise<Changed>;
  campaign(id: CampaignId): Promise<Campaign | null>;
  list(page: { limit: number; offset: number }): Promise<{ total: number; campaigns: Campaign[] }>;
  /** Rows in list order, for the report. */
  rows(id: CampaignId): AsyncIterable<Recipient>;
  /** At start: ends what a kill left half-done. */
  recover(): Promise<void>;
}

export interface ControlDeps extends DraftDeps {
  readonly mediaDir: string;
  readonly limits: Limits;
  readonly ffmpeg: Ffmpeg;
  readonly disk: Pick<Disk, 'lacks'>;
  /** Files may have lost their last need. */
  readonly freed: () => void;
  readonly emit: (event: QueueEvent) => void;
  /** The sender should look now. */
  readonly poke: () => void;
  readonly log: Logger;
}

type CampaignWhat = Extract<QueueEvent, { type: 'campaign' }>['what'];

/** Fills the port over the stores of one account. */
export function createControl(deps: ControlDeps): Control {
  const { account, campaigns, recipients, clock } = deps;
  const gaps = createGaps(deps);

  const own = async (operatorId: number): Promise<Campaign | null> => {
    const found = await campaigns.list({
      accountId: account,
      states: ['draft'],
      createdBy: operatorId,
      limit: 1,
    });
    return found.campaigns[0] ?? null;
  };
  const told = (what: CampaignWhat, campaign: Campaign, by: Actor | null) => {
    deps.log.info({ event: `campaign-${what}`, campaign: campaign.id, by: by?.id ?? null });
    deps.emit({ type: 'campaign', what, campaign, by });
    deps.poke();
  };

  async function newDraft(actor: Actor): Promise<Campaign> {
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
  }

  async function discard(actor: Actor): Promise<boolean> {
    const draft = await own(actor.id);
    if (!draft) return false;
    await campaigns.remove(draft.id);
    await deps.removeFile(draft.list?.path ?? null);
    deps.freed();
    return true;
  }

  /** What lies behind confirmations, tests and answers is nobody's to see or to stop. */
  async function listed(id: CampaignId): Promise<Campaign | null> {
    const campaign = await campaigns.get(id);
    return campaign?.kind === 'campaign' ? campaign : null;
  }

  /** Moves a campaign, if it is where the event may happen; tells everybody who should know. */
  async function move(
    id: CampaignId,
    event: CampaignEvent,
    what: CampaignWhat,
    by: Actor | null,
    patch: CampaignPatch = {},
  ): Promise<Changed> {
    const step = CAMPAIGN_TRANSITIONS[event];
    if (!(await listed(id))) return { campaign: null, changed: false };
    const moved = await campaigns.step(id, step.from, { ...patch, state: step.to });
    if (!moved) return { campaign: await listed(id), changed: false };
    told(what, moved, by);
    return { campaign: moved, changed: true };
  }

  async function edit(
    actor: Actor,
    patch: (draft: Campaign) => CampaignPatch | null,
  ): Promise<Campaign | null> {
    const draft = await own(actor.id);
    const change = draft && patch(draft);
    return change ? campaigns.step(draft.id, ['draft'], change) : null;
  }

  const lacksRoom = (draft: Campaign) => deps.disk.lacks(sizeOf(draft.content?.media ?? []));

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
    limits: deps.limits,
    async setText(actor, text) {
      const draft = (await own(actor.id)) ?? (await newDraft(actor));
      return compose(draft, (before) => withText(before, text));
    },
    async addFile(draftId, file, place) {
      const prepared = await prepareFile(file, deps);
      if (!prepared.ok) return prepared;
      await storeMedia(deps.mediaDir, prepared.bytes, prepared.file.sha256, clock.now());
      return compose(await campaigns.get(draftId), (before) => withFile(before, prepared.file, place));
    },
    removeFiles: (actor) => edit(actor, ({ content }) => ({ content: withoutFiles(content) })),
    removeText: (actor) => edit(actor, ({ content }) => ({ content: withoutText(content) })),
    fixField: (actor, index) =>
      edit(actor, (draft) => {
        const unknown = draft.content
          ? unknownFields(draft.content.text, draft.list?.fields ?? [])[index]
          : null;
        if (!draft.content || !unknown?.suggestion) return null;
        return {
          content: {
            ...draft.content,
            text: renameField(draft.content.text, unknown.field, unknown.suggestion),
          },
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
      return draft && gaps.leaveOut(draft, index);
    },
    async takeBack(actor) {
      const draft = await own(actor.id);
      return draft && gaps.takeBack(draft);
    },
    async *gapRows(id, index, words) {
      const draft = await campaigns.get(id);
      if (draft) yield* gapCsv(gaps.rows(draft, index), words);
    },
    setFooter: (actor, footer) => edit(actor, () => ({ footer })),
    setLinks: (actor, links) =>
      edit(actor, ({ content }) => {
        if (!content) return null;
        const { links: _, link: __, ...rest } = content;
        return { content: links ? { ...rest, links } : rest };
      }),
    setPace: (actor, pace) => edit(actor, () => ({ pace })),
    preview: (draftId, page) => preview({ ...deps, gaps }, draftId, page),
    endAt: (draftId, pace) => endAt(deps, draftId, pace),
    async lacksRoom(draftId) {
      const draft = await campaigns.get(draftId);
      return draft && lacksRoom(draft);
    },
    async start(actor, draftId, { consent }) {
      const found = await campaigns.get(draftId);
      if (!found) return { ok: false, why: 'no-list' };
      if (found.state !== 'draft') return { ok: false, why: 'started', campaign: found };
      const draft = await withLink(deps, await gaps.settle(found), LOOK_AT_LINK.start);
      const refusal = await notReady({ ...deps, gaps }, draft, consent);
      if (refusal) return { ok: false, ...refusal };
      const lack = await lacksRoom(draft);
      if (lack) return { ok: false, why: 'disk', lack };
      await recipients.setParts(draftId, layoutOf(draft).length);
      const now = clock.now();
      const moved = await move(draftId, 'start', 'started', actor, {
        startedAt: now,
        pausedBy: null,
        pace: draft.pace ?? deps.rules().pace,
        consent: { operatorId: actor.id, name: actor.name, at: now },
      });
      if (!moved.campaign) return { ok: false, why: 'no-list' };
      return moved.changed
        ? { ok: true, campaign: moved.campaign }
        : { ok: false, why: 'started', campaign: moved.campaign };
    },
    pause: (actor, id) =>
      move(id, 'pause', 'paused', actor, {
        pausedBy: { by: 'person', operatorId: actor.id, name: actor.name, at: clock.now() },
      }),
    resume: (actor, id) => move(id, 'resume', 'resumed', actor, { pausedBy: null }),
    async cancel(actor, id) {
      const result = await move(id, 'cancel', 'cancelled', actor, { endedAt: clock.now(), pausedBy: null });
      if (result.changed) await ended(result.campaign);
      return result;
    },
    async finish(id) {
      const result = await move(id, 'finish', 'finished', null, { endedAt: clock.now(), pausedBy: null });
      if (result.changed) await ended(result.campaign);
      return result;
    },
    stop: (id, reason) =>
      move(id, 'pause', 'stopped', null, { pausedBy: { by: 'stop', reason, at: clock.now() } }),
    campaign: listed,
    list: ({ limit, offset }) =>
      campaigns.list({
        accountId: account,
        states: ['scheduled', 'running', 'paused', 'finished', 'cancelled'],
        limit,
        offset,
      }),
    rows: (id) => pagesOf(recipients, id),
    async recover() {
      await recipients.dropCancelled(account, clock.now());
    },
  };

  /** A campaign that is over has no row waiting, and no file. */
  async function ended(campaign: Campaign | null) {
    if (!campaign) return;
    if (campaign.state === 'cancelled') await recipients.dropCancelled(account, clock.now());
    await deps.removeFile(campaign.list?.path ?? null);
    deps.freed();
  }
}
