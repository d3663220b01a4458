/** What is kept of people: who said no, who is known, what they answered, who is in doubt. */
import type { AccountId, CampaignId } from '../campaign.ts';
import type { PhoneNumber } from '../import/phone.ts';
import type { Address } from './gateway.ts';
import type { Person, PersonKey, ReplyKind } from './person.ts';

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
