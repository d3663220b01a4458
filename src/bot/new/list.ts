/** The list: a file or pasted numbers, read in the background so that the bot goes on listening. */
import type { ListFile } from '../../queue/control.ts';
import { actorOf, type BotContext, type Kit } from '../context.ts';
import type { Answer } from '../question.ts';
import { button, clip, screen } from '../screen.ts';
import { type Attachment, attachmentOf, download, keepUpload, MOST_BYTES } from '../upload.ts';
import { listProblemScreen, listPrompt, listScreen } from './screens.ts';
import type { Stage } from './stage.ts';

/** Progress is told from this many rows on, every so many milliseconds. */
const TELL_FROM = 20_000;
const TELL_EVERY = 2_000;

export interface Lists {
  readonly answer: Answer;
  /** Reads a file, or the draft's own one again with another column or country. */
  read(
    ctx: BotContext,
    input: { file?: ListFile; column?: number; country?: string },
    at: { replyTo?: number; tapped?: number },
  ): Promise<void>;
  stop(chat: number): void;
}

export function createLists(kit: Kit, stage: Stage): Lists {
  const { control, outbox, chats } = kit;
  const reading = new Map<number, { stop: AbortController; done: Promise<void> }>();

  const read: Lists['read'] = async (ctx, input, at) => {
    const chat = ctx.chat?.id ?? 0;
    const before = reading.get(chat);
    before?.stop.abort();
    const stop = new AbortController();
    const done = (async () => {
      // One draft, one reader: the one before has let go of its rows.
      await before?.done;
      await work(ctx, input, at, stop.signal);
      if (reading.get(chat)?.stop === stop) reading.delete(chat);
    })();
    reading.set(chat, { stop, done });
  };

  async function work(
    ctx: BotContext,
    input: Parameters<Lists['read']>[1],
    at: Parameters<Lists['read']>[2],
    signal: AbortSignal,
  ): Promise<void> {
    const chat = ctx.chat?.id ?? 0;
    const { voice, say } = await stage.reader(chat);
    const progress = tellProgress(kit, chat, input.file?.name ?? '', at.replyTo ?? 0, signal);
    try {
      await outbox.typing(chat);
      const result = await control.readList(actorOf(ctx), input, { signal, onProgress: progress.tell });
      await progress.end();
      await chats.write(`columns:${chat}`, result.inspection?.columns ?? []);
      const face = result.ok
        ? listScreen(voice, result.draft, say)
        : listProblemScreen(voice, result.problem, say);
      await stage.show(chat, face, at);
    } catch (error) {
      await progress.end();
      if (signal.aborted) return;
      kit.log.error({ event: 'list', err: error });
      await stage.show(chat, screen([voice.t('list-damaged')]), at);
    }
  }

  async function readFile(ctx: BotContext, file: Attachment): Promise<void> {
    const chat = ctx.chat?.id ?? 0;
    const { voice, say } = await stage.reader(chat);
    const replyTo = ctx.message?.message_id ?? 0;
    const got = await download(kit, file);
    if (!got.ok) {
      const size = voice.number(Math.ceil(file.bytes / 1_000_000));
      const most = voice.number(Math.floor(MOST_BYTES / 1_000_000));
      const text = got.why === 'size' ? voice.t('list-size', { size, most }) : voice.t('list-download');
      return stage.show(chat, screen([text], [[button(voice.t('list-b-send-other'), 'new:start')]]), {
        replyTo,
      });
    }
    if (got.bytes.length === 0)
      return stage.show(chat, listProblemScreen(voice, { is: 'empty' }, say), { replyTo });
    const path = await keepUpload(kit, chat, got.bytes);
    await read(ctx, { file: { path, name: file.name } }, { replyTo });
  }

  return {
    read,
    stop: (chat) => reading.get(chat)?.stop.abort(),
    async answer(ctx) {
      const chat = ctx.chat?.id ?? 0;
      const replyTo = ctx.message?.message_id ?? 0;
      const file = attachmentOf(ctx.message);
      if (file && !file.image) {
        await readFile(ctx, file);
        return true;
      }
      const text = ctx.message?.text ?? '';
      if (looksLikeNumbers(text)) {
        const path = await keepUpload(kit, chat, Buffer.from(text));
        await read(ctx, { file: { path, name: 'lista.txt' } }, { replyTo });
        return true;
      }
      const { voice, say } = await stage.reader(chat);
      const face = file ? listProblemScreen(voice, { is: 'kind', kind: 'jpg' }, say) : listPrompt(voice);
      await stage.show(chat, face, { replyTo });
      return false;
    },
  };
}

/** Pasted or forwarded numbers: at least one run of digits that could be a phone's. */
export function looksLikeNumbers(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return /(?:\d[\s().-]*){7,}/.test(text) && digits >= text.replace(/\s/g, '').length / 4;
}

/** N3: one message that counts, for big files only. */
function tellProgress(kit: Kit, chat: number, name: string, replyTo: number, signal: AbortSignal) {
  const { outbox, clock } = kit;
  let message: Promise<number | null> | null = null;
  let toldAt = Number.NEGATIVE_INFINITY;
  async function draw(rows: number) {
    const voice = await kit.voiceOf(chat);
    const face = screen(
      [voice.t('new-reading', { name: clip(name, 30), rows: voice.number(rows) })],
      [[button(voice.t('new-b-stop'), 'new:stop')]],
    );
    const id = await message;
    if (id) await outbox.edit(chat, id, face);
    else message = outbox.send(chat, face, { replyTo });
  }
  return {
    tell(rows: number) {
      if (rows < TELL_FROM || signal.aborted || clock.monotonic() - toldAt < TELL_EVERY) return;
      toldAt = clock.monotonic();
      draw(rows).catch((error) => kit.log.warn({ event: 'progress', err: error }));
    },
    async end() {
      const id = await message;
      if (id) await outbox.remove(chat, id);
    },
  };
}
