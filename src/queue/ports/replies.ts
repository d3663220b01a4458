/** What operators have been told of people's answers. */
import type { AccountId, CampaignId } from '../campaign.ts';
import type { Reply } from './people.ts';
import type { Person, PersonKey } from './person.ts';

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
