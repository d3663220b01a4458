/** The message: a text, files, or both, in whatever order they come. */
import type { ListFile } from '../../queue/control/control.ts';
import type { Entry } from '../../queue/import/pasted.ts';
import { actorOf, type BotContext, type Kit } from '../context.ts';
import { toldFull } from '../disk.ts';
import { asWritten } from '../marks.ts';
import type { Answer } from '../question.ts';
import { type Attachment, attachmentOf, download, keepUpload } from '../upload.ts';
import { refusalScreen, unknownKindScreen } from './file-screens.ts';
import { createFiles, type Files, waitingOf } from './files.ts';
import type { Lists } from './list.ts';
import { entriesIn } from './pasted.ts';
import { downloadScreen, swapScreen, swapTextScreen } from './screens.ts';
import type { Stage } from './stage.ts';

export interface Contents {
  readonly answer: Answer;
  readonly files: Files;
  /** The person changed the message that is the draft's text. */
  edited(ctx: BotContext): Promise<void>;
  /** A text that nobody asked for, while the message has one: the person says whether it takes its place. */
  offerText(ctx: BotContext): Promise<void>;
  /** It does; false when it isn't there any more. */
  swapText(ctx: BotContext): Promise<boolean>;
  /** A list that came instead of a message, kept until the person says what it is. */
  otherList(chat: number): Promise<ListFile | Entry[] | undefined>;
}

/** Kept until the person says what it is for. */
interface OtherText {
  readonly text: string;
  readonly message: number;
}

const otherText = (chat: number) => `text:${chat}`;

export function createContents(kit: Kit, stage: Stage, lists: Pick<Lists, 'answer' | 'mend'>): Contents {
  const { control, chats } = kit;
  const files = createFiles(kit, stage);

  async function setText(ctx: BotContext, text: string): Promise<boolean> {
    const chat = ctx.chat?.id ?? 0;
    const { voice } = await stage.reader(chat);
    const result = await control.setText(actorOf(ctx), text);
    if (!result.ok) {
      await stage.show(chat, refusalScreen(voice, result.problem));
      return false;
    }
    await chats.write(`content:${chat}`, ctx.msg?.message_id ?? 0);
    stage.turnPage(chat, true);
    files.shown(chat);
    if (result.draft) await stage.show(chat, await stage.current(chat));
    return true;
  }

  /** Text that follows files waits for them; nobody waits for that but the text itself. */
  async function takeText(ctx: BotContext, text: string): Promise<boolean> {
    const chat = ctx.chat?.id ?? 0;
    if (!files.busy(chat)) return setText(ctx, text);
    files
      .after(chat, () => setText(ctx, text))
      .catch(async (err) => {
        kit.log.error({ event: 'text', err });
        await toldFull(kit, chat, err).catch(() => undefined);
      });
    return true;
  }

  /** O2. */
  async function keepOtherList(ctx: BotContext, file: Attachment): Promise<void> {
    const chat = ctx.chat?.id ?? 0;
    const got = await download(kit, file);
    const voice = await kit.voiceOf(chat);
    const replyTo = ctx.message?.message_id ?? 0;
    if (!got.ok) return void (await stage.show(chat, downloadScreen(voice, got), { replyTo }));
    const path = await keepUpload(kit, chat, got.bytes);
    if (await lists.mend(ctx, path)) return;
    await chats.write(`swap:${chat}`, { path, name: file.name } satisfies ListFile);
    const shown = await stage.show(chat, swapScreen(voice, true), { replyTo });
    await files.offer(chat, shown, waitingOf(ctx, file));
  }

  /** A contact is no message: it joins a list that came in messages, else it begins another list (O2). */
  async function takeContact(ctx: BotContext): Promise<void> {
    const chat = ctx.chat?.id ?? 0;
    const draft = await control.draft(chat);
    if (draft?.list?.origin?.is === 'pasted') return void (await lists.answer(ctx));
    const kept = await chats.read(`swap:${chat}`);
    const others = Array.isArray(kept) ? (kept as Entry[]) : [];
    await chats.write(`swap:${chat}`, [...others, ...entriesIn(ctx.message)]);
    const replyTo = ctx.message?.message_id ?? 0;
    await stage.show(chat, swapScreen(await kit.voiceOf(chat)), { replyTo });
  }

  return {
    files,
    async answer(ctx) {
      const file = attachmentOf(ctx.message);
      if (ctx.message?.contact) {
        await takeContact(ctx);
        return false;
      }
      if (file?.list) {
        await keepOtherList(ctx, file);
        return false;
      }
      if (file) {
        await files.take(ctx, file);
        return true;
      }
      if (ctx.message?.text) return takeText(ctx, asWritten(ctx.message.text, ctx.message.entities));
      const chat = ctx.chat?.id ?? 0;
      const face = unknownKindScreen(await kit.voiceOf(chat));
      await stage.show(chat, face, { replyTo: ctx.message?.message_id ?? 0 });
      return false;
    },
    async edited(ctx) {
      const chat = ctx.chat?.id ?? 0;
      const draft = await control.draft(chat);
      const own = await chats.read(`content:${chat}`);
      const { text: said, caption = '', entities, caption_entities: below } = ctx.editedMessage ?? {};
      const text = asWritten(said ?? caption, said === undefined ? below : entities);
      const other = (await chats.read(otherText(chat))) as OtherText | undefined;
      if (text && other?.message === ctx.editedMessage?.message_id)
        return chats.write(otherText(chat), { ...other, text });
      if (draft?.content && text && own === ctx.editedMessage?.message_id) await takeText(ctx, text);
    },
    async offerText(ctx) {
      const chat = ctx.chat?.id ?? 0;
      const text = asWritten(ctx.message?.text ?? '', ctx.message?.entities);
      const message = ctx.message?.message_id ?? 0;
      await chats.write(otherText(chat), { text, message } satisfies OtherText);
      await stage.show(chat, swapTextScreen(await kit.voiceOf(chat), text), { replyTo: message });
    },
    async swapText(ctx) {
      const chat = ctx.chat?.id ?? 0;
      const other = (await chats.read(otherText(chat))) as OtherText | undefined;
      await chats.erase(otherText(chat));
      if (!other) return false;
      await setText(ctx, other.text);
      await chats.write(`content:${chat}`, other.message);
      return true;
    },
    async otherList(chat) {
      const other = (await chats.read(`swap:${chat}`)) as ListFile | Entry[] | undefined;
      await chats.erase(`swap:${chat}`);
      return other;
    },
  };
}
