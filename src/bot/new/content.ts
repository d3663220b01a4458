/** The message: a text, files, or both, in whatever order they come. */
import { actorOf, type BotContext, type Kit } from '../context.ts';
import { toldFull } from '../disk.ts';
import { asWritten } from '../marks.ts';
import type { Answer } from '../question.ts';
import { attachmentOf } from '../upload.ts';
import { refusalScreen, unknownKindScreen } from './file-screens.ts';
import { createFiles, type Files } from './files.ts';
import type { Lists } from './list.ts';
import { textMessage } from './origin.ts';
import type { Stage } from './stage.ts';
import { createSwapping, type Swapping } from './swapping.ts';

export interface Contents {
  readonly answer: Answer;
  readonly files: Files;
  /** The person changed the message that is the draft's text. */
  edited(ctx: BotContext): Promise<void>;
  readonly offerText: Swapping['offerText'];
  /** The offered text takes the place of the message's own; false when it isn't there any more. */
  swapText(ctx: BotContext): Promise<boolean>;
  /** A list that came instead of a message, once the person has said that it is one. */
  readonly otherList: Swapping['takeList'];
}

export function createContents(kit: Kit, stage: Stage, lists: Pick<Lists, 'answer' | 'mend'>): Contents {
  const { control } = kit;
  const files = createFiles(kit, stage);
  const swapping = createSwapping(kit, stage, { lists, offer: files.offer });
  const ownText = textMessage(kit);

  async function setText(ctx: BotContext, text: string): Promise<boolean> {
    const chat = ctx.chat?.id ?? 0;
    const { voice } = await stage.reader(chat);
    const result = await control.setText(actorOf(ctx), text);
    if (!result.ok) {
      await stage.show(chat, refusalScreen(voice, result.problem));
      return false;
    }
    await ownText.write(chat, ctx.msg?.message_id ?? 0);
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

  return {
    files,
    offerText: swapping.offerText,
    otherList: swapping.takeList,
    async answer(ctx) {
      const file = attachmentOf(ctx.message);
      if (ctx.message?.contact) {
        await swapping.offerContact(ctx);
        return false;
      }
      if (file?.list) {
        await swapping.offerList(ctx, file);
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
      const {
        message_id: message,
        text: said,
        caption = '',
        entities,
        caption_entities: below,
      } = ctx.editedMessage ?? {};
      const text = asWritten(said ?? caption, said === undefined ? below : entities);
      if (text === '' || (await swapping.editText(chat, message, text))) return;
      const draft = await control.draft(chat);
      if (draft?.content && (await ownText.read(chat)) === message) await takeText(ctx, text);
    },
    async swapText(ctx) {
      const chat = ctx.chat?.id ?? 0;
      const other = await swapping.takeText(chat);
      if (!other) return false;
      await setText(ctx, other.text);
      await ownText.write(chat, other.message);
      return true;
    },
  };
}
