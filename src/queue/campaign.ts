import type { Content } from './content.ts';
import type { Pace } from './ports.ts';

export type CampaignId = number & { readonly brand: 'CampaignId' };
export type AccountId = number & { readonly brand: 'AccountId' };

export const CAMPAIGN_STATES = ['draft', 'scheduled', 'running', 'paused', 'finished', 'cancelled'] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

/**
 * Everything that is sent leaves through the same rows and loop. Only `campaign` is listed; the others wait
 * for no turn, canary or quiet hours.
 */
export const CAMPAIGN_KINDS = ['campaign', 'test', 'answer', 'confirmation'] as const;
export type CampaignKind = (typeof CAMPAIGN_KINDS)[number];

/** Why a campaign was stopped until a person says otherwise. */
export const STOP_REASONS = [
  'failures',
  'canary',
  'unregistered',
  'unreadable',
  'undelivered',
  'quota',
  'upload',
  'late',
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/** Why a campaign goes at half its pace. */
export const SLOW_REASONS = ['few-answers', 'quota-warning'] as const;
export type SlowReason = (typeof SLOW_REASONS)[number];

/** Who or what paused a campaign. A connection or a limit never does: those are holds of the account. */
export type PausedBy =
  | { by: 'person'; operatorId: number; name: string; at: number }
  | { by: 'stop'; reason: StopReason; at: number };

/** When a campaign's day ends, in minutes since midnight of the business; by when all of it should be out. */
export interface Closing {
  readonly daily: number | null;
  readonly by: number | null;
}

/** Why a campaign lets others go first: its people sleep, or its day is over. Ends by itself. */
export interface Waits {
  readonly why: 'quiet-hours' | 'closing';
  readonly until: number;
}

/** The list behind a campaign: where its file lies and how it was read. */
export interface ListSource {
  /** As the operator named it, for screens. */
  readonly name: string;
  /** The file as received, below the uploads folder. */
  readonly path: string;
  /** Index of the column with the numbers. */
  readonly column: number;
  /** Header of that column, or empty when the file has none. */
  readonly columnName: string;
  /** ISO country for numbers without a country code. */
  readonly country: string | null;
  /** Names of the columns usable in templates, lower case. */
  readonly fields: readonly string[];
  /** Lists that an older release read don't tell. */
  readonly origin?: ListOrigin;
  /** What becomes of further rows of a number; the first one alone is written to where nothing was chosen. */
  readonly rows?: RowsChoice;
  /** Rows that the spreadsheet hides are written to as well: the operator said so. */
  readonly withHidden?: boolean;
  /** Numbers that were put right since, by their lines. */
  readonly mended?: Mended;
  /** Columns without whose value a row is left out: the operator said so. */
  readonly leftOut?: readonly string[];
  /** Rows whose own text is too long are left out, as long as the message is the one of this key. */
  readonly leftOutLong?: string;
  readonly summary: ListSummary;
}

/** Line → the number that belongs there. */
export type Mended = Readonly<Record<string, string>>;

/**
 * Several rows of one number (a mother of two pupils): only the first one counts, or their values are joined in one
 * message, or each is a message of its own.
 */
export const ROWS_CHOICES = ['first', 'joined', 'each'] as const;
export type RowsChoice = (typeof ROWS_CHOICES)[number];

/** Where the rows came from, as far as people should know. */
export type ListOrigin =
  | { readonly is: 'text'; readonly encoding: string; readonly delimiter: string }
  /** One sheet of a spreadsheet; `others` have something in them too, `names` are all of them in their order. */
  | {
      readonly is: 'sheet';
      readonly sheet: string;
      readonly others: number;
      readonly names?: readonly string[];
    }
  /** Cards or an address book's export: one number of each contact. */
  | { readonly is: 'contacts' }
  /** Numbers and contacts sent in messages, which add up; `added` by the last ones. */
  | { readonly is: 'pasted'; readonly added: number };

/** Rows of the file = `people` + `out`; kept so that screens need not count again. */
export interface ListSummary {
  readonly rows: number;
  readonly people: number;
  readonly out: {
    readonly invalid: number;
    readonly duplicate: number;
    readonly optedOut: number;
    readonly joined?: number;
    readonly incomplete?: number;
    readonly long?: number;
  };
  /** Rows that the spreadsheet hides; without `withHidden` no rows of the list. */
  readonly hidden?: number;
  /** Rows of a number that an earlier row has, whatever becomes of them. */
  readonly repeated?: number;
  /** Numbers that a spreadsheet has cut (5.95981E+11), part of `invalid`. */
  readonly damaged: number;
  /** Up to three examples, as written and as understood. */
  readonly examples: readonly { written: string; phone: string }[];
  /** People whose number is a landline: WhatsApp Business runs on some. */
  readonly landlines?: number;
  /** Rows with several numbers in one cell: one of them is used. */
  readonly several?: number;
  /** Up to three values with accents: read in the wrong encoding they would look broken. */
  readonly accents?: readonly string[];
  /** An invalid number of the list, to show when none is valid. */
  readonly badExample: string | null;
  /** SHA-256 of the set of numbers: a list confirmed before isn't asked again. */
  readonly fingerprint: string;
}

export interface Consent {
  readonly operatorId: number;
  readonly name: string;
  readonly at: number;
}

/** How often a campaign that repeats leaves. */
export const EVERY = ['day', 'week', 'month'] as const;
export type Every = (typeof EVERY)[number];

/** `from` is its first time by the business's clock, `YYYY-MM-DDTHH:MM`; null while nobody has said when. */
export interface Repeat {
  readonly every: Every;
  readonly from: string | null;
}

/**
 * What a campaign is to its parent: the next time of one that repeats, another try for those who failed (one of each
 * at most), or a copy.
 */
export const RELATIONS = ['next', 'retry', 'copy'] as const;
export type Relation = (typeof RELATIONS)[number];

export interface Campaign {
  readonly id: CampaignId;
  readonly accountId: AccountId;
  readonly kind: CampaignKind;
  readonly state: CampaignState;
  readonly pausedBy: PausedBy | null;
  readonly name: string;
  readonly createdBy: number;
  readonly createdByName: string;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Of a draft too: when it will leave; null means at once. */
  readonly dueAt: number | null;
  /** It was due, and was not sent: it waits for a person's word. */
  readonly missedAt: number | null;
  readonly repeat: Repeat | null;
  readonly urgent: boolean;
  readonly parentId: CampaignId | null;
  readonly relation: Relation | null;
  /** The campaign whose rows are still being copied into this one: it doesn't start before. */
  readonly copyOf: CampaignId | null;
  readonly list: ListSource | null;
  readonly content: Content | null;
  readonly pace: Pace | null;
  readonly closing: Closing | null;
  readonly waits: Waits | null;
  readonly slowed: SlowReason | null;
  /** Stops that a person has seen and overruled. */
  readonly overruled: readonly StopReason[];
  /** Ends every text with the invitation to answer BAJA. */
  readonly footer: boolean;
  /** That invitation, as it was when the campaign began; null before. */
  readonly footerText: string | null;
  readonly consent: Consent | null;
}

/** What may be changed of a campaign; states only together with `CampaignStore.step`. */
export type CampaignPatch = Partial<
  Omit<Campaign, 'id' | 'accountId' | 'kind' | 'createdBy' | 'createdByName' | 'createdAt'>
>;

/** What a person or the engine can do to a campaign. */
export const CAMPAIGN_EVENTS = ['schedule', 'start', 'pause', 'resume', 'cancel', 'finish'] as const;
export type CampaignEvent = (typeof CAMPAIGN_EVENTS)[number];

/** From which states an event moves a campaign, and where to. Used by `control.ts`, store and manual. */
export const CAMPAIGN_TRANSITIONS: Readonly<
  Record<CampaignEvent, { from: readonly CampaignState[]; to: CampaignState }>
> = {
  schedule: { from: ['draft', 'scheduled'], to: 'scheduled' },
  start: { from: ['draft', 'scheduled'], to: 'running' },
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  cancel: { from: ['scheduled', 'running', 'paused'], to: 'cancelled' },
  finish: { from: ['running', 'paused'], to: 'finished' },
};
