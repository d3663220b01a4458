/** Keeps every operator's card true: drawn anew when something changed, in the chats that have it, and brought to the others. */
import { atMost } from '../../clock.ts';
import type { CampaignId } from '../../queue/campaign.ts';
import type { CardView } from '../../queue/progress.ts';
import type { CardPlace } from '../../team/team.ts';
import { createRetries } from './retries.ts';
import { createRhythm, keyOf } from './rhythm.ts';
import { type CardsDeps, cardOf, createShowing, isSettled, type Showing } from './showing.ts';

export interface Cards {
  readonly bring: Showing['bring'];
  /** Shows a card to every operator who has none. */
  bringToAll(id: CampaignId): Promise<void>;
  /** Something changed: draw soon. `now` skips the wait between edits. */
  poke(id: CampaignId, now?: boolean): void;
  pokeAll(now?: boolean): void;
  close(): Promise<void>;
}

const TICK = 400;
/** What is on its way is waited for, but no chat that Telegram makes wait. */
const CLOSED_WITHIN = 1_000;

/** `finished` tells a chat of the end, once. */
export function createCards(
  deps: CardsDeps,
  finished: (chat: number, view: CardView) => Promise<void>,
): Cards {
  const { chats, progress, clock } = deps;
  const ending = new AbortController();
  const rhythm = createRhythm(clock);
  /** What is to be looked at; true: at once. */
  const dirty = new Map<CampaignId, boolean>();
  /** Draws under way: a chat that Telegram makes wait keeps no other one waiting. */
  const drawing = new Map<string, Promise<void>>();
  const poke = (id: CampaignId, now = false) => void dirty.set(id, now || (dirty.get(id) ?? false));
  const showing = createShowing(deps, { finished, drawn: rhythm.drawn, brought: poke });
  const retries = createRetries(deps, (id) => dirty.set(id, true), ending.signal);
  const running = run();

  async function run() {
    while (!ending.signal.aborted) {
      await clock.sleep(TICK, ending.signal).catch(() => undefined);
      for (const [id, urgent] of [...dirty]) {
        dirty.delete(id);
        await redraw(id, urgent).catch((error) => retries.failed(id, error));
      }
    }
  }

  async function redraw(id: CampaignId, urgent: boolean) {
    for (const chat of await withoutCard(deps, id))
      if (!showing.isComing(chat, id)) showing.bring(chat, id).catch((error) => retries.failed(id, error));
    const places = await ofMembers(deps, await chats.cards(cardOf(id)));
    const view = places.length > 0 ? await progress.card(id) : null;
    if (!view) return;
    const card = { id, startedAt: view.campaign.startedAt, last: isSettled(view) };
    for (const place of places) {
      const { chatId: chat } = place;
      if (urgent) rhythm.owe(chat, id);
      if (drawing.has(keyOf(chat, id)) || !rhythm.may(chat, card)) poke(id);
      else start(place, view);
    }
  }

  function start(place: CardPlace, view: CardView) {
    const { id } = view.campaign;
    const { chatId: chat } = place;
    rhythm.pay(chat, id);
    rhythm.drawn(chat, id);
    const work = showing
      .show(place, view)
      .then(
        () => retries.worked(id),
        (error) => retries.failed(id, error),
      )
      .finally(() => {
        drawing.delete(keyOf(chat, id));
        if (isSettled(view)) rhythm.forget(chat, id);
      });
    drawing.set(keyOf(chat, id), work);
  }

  return {
    bring: showing.bring,
    async bringToAll(id) {
      await Promise.all((await withoutCard(deps, id)).map((chat) => showing.bring(chat, id)));
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

/** A card that was on its way while its reader was removed is nobody's. */
async function ofMembers({ team, chats }: CardsDeps, places: readonly CardPlace[]): Promise<CardPlace[]> {
  const members = new Set((await team.members()).map((member) => member.id));
  for (const place of places) if (!members.has(place.chatId)) await chats.drop(place.chatId, place.what);
  return places.filter((place) => members.has(place.chatId));
}

/** Also who came, or came back, while it runs: told by the rows, not by an event that may be missed. */
async function withoutCard({ control, chats, team }: CardsDeps, id: CampaignId): Promise<number[]> {
  const campaign = await control.campaign(id);
  if (campaign?.state !== 'running' && campaign?.state !== 'paused') return [];
  const held = new Set((await chats.cards(cardOf(id))).map(({ chatId }) => chatId));
  const members = await team.members();
  return members.filter((member) => !member.blocked && !held.has(member.id)).map((member) => member.id);
}
