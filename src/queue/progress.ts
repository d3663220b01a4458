/**
 * One read model for card, report and panel: counts → percent, speed, end. Drawn from rows at every call, so
 * it is right after any crash; events only say when to look.
 */
import type { Clock } from '../clock.ts';
import { startOfDay } from './calendar.ts';
import type { AccountId, Campaign, CampaignId, CampaignState, StopReason, Waits } from './campaign.ts';
import type { Checkup, Health } from './checkup.ts';
import { createEvents, type Events } from './events.ts';
import type {
  AccountStore,
  CampaignStore,
  Counts,
  Hold,
  HoldReason,
  PeopleStore,
  RecipientStore,
} from './ports.ts';
import { factsOf } from './sending/account-day.ts';
import { dailyCap } from './sending/caps.ts';
import { type PacingRules, rulesFor, SLOWED } from './sending/pacing.ts';
import { estimate } from './sending/plan.ts';

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
  on: Events['on'];
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
/** Campaigns that are looked through. */
const MOST = 100;
/** Speed is measured over this time. */
const SPEED_WINDOW = 60_000;

interface ProgressDeps {
  readonly account: AccountId;
  readonly campaigns: Pick<CampaignStore, 'get' | 'list' | 'turn'>;
  readonly recipients: Pick<RecipientStore, 'counts' | 'totals'>;
  readonly waiting: Waiting;
  readonly checkup: Pick<Checkup, 'ofAccount'>;
  /** What the link was seen to do lately, in messages a minute. */
  readonly speed: () => number | null;
  readonly people: Pick<PeopleStore, 'answered'>;
  readonly accounts: Pick<AccountStore, 'get' | 'holds' | 'sentToday'>;
  readonly rules: () => PacingRules;
  readonly clock: Clock;
}

/** The read model of one account, and the place where its events are told. */
export function createProgress(deps: ProgressDeps): Progress & Events {
  const { account, clock } = deps;
  const speeds = createSpeeds();

  const holds = () => deps.accounts.holds(account, clock.now());

  async function inStates(states: readonly CampaignState[]): Promise<Campaign[]> {
    return (await deps.campaigns.list({ accountId: account, states, limit: MOST })).campaigns;
  }

  async function stateOf(campaign: Campaign, counts: Counts): Promise<CardState> {
    const waits = waitOf(campaign, await holds(), clock.now());
    if (waits) return waits;
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
    const groups = await deps.waiting.groups(campaign.id, counts.queued + counts.sending);
    return estimate(groups, rules, { ...facts, slower: campaign.slowed ? SLOWED : 1 }, from, deps.speed())
      .endsAt;
  }

  return {
    async card(id) {
      const campaign = await deps.campaigns.get(id);
      if (!campaign) return null;
      const now = clock.now();
      const counts = await deps.recipients.counts(id, now);
      const state = await stateOf(campaign, counts);
      const sent = counts.accepted + counts.delivered + counts.read;
      const done = sent + counts.failed + counts.skipped;
      return {
        campaign,
        counts,
        state,
        percent: counts.people === 0 ? 100 : Math.floor((done * 100) / counts.people),
        done,
        sent,
        delivered: counts.delivered + counts.read,
        ...speeds.note(id, done, now),
        ...(await deps.people.answered(account, { campaignId: id })),
        endsAt: await endOf(campaign, counts, state, now),
      };
    },
    active: async () => (await inStates(['running', 'paused'])).toReversed(),
    async upcoming() {
      const scheduled = await inStates(['scheduled']);
      return scheduled.toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0));
    },
    today: async () => todayOf(deps, await inStates(['running'])),
    health: () => deps.checkup.ofAccount(),
    holds,
    ...createEvents(),
  };
}

/** What a campaign waits for, or that it is over; null when it may go on as soon as it has the turn. */
function waitOf(campaign: Campaign, holds: readonly Hold[], now: number): CardState | null {
  const { state, pausedBy, waits } = campaign;
  if (state === 'finished' || state === 'cancelled') return { is: state };
  if (state === 'scheduled')
    return { is: 'scheduled', at: campaign.dueAt ?? now, missed: campaign.missedAt !== null };
  if (state === 'paused' && pausedBy)
    return pausedBy.by === 'person'
      ? { is: 'paused', name: pausedBy.name, at: pausedBy.at }
      : { is: 'stopped', reason: pausedBy.reason };
  const worst = GRAVITY.map((reason) => holds.find((hold) => hold.reason === reason)).find(Boolean);
  if (worst) return { is: 'waiting', hold: worst };
  return waits && waits.until > now ? { is: 'resting', waits } : null;
}

/** How far each campaign was, and when. */
function createSpeeds() {
  const marks = new Map<CampaignId, { at: number; done: number }[]>();
  return {
    note(id: CampaignId, done: number, now: number): Pick<CardView, 'perMinute' | 'lastChangeAt'> {
      const seen = (marks.get(id) ?? []).filter((mark) => mark.at > now - SPEED_WINDOW);
      if (seen.at(-1)?.done !== done) seen.push({ at: now, done });
      marks.set(id, seen);
      const [first, last] = [seen[0], seen.at(-1)];
      if (!first || !last || now - first.at < 1000) return { perMinute: 0, lastChangeAt: last?.at ?? now };
      return { perMinute: ((done - first.done) * 60_000) / (now - first.at), lastChangeAt: last.at };
    },
  };
}

async function todayOf(deps: ProgressDeps, running: readonly Campaign[]): Promise<Today> {
  const { account } = deps;
  const now = deps.clock.now();
  const rules = deps.rules();
  const since = startOfDay(now, rules.zone);
  const [totals, answered, known] = await Promise.all([
    deps.recipients.totals(account, since),
    deps.people.answered(account, { since }),
    factsOf(account, deps.accounts, rules, now),
  ]);
  let waiting = 0;
  for (const campaign of running) waiting += (await deps.recipients.counts(campaign.id, now)).queued;
  const { newChatsToday: newChats } = known;
  return { ...totals, ...answered, cap: dailyCap(rules, known, now), newChats, waiting };
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
