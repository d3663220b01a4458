/** Keeps every operator's card true: drawn anew when something changed, never more often than Telegram and eyes like. */
import { createHash } from 'node:crypto';
import { atMost } from '../clock.ts';
import type { CampaignId } from '../queue/campaign.ts';
import type { Control } from '../queue/control/control.ts';
import type { CardView } from '../queue/progress.ts';
import type { CardPlace } from '../team/team.ts';
import { cardScreen } from './card.ts';
import type { Kit } from './context.ts';
import { keepPlace } from './places.ts';
import { type Screen, screen } from './screen.ts';

export interface Cards {
  /** Shows a card at the bottom of a chat; the one before goes. */
  bring(chat: number, id: CampaignId, loud?: boolean): Promise<void>;
  /** Shows a card to every operator who has none. */
  bringToAll(id: CampaignId): Promise<void>;
  /** Something changed: draw soon. `now` skips the wait between edits. */
  poke(id: CampaignId, now?: boolean): void;
  pokeAll(now?: boolean): void;
  close(): Promise<void>;
}

export interface CardsDeps extends Pick<Kit, 'chats' | 'outbox' | 'progress' | 'voiceOf' | 'clock' | 'log'> {
  readonly link: Pick<Kit['link'], 'state'>;
  readonly control: Pick<Control, 'campaign'>;
  readonly team: Pick<Kit['team'], 'members'>;
}

/** Stands for a card in whose place a question waits for its answer: it is not drawn over. */
export const ASKING = 'asking';

export const cardOf = (id: CampaignId): string => `card:${id}`;

/** Waits between edits of one card, by the age of the campaign. */
function pause(startedAt: number | null, now: number): number {
  const age = now - (startedAt ?? now);
  return age < 30_000 ? 2_000 : age < 600_000 ? 5_000 : 15_000;
}

const TICK = 400;
/** Between any two draws in one chat, whatever has changed: what Telegram lets pass. */
const LEAST_PAUSE = 1_000;
/** What is on its way is waited for, but no chat that Telegram makes wait. */
const CLOSED_WITHIN = 1_000;
/** After a draw that failed; twice as long each time. */
const DRAW_AGAIN = { least: 5_000, most: 60_000 };

const isOver = ({ state }: CardView) => state.is === 'finished' || state.is === 'cancelled';
/** Of a campaign that was cancelled some are on their way still: their acks count. */
const isSettled = (view: CardView) => isOver(view) && view.counts.sending === 0;

/** When a card is drawn: what changed, in which chats, and not too often. `finished` tells a chat of the end, once. */
export function createCards(
  deps: CardsDeps,
  finished: (chat: number, view: CardView) => Promise<void>,
): Cards {
  const { chats, progress, clock } = deps;
  const ending = new AbortController();
  /** What is to be looked at; true: at once. */
  const dirty = new Map<CampaignId, boolean>();
  /** Chats in which a change of state is still to be shown. */
  const owed = new Set<string>();
  const drawnAt = new Map<string, number>();
  /** Draws under way: a chat that Telegram makes wait keeps no other one waiting. */
  const drawing = new Map<string, Promise<void>>();
  /** Draws that failed in a row, and why. */
  const troubles = new Map<CampaignId, { nth: number; before: string }>();
  const poke = (id: CampaignId, now = false) => void dirty.set(id, now || (dirty.get(id) ?? false));
  const hand = createHand(deps, finished, { drawn, brought: poke });
  const running = run();

  async function run() {
    while (!ending.signal.aborted) {
      await clock.sleep(TICK, ending.signal).catch(() => undefined);
      for (const [id, urgent] of [...dirty]) {
        dirty.delete(id);
        await redraw(id, urgent).catch((error) => drawLater(id, error));
      }
    }
  }

  /** A state that could not be told yet must still arrive. */
  function drawLater(id: CampaignId, error: unknown) {
    if (ending.signal.aborted) return;
    const why = String(error);
    const { nth = 0, before = '' } = troubles.get(id) ?? {};
    // The same trouble, such as a refused token, is no news with every draw.
    if (why !== before) deps.log.error({ event: 'card', err: error });
    troubles.set(id, { nth: nth + 1, before: why });
    clock.sleep(Math.min(DRAW_AGAIN.least * 2 ** nth, DRAW_AGAIN.most), ending.signal).then(
      () => dirty.set(id, true),
      () => undefined,
    );
  }

  async function redraw(id: CampaignId, urgent: boolean) {
    for (const chat of await withoutCard(id))
      if (!hand.isComing(chat, id)) hand.bring(chat, id).catch((error) => drawLater(id, error));
    const places = await ofMembers(await chats.cards(cardOf(id)));
    if (places.length === 0) return;
    const view = await progress.card(id);
    if (!view) return;
    for (const place of places) {
      const key = keyOf(place.chatId, id);
      if (urgent) owed.add(key);
      if (drawing.has(key) || !mayDraw(place.chatId, view)) poke(id);
      else start(place, view);
    }
  }

  function mayDraw(chat: number, view: CardView): boolean {
    const { id, startedAt } = view.campaign;
    const now = clock.monotonic();
    const since = (what: string) => now - (drawnAt.get(what) ?? Number.NEGATIVE_INFINITY);
    const key = keyOf(chat, id);
    if (since(String(chat)) < LEAST_PAUSE) return false;
    return owed.has(key) || isSettled(view) || since(key) >= pause(startedAt, clock.now());
  }

  function start(place: CardPlace, view: CardView) {
    const { id } = view.campaign;
    const key = keyOf(place.chatId, id);
    owed.delete(key);
    drawn(place.chatId, id);
    const work = hand
      .show(place, view)
      .then(
        () => void troubles.delete(id),
        (error) => drawLater(id, error),
      )
      .finally(() => {
        drawing.delete(key);
        if (isSettled(view)) drawnAt.delete(key);
      });
    drawing.set(key, work);
  }

  function drawn(chat: number, id: CampaignId) {
    const now = clock.monotonic();
    drawnAt.set(keyOf(chat, id), now);
    drawnAt.set(String(chat), now);
  }

  /** A card that was on its way while its reader was removed is nobody's. */
  async function ofMembers(places: readonly CardPlace[]): Promise<CardPlace[]> {
    const members = new Set((await deps.team.members()).map((member) => member.id));
    for (const place of places) if (!members.has(place.chatId)) await chats.drop(place.chatId, place.what);
    return places.filter((place) => members.has(place.chatId));
  }

  /** Also who came, or came back, while it runs: told by the rows, not by an event that may be missed. */
  async function withoutCard(id: CampaignId): Promise<number[]> {
    const campaign = await deps.control.campaign(id);
    if (campaign?.state !== 'running' && campaign?.state !== 'paused') return [];
    const held = new Set((await chats.cards(cardOf(id))).map(({ chatId }) => chatId));
    const members = await deps.team.members();
    return members.filter((member) => !member.blocked && !held.has(member.id)).map((member) => member.id);
  }

  return {
    bring: hand.bring,
    async bringToAll(id) {
      await Promise.all((await withoutCard(id)).map((chat) => hand.bring(chat, id)));
    },
    poke,
    pokeAll(now = false) {
      void progress.active().then((active) => {
        for (const { id } of active) poke(id, now);
      });
    },
    async close() {
      ending.abort();
      await running;
      await atMost(clock, CLOSED_WITHIN, Promise.all(drawing.values()));
    },
  };
}

/** What puts cards into chats, one at a time; it knows nothing of how often. */
function createHand(
  deps: CardsDeps,
  finished: (chat: number, view: CardView) => Promise<void>,
  heard: { drawn(chat: number, id: CampaignId): void; brought(id: CampaignId): void },
) {
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
    await finished(chatId, view);
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
      heard.drawn(chat, id);
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
      if (before) await close(chat, before.messageId);
      if (!message || isOver(view)) return;
      if (view.state.is !== 'scheduled') await outbox.pin(chat, message);
      heard.brought(id);
    } finally {
      coming.delete(key);
    }
  }

  /** Telegram deletes nothing that is older than two days: that one says where to look, and is pinned no more. */
  async function close(chat: number, message: number) {
    if (await outbox.remove(chat, message)) return;
    await outbox.edit(chat, message, screen([(await deps.voiceOf(chat)).t('campaign-below')]));
    await outbox.unpin(chat, message);
  }

  return { show, bring, isComing };
}

const keyOf = (chat: number, id: CampaignId) => `${chat} ${id}`;

const digest = (face: Screen) => createHash('sha1').update(JSON.stringify(face)).digest('hex');
