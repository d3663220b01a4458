/** Where the draft is shown: one latest message per chat, drawn from the row. */
import type { Campaign } from '../../queue/campaign.ts';
import type { Voice } from '../../texts/texts.ts';
import type { Kit } from '../context.ts';
import { keepPlace } from '../places.ts';
import type { Screen } from '../screen.ts';
import { createFollow, type Follow } from './follow.ts';
import { listPrompt } from './list-screens.ts';
import { createShowcase } from './media.ts';
import { contentScreen, previewScreen } from './screens.ts';
import { type Words, wordsOf } from './words.ts';

/** The chat's latest draft message: buttons of older ones are refused. */
const DRAFT = 'draft';

export interface Stage {
  /**
   * Shows a screen as the draft's latest message: in place where that was tapped, else below, and below the files
   * that belong above it. Resolves with the message's id, if there is one.
   */
  show(chat: number, face: Screen, at?: { tapped?: number; replyTo?: number }): Promise<number | null>;
  /** Is this message the one whose buttons count? */
  isLatest(chat: number, message: number): Promise<boolean>;
  /** The draft is on its way: no message of it counts any more, its files stay where they are shown. */
  forget(chat: number): Promise<void>;
  /** The draft was thrown away, and its files with it. */
  clear(chat: number): Promise<void>;
  reader(chat: number): Promise<{ voice: Voice; say: Words }>;
  /** What the draft needs next. */
  current(chat: number): Promise<Screen>;
  preview(draft: Campaign): Promise<Screen>;
  readonly follow: Follow;
  /** Other rows in the next preview; `fresh` begins with the first ones again. */
  turnPage(chat: number, fresh?: boolean): void;
}

export function createStage(kit: Kit): Stage {
  const { control, outbox, chats, clock } = kit;
  const pages = new Map<number, number>();
  const showcase = createShowcase(kit);
  /** How many screens each chat has seen. */
  const shown = new Map<number, number>();
  /** Drafts whose preview is to be shown next, and drawn again when their link is known. */
  const unseen = new Map<number, Campaign>();

  const reader = async (chat: number) => {
    const voice = await kit.voiceOf(chat);
    return { voice, say: wordsOf(kit, voice) };
  };

  async function preview(draft: Campaign): Promise<Screen> {
    const { voice, say } = await reader(draft.createdBy);
    const found = await control.preview(draft.id, pages.get(draft.createdBy) ?? 0);
    if (found) unseen.set(draft.createdBy, found.draft);
    return found ? previewScreen(voice, found, say, clock.now()) : listPrompt(voice);
  }

  const seen = (chat: number) => shown.get(chat) ?? 0;
  const follow = createFollow(kit, {
    seen,
    async redraw(chat, face, before) {
      const place = await chats.card(chat, DRAFT);
      if (place && seen(chat) === before) await outbox.edit(chat, place.messageId, face, { answer: true });
    },
  });

  return {
    async show(chat, face, at = {}) {
      const moved = face.above !== undefined && (await showcase.put(chat, face.above));
      shown.set(chat, seen(chat) + 1);
      const draft = unseen.get(chat);
      unseen.delete(chat);
      if (draft) follow(draft, preview);
      if (at.tapped && moved) await outbox.remove(chat, at.tapped);
      else if (at.tapped && (await outbox.edit(chat, at.tapped, face, { answer: true })) === 'done')
        return at.tapped;
      const options = { answer: true, ...(at.replyTo ? { replyTo: at.replyTo } : {}) };
      const messageId = await outbox.send(chat, face, options);
      if (!messageId) return null;
      await keepPlace(kit, { chat, what: DRAFT, message: messageId });
      return messageId;
    },
    async isLatest(chat, message) {
      const latest = await chats.card(chat, DRAFT);
      return latest === null || latest.messageId === message;
    },
    follow,
    async forget(chat) {
      await showcase.leave(chat);
      await chats.drop(chat, DRAFT);
    },
    clear: async (chat) => void (await showcase.put(chat, [])),
    reader,
    async current(chat) {
      const { voice } = await reader(chat);
      const draft = await control.draft(chat);
      if (!draft?.list || draft.list.summary.rows === 0) return listPrompt(voice, draft);
      return draft.content ? preview(draft) : contentScreen(voice, draft);
    },
    preview,
    turnPage(chat, fresh = false) {
      pages.set(chat, fresh ? 0 : (pages.get(chat) ?? 0) + 1);
    },
  };
}
