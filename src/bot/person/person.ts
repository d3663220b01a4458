/** `person:…`: a number or a contact that is sent outside of a draft asks about that person. */
import { Composer } from 'grammy';
import { renderText } from '../../queue/draft.ts';
import { type Entry, isSurelyList } from '../../queue/import/pasted.ts';
import { firstNumber } from '../../queue/import/phone.ts';
import type { Dossier, Person } from '../../queue/ports.ts';
import { type BotContext, type Kit, tapped, toast } from '../context.ts';
import { adminsOnly } from '../guard.ts';
import { entriesIn } from '../new/pasted.ts';
import type { Answer } from '../question.ts';
import { showPerson } from './card.ts';
import { evidenceText } from './evidence.ts';
import { addForget, answerForget, forget } from './forget.ts';
import { forgetScreen } from './screens.ts';

export interface PersonArea {
  readonly composer: Composer<BotContext>;
  /** A message that nothing else takes; false when it names nobody. Several contacts in a row are a list. */
  take(ctx: BotContext): Promise<boolean>;
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
  const { people, clock } = kit;
  const composer = new Composer<BotContext>();
  const gathering = new Map<number, Entry[]>();

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
        if (all.length > 1 || !only || !(await showEntry(kit, ctx, only))) await begin(ctx, all);
      })
      .catch((error) => kit.log.error({ event: 'person', err: error }));
  }

  composer.callbackQuery(/^person:(ref\w+):(show|draft|evidence|forget)(:yes)?$/, async (ctx) => {
    const [, ref = '', what, yes] = ctx.match;
    const chat = ctx.from.id;
    const voice = await kit.voiceOf(chat);
    const person = await people.person(ref);
    if (!person) return toast(ctx, voice.t('guard-old'));
    if (what === 'forget' && !(await adminsOnly(kit, ctx))) return;
    await toast(ctx);
    if (what === 'evidence') return sendEvidence(kit, chat, person);
    if (what === 'forget' && yes) return forget(kit, ctx, person);
    if (what === 'forget') {
      const face = forgetScreen(voice, person, person.ref);
      return void (await kit.outbox.edit(chat, tapped(ctx), face, { answer: true }));
    }
    if (what === 'draft') {
      if (person.phone) await begin(ctx, [{ written: `+${person.phone}`, fields: {} }]);
      return;
    }
    await showPerson(kit, chat, person, isForgetQuestion(ctx) ? { tapped: tapped(ctx) } : {});
  });
  addForget(kit, composer);

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
      return showEntry(kit, ctx, only);
    },
    forget: answerForget(kit),
  };
}

/** From the question whether to forget the card comes back in its place; from elsewhere it stands below. */
function isForgetQuestion(ctx: BotContext): boolean {
  const keys = ctx.callbackQuery?.message?.reply_markup?.inline_keyboard.flat() ?? [];
  return keys.some((one) => 'callback_data' in one && one.callback_data.endsWith(':forget:yes'));
}

/** The card of who was named; false when it is no number. */
async function showEntry(kit: Kit, ctx: BotContext, { written, fields }: Entry): Promise<boolean> {
  const { parsed } = firstNumber(written, kit.place().country);
  if (!parsed.ok) return false;
  const person = await kit.people.named({ phone: parsed.phone, lid: null });
  const replyTo = ctx.message?.message_id ?? 0;
  const name = fields.nombre ? { name: fields.nombre } : {};
  await showPerson(kit, ctx.chat?.id ?? 0, person, { replyTo, ...name });
  return true;
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
