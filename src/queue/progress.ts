/**
 * One read model for card, report and panel: counts → percent, speed, end. Drawn from rows at every call, so
 * it is right after any crash; events only say when to look.
 */
import type { Clock } from '../clock.ts';
import { startOfDay } from './calendar.ts';
import type { AccountId, Campaign, CampaignId, StopReason, Waits } from './campaign.ts';
import type { Checkup, Health } from './checkup.ts';
import type { Actor } from './control/control.ts';
import type { Result } from './outcomes.ts';
import type {
  AccountStore,
  CampaignStore,
  Counts,
  Hold,
  HoldReason,
  OptOut,
  PeopleStore,
  RecipientStore,
  Reply,
} from './ports.ts';
import { factsOf } from './sending/account-day.ts';
import { dailyCap, estimate, type PacingRules, rulesFor, SLOWED } from './sending/pacing.ts';

import type { Waiting } from './waiting.ts';

/** What a card says first. Derived, never stored. */
export type CardState =
  /** Leaves later; `missed`: it should have left, and a person is asked. */
  | { is: 'scheduled'; at: number; missed: boolean }
  | { is: 'starting' }
  /** Waits for the turn of another campaign. */
  | { is: 'queued'; behind: CampaignId }
  | { is: 'sending' }
  | { is: 'paused'; name: string; at: number }
  | { is: 'stopped'; reason: StopReason }
  /** The account has a hold; the most serious one. */
  | { is: 'waiting'; hold: Hold }
  /** Its people sleep, or its day is over. */
  | { is: 'resting'; waits: Waits }
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
  /** Those written to today. */
  readonly newChats: number;
  /** Rows of running campaigns that wait to be sent. */
  readonly waiting: number;
}

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
  | { type: 'test'; test: Campaign; result: Result }
  | { type: 'opted-out'; optOut: OptOut; campaignId: CampaignId | null };

export interface Progress {
  card(id: CampaignId): Promise<CardView | null>;
  /** Campaigns that run or are paused, oldest first. */
  active(): Promise<Campaign[]>;
  /** Scheduled campaigns, the next one first. */
  upcoming(): Promise<Campaign[]>;
  today(): Promise<Today>;
  /** How the account is, and why. */
  health(): Promise<Health>;
  holds(): Promise<Hold[]>;
  on(listener: (event: QueueEvent) => void): () => void;
}

/** The serious before the routine: what a card tells when an account has several holds. */
const GRAVITY: readonly HoldReason[] = [
  'ban',
  'copy',
  'disk',
  'disabled',
  'restart',
  'reach-out-lock',
  'refusals',
  'new-chat-cap',
  'too-fast',
  'upload',
  'replaced',
  'connection',
  'asleep',
  'daily-cap',
];
/** Speed is measured over this time. */
const SPEED_WINDOW = 60_000;

/** The read model of one account, and the place where its events are told. */
export function createProgress(deps: {
  account: AccountId;
  campaigns: Pick<CampaignStore, 'get' | 'list' | 'turn'>;
  recipients: Pick<RecipientStore, 'counts' | 'totals'>;
  waiting: Waiting;
  checkup: Pick<Checkup, 'ofAccount'>;
  /** What the link was seen to do lately, in messages a minute. */
  speed: () => number | null;
  people: Pick<PeopleStore, 'answered'>;
  accounts: Pick<AccountStore, 'get' | 'holds' | 'sentToday'>;
  rules: () => PacingRules;
  clock: Clock;
}): Progress & { emit(event: QueueEvent): void } {
  const listeners = new Set<(event: QueueEvent) => void>();
  /** How far each campaign was, and when: for its speed. */
  const marks = new Map<CampaignId, { at: number; done: number }[]>();
  const { account, waiting, clock } = deps;

  function speed(id: CampaignId, done: number, now: number): { perMinute: number; lastChangeAt: number } {
    const seen = (marks.get(id) ?? []).filter((mark) => mark.at > now - SPEED_WINDOW);
    if (seen.at(-1)?.done !== done) seen.push({ at: now, done });
    marks.set(id, seen);
    const [first, last] = [seen[0], seen.at(-1)];
    if (!first || !last || now - first.at < 1000) return { perMinute: 0, lastChangeAt: last?.at ?? now };
    return { perMinute: ((done - first.done) * 60_000) / (now - first.at), lastChangeAt: last.at };
  }

  async function stateOf(campaign: Campaign, counts: Counts, holds: readonly Hold[]): Promise<CardState> {
    if (campaign.state === 'finished' || campaign.state === 'cancelled') return { is: campaign.state };
    const { pausedBy } = campaign;
    if (campaign.state === 'scheduled')
      return { is: 'scheduled', at: campaign.dueAt ?? clock.now(), missed: campaign.missedAt !== null };
    if (campaign.state === 'paused' && pausedBy)
      return pausedBy.by === 'person'
        ? { is: 'paused', name: pausedBy.name, at: pausedBy.at }
        : { is: 'stopped', reason: pausedBy.reason };
    const worst = GRAVITY.map((reason) => holds.find((hold) => hold.reason === reason)).find(Boolean);
    if (worst) return { is: 'waiting', hold: worst };
    if (campaign.waits && campaign.waits.until > clock.now()) return { is: 'resting', waits: campaign.waits };
    const turn = await deps.campaigns.turn(account);
    if (turn && turn.id !== campaign.id) return { is: 'queued', behind: turn.id };
    return counts.queued === counts.people && counts.people > 0 ? { is: 'starting' } : { is: 'sending' };
  }

  /** By what pacing allows and the link does; null while it depends on a person, or on what nobody knows. */
  async function endOf(campaign: Campaign, counts: Counts, state: CardState, now: number) {
    const from = resumesAt(state, now);
    if (from === null) return null;
    const rules = rulesFor(deps.rules(), campaign);
    const facts = await factsOf(account, deps.accounts, rules, from);
    const groups = await waiting.groups(campaign.id, counts.queued + counts.sending);
    return estimate(groups, rules, { ...facts, slower: campaign.slowed ? SLOWED : 1 }, from, deps.speed())
      .endsAt;
  }

  return {
    async card(id) {
      const campaign = await deps.campaigns.get(id);
      if (!campaign) return null;
      const now = clock.now();
      const counts = await deps.recipients.counts(id, now);
      const state = await stateOf(campaign, counts, await deps.accounts.holds(account, now));
      const sent = counts.accepted + counts.delivered + counts.read;
      const done = sent + counts.failed + counts.skipped;
      const { perMinute, lastChangeAt } = speed(id, done, now);
      const answered = await deps.people.answered(account, { campaignId: id });
      return {
        campaign,
        counts,
        state,
        percent: counts.people === 0 ? 100 : Math.floor((done * 100) / counts.people),
        done,
        sent,
        delivered: counts.delivered + counts.read,
        perMinute,
        endsAt: await endOf(campaign, counts, state, now),
        replies: answered.replies,
        optOuts: answered.optOuts,
        lastChangeAt,
      };
    },
    async active() {
      const { campaigns } = await deps.campaigns.list({
        accountId: account,
        states: ['running', 'paused'],
        limit: 100,
      });
      return campaigns.toReversed();
    },
    async upcoming() {
      const { campaigns } = await deps.campaigns.list({
        accountId: account,
        states: ['scheduled'],
        limit: 100,
      });
      return campaigns.toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0));
    },
    async today() {
      const now = clock.now();
      const since = startOfDay(now, deps.rules().zone);
      const [totals, answered, known, running] = await Promise.all([
        deps.recipients.totals(account, since),
        deps.people.answered(account, { since }),
        factsOf(account, deps.accounts, deps.rules(), now),
        deps.campaigns.list({ accountId: account, states: ['running'], limit: 100 }),
      ]);
      let waiting = 0;
      for (const campaign of running.campaigns)
        waiting += (await deps.recipients.counts(campaign.id, now)).queued;
      const { newChatsToday: newChats } = known;
      return { ...totals, ...answered, cap: dailyCap(deps.rules(), known, now), newChats, waiting };
    },
    health: () => deps.checkup.ofAccount(),
    holds: () => deps.accounts.holds(account, clock.now()),
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit(event) {
      for (const listener of listeners) listener(event);
    },
  };
}

/** When sending goes on by itself; null where nobody can say. */
function resumesAt(state: CardState, now: number): number | null {
  switch (state.is) {
    case 'starting':
    case 'sending':
    case 'resting':
      return now;
    case 'waiting':
      return state.hold.until === null ? null : Math.max(now, state.hold.until);
    case 'scheduled':
    case 'queued':
    case 'paused':
    case 'stopped':
    case 'finished':
    case 'cancelled':
      return null;
  }
}
