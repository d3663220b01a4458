/** Campaigns, of whatever kind, and how fast they go. */
import type {
  AccountId,
  Campaign,
  CampaignId,
  CampaignKind,
  CampaignPatch,
  CampaignState,
} from '../campaign.ts';
import type { Content } from '../content.ts';

export const PACES = ['careful', 'normal', 'maximum'] as const;
export type PaceName = (typeof PACES)[number];
/** One of the paces, or one's own in messages a minute. */
export type Pace = PaceName | number;
/** What one's own pace may be, in messages a minute. */
export const OWN_PACE = { least: 1, most: 600 };

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
