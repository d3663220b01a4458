/** O6: the server's disk is full; and what is said before it comes to that. */
import type { Lack } from '../queue/disk.ts';
import { isDiskFull, isReadOnly } from '../queue/write-errors.ts';
import type { Voice } from '../texts/texts.ts';
import { concerns, type Kit } from './context.ts';
import { button, type Screen, screen } from './screen.ts';

/** O6, and that it is over. */
export const diskScreen = (voice: Voice, full: boolean): Screen =>
  screen(
    [voice.t(full ? 'disk-full' : 'disk-again')],
    [[button(voice.t('disk-b-status'), 'status:show'), button(voice.t('menu-b-menu'), 'menu:show')]],
  );

/** What was asked for couldn't be written. */
export const refusedByDiskScreen = (voice: Voice): Screen =>
  screen([voice.t('disk-refused')], [[button(voice.t('menu-b-menu'), 'menu:show')]]);

/** The folder in which it would lie may not be written. */
export const readOnlyScreen = (voice: Voice): Screen =>
  screen([voice.t('disk-read-only')], [[button(voice.t('menu-b-menu'), 'menu:show')]]);

/** There is not enough room to begin: said before the confirmation. */
export const lackScreen = (voice: Voice, { needed, free }: Lack): Screen =>
  screen(
    [voice.t('disk-lack', { needed: voice.bytes(needed), free: voice.bytes(free) })],
    [[button(voice.t('new-b-back'), 'new:show')]],
  );

/** With sound for admins and for who has a campaign under way; that it is over is told silently. */
export async function tellDisk(kit: Kit, full: boolean): Promise<void> {
  const active = await kit.progress.active();
  const beginners = new Set(active.map(({ createdBy }) => createdBy));
  for (const member of await kit.team.members()) {
    if (member.blocked) continue;
    const loud = full && concerns(kit, member, beginners.has(member.id) ? member.id : null);
    await kit.outbox.send(member.id, diskScreen(kit.voice(member), full), { loud });
  }
}

/** Tells who asked for something that the disk refused; false when that wasn't why it failed. */
export async function toldFull(kit: Kit, chat: number, error: unknown): Promise<boolean> {
  if (isReadOnly(error)) {
    kit.log.error({ event: 'read-only', err: error });
    await kit.outbox.send(chat, readOnlyScreen(await kit.voiceOf(chat)), { answer: true });
    return true;
  }
  if (!isDiskFull(error)) return false;
  await kit.disk.refused();
  await kit.outbox.send(chat, refusedByDiskScreen(await kit.voiceOf(chat)), { answer: true });
  return true;
}
