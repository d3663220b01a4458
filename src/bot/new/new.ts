/** `new:…`: what people do to the draft. Its screens are in `screens.ts`, its truth is the row in the store. */
import type { Composer } from 'grammy';
import type { Campaign } from '../../queue/campaign.ts';
import { findCountry } from '../../queue/import/country.ts';
import { type Entry, isSurelyList } from '../../queue/import/pasted.ts';
import { typed } from '../commands.ts';
import { actorOf, type BotContext, type Kit, tapped, toast } from '../context.ts';
import { type Answer, askFor, closeQuestions, type DraftQuestion } from '../question.ts';
import { type Screen, screen } from '../screen.ts';
import { attachmentOf, isMedia } from '../upload.ts';
import { type Area, createArea } from './area.ts';
import { addComposing } from './composing.ts';
import { addFields, answerGap } from './fields.ts';
import {
  askCountryScreen,
  columnsScreen,
  countriesScreen,
  existsScreen,
  listProblemScreen,
  listPrompt,
  listScreen,
} from './list-screens.ts';
import { addMending, answerMend } from './mending.ts';
import { addMore, answerDraftName } from './more.ts';
import { addPace, answerClosing, answerPace } from './pace.ts';
import { entriesIn } from './pasted.ts';
import { columnsRead, problemRead } from './reading.ts';
import { addSaved, savedAnswers } from './saved.ts';
import { addSavedLists, savedListAnswers } from './saved-lists.ts';
import { contentScreen } from './screens.ts';
import { type AfterLink, addSending, afterLink } from './sending.ts';
import { addSheets } from './sheets.ts';
import { addTesting } from './trial.ts';
import { addWhen, answerWhen } from './when.ts';

export interface New {
  readonly composer: Composer<BotContext>;
  readonly answers: Readonly<Record<DraftQuestion | 'text-rename' | 'list-rename', Answer>>;
  /** Asks for the list of a draft whose message is there. */
  begin(ctx: BotContext, draft: Campaign): Promise<void>;
  /** Shows something as the draft's latest message. */
  show(chat: number, face: Screen): Promise<unknown>;
  /** A message that no question waits for; false when it isn't for the draft. */
  take(ctx: BotContext): Promise<boolean>;
  /** A draft for these people, or the one that is there already. */
  listPeople(ctx: BotContext, entries: readonly Entry[]): Promise<void>;
  /** The person changed a message of theirs. */
  edited(ctx: BotContext): Promise<void>;
  /** The draft was thrown away. */
  dropped(chat: number): Promise<void>;
  readonly afterLink: AfterLink;
}

/** `connect` asks for a code, as the button of that name does. */
export function createNew(kit: Kit, connect: (ctx: BotContext) => Promise<void>): New {
  const area = createArea(kit);
  const { stage, lists, contents, pasted, composer } = area;
  addBeginning(area);
  addList(area);
  addSheets(area);
  addMending(area);
  addMessage(area);
  addComposing(area);
  addFields(area);
  addPace(area);
  addMore(area);
  addSaved(area);
  addSavedLists(area);
  addTesting(area);
  addWhen(area);
  addSending(area, connect);
  return {
    composer,
    answers: answersOf(area),
    edited: contents.edited,
    dropped: stage.clear,
    afterLink: afterLink(area),
    take: (ctx) => take(area, ctx),
    show: (chat, face) => stage.show(chat, face),
    async listPeople(ctx, entries) {
      const chat = ctx.chat?.id ?? 0;
      const draft = await kit.control.draft(chat);
      if (draft?.list && draft.list.summary.people > 0)
        return void (await stage.show(chat, existsScreen(await kit.voiceOf(chat), draft, kit.clock.now())));
      await lists.read(ctx, { file: await pasted.add(ctx, entries) }, {});
    },
    async begin(ctx, draft) {
      await stage.clear(draft.createdBy);
      await stage.show(draft.createdBy, listPrompt(await kit.voiceOf(draft.createdBy), draft));
      await askFor(ctx, 'list');
    },
  };
}

/** Who takes what is typed; of most of them what is no answer is for the draft all the same. */
function answersOf(area: Area): New['answers'] {
  const other = (ctx: BotContext) => take(area, ctx);
  const [texts, lists] = [savedAnswers(area, other), savedListAnswers(area, other)];
  return {
    list: answerList(area),
    country: (ctx) => answerCountry(area, ctx),
    content: area.contents.answer,
    gap: answerGap(area),
    pace: answerPace(area),
    closing: answerClosing(area),
    mend: answerMend(area, other),
    when: answerWhen(area, other),
    'draft-name': answerDraftName(area, other),
    'text-name': texts.name,
    'text-rename': texts.rename,
    'list-name': lists.name,
    'list-rename': lists.rename,
  };
}

/** By the draft's state: what it lacks is what a message without a question is taken for. */
async function take(area: Area, ctx: BotContext): Promise<boolean> {
  const { kit, lists, contents } = area;
  const { contact, text } = ctx.message ?? {};
  const file = attachmentOf(ctx.message);
  const draft = await kit.control.draft(ctx.from?.id ?? 0);
  const hasPeople = (draft?.list?.summary.people ?? 0) > 0;
  const isList = file && (!hasPeople || (file.list && (draft?.content?.media ?? []).length === 0));
  if (await contents.files.tooLate(ctx)) return true;
  if (await takeFirst(area, ctx, draft)) return true;
  if (isList) await lists.answer(ctx);
  else if ((contact || text) && growsBy(ctx, draft)) await lists.answer(ctx);
  else if (text && draft?.content && !isMissing(draft)) await contents.offerText(ctx);
  else if (hasPeople ? file || contact || text : text && draft?.content) await contents.answer(ctx);
  else return false;
  return true;
}

/** Pictures, films and sounds are no list: they begin the message, and the list is asked for after them. */
async function takeFirst({ kit, contents }: Area, ctx: BotContext, draft: Campaign | null): Promise<boolean> {
  const file = attachmentOf(ctx.message);
  if (!file || !isMedia(file) || (draft?.list?.summary.people ?? 0) > 0) return false;
  if (!draft) await kit.control.newDraft(actorOf(ctx));
  await contents.files.take(ctx, file);
  return true;
}

/** The answer to the question for a list; a picture goes into the message, and the question stays. */
const answerList =
  (area: Area): Answer =>
  async (ctx) => {
    const draft = await area.kit.control.draft(ctx.chat?.id ?? 0);
    return !(await takeFirst(area, ctx, draft)) && area.lists.answer(ctx);
  };

/** Does the message lack its text, or may files still get another one? */
const isMissing = (draft: Campaign | null) => !draft?.content || draft.content.media.length > 0;

/**
 * Is this message for the list? Numbers join one that lacks people or came from messages too. Where there is none,
 * a single number or contact begins none: it asks about that person.
 */
function growsBy({ message }: BotContext, draft: Campaign | null): boolean {
  const hasPeople = (draft?.list?.summary.people ?? 0) > 0;
  if (hasPeople && draft?.list?.origin?.is !== 'pasted') return false;
  if (message?.contact) return draft !== null;
  if (draft && !hasPeople) return entriesIn(message).length > 0;
  if (!draft && entriesIn(message).length < 2) return false;
  return !draft?.content && isSurelyList(message?.text ?? '');
}

/** N1, N2, and the way out. */
function addBeginning({ kit, stage, lists, composer }: Area) {
  const { control, outbox } = kit;
  async function start(ctx: BotContext, fresh: boolean) {
    const chat = ctx.chat?.id ?? 0;
    const draft = await control.draft(chat);
    const voice = await kit.voiceOf(chat);
    await toast(ctx);
    if (!fresh && draft?.list && draft.list.summary.people > 0) {
      await closeQuestions(ctx);
      return void (await stage.show(chat, existsScreen(voice, draft, kit.clock.now())));
    }
    await control.newDraft(actorOf(ctx));
    await stage.clear(chat);
    await stage.show(chat, listPrompt(voice));
    await askFor(ctx, 'list');
  }
  composer.command(typed('new'), (ctx) => start(ctx, false));
  composer.callbackQuery('new:start', (ctx) => start(ctx, false));
  composer.callbackQuery('new:fresh', (ctx) => start(ctx, true));
  composer.callbackQuery('new:stop', async (ctx) => {
    lists.stop(ctx.from.id);
    await toast(ctx, (await kit.voiceOf(ctx.from.id)).t('list-stopped'));
  });
  composer.callbackQuery('new:cancel', async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    lists.drop(ctx.from.id);
    await closeQuestions(ctx);
    const gone = await control.discard(actorOf(ctx));
    await stage.clear(ctx.from.id);
    const text = voice.t(gone ? 'menu-cancelled' : 'menu-nothing');
    await toast(ctx, text);
    await outbox.edit(ctx.from.id, tapped(ctx), screen([text]), { answer: true });
  });
}

/** N4: column, country, bad rows, another file. */
function addList({ kit, stage, lists, contents, pasted, old, on }: Area) {
  const { control } = kit;
  on('new:list', async (ctx, draft) => {
    await toast(ctx);
    await closeQuestions(ctx);
    const { voice, say } = await stage.reader(draft.createdBy);
    const problem = await problemRead(kit).read(draft.createdBy);
    const unusable = draft.list?.summary.rows === 0 && problem;
    const face = unusable ? listProblemScreen(voice, problem, say) : listScreen(voice, draft, say);
    await stage.show(draft.createdBy, face, { tapped: tapped(ctx) });
  });
  on(/^new:columns(?::(\d+))?$/, async (ctx, { createdBy }) => {
    await toast(ctx);
    const columns = (await columnsRead(kit).read(createdBy)) ?? [];
    const face = columnsScreen(await kit.voiceOf(createdBy), columns, Number(ctx.match[1] ?? 1));
    await stage.show(createdBy, face, { tapped: tapped(ctx) });
  });
  on('new:countries', async (ctx, draft) => {
    await toast(ctx);
    await closeQuestions(ctx);
    const { voice, say } = await stage.reader(draft.createdBy);
    const face = countriesScreen(voice, await control.countries(draft.id), say);
    await stage.show(draft.createdBy, face, { tapped: tapped(ctx) });
  });
  on('new:country:ask', async (ctx, { createdBy }) => {
    await toast(ctx);
    await stage.show(createdBy, askCountryScreen(await kit.voiceOf(createdBy)), { tapped: tapped(ctx) });
    await askFor(ctx, 'country');
  });
  on(/^new:column:(\d+)$/, async (ctx) => {
    await toast(ctx);
    await lists.read(ctx, { column: Number(ctx.match[1]) }, { tapped: tapped(ctx) });
  });
  on(/^new:country:([A-Z]{2})$/, async (ctx) => {
    await toast(ctx);
    await lists.read(ctx, { country: ctx.match[1] ?? '' }, { tapped: tapped(ctx) });
  });
  // `new:swap` stands below messages of an older release.
  on(/^new:(list:)?swap$/, async (ctx, { createdBy }) => {
    const other = await contents.otherList(createdBy);
    const file = Array.isArray(other) ? await pasted.add(ctx, other) : other;
    if (!file) return old(ctx);
    await toast(ctx);
    await lists.read(ctx, { file }, { tapped: tapped(ctx) });
  });
}

/** A country as the person writes it; a file in its place is a list. */
async function answerCountry({ kit, stage, lists }: Area, ctx: BotContext): Promise<boolean> {
  const chat = ctx.chat?.id ?? 0;
  if (!(await kit.control.draft(chat))) return true;
  if (attachmentOf(ctx.message) || ctx.message?.contact) return lists.answer(ctx);
  const written = ctx.message?.text ?? '';
  const country = findCountry(written);
  const replyTo = ctx.message?.message_id ?? 0;
  if (country) {
    await lists.read(ctx, { country }, { replyTo });
    return true;
  }
  await stage.show(chat, askCountryScreen(await kit.voiceOf(chat), written), { replyTo });
  return false;
}

/** N5, N5b, and the rows that the preview shows. */
function addMessage({ kit, stage, on }: Area) {
  on(/^new:(list:ok|content)$/, async (ctx, draft) => {
    await toast(ctx);
    const at = { tapped: tapped(ctx) };
    if (draft.content && ctx.callbackQuery?.data === 'new:list:ok')
      return void (await stage.show(draft.createdBy, await stage.preview(draft), at));
    await stage.show(draft.createdBy, contentScreen(await kit.voiceOf(draft.createdBy), draft), at);
    await askFor(ctx, 'content');
  });
  on('new:show', async (ctx, { createdBy }) => {
    await toast(ctx);
    await closeQuestions(ctx);
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
