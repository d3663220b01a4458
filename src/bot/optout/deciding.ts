/** One person on the list, or off it: by a button below their answer, on their card, or in the row of doubts. */
import type { Composer } from 'grammy';
import { maskPhone } from '../../queue/import/phone.ts';
import type { Doubt, Person, PersonKey } from '../../queue/ports.ts';
import type { Deed } from '../../team/audit.ts';
import { actorOf, type BotContext, type Kit, tapped, toast } from '../context.ts';
import { redrawPerson } from '../person/card.ts';
import { phoneOf } from '../person/screens.ts';
import { showInPlace } from '../places.ts';
import { redraw } from '../reply/buttons.ts';
import type { Screen } from '../screen.ts';
import { doubtsScreen, removedScreen, removeScreen } from './screens.ts';

/** `optout:ref8F3K:add`: below somebody's answer, on their card, in the list of doubts. */
export function addDeciding(kit: Kit, composer: Composer<BotContext>) {
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
      return showInPlace(kit, ctx, removedScreen(voice, phoneOf(voice, person), was));
    }
    const did = await decide(kit, ctx, person, what === 'add' ? 'out' : 'keep');
    const key = what === 'add' ? (did ? 'optout-toast-added' : 'optout-toast-was') : 'optout-toast-kept';
    await toast(ctx, voice.t(key));
    if (next) await showInPlace(kit, ctx, await nextDoubt(kit, chat));
    else if (!(await redraw(kit, chat, tapped(ctx)))) await redrawPerson(kit, chat, tapped(ctx), person);
  });
}

/** The next one of whom nobody has decided yet. */
export async function nextDoubt(kit: Kit, chat: number): Promise<Screen> {
  const { total, doubts } = await kit.people.doubts({ about: 'opt-out', limit: 1 });
  const next: Doubt | null = doubts[0] ?? null;
  const said = next && (await kit.privacy.dossier(next.person)).replies[0]?.text;
  return doubtsScreen(await kit.voiceOf(chat), { total, next, said: said?.slice(0, 300) ?? null });
}

/** Puts a person on the list, or says that it was no no; recorded with the operator's name. */
export async function decide(
  kit: Kit,
  ctx: BotContext,
  person: Person,
  decision: 'keep' | 'out',
): Promise<boolean> {
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
