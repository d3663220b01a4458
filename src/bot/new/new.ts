/** `new:…`: what people do to the draft. Its screens are in `screens.ts`, its truth is the row in the store. */
import { Composer } from 'grammy';
import type { Campaign } from '../../queue/campaign.ts';
import type { Column } from '../../queue/import/table.ts';
import { PACES, type PaceName } from '../../queue/ports.ts';
import { actorOf, type BotContext, type Kit, tapped, toast } from '../context.ts';
import { type Answer, askFor, closeQuestions } from '../question.ts';
import { screen } from '../screen.ts';
import { attachmentOf } from '../upload.ts';
import { type Contents, createContents } from './content.ts';
import { createLists, type Lists, looksLikeNumbers } from './list.ts';
import {
  columnsScreen,
  consentScreen,
  contentScreen,
  countriesScreen,
  existsScreen,
  listPrompt,
  listScreen,
  notLinkedScreen,
  offlineScreen,
  paceScreen,
  type Words,
} from './screens.ts';
import { createStage, type Stage } from './stage.ts';
import { startTrial } from './trial.ts';

export interface New {
  readonly composer: Composer<BotContext>;
  readonly list: Answer;
  readonly content: Answer;
  /** A message that no question waits for; false when it isn't for the draft. */
  take(ctx: BotContext): Promise<boolean>;
  /** The person changed a message of theirs. */
  edited(ctx: BotContext): Promise<void>;
  readonly afterLink: AfterLink;
}

/** Who wanted to send and had to connect first: their confirmation comes back by itself. */
export interface AfterLink {
  waits(chat: number): Promise<boolean>;
  goOn(chat: number): Promise<void>;
  forget(chat: number): Promise<void>;
}

/** What every group of buttons works with. */
interface Area {
  readonly kit: Kit;
  readonly stage: Stage;
  readonly lists: Lists;
  readonly contents: Contents;
  readonly composer: Composer<BotContext>;
  /** Runs on the draft's latest message only; older ones show the current screen. */
  on(payload: string | RegExp, handle: (ctx: TapContext, draft: Campaign) => Promise<void>): void;
}

type TapContext = BotContext & { match: string | RegExpMatchArray };

/** The draft that goes on as soon as WhatsApp is connected; the place holds its id. */
const AFTER_LINK = 'after-link';

/** `connect` asks for a code, as the button of that name does. */
export function createNew(
  kit: Kit,
  words: (language: string) => Words,
  connect: (ctx: BotContext) => Promise<void>,
): New {
  const stage = createStage(kit, words);
  const lists = createLists(kit, stage);
  const contents = createContents(kit, stage);
  const composer = new Composer<BotContext>();
  const on: Area['on'] = (payload, handle) => {
    composer.callbackQuery(payload, async (ctx) => {
      const chat = ctx.from.id;
      const draft = await kit.control.draft(chat);
      if (draft && (await stage.isLatest(chat, tapped(ctx)))) return handle(ctx, draft);
      await toast(ctx, (await kit.voiceOf(chat)).t('guard-old'));
      await stage.show(chat, await stage.current(chat));
    });
  };
  const area: Area = { kit, stage, lists, contents, composer, on };
  addBeginning(area);
  addList(area);
  addMessage(area);
  addChoices(area);
  addTesting(area);
  addSending(area, connect);
  return {
    composer,
    list: lists.answer,
    content: contents.answer,
    edited: contents.edited,
    afterLink: afterLink(area),
    take: (ctx) => take(area, ctx),
  };
}

/** By the draft's state: what it lacks is what a message without a question is taken for. */
async function take({ kit, lists, contents }: Area, ctx: BotContext): Promise<boolean> {
  const file = attachmentOf(ctx.message);
  const text = ctx.message?.text;
  const draft = await kit.control.draft(ctx.from?.id ?? 0);
  const hasPeople = draft?.list ? draft.list.summary.people > 0 : false;
  if (hasPeople && (file?.image || (text && !draft?.content))) await contents.answer(ctx);
  else if (file && !file.image) await lists.answer(ctx);
  else if (text && draft && !hasPeople && looksLikeNumbers(text)) await lists.answer(ctx);
  else return false;
  return true;
}

/** N1, N2, and the way out. */
function addBeginning({ kit, stage, lists, composer }: Area) {
  const { control, outbox } = kit;
  async function start(ctx: BotContext, fresh: boolean) {
    const chat = ctx.chat?.id ?? 0;
    const draft = await control.draft(chat);
    const voice = await kit.voiceOf(chat);
    await toast(ctx);
    if (!fresh && draft?.list && draft.list.summary.people > 0)
      return stage.show(chat, existsScreen(voice, draft));
    await control.newDraft(actorOf(ctx));
    await stage.show(chat, listPrompt(voice));
    await askFor(ctx, 'list');
  }
  composer.command(['new', 'nueva', 'nova'], (ctx) => start(ctx, false));
  composer.callbackQuery('new:start', (ctx) => start(ctx, false));
  composer.callbackQuery('new:fresh', (ctx) => start(ctx, true));
  composer.callbackQuery('new:stop', async (ctx) => {
    lists.stop(ctx.from.id);
    await toast(ctx, (await kit.voiceOf(ctx.from.id)).t('list-stopped'));
  });
  composer.callbackQuery('new:cancel', async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    lists.stop(ctx.from.id);
    await closeQuestions(ctx);
    const gone = await control.discard(actorOf(ctx));
    const text = voice.t(gone ? 'menu-cancelled' : 'menu-nothing');
    await toast(ctx, text);
    await outbox.edit(ctx.from.id, tapped(ctx), screen([text]), { answer: true });
  });
}

/** N4: column, country, bad rows, another file. */
function addList({ kit, stage, lists, contents, on }: Area) {
  const { chats, control, outbox } = kit;
  on('new:list', async (ctx, draft) => {
    await toast(ctx);
    const { voice, say } = await stage.reader(draft.createdBy);
    await stage.show(draft.createdBy, listScreen(voice, draft, say), { tapped: tapped(ctx) });
  });
  on('new:columns', async (ctx, { createdBy }) => {
    await toast(ctx);
    const columns = ((await chats.read(`columns:${createdBy}`)) ?? []) as Column[];
    await stage.show(createdBy, columnsScreen(await kit.voiceOf(createdBy), columns), {
      tapped: tapped(ctx),
    });
  });
  on('new:countries', async (ctx, { createdBy }) => {
    await toast(ctx);
    await stage.show(createdBy, countriesScreen(await kit.voiceOf(createdBy)), { tapped: tapped(ctx) });
  });
  on(/^new:column:(\d+)$/, async (ctx) => {
    await toast(ctx);
    await lists.read(ctx, { column: Number(ctx.match[1]) }, { tapped: tapped(ctx) });
  });
  on(/^new:country:([A-Z]{2})$/, async (ctx) => {
    await toast(ctx);
    await lists.read(ctx, { country: ctx.match[1] ?? '' }, { tapped: tapped(ctx) });
  });
  on('new:swap', async (ctx, { createdBy }) => {
    await toast(ctx);
    const file = await contents.otherList(createdBy);
    if (file) await lists.read(ctx, { file }, { tapped: tapped(ctx) });
  });
  on('new:badrows', async (ctx, draft) => {
    await toast(ctx);
    const voice = await kit.voiceOf(draft.createdBy);
    const words = {
      columns: [
        voice.t('report-column-line'),
        voice.t('report-column-written'),
        voice.t('report-column-reason'),
      ] as const,
      reason: (code: string) => voice.t(`report-reason-${code}`),
      delimiter: voice.language === 'en' ? ',' : ';',
    };
    const parts: Buffer[] = [];
    for await (const part of control.badRows(draft.id, words)) parts.push(Buffer.from(part));
    await outbox.file(draft.createdBy, voice.t('list-bad-name'), Buffer.concat(parts), { answer: true });
  });
}

/** N5, N5b, and the rows that the preview shows. */
function addMessage({ kit, stage, on }: Area) {
  on(/^new:(list:ok|content)$/, async (ctx, draft) => {
    await toast(ctx);
    const at = { tapped: tapped(ctx) };
    if (draft.content && ctx.callbackQuery?.data === 'new:list:ok')
      return stage.show(draft.createdBy, await stage.preview(draft), at);
    await stage.show(draft.createdBy, contentScreen(await kit.voiceOf(draft.createdBy), draft), at);
    await askFor(ctx, 'content');
  });
  on('new:show', async (ctx, { createdBy }) => {
    await toast(ctx);
    await stage.show(createdBy, await stage.current(createdBy), { tapped: tapped(ctx) });
  });
  on(/^new:fix:(\d+)$/, async (ctx, draft) => {
    await toast(ctx);
    const fixed = await kit.control.fixField(actorOf(ctx), Number(ctx.match[1]));
    await stage.show(draft.createdBy, await stage.preview(fixed ?? draft), { tapped: tapped(ctx) });
  });
  on('new:rows', async (ctx, draft) => {
    await toast(ctx);
    stage.turnPage(draft.createdBy);
    await stage.show(draft.createdBy, await stage.preview(draft), { tapped: tapped(ctx) });
  });
}

/** Footer and pace. */
function addChoices({ kit, stage, on }: Area) {
  const { control, clock } = kit;
  on('new:footer', async (ctx, draft) => {
    await toast(ctx);
    const changed = await control.setFooter(actorOf(ctx), !draft.footer);
    await stage.show(draft.createdBy, await stage.preview(changed ?? draft), { tapped: tapped(ctx) });
  });
  on('new:pace', async (ctx, draft) => {
    await toast(ctx);
    const voice = await kit.voiceOf(draft.createdBy);
    const end = async (pace: PaceName) => {
      const at = await control.endAt(draft.id, pace);
      return at === null ? '…' : voice.time(at, clock.now());
    };
    const ends = {
      careful: await end('careful'),
      normal: await end('normal'),
      maximum: await end('maximum'),
    };
    await stage.show(draft.createdBy, paceScreen(voice, ends), { tapped: tapped(ctx) });
  });
  on(/^new:pace:(careful|normal|maximum)$/, async (ctx, draft) => {
    await toast(ctx);
    const pace = PACES.find((one) => one === ctx.match[1]) ?? 'normal';
    const changed = await control.setPace(actorOf(ctx), pace);
    await stage.show(draft.createdBy, await stage.preview(changed ?? draft), { tapped: tapped(ctx) });
  });
}

/** A test to oneself: of the draft, or before there is one. */
function addTesting({ kit, stage, composer, on }: Area) {
  on('new:test', async (ctx, draft) => {
    const started = await startTrial(kit, ctx, { draft: draft.id });
    const voice = await kit.voiceOf(draft.createdBy);
    if (!started) await stage.show(draft.createdBy, notLinkedScreen(voice), { tapped: tapped(ctx) });
    else if (!started.ok && started.why !== 'under-way')
      await stage.show(draft.createdBy, await stage.current(draft.createdBy), { tapped: tapped(ctx) });
  });
  composer.callbackQuery('new:self', async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    const started = await startTrial(kit, ctx, { text: voice.t('new-self-text') });
    if (!started) await kit.outbox.send(ctx.from.id, offlineScreen(voice), { answer: true });
  });
}

/** N7 or N8; what is missing first, where something is. */
async function confirmation({ kit, stage }: Area, draft: Campaign, at: { tapped?: number } = {}) {
  const found = await kit.control.preview(draft.id, 0);
  const ready = found && found.people > 0 && draft.content && found.unknown.length === 0;
  const face = ready
    ? consentScreen(await kit.voiceOf(draft.createdBy), found.people, found.consentKnown)
    : await stage.current(draft.createdBy);
  await stage.show(draft.createdBy, face, at);
}

function afterLink(area: Area): AfterLink {
  const { chats, control } = area.kit;
  /** The very draft that was to be sent, if it is still there. */
  const waiting = async (chat: number) => {
    const place = await chats.card(chat, AFTER_LINK);
    const draft = place && (await control.draft(chat));
    return draft && String(draft.id) === place?.drawn ? draft : null;
  };
  return {
    waits: async (chat) => (await waiting(chat)) !== null,
    async goOn(chat) {
      const draft = await waiting(chat);
      await chats.drop(chat, AFTER_LINK);
      if (draft) await confirmation(area, draft);
    },
    forget: (chat) => chats.drop(chat, AFTER_LINK),
  };
}

/** N7 to N9: the one confirmation; tapped twice it starts once. */
function addSending(area: Area, connect: (ctx: BotContext) => Promise<void>) {
  const { kit, stage, composer, on } = area;
  const { control, link, outbox, progress } = kit;
  on('new:send', async (ctx, draft) => {
    await toast(ctx);
    const at = { tapped: tapped(ctx) };
    if (link.identity().linked) return confirmation(area, draft, at);
    await stage.show(draft.createdBy, notLinkedScreen(await kit.voiceOf(draft.createdBy)), at);
  });
  on('new:connect', async (ctx, draft) => {
    const chat = draft.createdBy;
    if (link.identity().linked) {
      await toast(ctx);
      return confirmation(area, draft, { tapped: tapped(ctx) });
    }
    await toast(ctx, (await kit.voiceOf(chat)).t('connect-asking'));
    await kit.chats.keep({
      chatId: chat,
      what: AFTER_LINK,
      messageId: 0,
      threadId: null,
      drawn: String(draft.id),
      at: kit.clock.now(),
    });
    await connect(ctx);
  });
  composer.callbackQuery('new:confirm', async (ctx) => {
    const chat = ctx.from.id;
    const voice = await kit.voiceOf(chat);
    const draft = await control.draft(chat);
    if (!draft || !(await stage.isLatest(chat, tapped(ctx)))) {
      const mine = (await progress.active()).filter(({ createdBy }) => createdBy === chat).at(-1);
      return toast(ctx, mine ? voice.t('new-started', { id: mine.id }) : voice.t('guard-old'));
    }
    const result = await control.start(actorOf(ctx), draft.id, { consent: true });
    if (!result.ok) {
      const started = result.why === 'started' ? result.campaign.id : null;
      await toast(ctx, started ? voice.t('new-started', { id: started }) : voice.t('guard-old'));
      return stage.show(chat, await stage.current(chat));
    }
    await toast(ctx);
    await closeQuestions(ctx);
    await stage.forget(chat);
    const face = screen([voice.t('new-sent', { id: result.campaign.id })]);
    await outbox.edit(chat, tapped(ctx), face, { answer: true });
  });
}
