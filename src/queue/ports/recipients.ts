/** Rows of campaigns: one person's message each. */
import type { AccountId, CampaignId } from '../campaign.ts';
import type { PhoneNumber } from '../import/phone.ts';
import type { OutReason, RecipientState, SkipReason } from '../recipient.ts';
import type { Address } from './gateway.ts';

/** A row to be added. */
export interface NewRecipient {
  /** Line in the file, 1-based as a person counts; unique per campaign. */
  readonly line: number;
  readonly written: string;
  readonly phone: PhoneNumber | null;
  /** Where it is known already. */
  readonly address?: Address | null;
  readonly fields: Readonly<Record<string, string>>;
  readonly skip: SkipReason | null;
  /** More about `skip`: `too-short`, `spreadsheet-damage` …, the line of the row it was joined to, the field it lacks. */
  readonly detail: string | null;
  /** First 20 characters of the wire ids of its parts. */
  readonly wireId: string;
}

export interface Recipient {
  readonly id: number;
  readonly campaignId: CampaignId;
  readonly line: number;
  readonly written: string;
  readonly phone: PhoneNumber | null;
  readonly address: Address | null;
  readonly fields: Readonly<Record<string, string>>;
  readonly state: RecipientState;
  /** A skip's or a failure's reason. */
  readonly reason: string | null;
  readonly detail: string | null;
  /** Skipped by the import (*fuera*), not later. */
  readonly atImport: boolean;
  readonly wireId: string;
  /** Tries that were spent; a crash, a lost link and a hold are none. */
  readonly tries: number;
  /** Bit masks of the parts. */
  readonly parts: number;
  readonly acked: number;
  readonly delivered: number;
  readonly read: number;
  readonly intendedAt: number | null;
  readonly acceptedAt: number | null;
  readonly deliveredAt: number | null;
  readonly readAt: number | null;
  readonly failedAt: number | null;
}

/** A fact about parts of rows, settled in groups. Applying one twice changes nothing. */
export type Settlement =
  | { type: 'ack'; id: string; at: number }
  | { type: 'delivered'; id: string; at: number }
  | { type: 'read'; id: string; at: number };

/** What a settlement did. */
export interface Settled {
  readonly id: string;
  readonly campaignId: CampaignId;
  readonly recipientId: number;
  readonly state: RecipientState;
  /** Milliseconds from the intent to the ack, where the ack came now. */
  readonly ackMs: number | null;
}

/** Rows by state, in people (rows skipped at import are `out`). Sums add up: see DESIGN, invariant 11. */
export interface Counts {
  readonly rows: number;
  readonly out: Readonly<Record<OutReason, number>>;
  readonly people: number;
  readonly queued: number;
  readonly sending: number;
  /** In `sending` without an ack for over 60 s. */
  readonly unconfirmed: number;
  /** In exactly this state. */
  readonly accepted: number;
  readonly delivered: number;
  readonly read: number;
  readonly failed: number;
  readonly skipped: number;
  /** Of `failed` and `skipped` after the import, by reason. */
  readonly reasons: Readonly<Record<string, number>>;
}

/** Queued rows whose numbers begin alike. */
export interface Head {
  /** Four digits; empty where the number was forgotten. */
  readonly digits: string;
  readonly example: PhoneNumber | null;
  readonly people: number;
  readonly known: number;
}

/** The business's day that messages are counted on. */
export interface SendingDay {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** When it began. */
  readonly since: number;
  /** Who wrote to us after this is no new chat. */
  readonly knownSince: number;
  /** New chats of campaigns; null: none. */
  readonly cap: number | null;
}

/** Rows of a draft, which are still being chosen; `append` serves the others too. */
export interface DraftRows {
  /** Idempotent by (campaign, line). */
  append(campaign: CampaignId, rows: readonly NewRecipient[]): Promise<void>;
  /** Forgets the rows of a draft, for another import. */
  clear(campaign: CampaignId): Promise<void>;
  /** Rows by their lines, in list order. */
  lines(campaign: CampaignId, lines: readonly number[]): Promise<Recipient[]>;
  /** Gives rows of a draft other values. */
  refill(
    campaign: CampaignId,
    rows: readonly { line: number; fields: Readonly<Record<string, string>> }[],
  ): Promise<void>;
  /** Sets how many parts every row has, when the content of a draft is known. */
  setParts(campaign: CampaignId, parts: number): Promise<void>;
  /**
   * Looks at some thousand rows below line `after`: how many of the queued ones lack each of these fields. `last`
   * is the last line it saw; null at the end of the list.
   */
  lacking(
    campaign: CampaignId,
    fields: readonly string[],
    after: number,
  ): Promise<{ counts: readonly number[]; last: number | null }>;
  /** Of as many queued rows: how many bytes the longest value of each of these fields takes. */
  longest(
    campaign: CampaignId,
    fields: readonly string[],
    after: number,
  ): Promise<{ bytes: readonly number[]; last: number | null }>;
  /**
   * Of as many rows of a draft: those that lack one of these fields become `skipped(incomplete)`, as if the import
   * had left them out; those that became so before and lack none, and all that were too long, are queued again.
   * Returns the last line it saw.
   */
  leaveOut(campaign: CampaignId, fields: readonly string[], after: number): Promise<number | null>;
  /** Queued rows of a draft, by their lines, become `skipped(long)`, as if the import had left them out. */
  leaveOutLines(campaign: CampaignId, lines: readonly number[]): Promise<void>;
}

/** Rows that wait: who is next, who they are, and who needs no message any more. */
export interface QueuedRows {
  /**
   * The next `limit` queued rows in list order whose retry time has come, without changing them. Rows below
   * or at `after` are left out (they are looked up already). Numbers that begin with one of `asleep` (four digits)
   * are passed over: their people may not be written to now.
   */
  claim(
    campaign: CampaignId,
    limit: number,
    now: number,
    options?: { after?: number; asleep?: readonly string[] },
  ): Promise<Recipient[]>;
  /** Queued rows of the hidden kinds (test, answer, confirmation) of an account, oldest first. */
  claimHidden(account: AccountId, limit: number, now: number): Promise<Recipient[]>;
  /**
   * Looks at some thousand rows below line `after`: the queued ones by the first four digits of their number, each
   * with a number that begins so, and how many of them wrote to us after `since`. `last` as in `lacking`.
   */
  heads(
    campaign: CampaignId,
    after: number,
    since: number,
  ): Promise<{ heads: readonly Head[]; last: number | null }>;
  /** Which of these rows are of people who wrote to us after `since`. */
  known(ids: readonly number[], since: number): Promise<ReadonlySet<number>>;
  /**
   * Stores what the look-up said: an address, or a skip. A person met twice becomes `skipped(duplicate)`, but where
   * each row of a number is a message of its own.
   */
  resolve(
    results: readonly ({ id: number; address: Address } | { id: number; skip: SkipReason })[],
    at: number,
  ): Promise<void>;
  /**
   * Looks at some thousand rows below line `after`: those queued whose person has said no become
   * `skipped(opted-out)`. `last` is the last line it saw; null at the end of the list.
   */
  dropOptedOut(
    campaign: CampaignId,
    after: number,
    at: number,
  ): Promise<{ dropped: number; last: number | null }>;
  /** Skips what is still queued of the account's cancelled campaigns; returns how many. */
  dropCancelled(account: AccountId, at: number): Promise<number>;
}

/** Rows on their way. */
export interface SendingRows {
  /**
   * The intent: one transaction that asks *opted out?* and *still running?* and writes `sending`. Returns the
   * ids of the rows that may leave; refused people are `skipped(opted-out)`, rows of a campaign that was
   * paused or cancelled meanwhile stay as they are. Confirmations (kind) pass the opt-out check. With `day` each is
   * counted as a new chat or as known, once a day, in the same transaction; from the first one on that would exceed
   * its cap, rows of campaigns stay queued.
   */
  intend(ids: readonly number[], at: number, day?: SendingDay): Promise<ReadonlySet<number>>;
  /**
   * The same two questions for rows whose intent may be seconds old: who said no meanwhile becomes
   * `skipped(opted-out)`, rows of a campaign that doesn't run any more are left out. The others' intent counts
   * from `at`.
   */
  stillWanted(ids: readonly number[], at: number): Promise<ReadonlySet<number>>;
  settle(facts: readonly Settlement[]): Promise<Settled[]>;
  /**
   * `sending` → `queued`; `skipped(cancelled)` where the campaign was cancelled meanwhile. With `countTry` the try
   * is spent and `notBefore` is when the next may start.
   */
  requeue(
    ids: readonly number[],
    options: { countTry: boolean; notBefore: number | null; at: number },
  ): Promise<void>;
  /** The same for every `sending` row of the account, no try spent. Returns how many. */
  requeueAll(account: AccountId, at: number): Promise<number>;
  fail(rows: readonly { id: number; reason: string }[], at: number): Promise<void>;
  skip(ids: readonly number[], reason: SkipReason, at: number): Promise<void>;
  /** Rows `sending` without an ack whose intent is older than `before`. */
  unconfirmed(account: AccountId, before: number, limit: number): Promise<Recipient[]>;
  /**
   * The wall clock was set to `at`: what is `sending` counts from now, and nobody waits any longer for the next try,
   * since the times that were noted mean nothing any more.
   */
  renew(account: AccountId, at: number): Promise<void>;
}

/** What rows add up to, and rows as they are asked for. */
export interface RowFigures {
  find(wireIds: readonly string[]): Promise<Recipient[]>;
  /** Pages by line: rows with a line above `after`. */
  page(
    campaign: CampaignId,
    filter: { after: number; limit: number; states?: readonly RecipientState[]; atImport?: boolean },
  ): Promise<Recipient[]>;
  counts(campaign: CampaignId, now: number): Promise<Counts>;
  /** Rows of listed campaigns by state, those left out at import aside. */
  byState(account: AccountId): Promise<Readonly<Record<RecipientState, number>>>;
  /** Messages of listed campaigns by what happened to them since that minute (each event counted by its own time). */
  totals(
    account: AccountId,
    since: number,
  ): Promise<{ sent: number; delivered: number; read: number; failed: number }>;
}

/** The durable queue. */
export interface RecipientStore extends DraftRows, QueuedRows, SendingRows, RowFigures {}
