/** What is typed for the list of people who said no: numbers to add, one to take off, a file of them. */
import { rm } from 'node:fs/promises';
import { firstNumber } from '../../queue/import/phone.ts';
import type { Person } from '../../queue/ports.ts';
import { actorOf, type BotContext, type Kit } from '../context.ts';
import { downloadScreen } from '../new/list-screens.ts';
import { entriesIn } from '../new/pasted.ts';
import { phoneOf } from '../person/screens.ts';
import { attachmentOf, download, keepUpload } from '../upload.ts';
import { decide } from './deciding.ts';
import { addedScreen, askScreen, importedScreen, removedScreen, removeScreen } from './screens.ts';

export async function answerAdd(kit: Kit, ctx: BotContext): Promise<boolean> {
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

export async function answerRemove(kit: Kit, ctx: BotContext): Promise<boolean> {
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

export async function answerImport(kit: Kit, ctx: BotContext): Promise<boolean> {
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
