/** The queue's events → messages, loud or silent. Cards follow by themselves. */
import type { CardView, QueueEvent } from '../queue/progress.ts';
import { overScreen, reportOf } from './campaign.ts';
import type { Cards } from './card.ts';
import { concerns, type Kit } from './context.ts';
import { tellDisk } from './disk.ts';
import { tellTrial } from './new/trial.ts';
import type { Teller } from './reply/teller.ts';

/** L3 to a chat that had the card; with sound and the report to those whom it concerns. */
export async function tellFinished(kit: Kit, chat: number, view: CardView): Promise<void> {
  if (view.campaign.state !== 'finished') return;
  const voice = await kit.voiceOf(chat);
  const member = await kit.team.member(chat);
  const loud = member !== null && concerns(kit, member, view.campaign.createdBy);
  await kit.outbox.send(chat, overScreen(voice, view), { loud });
  if (!loud) return;
  const { name, bytes } = await reportOf(kit, voice, view.campaign.id);
  await kit.outbox.file(chat, name, bytes);
}

/** Starts to listen; returns how to stop. */
export function followQueue(
  kit: Kit,
  cards: Cards,
  { teller, changed }: { teller: Pick<Teller, 'poke'>; changed: () => Promise<void> },
): () => void {
  const { team, progress } = kit;

  async function tell(event: QueueEvent) {
    switch (event.type) {
      case 'progress':
        return cards.poke(event.campaignId);
      case 'campaign':
        if (event.what === 'started') {
          await cards.bring(event.campaign.createdBy, event.campaign.id);
          await cards.bringToAll(event.campaign.id);
        } else cards.poke(event.campaign.id, true);
        if (event.what === 'finished' || event.what === 'cancelled') cards.pokeAll();
        if (event.by) await note(event);
        return;
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
      case 'opted-out':
        return cards.pokeAll();
      case 'test':
        return tellTrial(kit, event);
    }
  }

  async function note({ campaign, by, what }: Extract<QueueEvent, { type: 'campaign' }>) {
    await team.note({
      at: kit.clock.now(),
      operatorId: by?.id ?? null,
      name: by?.name ?? '',
      what: `campaign-${what}`,
      campaignId: campaign.id,
      detail: null,
    });
  }

  return progress.on((event) => {
    tell(event).catch((error) => kit.log.error({ event: 'notice', err: error }));
  });
}
