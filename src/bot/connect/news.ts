/** What became of the link, said once to everybody: with sound, except where nobody has to do anything. */
import { formatPhone } from '../../queue/import/phone.ts';
import type { Member } from '../../team/team.ts';
import type { LinkState, LinkStateName } from '../../whatsapp/link.ts';
import { concerns, type Kit } from '../context.ts';
import type { AfterLink } from '../new/sending.ts';
import { screen } from '../screen.ts';
import { linkScreen, onlineScreen } from './screens.ts';

/** Ends that were told with a sound; that they are over is told too. */
const ENDED: readonly LinkStateName[] = ['given-up', 'replaced', 'logged-out', 'banned', 'outdated'];

/** Tells what the link has come to from `before`, if that is news; who waited for it goes on. */
export async function tellLink(
  kit: Kit,
  afterLink: AfterLink,
  state: LinkState,
  before: LinkState,
): Promise<void> {
  const members = (await kit.team.members()).filter((member) => !member.blocked);
  // Taken over before this start: it was told then.
  if (state.is === 'replaced' && before.is === 'offline') return;
  if (state.is === 'online') {
    const scanned = before.is === 'linking' || before.is === 'awaiting-scan';
    if (scanned || ENDED.includes(before.is)) await tellOnline(kit, afterLink, members, state.phone);
    return;
  }
  for (const member of members) {
    const face = linkScreen(kit.voice(member), state, kit.clock.now());
    if (face) await kit.outbox.send(member.id, face, { loud: concerns(kit, member, null) });
  }
}

/** F4, C6; who wanted to send before there was a link is asked again whether to. */
async function tellOnline(kit: Kit, afterLink: AfterLink, members: readonly Member[], digits: string) {
  const [running] = (await kit.progress.active()).filter(({ state }) => state === 'running');
  const card = running ? await kit.progress.card(running.id) : null;
  const goesOn = card && { id: card.campaign.id, done: card.done, people: card.counts.people };
  const first = (await kit.control.list({ limit: 1, offset: 0 })).total === 0;
  const phone = formatPhone(digits);
  for (const member of members) {
    const voice = kit.voice(member);
    const waits = await afterLink.waits(member.id);
    const face = waits
      ? screen([voice.t('connect-online', { phone })])
      : onlineScreen(voice, phone, { first, goesOn });
    await kit.outbox.send(member.id, face, { loud: concerns(kit, member, null) });
    if (waits) await afterLink.goOn(member.id);
  }
}
