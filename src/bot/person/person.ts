/** `person:…`, `/forget`: a number or a contact that is sent outside of a draft asks about that person. */
import { Composer } from 'grammy';
import { renderText } from '../../queue/draft.ts';
import { type Entry, isSurelyList } from '../../queue/import/pasted.ts';
import { firstNumber, maskPhone } from '../../queue/import/phone.ts';
import type { Dossier, Person } from '../../queue/ports.ts';
import { actorOf, type BotContext, isAdmin, type Kit, tapped, toast } from '../context.ts';
import { entriesIn } from '../new/pasted.ts';
import type { RedrawPerson } from '../optout/optout.ts';
import { type Answer, askFor, closeQuestions } from '../question.ts';
import { screen } from '../screen.ts';
import { evidenceText } from './evidence.ts';
import { askForgetScreen, forgetScreen, forgottenScreen, personScreen } from './screens.ts';

export interface PersonArea {
  readonly composer: Composer<BotContext>;
  /** A message that nothing else takes; false when it names nobody. Several contacts in a row are a list. */
  take(ctx: BotContext): Promise<boolean>;
  readonly redraw: RedrawPerson;
  /** Whom to forget. */
  readonly forget: Answer;
}

/** A phone shares several contacts as messages in a row. */
const GATHER = 1_000;

/** `begin` makes a list of people, or asks about the draft that is there. */
export function createPerson(
  kit: Kit,
  begin: (ctx: BotContext, entries: readonly Entry[]) => Promise<void>,
): PersonArea {
  const { people, privacy, replies, outbox, clock } = kit;
  const composer = new Composer<BotContext>();
  const gathering = new Map<number, Entry[]>();

  const admits = async (chat: number) => {
    const member = await kit.team.member(chat);
    return member !== null && isAdmin(kit, member);
  };

  async function faceOf(chat: number, person: Person, name: string | null = null) {
    const dossier = await privacy.dossier(person);
    const facts = { dossier, ref: person.ref, name, admin: await admits(chat) };
    return { dossier, face: personScreen(await kit.voiceOf(chat), facts, clock.now()) };
  }

  /** Who has answered may be answered by a reply to the card. */
  async function show(
    chat: number,
    person: Person,
    at: { tapped?: number; replyTo?: number; name?: string },
  ) {
    await outbox.typing(chat);
    const { dossier, face } = await faceOf(chat, person, at.name ?? null);
    const options = { answer: true, ...(at.replyTo ? { replyTo: at.replyTo } : {}) };
    const edited = at.tapped && (await outbox.edit(chat, at.tapped, face, { answer: true })) === 'done';
    const message = edited ? at.tapped : await outbox.send(chat, face, options);
    if (message && dossier.replies.length > 0) await replies.show(chat, message, person);
  }

  const numberOf = (written: string) => firstNumber(written, kit.place().country).parsed;

  async function showEntry(ctx: BotContext, { written, fields }: Entry): Promise<boolean> {
    const parsed = numberOf(written);
    if (!parsed.ok) return false;
    const person = await people.named({ phone: parsed.phone, lid: null });
    const replyTo = ctx.message?.message_id ?? 0;
    await show(ctx.chat?.id ?? 0, person, { replyTo, ...(fields.nombre ? { name: fields.nombre } : {}) });
    return true;
  }

  /** One contact asks about somebody, several are a list: known a moment later. */
  function gather(ctx: BotContext, entries: readonly Entry[]) {
    const chat = ctx.chat?.id ?? 0;
    const before = gathering.get(chat);
    if (before) return void before.push(...entries);
    const all = [...entries];
    gathering.set(chat, all);
    clock
      .sleep(GATHER)
      .then(async () => {
        gathering.delete(chat);
        const [only] = all;
        if (all.length > 1 || !only || !(await showEntry(ctx, only))) await begin(ctx, all);
      })
      .catch((error) => kit.log.error({ event: 'person', err: error }));
  }

  composer.callbackQuery(/^person:(ref\w+):(show|draft|evidence|forget)(:yes)?$/, async (ctx) => {
    const [, ref = '', what, yes] = ctx.match;
    const chat = ctx.from.id;
    const voice = await kit.voiceOf(chat);
    const person = await people.person(ref);
    if (!person) return toast(ctx, voice.t('guard-old'));
    if (what === 'forget' && !(await admits(chat))) return toast(ctx, voice.t('guard-admins'));
    await toast(ctx);
    if (what === 'evidence') return sendEvidence(kit, chat, person);
    if (what === 'forget' && yes) return forget(ctx, person);
    if (what === 'forget')
      return void (await outbox.edit(chat, tapped(ctx), forgetScreen(voice, person, person.ref), {
        answer: true,
      }));
    if (what === 'draft') {
      if (person.phone) await begin(ctx, [{ written: `+${person.phone}`, fields: {} }]);
      return;
    }
    // From the question whether to forget the card comes back in its place; from elsewhere it stands below.
    const asked = ctx.callbackQuery.message?.reply_markup?.inline_keyboard.flat();
    const back = asked?.some((one) => 'callback_data' in one && one.callback_data.endsWith(':forget:yes'));
    await show(chat, person, back ? { tapped: tapped(ctx) } : {});
  });

  async function forget(ctx: BotContext, person: Person) {
    const { id } = actorOf(ctx);
    const rows = await privacy.forget(person);
    await kit.record(ctx, 'person-forgotten', { detail: person.phone ? maskPhone(person.phone) : '…' });
    await outbox.edit(id, tapped(ctx), forgottenScreen(await kit.voiceOf(id), rows), { answer: true });
  }

  async function askWhom(ctx: BotContext, written: string): Promise<boolean> {
    const chat = ctx.chat?.id ?? 0;
    const voice = await kit.voiceOf(chat);
    const [entry] = ctx.message?.contact ? entriesIn(ctx.message) : [];
    const text = entry?.written ?? written;
    const parsed = numberOf(text);
    const options = { answer: true };
    if (!parsed.ok) {
      await outbox.send(chat, askForgetScreen(voice, text === '' ? undefined : text.slice(0, 40)), options);
      return false;
    }
    const person = await people.named({ phone: parsed.phone, lid: null });
    await outbox.send(chat, forgetScreen(voice, person, person.ref), options);
    return true;
  }

  composer.command(['forget', 'olvidar', 'esquecer'], async (ctx) => {
    const voice = await kit.voiceOf(ctx.chat.id);
    if (!(await admits(ctx.chat.id)))
      return void (await outbox.send(ctx.chat.id, screen([voice.t('guard-admins')]), { answer: true }));
    await closeQuestions(ctx);
    if (!(await askWhom(ctx, ctx.match.trim()))) await askFor(ctx, 'forget');
  });

  return {
    composer,
    async take(ctx) {
      const entries = entriesIn(ctx.message);
      const [only] = entries;
      if (ctx.message?.contact) {
        gather(ctx, entries);
        return true;
      }
      if (!only || entries.length > 1 || !isSurelyList(ctx.message?.text ?? '')) return false;
      return showEntry(ctx, only);
    },
    async redraw(chat, message, person) {
      const { face } = await faceOf(chat, person);
      await outbox.edit(chat, message, face, { answer: true });
    },
    async forget(ctx) {
      if (await admits(ctx.chat?.id ?? 0)) return askWhom(ctx, ctx.message?.text ?? '');
      return true;
    },
  };
}

/** The evidence for one person, as a file that opens anywhere. */
async function sendEvidence(kit: Kit, chat: number, person: Person): Promise<void> {
  const voice = await kit.voiceOf(chat);
  const dossier = await kit.privacy.dossier(person);
  const footer = kit.texts.t(kit.preferences.now().language, 'people-footer');
  const render = ({ campaign, row }: Dossier['messages'][number]) => renderText(campaign, row.fields, footer);
  const text = evidenceText(voice, dossier, { zone: kit.place().zone, now: kit.clock.now(), render });
  const name = voice.t('person-file', { ref: person.ref.slice(3) });
  await kit.outbox.file(chat, name, Buffer.from(text), { answer: true });
}
