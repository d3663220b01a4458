/** `/optouts`, `optout:…`: who said no. A person stands in a button by a short name, never by the number. */
import { rm } from 'node:fs/promises';
import { Composer } from 'grammy';
import { firstNumber, maskPhone } from '../../queue/import/phone.ts';
import type { Doubt, OptOut, Person, PersonKey } from '../../queue/ports.ts';
import type { Deed } from '../../team/audit.ts';
import { actorOf, type BotContext, type Kit, tapped, toast } from '../context.ts';
import { entriesIn } from '../new/pasted.ts';
import { downloadScreen } from '../new/screens.ts';
import { type Answer, askFor, closeQuestions } from '../question.ts';
import { redraw } from '../reply/buttons.ts';
import type { Screen } from '../screen.ts';
import { attachmentOf, download, keepUpload } from '../upload.ts';
import {
  addedScreen,
  askScreen,
  changedScreen,
  doubtsScreen,
  importedScreen,
  optOutScreen,
  phoneOf,
  removedScreen,
  removeScreen,
} from './screens.ts';

export interface OptOutArea {
  readonly composer: Composer<BotContext>;
  /** A number to add, a number to take off, a file of numbers. */
  readonly add: Answer;
  readonly remove: Answer;
  readonly list: Answer;
  /** Numbers that changed: the operators are asked. */
  tellChanged(): Promise<void>;
}

const CHANGED = 'changed-numbers';
const MOST_CHANGED = 1000;

/** Draws a person's card again, where a message shows one. */
export type RedrawPerson = (chat: number, message: number, person: Person) => Promise<void>;

export function createOptOut(kit: Kit, redrawPerson: RedrawPerson): OptOutArea {
  const composer = new Composer<BotContext>();
  const { people, outbox, clock } = kit;

  const say = (chat: number, face: Screen, replyTo?: number) =>
    outbox.send(chat, face, { answer: true, ...(replyTo ? { replyTo } : {}) });
  const put = async (ctx: BotContext, face: Screen) => {
    const chat = ctx.chat?.id ?? 0;
    if (!ctx.callbackQuery) await say(chat, face);
    else if ((await outbox.edit(chat, tapped(ctx), face, { answer: true })) === 'gone') await say(chat, face);
  };

  async function show(ctx: BotContext) {
    await toast(ctx);
    // A command in the middle of a question leaves it open.
    if (ctx.callbackQuery) await closeQuestions(ctx);
    const page = await people.optOuts({ limit: 5 });
    const { total: optOut } = await people.doubts({ about: 'opt-out', limit: 1 });
    const { total: identity } = await people.doubts({ about: 'identity', limit: 1 });
    const voice = await kit.voiceOf(ctx.chat?.id ?? 0);
    await put(
      ctx,
      optOutScreen(
        voice,
        { ...page, doubts: { optOut, identity }, retentionDays: kit.privacy.retentionDays },
        clock.now(),
      ),
    );
  }

  for (const what of ['add', 'remove', 'import'] as const)
    composer.callbackQuery(`optout:${what}`, async (ctx) => {
      await toast(ctx);
      await put(ctx, askScreen(await kit.voiceOf(ctx.from.id), what));
      await askFor(ctx, `optout-${what}`);
    });
  composer.command(['optouts', 'bajas', 'saidas'], show);
  composer.callbackQuery('optout:show', show);
  composer.callbackQuery('optout:export', async (ctx) => {
    await toast(ctx);
    await sendList(kit, ctx.from.id);
  });
  composer.callbackQuery('optout:doubts', async (ctx) => {
    await toast(ctx);
    await put(ctx, await nextDoubt(kit, ctx.from.id));
  });
  composer.callbackQuery('optout:changed', async (ctx) => {
    await toast(ctx);
    await put(ctx, await changed(kit, ctx.from.id));
  });
  composer.callbackQuery(/^optout:changed:(keep|out)$/, async (ctx) => {
    const decision = ctx.match[1] === 'keep' ? 'keep' : 'out';
    const { doubts } = await people.doubts({ about: 'identity', limit: MOST_CHANGED });
    for (const { person } of doubts) await decide(kit, ctx, person, decision);
    await toast(ctx, (await kit.voiceOf(ctx.from.id)).t(`optout-changed-${decision}`));
    await put(ctx, await changed(kit, ctx.from.id));
  });
  addPersonButtons(kit, composer, redrawPerson, put);

  return {
    composer,
    add: (ctx) => answerAdd(kit, ctx),
    remove: (ctx) => answerRemove(kit, ctx),
    list: (ctx) => answerImport(kit, ctx),
    async tellChanged() {
      for (const { id, blocked, language } of await kit.team.members()) {
        if (blocked) continue;
        const face = changedScreen(kit.voice({ language }), await changedPeople(kit));
        const place = await kit.chats.card(id, CHANGED);
        // One question that grows, not one for each number.
        if (
          place &&
          clock.now() - place.at < CHANGED_GROWS &&
          (await outbox.edit(id, place.messageId, face)) === 'done'
        )
          continue;
        const messageId = await outbox.send(id, face);
        if (messageId)
          await kit.chats.keep({
            chatId: id,
            what: CHANGED,
            messageId,
            threadId: null,
            drawn: '',
            at: clock.now(),
          });
      }
    },
  };
}

/** `optout:ref8F3K:add`: below somebody's answer, on their card, in the list of doubts. */
function addPersonButtons(
  kit: Kit,
  composer: Composer<BotContext>,
  redrawPerson: RedrawPerson,
  put: (ctx: BotContext, face: Screen) => Promise<void>,
) {
  const { people, outbox } = kit;
  composer.callbackQuery(/^optout:(ref\w+):(add|keep|remove|yes)(:next)?$/, async (ctx) => {
    const [, ref = '', what, next] = ctx.match;
    const chat = ctx.from.id;
    const voice = await kit.voiceOf(chat);
    const person = await people.person(ref);
    if (!person) return toast(ctx, voice.t('guard-old'));
    if (what === 'remove') {
      await toast(ctx);
      const face = removeScreen(voice, phoneOf(voice, person), person.ref);
      return void (await outbox.send(chat, face, { answer: true }));
    }
    if (what === 'yes') {
      const was = await takeOff(kit, ctx, person);
      await toast(ctx);
      return put(ctx, removedScreen(voice, phoneOf(voice, person), was));
    }
    const did = await decide(kit, ctx, person, what === 'add' ? 'out' : 'keep');
    const key = what === 'add' ? (did ? 'optout-toast-added' : 'optout-toast-was') : 'optout-toast-kept';
    await toast(ctx, voice.t(key));
    if (next) await put(ctx, await nextDoubt(kit, chat));
    else if (!(await redraw(kit, chat, tapped(ctx)))) await redrawPerson(chat, tapped(ctx), person);
  });
}

/** A message about changed numbers is added to for so long. */
const CHANGED_GROWS = 12 * 3_600_000;

/** Puts a person on the list, or says that it was no no; recorded with the operator's name. */
async function decide(kit: Kit, ctx: BotContext, person: Person, decision: 'keep' | 'out'): Promise<boolean> {
  const did =
    decision === 'out'
      ? (await kit.people.optOut(person, actorOf(ctx).name)) !== null
      : await kit.people.decide(person, 'keep', actorOf(ctx).name);
  if (did) await note(kit, ctx, decision === 'out' ? 'optout-added' : 'doubt-kept', person);
  return did;
}

async function takeOff(kit: Kit, ctx: BotContext, person: Person): Promise<boolean> {
  const was = await kit.people.optIn(person, actorOf(ctx).name);
  if (was) await note(kit, ctx, 'optout-removed', person);
  return was;
}

/** Who did it, about whom as far as others may know. */
const note = (kit: Kit, ctx: BotContext, deed: Deed, { phone }: PersonKey) =>
  kit.record(ctx, deed, { detail: phone ? maskPhone(phone) : '…' });

async function nextDoubt(kit: Kit, chat: number): Promise<Screen> {
  const { total, doubts } = await kit.people.doubts({ about: 'opt-out', limit: 1 });
  const next: Doubt | null = doubts[0] ?? null;
  const said = next && (await kit.privacy.dossier(next.person)).replies[0]?.text;
  return doubtsScreen(await kit.voiceOf(chat), { total, next, said: said?.slice(0, 300) ?? null });
}

async function changedPeople(kit: Kit) {
  const { total, doubts } = await kit.people.doubts({ about: 'identity', limit: 20 });
  return { total, people: doubts.map(({ person }) => person) };
}

const changed = async (kit: Kit, chat: number) =>
  changedScreen(await kit.voiceOf(chat), await changedPeople(kit));

/** Numbers of a message, or of a contact that was shared; what can't be read is told. */
async function peopleIn(kit: Kit, ctx: BotContext): Promise<{ people: Person[]; bad: string | null }> {
  const country = kit.place().country;
  const people: Person[] = [];
  let bad: string | null = null;
  for (const { written } of entriesIn(ctx.message)) {
    const { parsed } = firstNumber(written, country);
    if (parsed.ok) people.push(await kit.people.named({ phone: parsed.phone, lid: null }));
    else bad ??= written;
  }
  return { people, bad: people.length > 0 ? null : (bad ?? ctx.message?.text ?? '…') };
}

async function answerAdd(kit: Kit, ctx: BotContext): Promise<boolean> {
  const chat = ctx.chat?.id ?? 0;
  const voice = await kit.voiceOf(chat);
  const { people, bad } = await peopleIn(kit, ctx);
  const replyTo = ctx.message?.message_id ?? 0;
  if (bad !== null) {
    await kit.outbox.send(chat, askScreen(voice, 'add', bad.slice(0, 40)), { answer: true, replyTo });
    return false;
  }
  const added = [];
  for (const person of people) added.push({ person, fresh: await decide(kit, ctx, person, 'out') });
  await kit.outbox.send(chat, addedScreen(voice, added), { answer: true, replyTo });
  return true;
}

async function answerRemove(kit: Kit, ctx: BotContext): Promise<boolean> {
  const chat = ctx.chat?.id ?? 0;
  const voice = await kit.voiceOf(chat);
  const { people, bad } = await peopleIn(kit, ctx);
  const [person] = people;
  const options = { answer: true, replyTo: ctx.message?.message_id ?? 0 };
  if (!person) {
    await kit.outbox.send(chat, askScreen(voice, 'remove', (bad ?? '').slice(0, 40)), options);
    return false;
  }
  const phone = phoneOf(voice, person);
  const listed = await kit.people.listed(person);
  const face = listed ? removeScreen(voice, phone, person.ref) : removedScreen(voice, phone, false);
  await kit.outbox.send(chat, face, options);
  return true;
}

async function answerImport(kit: Kit, ctx: BotContext): Promise<boolean> {
  const chat = ctx.chat?.id ?? 0;
  const voice = await kit.voiceOf(chat);
  const options = { answer: true, replyTo: ctx.message?.message_id ?? 0 };
  const file = attachmentOf(ctx.message);
  if (!file || file.image) {
    // Numbers in a message are a list too.
    if (entriesIn(ctx.message).length > 0) return answerAdd(kit, ctx);
    await kit.outbox.send(chat, askScreen(voice, 'import'), options);
    return false;
  }
  const got = await download(kit, file);
  if (!got.ok) {
    await kit.outbox.send(chat, downloadScreen(voice, got), options);
    return false;
  }
  const path = await keepUpload(kit, chat, got.bytes);
  try {
    const { country } = kit.place();
    const result = await kit.optOuts.read({ path, country, by: actorOf(ctx).name });
    if (result.ok) await kit.record(ctx, 'optout-imported', { detail: String(result.added) });
    await kit.outbox.send(chat, importedScreen(voice, result), options);
    return result.ok;
  } finally {
    await rm(path, { force: true });
  }
}

async function sendList(kit: Kit, chat: number): Promise<void> {
  const voice = await kit.voiceOf(chat);
  const words = {
    columns: [
      voice.t('report-column-phone'),
      voice.t('optout-column-since'),
      voice.t('optout-column-how'),
      voice.t('optout-column-word'),
    ] as const,
    how: (source: OptOut['source']) => voice.t(`optout-how-${source}`),
  };
  const form = {
    zone: kit.place().zone,
    delimiter: voice.language === 'en' ? (',' as const) : (';' as const),
  };
  const parts: Buffer[] = [];
  for await (const part of kit.optOuts.csv(words, form)) parts.push(Buffer.from(part));
  await kit.outbox.file(chat, voice.t('optout-file'), Buffer.concat(parts), { answer: true });
}
