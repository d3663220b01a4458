/** `/forget`, `person:ref8F3K2A:forget`: what is known of a person is removed, after one confirmation. */
import type { Composer } from 'grammy';
import { firstNumber, maskPhone } from '../../queue/import/phone.ts';
import type { Person } from '../../queue/ports.ts';
import { actorOf, type BotContext, isAdminsChat, type Kit, tapped } from '../context.ts';
import { adminsOnly } from '../guard.ts';
import { entriesIn } from '../new/pasted.ts';
import { type Answer, askFor, closeQuestions } from '../question.ts';
import { askForgetScreen, forgetScreen, forgottenScreen } from './screens.ts';

export function addForget(kit: Kit, composer: Composer<BotContext>) {
  composer.command(['forget', 'olvidar', 'esquecer'], async (ctx) => {
    if (!(await adminsOnly(kit, ctx))) return;
    await closeQuestions(ctx);
    if (!(await askWhom(kit, ctx, ctx.match.trim()))) await askFor(ctx, 'forget');
  });
}

/** The typed number, or a contact. */
export const answerForget =
  (kit: Kit): Answer =>
  async (ctx) =>
    (await isAdminsChat(kit, ctx.chat?.id ?? 0)) ? askWhom(kit, ctx, ctx.message?.text ?? '') : true;

/** Asks whether it is to be done; false, and asked again, where nobody is named. */
async function askWhom(kit: Kit, ctx: BotContext, written: string): Promise<boolean> {
  const chat = ctx.chat?.id ?? 0;
  const voice = await kit.voiceOf(chat);
  const [entry] = ctx.message?.contact ? entriesIn(ctx.message) : [];
  const text = entry?.written ?? written;
  const { parsed } = firstNumber(text, kit.place().country);
  const options = { answer: true };
  if (!parsed.ok) {
    const bad = text === '' ? undefined : text.slice(0, 40);
    await kit.outbox.send(chat, askForgetScreen(voice, bad), options);
    return false;
  }
  const person = await kit.people.named({ phone: parsed.phone, lid: null });
  await kit.outbox.send(chat, forgetScreen(voice, person, person.ref), options);
  return true;
}

/** It was confirmed. */
export async function forget(kit: Kit, ctx: BotContext, person: Person): Promise<void> {
  const { id } = actorOf(ctx);
  const rows = await kit.privacy.forget(person);
  await kit.record(ctx, 'person-forgotten', { detail: person.phone ? maskPhone(person.phone) : '…' });
  await kit.outbox.edit(id, tapped(ctx), forgottenScreen(await kit.voiceOf(id), rows), { answer: true });
}
