/**
 * One read model for card, report and panel: counts → percent, speed, end. Drawn from rows at every call, so
 * it is right after any crash; events only say when to look.
 */
import type { Campaign, CampaignId } from './campaign.ts';
import type { Actor } from './control.ts';
import type { Counts, Hold, HoldReason, OptOut, Reply } from './ports.ts';

/** What a card says first. Derived, never stored. */
export type CardState =
  | { is: 'starting' }
  /** Waits for the turn of another campaign. */
  | { is: 'queued'; behind: CampaignId }
  | { is: 'sending' }
  | { is: 'paused'; name: string; at: number }
  | { is: 'stopped'; reason: 'failures' | 'canary' | 'unregistered' }
  /** The account has a hold; the most serious one. */
  | { is: 'waiting'; hold: Hold }
  | { is: 'finished' }
  | { is: 'cancelled' };

export interface CardView {
  readonly campaign: Campaign;
  readonly counts: Counts;
  readonly state: CardState;
  /** (sent + failed + skipped) of all people, 0–100, rounded down. */
  readonly percent: number;
  /** People with nothing more to do. */
  readonly done: number;
  /** Accepted or further. */
  readonly sent: number;
  /** Delivered or read. */
  readonly delivered: number;
  /** Messages a minute over the last minute; 0 when unknown. */
  readonly perMinute: number;
  /** Reckoned by pace and speed; null when nothing moves. */
  readonly endsAt: number | null;
  readonly replies: number;
  readonly optOuts: number;
  readonly lastChangeAt: number;
}

/** Figures of the business's day. */
export interface Today {
  readonly sent: number;
  readonly delivered: number;
  readonly read: number;
  readonly failed: number;
  readonly replies: number;
  readonly optOuts: number;
  /** New chats allowed today; null when off. */
  readonly cap: number | null;
  /** Rows of running campaigns that wait to be sent. */
  readonly waiting: number;
}

export type QueueEvent =
  /** Rows of a campaign moved; look again. At most a few a second. */
  | { type: 'progress'; campaignId: CampaignId }
  /** A campaign's state changed; `by` is null when the engine did it. */
  | {
      type: 'campaign';
      what: 'started' | 'paused' | 'resumed' | 'cancelled' | 'finished' | 'stopped';
      campaign: Campaign;
      by: Actor | null;
    }
  | { type: 'hold'; hold: Hold }
  | { type: 'released'; reason: HoldReason }
  | { type: 'reply'; reply: Reply; first: boolean }
  | { type: 'opted-out'; optOut: OptOut; campaignId: CampaignId | null };

export interface Progress {
  card(id: CampaignId): Promise<CardView | null>;
  /** Campaigns that run or are paused, oldest first. */
  active(): Promise<Campaign[]>;
  today(): Promise<Today>;
  holds(): Promise<Hold[]>;
  on(listener: (event: QueueEvent) => void): () => void;
}
