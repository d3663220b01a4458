/** The account's own phone has fetched nothing for days: told before WhatsApp unlinks this program for it. */
import type { QueueEvent } from '../../queue/events.ts';
import type { Voice } from '../../texts/texts.ts';
import { type Kit, tellAdmins } from '../context.ts';
import { button, type Screen, screen } from '../screen.ts';

type Away = Extract<QueueEvent, { type: 'phone-away' }>;

export const phoneAwayScreen = (voice: Voice, { days, since }: Omit<Away, 'type'>): Screen =>
  screen(
    [voice.t('phone-away', { days, since: voice.day(since) })],
    [[button(voice.t('clock-b-status'), 'status:show'), button(voice.t('menu-b-campaigns'), 'list:1')]],
  );

/** With sound: somebody has to open WhatsApp on that phone. */
export async function tellPhoneAway(kit: Kit, away: Away): Promise<void> {
  await tellAdmins(kit, (voice) => phoneAwayScreen(voice, away), { loud: true });
}
