/** A person's card: shown where it was asked for, and drawn again where it stands. */
import type { Person } from '../../queue/ports.ts';
import { isAdminsChat, type Kit } from '../context.ts';
import { personScreen } from './screens.ts';

async function faceOf(kit: Kit, chat: number, person: Person, name: string | null = null) {
  const dossier = await kit.privacy.dossier(person);
  const facts = { dossier, ref: person.ref, name, admin: await isAdminsChat(kit, chat) };
  return { dossier, face: personScreen(await kit.voiceOf(chat), facts, kit.clock.now()) };
}

/** In the place of `tapped`, or as a reply. Who has answered may be answered by a reply to the card. */
export async function showPerson(
  kit: Kit,
  chat: number,
  person: Person,
  at: { tapped?: number; replyTo?: number; name?: string },
): Promise<void> {
  const { outbox, replies } = kit;
  await outbox.typing(chat);
  const { dossier, face } = await faceOf(kit, chat, person, at.name);
  const options = { answer: true, ...(at.replyTo ? { replyTo: at.replyTo } : {}) };
  const edited = at.tapped && (await outbox.edit(chat, at.tapped, face, { answer: true })) === 'done';
  const message = edited ? at.tapped : await outbox.send(chat, face, options);
  if (message && dossier.replies.length > 0) await replies.show(chat, message, person);
}

/** Draws the card again, where a message shows it. */
export async function redrawPerson(kit: Kit, chat: number, message: number, person: Person): Promise<void> {
  const { face } = await faceOf(kit, chat, person);
  await kit.outbox.edit(chat, message, face, { answer: true });
}
