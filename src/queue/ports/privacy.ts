/** All that is known of one person, and how it is let go. */
import type { AccountId, Campaign, CampaignId } from '../campaign.ts';
import type { DoubtAbout, OptOut, Reply } from './people.ts';
import type { PersonKey } from './person.ts';
import type { Recipient } from './recipients.ts';

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
