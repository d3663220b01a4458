/** The account: its waits, and what it did on which day. */
import type { AccountId, CampaignId } from '../campaign.ts';
import type { PhoneNumber } from '../import/phone.ts';
import type { NewChatQuota } from './gateway.ts';

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
