/** People's answers as operators read them: what each has been told, and whom a message of a chat shows. */
import type { Clock } from '../clock.ts';
import type { AccountId, CampaignId } from './campaign.ts';
import type { Person, PersonKey, Reply, ReplyStore, UnreadReply } from './ports.ts';

export interface Replies {
  /** In their order; of muted campaigns none. Who was never told begins at `since`. */
  unread(chat: number, since: number, limit: number): Promise<UnreadReply[]>;
  told(chat: number, upTo: number): Promise<void>;
  /** Who wants none just now isn't told later either. */
  skip(chat: number): Promise<void>;
  /** False when it was so already. */
  mute(chat: number, campaign: CampaignId, muted: boolean): Promise<boolean>;
  muted(chat: number, campaign: CampaignId): Promise<boolean>;
  reply(id: number): Promise<Reply | null>;
  page(
    campaign: CampaignId,
    page: { limit: number; offset: number },
  ): Promise<{ total: number; replies: Reply[] }>;
  /** This message of a chat shows a person: who replies to it writes to them. */
  show(chat: number, message: number, person: PersonKey, replyId?: number): Promise<void>;
  shown(chat: number, message: number): Promise<{ person: Person; replyId: number | null } | null>;
}

export function createReplies(deps: { account: AccountId; replies: ReplyStore; clock: Clock }): Replies {
  const { account, replies, clock } = deps;
  return {
    unread: (chat, since, limit) => replies.unread(account, chat, since, limit),
    told: (chat, upTo) => replies.told(account, chat, upTo),
    skip: async (chat) => replies.told(account, chat, await replies.latest(account)),
    async mute(chat, campaign, muted) {
      if ((await replies.muted(chat, campaign)) === muted) return false;
      await replies.mute(chat, campaign, muted);
      return true;
    },
    muted: (chat, campaign) => replies.muted(chat, campaign),
    reply: (id) => replies.reply(account, id),
    page: (campaignId, page) => replies.page(account, { campaignId, ...page }),
    show: (chat, message, person, replyId) =>
      replies.show(account, { chat, message, person, replyId: replyId ?? null, at: clock.now() }),
    shown: (chat, message) => replies.shown(account, chat, message),
  };
}
