/** O2: a second list or text, that nobody asked for. It is kept until the person says whether it takes the first one's place. */
import { z } from 'zod';
import type { BotContext, Kit } from '../context.ts';
import { asWritten } from '../marks.ts';
import { createSlot } from '../slot.ts';
import { type Attachment, download, keepUpload } from '../upload.ts';
import type { Lists } from './list.ts';
import { downloadScreen } from './list-screens.ts';
import { entriesIn } from './pasted.ts';
import { swapScreen, swapTextScreen } from './screens.ts';
import type { Stage } from './stage.ts';
import { type WaitingFiles, waitingOf } from './waiting.ts';

export interface Swapping {
  /** A list came in place of a message; it may also be meant for the people, as a file. */
  offerList(ctx: BotContext, file: Attachment): Promise<void>;
  /** A contact is no message: it joins a list that came in messages, else it begins another list. */
  offerContact(ctx: BotContext): Promise<void>;
  /** The list that was offered, which is kept no longer. */
  takeList(chat: number): Promise<OtherList | null>;
  /** A text came, while the message has one. */
  offerText(ctx: BotContext): Promise<void>;
  /** The message with the offered text says something else now; false when it is another message. */
  editText(chat: number, message: number | undefined, text: string): Promise<boolean>;
  /** The text that was offered and its message, kept no longer. */
  takeText(chat: number): Promise<OtherText | null>;
}

const otherText = z.object({ text: z.string(), message: z.number() }).readonly();
type OtherText = z.infer<typeof otherText>;

const listFile = z.object({ path: z.string(), name: z.string() });
const entry = z.object({ written: z.string(), fields: z.record(z.string(), z.string()) });
const otherList = z.union([z.array(entry), listFile]);
type OtherList = z.infer<typeof otherList>;

export function createSwapping(
  kit: Kit,
  stage: Stage,
  { lists, offer }: { lists: Pick<Lists, 'answer' | 'mend'>; offer: WaitingFiles['offer'] },
): Swapping {
  const list = createSlot(kit.chats, 'swap', otherList);
  const text = createSlot(kit.chats, 'text', otherText);
  return {
    async offerList(ctx, file) {
      const chat = ctx.chat?.id ?? 0;
      const got = await download(kit, file);
      const voice = await kit.voiceOf(chat);
      const replyTo = ctx.message?.message_id ?? 0;
      if (!got.ok) return void (await stage.show(chat, downloadScreen(voice, got), { replyTo }));
      const path = await keepUpload(kit, chat, got.bytes);
      if (await lists.mend(ctx, path)) return;
      await list.write(chat, { path, name: file.name });
      const shown = await stage.show(chat, swapScreen(voice, true), { replyTo });
      await offer(chat, shown, waitingOf(ctx, file));
    },
    async offerContact(ctx) {
      const chat = ctx.chat?.id ?? 0;
      const draft = await kit.control.draft(chat);
      if (draft?.list?.origin?.is === 'pasted') return void (await lists.answer(ctx));
      const kept = await list.read(chat);
      await list.write(chat, [...(Array.isArray(kept) ? kept : []), ...entriesIn(ctx.message)]);
      const replyTo = ctx.message?.message_id ?? 0;
      await stage.show(chat, swapScreen(await kit.voiceOf(chat)), { replyTo });
    },
    takeList: list.take,
    async offerText(ctx) {
      const chat = ctx.chat?.id ?? 0;
      const said = asWritten(ctx.message?.text ?? '', ctx.message?.entities);
      const message = ctx.message?.message_id ?? 0;
      await text.write(chat, { text: said, message });
      await stage.show(chat, swapTextScreen(await kit.voiceOf(chat), said), { replyTo: message });
    },
    async editText(chat, message, said) {
      const kept = await text.read(chat);
      if (!kept || kept.message !== message) return false;
      await text.write(chat, { ...kept, text: said });
      return true;
    },
    takeText: text.take,
  };
}
