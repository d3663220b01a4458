/** `new:…`: what people do to the draft. Its screens are in `draft.ts`, its truth is the row in the store. */
import { Composer } from 'grammy';
import type { Campaign } from '../queue/campaign.ts';
import type { ListFile, ListResult } from '../queue/control.ts';
import type { Column } from '../queue/import/table.ts';
import { PACES, type PaceName } from '../queue/ports.ts';
import { actorOf, type BotContext, type Kit, tapped, toast } from './context.ts';
import {
  columnsScreen,
  consentScreen,
  contentScreen,
  countriesScreen,
  existsScreen,
  listProblemScreen,
  listPrompt,
  listScreen,
  notLinkedScreen,
  paceScreen,
  photoProblemScreen,
  previewScreen,
  swapScreen,
  type Words,
} from './draft.ts';
import { type Answer, askFor, closeQuestions } from './question.ts';
import { type Screen, screen } from './screen.ts';
import { type Attachment, attachmentOf, download, keepUpload, MOST_BYTES } from './upload.ts';

/** The chat's latest draft message: buttons of older ones are refused. */
const DRAFT = 'draft';
const LONGEST_TEXT = 4096;
const LONGEST_CAPTION = 1024;
/** Progress of a list is told from this many rows on. */
const TELL_FROM = 20_000;

export interface New {
  readonly composer: Composer<BotContext>;
  readonly list: Answer;
  readonly content: Answer;
  /** A message that no question waits for; false when it isn't for the draft. */
  take(ctx: BotContext): Promise<boolean>;
  /** The person changed a message of theirs. */
  edited(ctx: BotContext): Promise<void>;
}

export function createNew(kit: Kit, words: (language: string) => Words): New {
  const { control, outbox, chats, clock } = kit;
  const reading = new Map<number, AbortController>();
  const pages = new Map<number, number>();
  const composer = new Composer<BotContext>();

  /** Shows a screen as the draft's latest message: in place where that was tapped, else below. */
  async function show(chat: number, face: Screen, at: { tapped?: number; replyTo?: number } = {}) {
    if (at.tapped && (await outbox.edit(chat, at.tapped, face, { answer: true })) === 'done') return;
    const options = { answer: true, ...(at.replyTo ? { replyTo: at.replyTo } : {}) };
    const id = await outbox.send(chat, face, options);
    if (id)
      await chats.keep({
        chatId: chat,
        what: DRAFT,
        messageId: id,
        threadId: null,
        drawn: '',
        at: clock.now(),
      });
  }

  const voiceAndWords = async (chat: number) => {
    const voice = await kit.voiceOf(chat);
    return { voice, say: words(voice.language) };
  };

  /** What the draft needs next. */
  async function current(chat: number): Promise<Screen> {
    const { voice } = await voiceAndWords(chat);
    const draft = await control.draft(chat);
    if (!draft?.list || draft.list.summary.rows === 0) return listPrompt(voice);
    if (!draft.content) return contentScreen(voice, draft);
    return preview(draft);
  }

  async function preview(draft: Campaign): Promise<Screen> {
    const { voice, say } = await voiceAndWords(draft.createdBy);
    const found = await control.preview(draft.id, pages.get(draft.createdBy) ?? 0);
    return found ? previewScreen(voice, found, say, clock.now()) : listPrompt(voice);
  }

  // ---------------------------------------------------------------- the list

  async function readFile(ctx: BotContext, file: Attachment): Promise<void> {
    const { voice, say } = await voiceAndWords(ctx.chat?.id ?? 0);
    const chat = ctx.chat?.id ?? 0;
    const replyTo = ctx.message?.message_id ?? 0;
    const got = await download(kit, file);
    if (!got.ok) {
      const size = voice.number(Math.ceil(file.bytes / 1_000_000));
      const most = voice.number(Math.floor(MOST_BYTES / 1_000_000));
      const text = got.why === 'size' ? voice.t('list-size', { size, most }) : voice.t('list-download');
      return show(chat, screen([text]), { replyTo });
    }
    if (got.bytes.length === 0)
      return show(chat, listProblemScreen(voice, { is: 'empty' }, say), { replyTo });
    const path = await keepUpload(kit, chat, got.bytes);
    await read(ctx, { file: { path, name: file.name } }, replyTo);
  }

  /** Imports in the background, so that the bot goes on listening. */
  async function read(
    ctx: BotContext,
    input: { file?: ListFile; column?: number; country?: string },
    replyTo: number,
    message?: number,
  ): Promise<void> {
    const chat = ctx.chat?.id ?? 0;
    const actor = actorOf(ctx);
    reading.get(chat)?.abort();
    const stop = new AbortController();
    reading.set(chat, stop);
    const { voice, say } = await voiceAndWords(chat);
    const progress = progressOf(chat, input.file?.name ?? '', replyTo, stop.signal);
    const work = async () => {
      try {
        await outbox.typing(chat);
        const result = await control.readList(actor, input, {
          signal: stop.signal,
          onProgress: progress.tell,
        });
        await progress.end();
        await rememberColumns(chat, result);
        const face = result.ok
          ? listScreen(voice, result.draft, say)
          : listProblemScreen(voice, result.problem, say);
        await show(chat, face, message ? { tapped: message } : { replyTo });
      } catch (error) {
        await progress.end();
        if (stop.signal.aborted) return;
        kit.log.error({ event: 'list', err: error });
        await show(chat, screen([voice.t('list-damaged')]), { replyTo });
      } finally {
        if (reading.get(chat) === stop) reading.delete(chat);
      }
    };
    void work();
  }

  /** N3: one message that counts, for big files only. */
  function progressOf(chat: number, name: string, replyTo: number, signal: AbortSignal) {
    let message: Promise<number | null> | null = null;
    let toldAt = 0;
    return {
      tell(rows: number) {
        if (rows < TELL_FROM || signal.aborted || clock.monotonic() - toldAt < 2_000) return;
        toldAt = clock.monotonic();
        void kit.voiceOf(chat).then(async (voice) => {
          const face = screen(
            [voice.t('new-reading', { name, rows: voice.number(rows) })],
            [[{ label: voice.t('new-b-stop'), payload: 'new:stop' }]],
          );
          if (!message) message = outbox.send(chat, face, { replyTo });
          else {
            const id = await message;
            if (id) await outbox.edit(chat, id, face);
          }
        });
      },
      async end() {
        const id = await message;
        if (id) await outbox.remove(chat, id);
      },
    };
  }

  const rememberColumns = (chat: number, result: ListResult) =>
    chats.write(`columns:${chat}`, result.inspection?.columns ?? []);

  // ---------------------------------------------------------------- the message

  async function setText(ctx: BotContext, text: string): Promise<void> {
    const chat = ctx.chat?.id ?? 0;
    const { voice } = await voiceAndWords(chat);
    if (text.length > LONGEST_TEXT) {
      const values = { length: voice.number(text.length), most: voice.number(LONGEST_TEXT) };
      return show(chat, screen([voice.t('new-text-long', values)]));
    }
    const draft = await control.setText(actorOf(ctx), text);
    await chats.write(`content:${chat}`, ctx.msg?.message_id ?? 0);
    pages.delete(chat);
    if (draft) await show(chat, await preview(draft));
  }

  async function setPhoto(ctx: BotContext, file: Attachment): Promise<boolean> {
    const chat = ctx.chat?.id ?? 0;
    const { voice } = await voiceAndWords(chat);
    const replyTo = ctx.message?.message_id ?? 0;
    const caption = (ctx.message?.caption ?? '').slice(0, LONGEST_CAPTION);
    const got = await download(kit, file);
    if (!got.ok) {
      const text =
        got.why === 'size'
          ? voice.t('new-photo-big', { size: voice.number(Math.ceil(file.bytes / 1_000_000)), most: '10' })
          : voice.t('list-download');
      await show(chat, screen([text]), { replyTo });
      return false;
    }
    const image = { bytes: got.bytes, name: file.name, caption, recompressed: file.photo };
    const result = await control.setImage(actorOf(ctx), image);
    if (!result.ok) {
      await show(chat, photoProblemScreen(voice, result.problem), { replyTo });
      return false;
    }
    pages.delete(chat);
    await show(chat, await preview(result.draft));
    return true;
  }

  // ---------------------------------------------------------------- what a message answers

  const list: Answer = async (ctx) => {
    const file = attachmentOf(ctx.message);
    if (file && !file.photo && !file.image) {
      await readFile(ctx, file);
      return true;
    }
    const text = ctx.message?.text ?? '';
    if (looksLikeNumbers(text)) {
      const path = await keepUpload(kit, ctx.chat?.id ?? 0, Buffer.from(text));
      await read(ctx, { file: { path, name: 'lista.txt' } }, ctx.message?.message_id ?? 0);
      return true;
    }
    const { voice, say } = await voiceAndWords(ctx.chat?.id ?? 0);
    const face = file ? listProblemScreen(voice, { is: 'kind', kind: 'jpg' }, say) : listPrompt(voice);
    await show(ctx.chat?.id ?? 0, face, { replyTo: ctx.message?.message_id ?? 0 });
    return false;
  };

  const content: Answer = async (ctx) => {
    const file = attachmentOf(ctx.message);
    if (file?.image) return setPhoto(ctx, file);
    if (file && /\.(csv|txt|tsv|xlsx?|vcf)$/i.test(file.name)) {
      const got = await download(kit, file);
      if (!got.ok) return false;
      const path = await keepUpload(kit, ctx.chat?.id ?? 0, got.bytes);
      await chats.write(`swap:${ctx.chat?.id}`, { path, name: file.name });
      await show(ctx.chat?.id ?? 0, swapScreen(await kit.voiceOf(ctx.chat?.id ?? 0)), {
        replyTo: ctx.message?.message_id ?? 0,
      });
      return false;
    }
    if (ctx.message?.text) {
      await setText(ctx, ctx.message.text);
      return true;
    }
    const voice = await kit.voiceOf(ctx.chat?.id ?? 0);
    const kind = /\.(\w+)$/.exec(file?.name ?? '')?.[1] ?? '…';
    await show(ctx.chat?.id ?? 0, screen([voice.t('new-photo-kind', { kind })]), {
      replyTo: ctx.message?.message_id ?? 0,
    });
    return false;
  };

  /** By the draft's state: what it lacks is what a message without a question is taken for. */
  async function take(ctx: BotContext): Promise<boolean> {
    const file = attachmentOf(ctx.message);
    const text = ctx.message?.text;
    const draft = await control.draft(ctx.from?.id ?? 0);
    const hasPeople = draft?.list ? draft.list.summary.people > 0 : false;
    const wantsContent = hasPeople && !draft?.content;
    if (hasPeople && (file?.image || (wantsContent && (file || text)))) await content(ctx);
    else if (file && !file.image) await list(ctx);
    else if (text && draft && !hasPeople && looksLikeNumbers(text)) await list(ctx);
    else return false;
    return true;
  }

  // ---------------------------------------------------------------- buttons

  /** Runs on the draft's latest message only; older ones show the current screen. */
  function on(
    payload: string | RegExp,
    handle: (ctx: BotContext & { match: string | RegExpMatchArray }, draft: Campaign) => Promise<void>,
  ) {
    composer.callbackQuery(payload, async (ctx) => {
      const chat = ctx.from.id;
      const latest = await chats.card(chat, DRAFT);
      const draft = await control.draft(chat);
      if (!draft || (latest && latest.messageId !== tapped(ctx))) {
        await toast(ctx, (await kit.voiceOf(chat)).t('guard-old'));
        return show(chat, await current(chat));
      }
      await handle(ctx, draft);
    });
  }

  async function start(ctx: BotContext, fresh: boolean) {
    const chat = ctx.chat?.id ?? 0;
    const draft = await control.draft(chat);
    const voice = await kit.voiceOf(chat);
    await toast(ctx);
    if (!fresh && draft?.list && draft.list.summary.people > 0) return show(chat, existsScreen(voice, draft));
    await control.newDraft(actorOf(ctx));
    await show(chat, listPrompt(voice));
    await askFor(ctx, 'list');
  }

  composer.command(['new', 'nueva', 'nova'], (ctx) => start(ctx, false));
  composer.callbackQuery('new:start', (ctx) => start(ctx, false));
  composer.callbackQuery('new:fresh', (ctx) => start(ctx, true));
  composer.callbackQuery(['new:cancel', 'new:stop'], async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    reading.get(ctx.from.id)?.abort();
    if (ctx.callbackQuery.data === 'new:stop') return toast(ctx, voice.t('list-stopped'));
    await closeQuestions(ctx);
    const gone = await control.discard(actorOf(ctx));
    await toast(ctx, voice.t(gone ? 'menu-cancelled' : 'menu-nothing'));
    await outbox.edit(ctx.from.id, tapped(ctx), screen([voice.t(gone ? 'menu-cancelled' : 'menu-nothing')]), {
      answer: true,
    });
  });

  on('new:show', async (ctx) => {
    await toast(ctx);
    await show(ctx.from?.id ?? 0, await current(ctx.from?.id ?? 0), { tapped: tapped(ctx) });
  });
  on('new:list', async (ctx, draft) => {
    await toast(ctx);
    const { voice, say } = await voiceAndWords(draft.createdBy);
    await show(draft.createdBy, listScreen(voice, draft, say), { tapped: tapped(ctx) });
  });
  on(/^new:(list:ok|content)$/, async (ctx, draft) => {
    await toast(ctx);
    if (draft.content && ctx.callbackQuery?.data === 'new:list:ok')
      return show(draft.createdBy, await preview(draft), { tapped: tapped(ctx) });
    await show(draft.createdBy, contentScreen(await kit.voiceOf(draft.createdBy), draft), {
      tapped: tapped(ctx),
    });
    await askFor(ctx, 'content');
  });
  on('new:columns', async (ctx, draft) => {
    await toast(ctx);
    const columns = ((await chats.read(`columns:${draft.createdBy}`)) ?? []) as Column[];
    await show(draft.createdBy, columnsScreen(await kit.voiceOf(draft.createdBy), columns), {
      tapped: tapped(ctx),
    });
  });
  on('new:countries', async (ctx, draft) => {
    await toast(ctx);
    await show(draft.createdBy, countriesScreen(await kit.voiceOf(draft.createdBy)), { tapped: tapped(ctx) });
  });
  on(/^new:column:(\d+)$/, async (ctx) => {
    await toast(ctx);
    await read(ctx, { column: Number(ctx.match[1]) }, 0, tapped(ctx));
  });
  on(/^new:country:([A-Z]{2})$/, async (ctx) => {
    await toast(ctx);
    await read(ctx, { country: ctx.match[1] ?? '' }, 0, tapped(ctx));
  });
  on('new:swap', async (ctx, draft) => {
    await toast(ctx);
    const file = (await chats.read(`swap:${draft.createdBy}`)) as ListFile | undefined;
    await chats.erase(`swap:${draft.createdBy}`);
    if (file) await read(ctx, { file }, 0, tapped(ctx));
  });
  on('new:badrows', async (ctx, draft) => {
    await toast(ctx);
    const { voice } = await voiceAndWords(draft.createdBy);
    const parts: Buffer[] = [];
    const reason = (code: string) => voice.t(`report-reason-${code}`);
    const columns = ['line', 'written', 'reason'].map((name) => voice.t(`report-column-${name}`));
    const [line = '', written = '', why = ''] = columns;
    const delimiter = voice.language === 'en' ? ',' : ';';
    for await (const part of control.badRows(draft.id, { columns: [line, written, why], reason, delimiter }))
      parts.push(Buffer.from(part));
    await outbox.file(draft.createdBy, voice.t('list-bad-name'), Buffer.concat(parts), { answer: true });
  });
  on(/^new:fix:(\d+)$/, async (ctx, draft) => {
    await toast(ctx);
    const fixed = await control.fixField(actorOf(ctx), Number(ctx.match[1]));
    await show(draft.createdBy, await preview(fixed ?? draft), { tapped: tapped(ctx) });
  });
  on('new:rows', async (ctx, draft) => {
    await toast(ctx);
    pages.set(draft.createdBy, (pages.get(draft.createdBy) ?? 0) + 1);
    await show(draft.createdBy, await preview(draft), { tapped: tapped(ctx) });
  });
  on('new:footer', async (ctx, draft) => {
    await toast(ctx);
    const changed = await control.setFooter(actorOf(ctx), !draft.footer);
    await show(draft.createdBy, await preview(changed ?? draft), { tapped: tapped(ctx) });
  });
  on('new:pace', async (ctx, draft) => {
    await toast(ctx);
    const voice = await kit.voiceOf(draft.createdBy);
    const ends: Partial<Record<PaceName, string>> = {};
    for (const pace of PACES) {
      const endsAt = await control.endAt(draft.id, pace);
      ends[pace] = endsAt === null ? '…' : voice.time(endsAt, clock.now());
    }
    const { careful = '…', normal = '…', maximum = '…' } = ends;
    await show(draft.createdBy, paceScreen(voice, { careful, normal, maximum }), { tapped: tapped(ctx) });
  });
  on(/^new:pace:(careful|normal|maximum)$/, async (ctx, draft) => {
    await toast(ctx);
    const pace = PACES.find((one) => one === ctx.match[1]) ?? 'normal';
    const changed = await control.setPace(actorOf(ctx), pace);
    await show(draft.createdBy, await preview(changed ?? draft), { tapped: tapped(ctx) });
  });
  on('new:send', async (ctx, draft) => {
    await toast(ctx);
    const voice = await kit.voiceOf(draft.createdBy);
    const found = await control.preview(draft.id, 0);
    if (!found || found.unknown.length > 0)
      return show(draft.createdBy, await preview(draft), { tapped: tapped(ctx) });
    const face = kit.link.identity().linked
      ? consentScreen(voice, found.people, found.consentKnown)
      : notLinkedScreen(voice);
    await show(draft.createdBy, face, { tapped: tapped(ctx) });
  });

  composer.callbackQuery('new:confirm', async (ctx) => {
    const chat = ctx.from.id;
    const voice = await kit.voiceOf(chat);
    const latest = await chats.card(chat, DRAFT);
    const draft = await control.draft(chat);
    if (!draft || latest?.messageId !== tapped(ctx)) {
      const [running] = (await kit.progress.active())
        .filter(({ createdBy }) => createdBy === chat)
        .toReversed();
      await toast(ctx, running ? voice.t('new-started', { id: running.id }) : voice.t('guard-old'));
      return;
    }
    const result = await control.start(actorOf(ctx), draft.id, { consent: true });
    if (!result.ok) {
      await toast(
        ctx,
        result.why === 'started' ? voice.t('new-started', { id: result.campaign.id }) : voice.t('guard-old'),
      );
      return show(chat, await current(chat));
    }
    await toast(ctx);
    await closeQuestions(ctx);
    await chats.drop(chat, DRAFT);
    await outbox.edit(chat, tapped(ctx), screen([voice.t('new-sent', { id: result.campaign.id })]), {
      answer: true,
    });
  });

  return {
    composer,
    list,
    content,
    take,
    async edited(ctx) {
      const chat = ctx.chat?.id ?? 0;
      const draft = await control.draft(chat);
      const own = await chats.read(`content:${chat}`);
      const text = ctx.editedMessage?.text;
      if (draft?.content && text && own === ctx.editedMessage?.message_id) await setText(ctx, text);
    },
  };
}

/** Pasted or forwarded numbers: at least one run of digits that could be a phone's. */
function looksLikeNumbers(text: string): boolean {
  return (
    /(?:\d[\s().-]*){7,}/.test(text) &&
    text.replace(/[^\d]/g, '').length >= text.replace(/\s/g, '').length / 4
  );
}
