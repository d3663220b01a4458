/** What puts cards into chats, one at a time; it knows nothing of how often. */
import { createHash } from 'node:crypto';
import type { CampaignId } from '../../queue/campaign.ts';
import type { CardView } from '../../queue/progress.ts';
import type { CardPlace } from '../../team/team.ts';
import type { Kit } from '../context.ts';
import { keepPlace } from '../places.ts';
import { type Screen, screen } from '../screen.ts';
import { keyOf } from './rhythm.ts';
import { cardScreen } from './screens.ts';

export interface Showing {
  /** Draws what is true, and takes leave of a campaign that is over. */
  show(place: CardPlace, view: CardView): Promise<void>;
  /** Shows a card at the bottom of a chat; the one before goes. */
  bring(chat: number, id: CampaignId, loud?: boolean): Promise<void>;
  /** A card is on its way to this chat. */
  isComing(chat: number, id: CampaignId): boolean;
}

export interface CardsDeps extends Pick<Kit, 'chats' | 'outbox' | 'progress' | 'voiceOf' | 'clock' | 'log'> {
  readonly link: Pick<Kit['link'], 'state'>;
  readonly control: Pick<Kit['control'], 'campaign'>;
  readonly team: Pick<Kit['team'], 'members'>;
}

/** Stands for a card in whose place a question waits for its answer: it is not drawn over. */
export const ASKING = 'asking';

/** What the place of a campaign's card is called. */
export const cardOf = (id: CampaignId): string => `card:${id}`;

const isOver = ({ state }: CardView) => state.is === 'finished' || state.is === 'cancelled';
/** Of a campaign that was cancelled some are on their way still: their acks count. */
export const isSettled = (view: CardView): boolean => isOver(view) && view.counts.sending === 0;

export function createShowing(
  deps: CardsDeps,
  then: {
    /** A chat sees the end of a campaign, once. */
    finished(chat: number, view: CardView): Promise<void>;
    drawn(chat: number, id: CampaignId): void;
    brought(id: CampaignId): void;
  },
): Showing {
  const { chats, outbox, progress, clock } = deps;
  /** Cards on their way to a chat: not sent there twice. */
  const coming = new Set<string>();
  const isComing = (chat: number, id: CampaignId) => coming.has(keyOf(chat, id));

  const faceOf = async (chat: number, view: CardView): Promise<Screen> =>
    cardScreen(await deps.voiceOf(chat), view, deps.link.state(), clock.now());

  const keep = (chat: number, id: CampaignId, message: number, drawn: string) =>
    keepPlace(deps, { chat, what: cardOf(id), message, drawn });

  /** Draws what is true, and takes leave of a campaign that is over. */
  async function show(place: CardPlace, view: CardView) {
    const { chatId } = place;
    const { id } = view.campaign;
    await draw(chatId, view);
    if (!isOver(view)) return;
    const { messageId } = (await chats.card(chatId, cardOf(id))) ?? place;
    await outbox.unpin(chatId, messageId);
    if (!isSettled(view)) return;
    // Told before it is forgotten: a kill in between tells it twice, never not at all.
    await then.finished(chatId, view);
    await chats.drop(chatId, cardOf(id));
  }

  /** A question that waits in the card's place is drawn over only by the end. */
  async function draw(chat: number, view: CardView) {
    const { id } = view.campaign;
    const what = cardOf(id);
    const before = await chats.card(chat, what);
    if (!before || (before.drawn === ASKING && !isOver(view))) return;
    let face = await faceOf(chat, view);
    if (digest(face) === before.drawn) return;
    /** Telegram has let us wait: what is true by now is said, or nothing where a question came meanwhile. */
    const renew = async () => {
      const latest = (await progress.card(id)) ?? view;
      if ((await chats.card(chat, what))?.drawn === ASKING && !isOver(latest)) return null;
      face = await faceOf(chat, latest);
      then.drawn(chat, id);
      return face;
    };
    const edited = await outbox.edit(chat, before.messageId, face, { renew });
    // Brought to the bottom of the chat meanwhile: that one is drawn, no third.
    const place = await chats.card(chat, what);
    const moved = isComing(chat, id) || place?.messageId !== before.messageId;
    if (edited === 'gone' && moved) return;
    const message = edited === 'gone' ? await outbox.send(chat, face) : before.messageId;
    if (edited === 'gone' && message && !isOver(view) && view.state.is !== 'scheduled')
      await outbox.pin(chat, message);
    const after = await chats.card(chat, what);
    if (message && after && (after.drawn !== ASKING || isOver(view)))
      await keep(chat, id, message, digest(face));
  }

  async function bring(chat: number, id: CampaignId, loud = false) {
    const key = keyOf(chat, id);
    if (coming.has(key)) return;
    coming.add(key);
    try {
      const view = await progress.card(id);
      if (!view) return;
      const before = await chats.card(chat, cardOf(id));
      const message = await outbox.send(chat, await faceOf(chat, view), { answer: true, loud });
      // Known before the old one goes: whoever finds that gone sends no other.
      if (message && !isOver(view)) await keep(chat, id, message, '');
      if (before) await takeAway(deps, chat, before.messageId);
      if (!message || isOver(view)) return;
      if (view.state.is !== 'scheduled') await outbox.pin(chat, message);
      then.brought(id);
    } finally {
      coming.delete(key);
    }
  }

  return { show, bring, isComing };
}

/** Telegram deletes nothing that is older than two days: that one says where to look, and is pinned no more. */
async function takeAway({ outbox, voiceOf }: CardsDeps, chat: number, message: number): Promise<void> {
  if (await outbox.remove(chat, message)) return;
  await outbox.edit(chat, message, screen([(await voiceOf(chat)).t('campaign-below')]));
  await outbox.unpin(chat, message);
}

const digest = (face: Screen) => createHash('sha1').update(JSON.stringify(face)).digest('hex');
