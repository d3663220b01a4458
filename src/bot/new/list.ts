/** The list: a file, or numbers sent in messages; read in the background so that the bot goes on listening. */
import type { Campaign } from '../../queue/campaign.ts';
import { type ListInput, ReadingStopped } from '../../queue/list.ts';
import { actorOf, type BotContext, type Kit } from '../context.ts';
import { toldFull } from '../disk.ts';
import type { Answer } from '../question.ts';
import type { Screen } from '../screen.ts';
import { type Attachment, attachmentOf, download, keepUpload } from '../upload.ts';
import { downloadScreen, listProblemScreen, listPrompt, listScreen, stoppedScreen } from './list-screens.ts';
import { mendTitles } from './mending.ts';
import { entriesIn, type Pasted } from './pasted.ts';
import { createProgressNote, typeUntil } from './progress.ts';
import { columnsRead, problemRead } from './reading.ts';
import type { Stage } from './stage.ts';

/** Contacts and numbers are shared many in a row: the list is shown when no more come. */
const GATHER = 700;

/** Another list came: it has the word now. */
class Replaced extends Error {
  override name = 'Replaced';
}

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
  const { control } = kit;
  const reading = new Map<number, { stop: AbortController; done: Promise<void> }>();

  const read: Lists['read'] = async (ctx, input, at) => {
    const chat = ctx.chat?.id ?? 0;
    const before = reading.get(chat);
    before?.stop.abort(new Replaced('another list came'));
    const stop = new AbortController();
    const done = (async () => {
      // One draft, one reader: the one before has let go of its rows.
      await before?.done;
      await readAndShow({ kit, stage, pasted }, ctx, input, at, stop.signal);
      if (reading.get(chat)?.stop === stop) reading.delete(chat);
    })();
    reading.set(chat, { stop, done });
  };

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
    stop: (chat) => reading.get(chat)?.stop.abort(new ReadingStopped('stopped by the operator')),
    drop: (chat) => reading.get(chat)?.stop.abort(new Error('the draft is gone')),
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

/** Reads the list into the draft and shows what came of it; whoever ended it by `signal` shows what there is instead. */
async function readAndShow(
  { kit, stage, pasted }: { kit: Kit; stage: Stage; pasted: Pasted },
  ctx: BotContext,
  input: ListInput,
  at: Place,
  signal: AbortSignal,
): Promise<void> {
  const { control } = kit;
  const chat = ctx.chat?.id ?? 0;
  const { voice, say } = await stage.reader(chat);
  const name = input.file?.name ?? (await control.draft(chat))?.list?.name ?? '';
  const progress = createProgressNote(kit, chat, { name, replyTo: at.replyTo ?? 0 }, signal);
  const over = new AbortController();
  try {
    void typeUntil(kit, chat, over.signal);
    const result = await control.readList(actorOf(ctx), input, { signal, onProgress: progress.tell });
    await progress.end();
    if (at.gather) await kit.clock.sleep(GATHER, signal);
    pasted.shown(chat);
    await columnsRead(kit).write(chat, result.inspection?.columns ?? []);
    await problemRead(kit).write(chat, result.ok ? null : result.problem);
    const face = !result.ok
      ? listProblemScreen(voice, result.problem, say)
      : at.face
        ? await at.face(result.draft)
        : listScreen(voice, result.draft, say);
    await stage.show(chat, face, at);
  } catch (error) {
    await progress.end();
    if (signal.aborted && !(signal.reason instanceof Replaced)) pasted.shown(chat);
    // Only who wanted it so is told.
    if (signal.reason instanceof ReadingStopped) {
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
