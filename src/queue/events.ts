/** What the queue tells, so that views look again: rows are the truth, and a lost event costs nothing. */
import { createListeners } from '../listeners.ts';
import type { Campaign, CampaignId } from './campaign.ts';
import type { Actor } from './control/control.ts';
import type { MessageResult } from './outcomes.ts';
import type { Hold, HoldReason, OptOut, Reply } from './ports.ts';

/** What can become of a campaign; each has its words in its history. */
export const CAMPAIGN_NEWS = [
  'scheduled',
  'rescheduled',
  'repeat',
  'missed',
  'started',
  'paused',
  'resumed',
  'speed',
  'cancelled',
  'finished',
  'stopped',
  'retried',
  'renamed',
  'urgent',
  'not-urgent',
] as const;
export type CampaignWhat = (typeof CAMPAIGN_NEWS)[number];

export type QueueEvent =
  /** Rows of a campaign moved; look again. At most a few a second. */
  | { type: 'progress'; campaignId: CampaignId }
  /** Something became of a campaign; `by` is null when the engine did it. `detail` is for its history. */
  | { type: 'campaign'; what: CampaignWhat; campaign: Campaign; by: Actor | null; detail: string | null }
  /** Acks came, so many milliseconds after their intents. */
  | { type: 'acked'; ms: readonly number[] }
  /** The account's health asks for care: the campaign goes at half its pace from now on. */
  | { type: 'slowed'; campaignId: CampaignId }
  | { type: 'hold'; hold: Hold }
  | { type: 'released'; reason: HoldReason }
  | { type: 'reply'; reply: Reply }
  /** The account's own phone has not fetched its copies for so many whole days, since the first of them. */
  | { type: 'phone-away'; days: number; since: number }
  /** A number may be somebody else's by now: an operator should decide. */
  | { type: 'doubt' }
  /** What became of a test; `parentId` tells the draft it was made of. */
  | { type: 'test'; test: Campaign; result: MessageResult }
  | { type: 'opted-out'; optOut: OptOut; campaignId: CampaignId | null };

export interface Events {
  /** Returns what ends it. */
  on(listener: (event: QueueEvent) => void): () => void;
  emit(event: QueueEvent): void;
}

export function createEvents(): Events {
  const listeners = createListeners<[event: QueueEvent]>();
  return { on: listeners.add, emit: listeners.tell };
}
