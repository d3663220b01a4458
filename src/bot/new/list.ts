/** The list: a file, or numbers sent in messages; read in the background so that the bot goes on listening. */
import type { Campaign } from '../../queue/campaign.ts';
import { type ListInput, ReadingStopped } from '../../queue/list.ts';
import { actorOf, type BotContext, type Kit } from '../context.ts';
import { toldFull } from '../disk.ts';
import type { Answer } from '../question.ts';
import { button, clip, type Screen, screen } from '../screen.ts';
import { type Attachment, attachmentOf, download, keepUpload } from '../upload.ts';
import { mendTitles } from './mending.ts';
import { entriesIn, type Pasted } from './pasted.ts';
import { downloadScreen, listProblemScreen, listPrompt, listScreen, stoppedScreen } from './screens.ts';
import type { Stage } from './stage.ts';

/** Progress is told from this many rows on, every so many milliseconds. */
const TELL_FROM = 50_000;
const TELL_EVERY = 2_000;
/** Telegram shows that somebody types for about five seconds. */
const TYPING_EVERY = 5_000;
/** Contacts and numbers are shared many in a row: the list is shown when no more come. */
const GATHER = 700;

/** Why a reading was ended. Only who wanted it so is told. */
const STOPPED = new ReadingStopped('stopped by the operator');
const REPLACED = new Error('another list came');
const DROPPED = new Error('the draft is gone');

/** Where the answer goes; with `gather` more may come right after it. */
interface Place {
  readonly replyTo?: number;
  readonly tapped?: number;
  readonly gather?: boolean;
  /** What is shown when it is read; the list itself without it. */
  readonly face?: (draft: Campaign) => Promise<Screen>;
}

export interface Lists {
  readonly answer: Answer;
  /** Reads a file, or the draft's own one again with another column, country or choice about repeated numbers. */
  read(ctx: BotContext, input: ListInput, at: Place): Promise<void>;
  /** The file is this draft's bad rows, put right: they are read into it. False when it is something else. */
  mend(ctx: BotContext, path: string): Promise<boolean>;
  /** The person wants no more of it to be read, and is told so. */
  stop(chat: number): void;
  /** The draft goes: what is being read for it ends without a word. */
  drop(chat: number): void;
}

export function createLists(kit: Kit, stage: Stage, pasted: Pasted): Lists {
  const { control, chats, clock } = kit;
  const reading = new Map<number, { stop: AbortController; done: Promise<void> }>();

  const read: Lists['read'] = async (ctx, input, at) => {
    const chat = ctx.chat?.id ?? 0;
    const before = reading.get(chat);
    before?.stop.abort(REPLACED);
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
    at: Place,
    signal: AbortSignal,
  ): Promise<void> {
    const chat = ctx.chat?.id ?? 0;
    const { voice, say } = await stage.reader(chat);
    const name = input.file?.name ?? (await control.draft(chat))?.list?.name ?? '';
    const progress = tellProgress(kit, chat, name, at.replyTo ?? 0, signal);
    const over = new AbortController();
    try {
      void typeUntil(kit, chat, over.signal);
      const result = await control.readList(actorOf(ctx), input, { signal, onProgress: progress.tell });
      await progress.end();
      if (at.gather) await clock.sleep(GATHER, signal);
      pasted.shown(chat);
      await chats.write(`columns:${chat}`, result.inspection?.columns ?? []);
      await chats.write(`problem:${chat}`, result.ok ? null : result.problem);
      const face = !result.ok
        ? listProblemScreen(voice, result.problem, say)
        : at.face
          ? await at.face(result.draft)
          : listScreen(voice, result.draft, say);
      await stage.show(chat, face, at);
    } catch (error) {
      await progress.end();
      if (signal.aborted && signal.reason !== REPLACED) pasted.shown(chat);
      if (signal.reason === STOPPED) {
        const kept = await control.draft(chat);
        await stage.show(chat, stoppedScreen(voice, kept), at);
      }
      if (signal.aborted) return;
      kit.log.error({ event: 'list', err: error });
      if (await toldFull(kit, chat, error)) return;
      await stage.show(chat, listProblemScreen(voice, { is: 'damaged', sheet: false }, say), at);
    } finally {
      over.abort();
    }
  }

  async function readFile(ctx: BotContext, file: Attachment): Promise<void> {
    const chat = ctx.chat?.id ?? 0;
    const { voice, say } = await stage.reader(chat);
    const replyTo = ctx.message?.message_id ?? 0;
    pasted.shown(chat);
    const got = await download(kit, file);
    if (!got.ok) return void (await stage.show(chat, downloadScreen(voice, got), { replyTo }));
    if (got.bytes.length === 0)
      return void (await stage.show(chat, listProblemScreen(voice, { is: 'empty' }, say), { replyTo }));
    const path = await keepUpload(kit, chat, got.bytes);
    if (await mend(ctx, path)) return;
    await read(ctx, { file: { path, name: file.name } }, { replyTo });
  }

  const mend: Lists['mend'] = async (ctx, path) => {
    const draft = await control.draft(ctx.chat?.id ?? 0);
    const mended = draft?.list ? await control.mendings(draft.id, path, mendTitles(kit.texts)) : null;
    if (!mended) return false;
    await read(ctx, { mended }, { replyTo: ctx.message?.message_id ?? 0 });
    return true;
  };

  return {
    read,
    mend,
    stop: (chat) => reading.get(chat)?.stop.abort(STOPPED),
    drop: (chat) => reading.get(chat)?.stop.abort(DROPPED),
    async answer(ctx) {
      const chat = ctx.chat?.id ?? 0;
      const replyTo = ctx.message?.message_id ?? 0;
      const file = attachmentOf(ctx.message);
      if (file && !file.image) {
        await readFile(ctx, file);
        return true;
      }
      const entries = entriesIn(ctx.message);
      if (entries.length > 0) {
        await read(ctx, { file: await pasted.add(ctx, entries) }, { replyTo, gather: true });
        return true;
      }
      const { voice, say } = await stage.reader(chat);
      const kind = file?.photo ? 'jpg' : (/\.(\w{1,7})$/.exec(file?.name ?? '')?.[1] ?? 'jpg');
      const face = file
        ? listProblemScreen(voice, { is: 'kind', kind }, say)
        : listPrompt(voice, await control.draft(chat));
      await stage.show(chat, face, { replyTo });
      return false;
    },
  };
}

/** Says that the bot is busy until it isn't. */
async function typeUntil({ outbox, clock }: Kit, chat: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await outbox.typing(chat);
    await clock.sleep(TYPING_EVERY, signal).catch(() => undefined);
  }
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
