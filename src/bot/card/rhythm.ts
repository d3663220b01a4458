/** How often cards are drawn: a change of state soon, figures no more often than Telegram and eyes like. */
import type { Clock } from '../../clock.ts';
import type { CampaignId } from '../../queue/campaign.ts';

/** Between any two draws in one chat, whatever has changed: what Telegram lets pass. */
const LEAST_PAUSE = 1_000;

/** Waits between edits of one card, by the age of the campaign. */
function pause(startedAt: number | null, now: number): number {
  const age = now - (startedAt ?? now);
  return age < 30_000 ? 2_000 : age < 600_000 ? 5_000 : 15_000;
}

export interface Rhythm {
  /** A change of state is still to be shown in this chat: it waits for no pause between figures. */
  owe(chat: number, id: CampaignId): void;
  /** What is drawn now shows the change that was owed. */
  pay(chat: number, id: CampaignId): void;
  /** May it be drawn now? `last`: for the last time. */
  may(chat: number, card: { id: CampaignId; startedAt: number | null; last: boolean }): boolean;
  /** It is drawn at this moment. */
  drawn(chat: number, id: CampaignId): void;
  /** The card is drawn no more. */
  forget(chat: number, id: CampaignId): void;
}

/** One campaign's card in one chat. */
export const keyOf = (chat: number, id: CampaignId): string => `${chat} ${id}`;

export function createRhythm(clock: Pick<Clock, 'now' | 'monotonic'>): Rhythm {
  /** Chats in which a change of state is still to be shown. */
  const owed = new Set<string>();
  /** By card and by chat. */
  const drawnAt = new Map<string, number>();
  return {
    owe: (chat, id) => void owed.add(keyOf(chat, id)),
    pay: (chat, id) => void owed.delete(keyOf(chat, id)),
    may(chat, { id, startedAt, last }) {
      const now = clock.monotonic();
      const since = (what: string) => now - (drawnAt.get(what) ?? Number.NEGATIVE_INFINITY);
      const key = keyOf(chat, id);
      if (since(String(chat)) < LEAST_PAUSE) return false;
      return owed.has(key) || last || since(key) >= pause(startedAt, clock.now());
    },
    drawn(chat, id) {
      const now = clock.monotonic();
      drawnAt.set(keyOf(chat, id), now);
      drawnAt.set(String(chat), now);
    },
    forget: (chat, id) => void drawnAt.delete(keyOf(chat, id)),
  };
}
