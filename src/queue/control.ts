/**
 * The only writer of campaign states. Whatever a person does to a campaign, in the chat or elsewhere, and
 * whatever the engine finds out about it, goes through here, by compare-and-set: done twice it happens once.
 */
import type { Campaign, CampaignId, StopReason } from './campaign.ts';
import type { ListProblem } from './import/import.ts';
import type { PhoneNumber } from './import/phone.ts';
import type { Inspection } from './import/table.ts';
import type { ImageProblem } from './media.ts';
import type { PaceName, Recipient } from './ports.ts';

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
  /** The row has no value for some field that the text uses. */
  readonly incomplete: boolean;
}

/** All that the preview needs. */
export interface Preview {
  readonly draft: Campaign;
  readonly people: number;
  readonly samples: readonly Sample[];
  /** Fields of the text that the list doesn't have, with the nearest that it has. */
  readonly unknown: readonly { field: string; suggestion: string | null }[];
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
  | { why: 'no-list' | 'no-content' | 'unknown-fields' | 'nobody' | 'consent' };

export type Started = { ok: true; campaign: Campaign } | ({ ok: false } & StartRefusal);

/** What a change did; `changed` is false when it was so already. */
export interface Changed {
  readonly campaign: Campaign | null;
  readonly changed: boolean;
}

export interface Control {
  /** The operator's open draft, if any. */
  draft(operatorId: number): Promise<Campaign | null>;
  /** Starts a fresh draft; an older one of this operator is thrown away. */
  newDraft(actor: Actor): Promise<Campaign>;
  /** Throws the operator's draft away, with its file. False when there was none. */
  discard(actor: Actor): Promise<boolean>;
  /**
   * Imports a list into the operator's draft (made when missing), in place of the one before. Without `file`
   * the draft's own file is read again, for another column or country.
   */
  readList(
    actor: Actor,
    input: { file?: ListFile; column?: number; country?: string },
    options?: { signal?: AbortSignal; onProgress?: (rows: number) => void },
  ): Promise<ListResult>;
  /** Rows of the draft's list that can't be written to, as a CSV; `reason` puts a reason into words. */
  badRows(draftId: CampaignId, reason: (code: string) => string): AsyncIterable<string>;
  /** Sets the text; an image that was set stays when `keepImage`. */
  setText(actor: Actor, text: string, options?: { keepImage?: boolean }): Promise<Campaign | null>;
  /** Sets one image with its caption as the content. */
  setImage(
    actor: Actor,
    image: { bytes: Uint8Array; name: string; caption: string; recompressed: boolean },
  ): Promise<{ ok: true; draft: Campaign } | { ok: false; problem: ImageProblem | 'no-draft' }>;
  /** Replaces an unknown field of the text by its suggestion. */
  fixField(actor: Actor, index: number): Promise<Campaign | null>;
  setFooter(actor: Actor, footer: boolean): Promise<Campaign | null>;
  setPace(actor: Actor, pace: PaceName): Promise<Campaign | null>;
  /** `page` 0 shows the first three people, 1 the next three. */
  preview(draftId: CampaignId, page: number): Promise<Preview | null>;
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
}
