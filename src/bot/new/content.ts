/** The message: a text, or pictures with a caption. */
import type { ListFile } from '../../queue/control.ts';
import type { Entry } from '../../queue/import/pasted.ts';
import { actorOf, type BotContext, type Kit } from '../context.ts';
import type { Answer } from '../question.ts';
import { screen } from '../screen.ts';
import { type Attachment, attachmentOf, download, keepUpload } from '../upload.ts';
import type { Lists } from './list.ts';
import { entriesIn } from './pasted.ts';
import { downloadScreen, photoProblemScreen, swapScreen } from './screens.ts';
import type { Stage } from './stage.ts';

const LONGEST_TEXT = 4096;
const LONGEST_CAPTION = 1024;
/** The pictures of an album come as messages of their own; the preview waits until no more come. */
const ALBUM_QUIET = 1_500;
const LIST_NAMES = /\.(csv|txt|tsv|xlsx?|vcf)$/i;

export interface Contents {
  readonly answer: Answer;
  /** The person changed the message that is the draft's text. */
  edited(ctx: BotContext): Promise<void>;
  /** A list that came instead of a message, kept until the person says what it is. */
  otherList(chat: number): Promise<ListFile | Entry[] | undefined>;
}

export function createContents(kit: Kit, stage: Stage, lists: Pick<Lists, 'answer'>): Contents {
  const { control, chats } = kit;
  /** How many pictures of albums have come in each chat: only the latest is waited for. */
  const albums = new Map<number, number>();

  async function setText(ctx: BotContext, text: string): Promise<boolean> {
    const chat = ctx.chat?.id ?? 0;
    const { voice } = await stage.reader(chat);
    if (text.length > LONGEST_TEXT) {
      const values = { length: voice.number(text.length), most: voice.number(LONGEST_TEXT) };
      await stage.show(chat, screen([voice.t('new-text-long', values)]));
      return false;
    }
    const draft = await control.setText(actorOf(ctx), text);
    await chats.write(`content:${chat}`, ctx.msg?.message_id ?? 0);
    stage.turnPage(chat, true);
    if (draft) await stage.show(chat, await stage.preview(draft));
    return true;
  }

  async function setPhoto(ctx: BotContext, file: Attachment): Promise<boolean> {
    const chat = ctx.chat?.id ?? 0;
    const { voice } = await stage.reader(chat);
    const replyTo = ctx.message?.message_id ?? 0;
    const caption = (ctx.message?.caption ?? '').slice(0, LONGEST_CAPTION);
    const got = await download(kit, file);
    if (!got.ok) {
      const size = voice.number(Math.ceil(file.bytes / 1_000_000));
      const text =
        got.why === 'size' ? voice.t('new-photo-big', { size, most: '10' }) : voice.t('list-download');
      await stage.show(chat, screen([text]), { replyTo });
      return false;
    }
    const image = { bytes: got.bytes, name: file.name, caption, recompressed: file.photo };
    const album = ctx.message?.media_group_id;
    const join = album !== undefined && (await chats.read(`album:${chat}`)) === album;
    const result = await control.setImage(actorOf(ctx), image, { join });
    if (!result.ok) {
      await stage.show(chat, photoProblemScreen(voice, result.problem), { replyTo });
      return false;
    }
    await chats.write(`album:${chat}`, album ?? '');
    stage.turnPage(chat, true);
    if (album) void showLater(chat).catch((error) => kit.log.warn({ event: 'album', err: error }));
    else await stage.show(chat, await stage.preview(result.draft));
    return true;
  }

  async function showLater(chat: number): Promise<void> {
    const mine = (albums.get(chat) ?? 0) + 1;
    albums.set(chat, mine);
    await kit.clock.sleep(ALBUM_QUIET);
    const draft = albums.get(chat) === mine ? await control.draft(chat) : null;
    if (draft?.content) await stage.show(chat, await stage.preview(draft));
  }

  /** O2. */
  async function keepOtherList(ctx: BotContext, file: Attachment): Promise<void> {
    const chat = ctx.chat?.id ?? 0;
    const got = await download(kit, file);
    const voice = await kit.voiceOf(chat);
    const replyTo = ctx.message?.message_id ?? 0;
    if (!got.ok) return stage.show(chat, downloadScreen(voice, got), { replyTo });
    const path = await keepUpload(kit, chat, got.bytes);
    await chats.write(`swap:${chat}`, { path, name: file.name } satisfies ListFile);
    await stage.show(chat, swapScreen(voice), { replyTo });
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
    async answer(ctx) {
      const file = attachmentOf(ctx.message);
      if (ctx.message?.contact) {
        await takeContact(ctx);
        return false;
      }
      if (file?.image) return setPhoto(ctx, file);
      if (file && LIST_NAMES.test(file.name)) {
        await keepOtherList(ctx, file);
        return false;
      }
      if (ctx.message?.text) return setText(ctx, ctx.message.text);
      const chat = ctx.chat?.id ?? 0;
      const voice = await kit.voiceOf(chat);
      const kind = /\.(\w{1,8})$/.exec(file?.name ?? '')?.[1];
      const text = kind ? voice.t('new-photo-kind', { kind }) : voice.t('new-photo-other');
      await stage.show(chat, screen([text]), {
        replyTo: ctx.message?.message_id ?? 0,
      });
      return false;
    },
    async edited(ctx) {
      const chat = ctx.chat?.id ?? 0;
      const draft = await control.draft(chat);
      const own = await chats.read(`content:${chat}`);
      const text = ctx.editedMessage?.text;
      if (draft?.content && text && own === ctx.editedMessage?.message_id) await setText(ctx, text);
    },
    async otherList(chat) {
      const other = (await chats.read(`swap:${chat}`)) as ListFile | Entry[] | undefined;
      await chats.erase(`swap:${chat}`);
      return other;
    },
  };
}
