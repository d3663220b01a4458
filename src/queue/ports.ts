/**
 * What the domain needs from outside. Every port is narrow, async and takes batches; `src/store` and
 * `src/whatsapp` fill them. Times are milliseconds since the epoch unless a name says otherwise.
 */
import type {
  AccountId,
  Campaign,
  CampaignId,
  CampaignKind,
  CampaignPatch,
  CampaignState,
  ListSource,
} from './campaign.ts';
import type { Body, Content } from './content.ts';
import type { PhoneNumber } from './import/phone.ts';
import type { OutReason, RecipientState, SkipReason } from './recipient.ts';

export const PACES = ['careful', 'normal', 'maximum'] as const;
export type PaceName = (typeof PACES)[number];
/** One of the paces, or one's own in messages a minute. */
export type Pace = PaceName | number;
/** What one's own pace may be, in messages a minute. */
export const OWN_PACE = { least: 1, most: 600 };

// ------------------------------------------------------------------ WhatsApp

/** Where a person is reached: decided by the server, never guessed from the number. */
export interface Address {
  /** `…@s.whatsapp.net`, as the server answered. */
  readonly jid: string;
  /** `…@lid`. Nobody without one can be written to. */
  readonly lid: string;
}

/** One written number and the national variants of the same person, asked together. */
export interface LookUp {
  readonly phone: PhoneNumber;
}

export type LookUpResult =
  | { phone: PhoneNumber; found: true; address: Address }
  | { phone: PhoneNumber; found: false }
  /** The server's answer about this one number made no sense; it fails alone. */
  | { phone: PhoneNumber; found: 'error'; code: string };

/** One stanza to write: a part of one person's message. */
export interface Outgoing {
  /** Full wire id of the part, already in the store. */
  readonly id: string;
  readonly address: Address;
  readonly body: Body;
}

export type Written =
  /** Handed to the socket; proves nothing before its ack. */
  | { id: string; outcome: 'written' }
  /** No stanza left: the link went away first. Not a try. */
  | { id: string; outcome: 'link-down' }
  /** No device of the recipient could be encrypted for. */
  | { id: string; outcome: 'unreachable' };

/** How many people may be written to first in a cycle of WhatsApp's; `total` −1: as many as one likes. */
export interface NewChatQuota {
  readonly total: number;
  readonly used: number;
  /** 0: none yet; 2: the last one. */
  readonly warning: 0 | 1 | 2;
}

/** What the account may do, as WhatsApp says; `null` where it did not answer. */
export interface AccountLimits {
  readonly reachOutLock: { active: boolean; until: number | null } | null;
  readonly newChats: (NewChatQuota & { capped: boolean; until: number | null }) | null;
}

export type GatewayEvent =
  /** The server took a stanza. */
  | { type: 'ack'; id: string; at: number }
  /** The server refused a stanza; `code` as on the wire (463, 479 …). */
  | { type: 'refused'; id: string; code: number; at: number }
  | { type: 'receipt'; id: string; kind: 'delivered' | 'read'; at: number }
  /** The account's own phone has got the copy of something that was sent here. */
  | { type: 'own-phone' }
  /** A phone could not open a message and asked for it again. */
  | { type: 'retry-asked'; id: string; at: number }
  /** Sending is possible (`ready`: also the waiting incoming messages are worked off) or not. */
  | { type: 'link'; ready: boolean }
  /** The server told a limit unasked. */
  | { type: 'limits'; limits: AccountLimits };

/** Filled by `whatsapp/gateway.ts`; by a fake in the simulated week. Every call has a deadline. */
export interface Gateway {
  /** True while a socket is open and the barrier after its connect is passed. */
  ready(): boolean;
  /** Asks the server about at most 100 people. Throws `GatewayError` when it doesn't answer. */
  lookUp(people: readonly LookUp[], signal?: AbortSignal): Promise<LookUpResult[]>;
  /** Uploads what must be uploaded before the first recipient; again when old. Throws `GatewayError`. */
  prepare(content: Content, signal?: AbortSignal): Promise<void>;
  /**
   * Encrypts all under one lock, commits the keys, then writes the frames in order. Results are in the order
   * of the batch. `allowed` is asked after the commit, right before the frames: the ids that may still leave.
   */
  send(
    batch: readonly Outgoing[],
    allowed: (ids: readonly string[]) => Promise<ReadonlySet<string>>,
  ): Promise<Written[]>;
  /** Asks for the reach-out lock and the new-chat quota. Never throws: what isn't known is `null`. */
  limits(): Promise<AccountLimits>;
  on(listener: (event: GatewayEvent) => void): () => void;
}

export const GATEWAY_ERRORS = ['link-down', 'timeout', 'rate', 'upload', 'answer'] as const;

/** A call to the gateway that brought no result; nobody is burnt by it. */
export class GatewayError extends Error {
  override name = 'GatewayError';
  readonly reason: (typeof GATEWAY_ERRORS)[number];
  constructor(reason: (typeof GATEWAY_ERRORS)[number], message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.reason = reason;
  }
}

/** What a message of somebody's is when it isn't only text, as far as people tell them apart. */
export const REPLY_KINDS = [
  'text',
  'image',
  'video',
  'voice',
  'audio',
  'document',
  'location',
  'contact',
  'sticker',
  'poll',
  'other',
] as const;
export type ReplyKind = (typeof REPLY_KINDS)[number];

/** A message that somebody wrote to the account, from the inbox. */
export interface IncomingMessage {
  /** Key in the inbox; handling the same one again changes nothing. */
  readonly key: string;
  /** WhatsApp's own message id. */
  readonly id: string;
  readonly at: number;
  readonly person: PersonKey;
  readonly pushName: string | null;
  /** The text or caption; `null` for other kinds. */
  readonly text: string | null;
  readonly kind: ReplyKind;
}

// ------------------------------------------------------------------ people

/** A person = number ∪ LID; at least one of both is known. A LID is never printed as a number. */
export interface PersonKey {
  readonly phone: PhoneNumber | null;
  /** Digits of the LID, without server. */
  readonly lid: string | null;
}

/** A short name of a person for buttons: `ref8F3K2A`. Numbers never stand in a button. */
export type PersonRef = string & { readonly brand: 'PersonRef' };

export interface Person extends PersonKey {
  readonly ref: PersonRef;
}

export interface OptOut {
  readonly id: number;
  readonly person: PersonKey;
  readonly at: number;
  /** How it came: a message (with the word), an operator, an imported list, somebody who asked to be forgotten. */
  readonly source: 'message' | 'operator' | 'import' | 'forgotten';
  readonly word: string | null;
}

/** What a look-up once said; good for 30 days. */
export interface KnownNumber {
  readonly phone: PhoneNumber;
  readonly address: Address | null;
  readonly at: number;
}

export interface Reply {
  /** Numbered in the order in which they came. */
  readonly id: number;
  readonly key: string;
  readonly person: PersonKey;
  readonly at: number;
  readonly name: string | null;
  readonly text: string | null;
  readonly kind: ReplyKind;
  /** The last campaign that wrote to this person, if any. */
  readonly campaignId: CampaignId | null;
}

/**
 * Why no campaign writes to somebody until an operator has decided: a message that sounds like a no, or a number that
 * may belong to somebody else by now.
 */
export const DOUBTS = ['opt-out', 'identity'] as const;
export type DoubtAbout = (typeof DOUBTS)[number];

export interface Doubt {
  readonly person: Person;
  readonly about: DoubtAbout;
  readonly at: number;
}

/** Opt-outs, known numbers and answers. Per account; matched by person. */
export interface PeopleStore {
  /** Adds to the list; `null` when the person was already on it. `by` names the operator who did it. */
  optOut(account: AccountId, entry: Omit<OptOut, 'id'> & { by?: string }): Promise<OptOut | null>;
  /** Many at once, of an imported list; returns how many weren't on it. */
  optOutAll(
    account: AccountId,
    phones: readonly PhoneNumber[],
    entry: { at: number; by: string },
  ): Promise<number>;
  /** Takes off the list; false when the person wasn't on it. `by` names the operator; nobody: by a message. */
  optIn(account: AccountId, person: PersonKey, at: number, by?: string): Promise<boolean>;
  /** Which of these numbers are refused (by the number or by the LID joined to it). */
  refused(account: AccountId, phones: readonly PhoneNumber[]): Promise<ReadonlySet<PhoneNumber>>;
  /** Is this person on the list, by number or by LID? */
  listed(account: AccountId, person: PersonKey): Promise<boolean>;
  optOuts(
    account: AccountId,
    page: { before?: number; limit: number },
  ): Promise<{ total: number; entries: OptOut[] }>;
  /** Fresh look-ups among these numbers, not older than `since`. */
  known(account: AccountId, phones: readonly PhoneNumber[], since: number): Promise<KnownNumber[]>;
  /** Keeps look-ups and joins each number with its LID. A LID that is another one than before is a doubt. */
  remember(account: AccountId, numbers: readonly KnownNumber[]): Promise<void>;
  /** States that a number and a LID are one person (an incoming message said so). */
  join(account: AccountId, phone: PhoneNumber, lid: string, at: number): Promise<void>;
  /** Stores an answer once by its key; null when it was there. Finds the campaign by person. */
  addReply(account: AccountId, reply: Omit<Reply, 'campaignId' | 'id'>): Promise<Reply | null>;
  replies(
    account: AccountId,
    filter: { campaignId?: CampaignId; since?: number; limit: number },
  ): Promise<Reply[]>;
  /** How many people answered and how many opted out, after which campaign, or since and until when. */
  answered(
    account: AccountId,
    filter: { campaignId?: CampaignId; since?: number; until?: number },
  ): Promise<{ replies: number; optOuts: number }>;
  /** A person by the name that buttons use; null when nobody has it (any more). */
  person(account: AccountId, ref: string): Promise<Person | null>;
  /** The same person with such a name, made at the first time. */
  named(account: AccountId, person: PersonKey): Promise<Person>;
}

/** Who waits for an operator's word. Rows that were skipped meanwhile are queued again where their campaign goes on. */
export interface DoubtStore {
  /** Once by its key; false when it was raised before, decided or not. */
  raise(
    account: AccountId,
    doubt: { person: PersonKey; about: DoubtAbout; key: string; at: number },
  ): Promise<boolean>;
  /** Those that nobody has decided, the oldest first. */
  open(
    account: AccountId,
    filter: { about?: DoubtAbout; limit: number },
  ): Promise<{ total: number; doubts: Doubt[] }>;
  /** Is there one about this person? */
  about(account: AccountId, person: PersonKey): Promise<DoubtAbout | null>;
  /** Ends the doubts about a person; false when there was none. `keep`: may be written to as before. */
  decide(account: AccountId, person: PersonKey, decision: 'keep' | 'out', at: number): Promise<boolean>;
}

/** An answer that an operator hasn't been told yet. */
export interface UnreadReply {
  readonly reply: Reply;
  /** Of its campaign. */
  readonly first: boolean;
  readonly doubtful: boolean;
}

/** What operators have been told of people's answers, and which of their messages shows whom. Survives a restart. */
export interface ReplyStore {
  /** In the order in which they came; of muted campaigns none. A chat without a mark begins at `since`. */
  unread(account: AccountId, chat: number, since: number, limit: number): Promise<UnreadReply[]>;
  /** This chat knows all up to this number. */
  told(account: AccountId, chat: number, upTo: number): Promise<void>;
  /** Number of the latest answer; 0 when there is none. */
  latest(account: AccountId): Promise<number>;
  /** This chat wants no more answers to this campaign, or wants them again. */
  mute(chat: number, campaign: CampaignId, muted: boolean): Promise<void>;
  muted(chat: number, campaign: CampaignId): Promise<boolean>;
  reply(account: AccountId, id: number): Promise<Reply | null>;
  /** Newest first. */
  page(
    account: AccountId,
    filter: { campaignId: CampaignId; limit: number; offset: number },
  ): Promise<{ total: number; replies: Reply[] }>;
  /** A message of a chat shows a person, maybe because of an answer. */
  show(
    account: AccountId,
    shown: { chat: number; message: number; person: PersonKey; replyId: number | null; at: number },
  ): Promise<void>;
  shown(
    account: AccountId,
    chat: number,
    message: number,
  ): Promise<{ person: Person; replyId: number | null } | null>;
}

/** All that is known of one person: for the card, and as evidence. */
export interface Dossier {
  readonly person: PersonKey;
  /** As the person calls themself, or as a list does. */
  readonly name: string | null;
  /** What was sent or was to be sent to them, the newest first; answers of operators and confirmations too. */
  readonly messages: readonly { readonly campaign: Campaign; readonly row: Recipient }[];
  /** The newest first. */
  readonly replies: readonly Reply[];
  /** The oldest first. */
  readonly history: readonly {
    readonly at: number;
    readonly what: 'out' | 'in';
    readonly source: OptOut['source'];
    readonly word: string | null;
    /** The operator who did it. */
    readonly by: string | null;
  }[];
  readonly listed: boolean;
  readonly doubt: DoubtAbout | null;
}

/** What is known of a person, and how it is let go. */
export interface PrivacyStore {
  dossier(account: AccountId, person: PersonKey): Promise<Dossier>;
  /**
   * Removes a person everywhere in the store but a hash on the opt-out list: rows keep their state, so that sums add
   * up, and lose all that names somebody; what waits is skipped. Returns how many rows were theirs. What is left to do
   * elsewhere is `unfinished` until `forgot` says that it is done.
   */
  forget(account: AccountId, person: PersonKey, at: number): Promise<number>;
  /** People who are being forgotten: a kill may have come in between. */
  unfinished(account: AccountId): Promise<PersonKey[]>;
  forgot(account: AccountId, person: PersonKey): Promise<void>;
  /** Campaigns that ended before then and still name people. */
  endedBefore(account: AccountId, before: number): Promise<CampaignId[]>;
  /** Takes names and values from some thousand rows below line `after`; the last line it saw, null at the end. */
  anonymise(campaign: CampaignId, after: number): Promise<number | null>;
  /** The campaign names nobody any more. */
  anonymised(campaign: CampaignId, at: number): Promise<void>;
  /** Texts of answers, look-ups, and people who were met before then only; opt-outs stay. Returns how many people. */
  letGo(account: AccountId, before: number): Promise<number>;
}

// ------------------------------------------------------------------ campaigns and rows

export interface NewCampaign {
  readonly accountId: AccountId;
  readonly kind: CampaignKind;
  readonly state: CampaignState;
  readonly name: string;
  readonly createdBy: number;
  readonly createdByName: string;
  readonly at: number;
  readonly content?: Content;
  readonly footer?: boolean;
  readonly parentId?: CampaignId;
}

/** What a campaign that comes of another one brings along. */
export type DerivedCampaign = Pick<
  Campaign,
  | 'accountId'
  | 'name'
  | 'createdBy'
  | 'createdByName'
  | 'createdAt'
  | 'content'
  | 'footer'
  | 'pace'
  | 'closing'
  | 'list'
  | 'consent'
  | 'dueAt'
  | 'repeat'
> & { readonly parentId: CampaignId; readonly relation: 'next' | 'retry' };

export interface CampaignStore {
  create(campaign: NewCampaign): Promise<Campaign>;
  /**
   * A scheduled campaign whose rows are to be copied from its parent, in one statement. There is one of a kind: the
   * second call finds the first one's, and `made` is false.
   */
  derive(campaign: DerivedCampaign): Promise<{ campaign: Campaign; made: boolean }>;
  get(id: CampaignId): Promise<Campaign | null>;
  /** Newest first. Without `kinds` only `campaign`. */
  list(filter: {
    accountId?: AccountId;
    states?: readonly CampaignState[];
    kinds?: readonly CampaignKind[];
    createdBy?: number;
    limit: number;
    offset?: number;
  }): Promise<{ total: number; campaigns: Campaign[] }>;
  /**
   * Compare-and-set: applies `patch` only while the state is one of `from`; `null` when it isn't. With `dueAt` only
   * while that is its time too.
   */
  step(
    id: CampaignId,
    from: readonly CampaignState[],
    patch: CampaignPatch,
    dueAt?: number,
  ): Promise<Campaign | null>;
  /** Changes what isn't the state, whatever the state is. */
  save(id: CampaignId, patch: Omit<CampaignPatch, 'state'>): Promise<Campaign | null>;
  /** Scheduled campaigns whose time has come, the missed ones left out. */
  due(account: AccountId, now: number): Promise<Campaign[]>;
  /** When the next of them is due; null when none waits. */
  nextDue(account: AccountId): Promise<number | null>;
  /** Campaigns that repeat and have begun (or were missed), and have no next one yet. */
  unfollowed(account: AccountId): Promise<Campaign[]>;
  /** Scheduled campaigns whose rows are still to be copied. */
  unfilled(account: AccountId): Promise<Campaign[]>;
  /**
   * The campaign whose turn it is: the oldest running one, an urgent one first. With `now` those that wait until
   * later are passed over.
   */
  turn(account: AccountId, now?: number): Promise<Campaign | null>;
  /** Has a list with this fingerprint been confirmed before? Then who and when. */
  consentFor(account: AccountId, fingerprint: string): Promise<Campaign['consent']>;
  /** Removes a draft with its rows. */
  remove(id: CampaignId): Promise<void>;
  /** The answer to somebody that was made under this name, if it was. */
  answer(account: AccountId, name: string): Promise<Campaign | null>;
}

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

/** The durable queue. */
export interface RecipientStore {
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
  /** Sets how many parts every row has, when the content of a draft is known. */
  setParts(campaign: CampaignId, parts: number): Promise<void>;
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
  /** Queued rows of the hidden kinds (test, answer, confirmation) of an account, oldest first. */
  claimHidden(account: AccountId, limit: number, now: number): Promise<Recipient[]>;
  /**
   * Stores what the look-up said: an address, or a skip. A person met twice becomes `skipped(duplicate)`, but where
   * each row of a number is a message of its own.
   */
  resolve(
    results: readonly ({ id: number; address: Address } | { id: number; skip: SkipReason })[],
    at: number,
  ): Promise<void>;
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
  find(wireIds: readonly string[]): Promise<Recipient[]>;
  counts(campaign: CampaignId, now: number): Promise<Counts>;
  /** Rows of listed campaigns by state, those left out at import aside. */
  byState(account: AccountId): Promise<Readonly<Record<RecipientState, number>>>;
  /** Messages of listed campaigns by what happened to them since that minute (each event counted by its own time). */
  totals(
    account: AccountId,
    since: number,
  ): Promise<{ sent: number; delivered: number; read: number; failed: number }>;
  /** Pages by line: rows with a line above `after`. */
  page(
    campaign: CampaignId,
    filter: { after: number; limit: number; states?: readonly RecipientState[]; atImport?: boolean },
  ): Promise<Recipient[]>;
  /** Rows `sending` without an ack whose intent is older than `before`. */
  unconfirmed(account: AccountId, before: number, limit: number): Promise<Recipient[]>;
  /**
   * The wall clock was set to `at`: what is `sending` counts from now, and nobody waits any longer for the next try,
   * since the times that were noted mean nothing any more.
   */
  renew(account: AccountId, at: number): Promise<void>;
}

/** What happened to messages of listed campaigns in a stretch of time; each fact at its own time. */
export interface Happened {
  /** When the stretch began. */
  readonly at: number;
  readonly sent: number;
  readonly delivered: number;
  readonly read: number;
  readonly failed: number;
}

/** What happened when, kept by the minute also when rows are gone. */
export interface ActivityStore {
  /**
   * Sums by stretches of `step` ms, the first of which begins at `since`; both are whole minutes. Stretches in which
   * nothing happened are left out. The cost is that of the minutes in between, not of the messages.
   */
  happened(
    account: AccountId,
    span: { since: number; until: number; step: number; campaignId?: CampaignId },
  ): Promise<Happened[]>;
}

// ------------------------------------------------------------------ the account

export const HOLD_REASONS = [
  'connection',
  'replaced',
  'asleep',
  'restart',
  'disabled',
  'reach-out-lock',
  'new-chat-cap',
  'daily-cap',
  'refusals',
  'too-fast',
  'upload',
  'disk',
  'ban',
  'copy',
] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/** Something that keeps an account from sending and ends by itself (or is taken away by a person). */
export interface Hold {
  readonly accountId: AccountId;
  readonly reason: HoldReason;
  readonly since: number;
  /** `null`: until it is released. */
  readonly until: number | null;
  readonly detail: string | null;
}

export interface Account {
  readonly id: AccountId;
  /** The linked number; null before the first link. */
  readonly phone: PhoneNumber | null;
  readonly linkedAt: number | null;
  /** Since when an admin said that the number has been theirs. */
  readonly ownedSince: number | null;
  /** When WhatsApp last restricted it. */
  readonly restrictedAt: number | null;
  /** What WhatsApp last said about new chats. */
  readonly quota: NewChatQuota | null;
  /** The day that caps counted on when the business's zone was changed last. */
  readonly countingDay: CountingDay | null;
  /** Copies of what was sent wait for its phone; null: it has them. */
  readonly phoneAway: PhoneAway | null;
}

/** The account's own phone is not online. */
export interface PhoneAway {
  /** When the first copy was sent that it has not fetched. */
  readonly since: number;
  /** Days that people were told of; 0: none yet. */
  readonly told: number;
}

/** A day of the business, by the clock of its zone; longer than that where the zone was changed in it. */
export interface CountingDay {
  readonly zone: string;
  /** Since when that has been the zone. */
  readonly at: number;
  /** `YYYY-MM-DD`, as counts are kept. */
  readonly day: string;
  readonly since: number;
  /** When it was over by the clock with which it began. */
  readonly over: number;
  readonly until: number;
}

/** What a day's cap counts. */
export type SentKind = 'new-chat' | 'known' | 'look-up';

export interface AccountStore {
  list(): Promise<Account[]>;
  get(id: AccountId): Promise<Account | null>;
  save(id: AccountId, patch: Partial<Omit<Account, 'id'>>): Promise<void>;
  /** Sets or prolongs a hold; one row per reason. */
  hold(hold: Hold): Promise<void>;
  release(id: AccountId, reason: HoldReason): Promise<void>;
  /** Holds in force at `now`; those that ran out are removed. */
  holds(id: AccountId, now: number): Promise<Hold[]>;
  /** Counts of the business's day (`YYYY-MM-DD`). */
  sentToday(id: AccountId, day: string): Promise<Readonly<Record<SentKind, number>>>;
  note(id: AccountId, day: string, kind: SentKind, count: number): Promise<void>;
  /** Adds to the signs of a day; campaign 0 is none. */
  notice(
    id: AccountId,
    day: string,
    signs: readonly { campaign: number; signal: string; count: number }[],
  ): Promise<void>;
  /** Signs of this day and later, of one campaign or of all. */
  signals(
    id: AccountId,
    filter: { since: string; campaign?: number },
  ): Promise<Readonly<Record<string, number>>>;
}

// ------------------------------------------------------------------ what is kept under a name, and its files

/** What people keep under a name: all operators of the account share it. */
export interface Kept {
  readonly id: number;
  readonly accountId: AccountId;
  readonly name: string;
  /** The operator who saved it, by Telegram id. */
  readonly by: { readonly id: number; readonly name: string };
  readonly at: number;
}

export type SavedTextId = number & { readonly brand: 'SavedTextId' };

/** A message that was kept for later, with its files. */
export interface SavedText extends Kept {
  readonly id: SavedTextId;
  readonly content: Content;
}

export type SavedListId = number & { readonly brand: 'SavedListId' };

/** A list that was kept for later: its own copy of the file, and how it was read. */
export interface SavedList extends Kept {
  readonly id: SavedListId;
  readonly list: ListSource;
}

/** Names that read the same (whatever their case) are one name. */
export interface KeptStore<K extends Kept> {
  /** `null` when the name is taken. */
  add(one: Omit<K, 'id'>): Promise<K | null>;
  get(account: AccountId, id: K['id']): Promise<K | null>;
  named(account: AccountId, name: string): Promise<K | null>;
  /** The latest first. */
  list(account: AccountId, page: { limit: number; offset: number }): Promise<{ total: number; kept: K[] }>;
  rename(account: AccountId, id: K['id'], name: string): Promise<'renamed' | 'taken' | 'gone'>;
  /** What was removed; `null` when it was gone. */
  remove(account: AccountId, id: K['id']): Promise<K | null>;
}

export type TextStore = KeptStore<SavedText>;

export interface ListStore extends KeptStore<SavedList> {
  /** Its file was read or written anew. */
  replace(account: AccountId, id: SavedListId, list: ListSource): Promise<void>;
  /** Where the files of all of them lie, over all accounts. */
  paths(): Promise<string[]>;
}

/** Which stored files anybody needs, over all accounts of the installation. */
export interface MediaStore {
  /**
   * Hashes named by saved texts, drafts and campaigns of any kind; of campaigns that are over by those which ended at
   * `endedSince` or later.
   */
  referenced(endedSince: number): Promise<ReadonlySet<string>>;
}

/** The disk took no more: nothing of what was to be written is there, and it can be tried again. */
export class DiskFull extends Error {
  override name = 'DiskFull';
}

/** The disks below the installation's folders. */
export interface Room {
  /** Bytes free on the fullest of them; infinite where nobody can say. */
  free(): Promise<number>;
  /** Puts a few megabytes aside, and so proves that files can be written; false when they can't. */
  reserve(): Promise<boolean>;
  /** Gives them away, for what must still be written on a full disk. */
  useReserve(): Promise<void>;
}

/** Settings that were made in the chat; they win over the environment. Values are JSON. */
export interface SettingStore {
  all(): Promise<ReadonlyMap<string, unknown>>;
  set(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
}
