/** The queue's events → messages, loud or silent. Cards follow by themselves. */
import type { CampaignId } from '../queue/campaign.ts';
import type { QueueEvent } from '../queue/events.ts';
import type { CardView } from '../queue/progress.ts';
import { overScreen, slowedScreen } from './campaign/screens.ts';
import type { Cards } from './card/cards.ts';
import { tellPhoneAway } from './connect/phone-away.ts';
import { concerns, type Kit } from './context.ts';
import { sendReport } from './csv.ts';
import { tellDisk } from './disk.ts';
import { tellTrial } from './new/trial.ts';
import { keepPlace } from './places.ts';
import type { Teller } from './reply/teller.ts';

/** L3 to a chat that had the card; with sound and the report to those whom it concerns. */
export async function tellFinished(kit: Kit, chat: number, view: CardView): Promise<void> {
  if (view.campaign.state !== 'finished') return;
  const voice = await kit.voiceOf(chat);
  const member = await kit.team.member(chat);
  const loud = member !== null && concerns(kit, member, view.campaign.createdBy);
  await kit.outbox.send(chat, overScreen(voice, view), { loud });
  if (!loud) return;
  await sendReport(kit, chat, view.campaign.id);
}

/**
 * W7, with sound for whom it concerns: a card at the bottom that asks. Told once to each, also where a kill came
 * between the row and the message.
 */
export async function tellMissed(kit: Kit, cards: Cards, id: CampaignId): Promise<void> {
  const campaign = await kit.control.campaign(id);
  if (campaign?.state !== 'scheduled' || campaign.missedAt === null) return;
  for (const member of await kit.team.members()) {
    if (member.blocked || !concerns(kit, member, campaign.createdBy)) continue;
    const told = `missed:${id}:${campaign.dueAt}`;
    if (await kit.chats.card(member.id, told)) continue;
    await cards.bring(member.id, id, true);
    await keepPlace(kit, { chat: member.id, what: told, message: 0 });
  }
}

/** With sound for whom it concerns, once a campaign and reason, also where a kill came before the message. */
export async function tellSlowed(kit: Kit, id: CampaignId): Promise<void> {
  const campaign = await kit.control.campaign(id);
  if (!campaign?.slowed) return;
  for (const member of await kit.team.members()) {
    const told = `slowed:${id}:${campaign.slowed}`;
    if (member.blocked || (await kit.chats.card(member.id, told))) continue;
    const loud = concerns(kit, member, campaign.createdBy);
    const face = slowedScreen(kit.voice(member), campaign, campaign.slowed);
    const message = await kit.outbox.send(member.id, face, { loud });
    await keepPlace(kit, { chat: member.id, what: told, message: message ?? 0 });
  }
}

type CampaignEvent = Extract<QueueEvent, { type: 'campaign' }>;

/** Starts to listen; returns how to stop. */
export function followQueue(
  kit: Kit,
  cards: Cards,
  { teller, changed }: { teller: Pick<Teller, 'poke'>; changed: () => Promise<void> },
): () => void {
  const { progress } = kit;

  async function tell(event: QueueEvent) {
    switch (event.type) {
      case 'progress':
        return cards.poke(event.campaignId);
      case 'campaign':
        await note(kit, event);
        return showCampaign(kit, cards, event);
      case 'slowed':
        cards.poke(event.campaignId, true);
        return tellSlowed(kit, event.campaignId);
      case 'hold':
        if (event.hold.reason === 'disk') await tellDisk(kit, true);
        return cards.pokeAll(true);
      case 'released':
        if (event.reason === 'disk') await tellDisk(kit, false);
        return cards.pokeAll(true);
      case 'reply':
        teller.poke();
        if (event.reply.campaignId !== null) cards.poke(event.reply.campaignId);
        return;
      case 'doubt':
        return changed();
      case 'phone-away':
        return tellPhoneAway(kit, event);
      case 'opted-out':
        return cards.pokeAll();
      case 'test':
        return tellTrial(kit, event);
    }
  }

  return progress.on((event) => {
    tell(event).catch((error) => kit.log.error({ event: 'notice', err: error }));
  });
}

/** What became of a campaign, in the chats. */
async function showCampaign(kit: Kit, cards: Cards, { campaign, what, by }: CampaignEvent) {
  switch (what) {
    case 'started':
      await cards.bring(campaign.createdBy, campaign.id);
      return cards.bringToAll(campaign.id);
    case 'scheduled':
      // The next one of a series comes without a word.
      if (by) await cards.bring(by.id, campaign.id);
      return;
    case 'missed':
      return tellMissed(kit, cards, campaign.id);
    case 'finished':
    case 'cancelled':
      cards.poke(campaign.id, true);
      return cards.pokeAll();
    default:
      return cards.poke(campaign.id, true);
  }
}

/** Who did what, for the history of the campaign. */
async function note(kit: Kit, { campaign, by, what, detail }: CampaignEvent) {
  await kit.audit.note(by, `campaign-${what}`, { campaignId: campaign.id, detail });
}
