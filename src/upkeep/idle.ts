/** When an idle link sleeps and when it wakes: a reducer, and the loop that asks it. Sleeping keeps the link. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { createListeners } from '../listeners.ts';
import type { Link, LinkState } from '../whatsapp/link.ts';
import type { IdleNews, IdleWatch } from './power.ts';

/** All times are of the monotonic clock. */
export type Idle =
  /** Nothing that could sleep: not linked, taken over, banned. */
  | { is: 'away' }
  | { is: 'awake'; noticedAt: number | null }
  | { is: 'asleep'; since: number }
  /** Up for a moment, until what waits at WhatsApp is fetched. */
  | { is: 'draining'; since: number };

export interface IdleFacts {
  readonly now: number;
  /** `busy`: on its way to be online again. */
  readonly link: 'online' | 'asleep' | 'busy' | 'none';
  /** The last act of an operator, send, ack, receipt or incoming message. */
  readonly activeAt: number;
  readonly inboundAt: number;
  /** Connected, and what waited is handled. */
  readonly ready: boolean;
  /** A campaign runs, or a message that waits for no turn is there. */
  readonly wanted: boolean;
  /** Time since the last campaign; null: there was none. */
  readonly campaignAgo: number | null;
}

export type IdleAct = 'notice' | 'cancel' | 'sleep' | 'doze' | 'wake' | 'drain' | 'woke' | null;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Of the time until sleep, this much is over when it is announced: 25 of 30 minutes. */
const NOTICE_AT = 25 / 30;
/** While answers to a campaign are likely, a sleeping link looks often; later seldom. */
const LIKELY = 72 * HOUR;
const NAP = { likely: 15 * MINUTE, later: 6 * HOUR };
/** What waits is fetched when nothing has come for this long. */
const DRAINED_AFTER = 20_000;
const MOST_DRAINING = 5 * MINUTE;

/** `limit`: how long until an idle link sleeps, in ms. */
export function nextIdle(state: Idle, facts: IdleFacts, limit: number): { state: Idle; act: IdleAct } {
  const { now, link } = facts;
  const starting = state.is === 'draining' && now - state.since < MOST_DRAINING;
  if (link === 'none')
    return starting ? { state, act: null } : { state: { is: 'away' }, act: noticed(state) ? 'cancel' : null };
  const awake: Idle = { is: 'awake', noticedAt: null };
  switch (state.is) {
    case 'away':
      return { state: link === 'asleep' ? { is: 'asleep', since: now } : awake, act: null };
    case 'awake':
      return link === 'asleep'
        ? { state: { is: 'asleep', since: now }, act: null }
        : stayUp(state, facts, limit);
    case 'asleep': {
      if (link !== 'asleep') return { state: awake, act: 'woke' };
      if (facts.wanted) return { state: awake, act: 'wake' };
      const likely = facts.campaignAgo !== null && facts.campaignAgo < LIKELY;
      const due = now - state.since >= (likely ? NAP.likely : NAP.later);
      return due ? { state: { is: 'draining', since: now }, act: 'drain' } : { state, act: null };
    }
    case 'draining': {
      if (facts.wanted) return { state: awake, act: 'woke' };
      if (link === 'asleep') return { state: { is: 'asleep', since: now }, act: null };
      const quiet = now - Math.max(facts.inboundAt, state.since) >= DRAINED_AFTER;
      const over = (facts.ready && quiet) || now - state.since >= MOST_DRAINING;
      return over ? { state: { is: 'asleep', since: now }, act: 'doze' } : { state, act: null };
    }
  }
}

function stayUp(
  state: Extract<Idle, { is: 'awake' }>,
  { now, link, wanted, activeAt }: IdleFacts,
  limit: number,
): { state: Idle; act: IdleAct } {
  const { noticedAt } = state;
  const idleFor = now - activeAt;
  if (wanted || link !== 'online' || idleFor < limit * NOTICE_AT)
    return { state: { is: 'awake', noticedAt: null }, act: noticedAt === null ? null : 'cancel' };
  if (noticedAt === null) return { state: { is: 'awake', noticedAt: now }, act: 'notice' };
  if (idleFor >= limit && now - noticedAt >= limit * (1 - NOTICE_AT) - 1)
    return { state: { is: 'asleep', since: now }, act: 'sleep' };
  return { state, act: null };
}

const noticed = (state: Idle) => state.is === 'awake' && state.noticedAt !== null;

const LOOK = { awake: 15_000, asleep: 2_000 };

interface IdleDeps {
  /** Until an idle link sleeps; infinite: it never does. */
  readonly minutes: number;
  /** The link was asleep before this start. */
  readonly napping: boolean;
  readonly link: Pick<Link, 'state' | 'sleep' | 'wake'>;
  readonly traffic: { inboundAt(): number; ready(): boolean };
  readonly wants: () => Promise<boolean>;
  /** When the last campaign ended, by the wall clock; null when there was none. */
  readonly lastCampaign: () => Promise<number | null>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Looks every few seconds, and does what the reducer says. */
export function watchIdle(deps: IdleDeps): IdleWatch & { stop(): Promise<void> } {
  const { clock, link, log } = deps;
  const listeners = createListeners<[news: IdleNews]>();
  const { tell } = listeners;
  const limit = deps.minutes * MINUTE;
  const ending = new AbortController();
  const use = createUse(deps);
  let state: Idle = deps.napping ? { is: 'draining', since: clock.monotonic() } : { is: 'away' };
  let wait = new AbortController();

  const poke = () => wait.abort();

  async function look() {
    const next = nextIdle(state, await use.facts(), limit);
    state = next.state;
    if (next.act) log.info({ event: 'idle', act: next.act });
    switch (next.act) {
      case 'notice':
        return tell({ is: 'notice', inMs: limit * (1 - NOTICE_AT) });
      case 'cancel':
        return tell({ is: 'cancelled' });
      case 'sleep':
        await link.sleep();
        return tell({ is: 'asleep' });
      case 'doze':
        return link.sleep();
      case 'wake':
      case 'woke':
        use.touch();
        tell({ is: 'woke' });
        return next.act === 'wake' ? link.wake() : undefined;
      case 'drain':
        return link.wake();
      case null:
        return;
    }
  }

  async function run() {
    while (!ending.signal.aborted) {
      await look().catch((error) => log.error({ event: 'idle', err: error }));
      if (wait.signal.aborted) wait = new AbortController();
      const often = state.is === 'asleep' ? LOOK.asleep : LOOK.awake;
      const ms = Math.min(often, limit / 60);
      await clock.sleep(ms, AbortSignal.any([ending.signal, wait.signal])).catch(() => undefined);
    }
  }

  const running = Number.isFinite(limit) ? run() : Promise.resolve();
  return {
    touched: use.touch,
    poke,
    stayAwake() {
      use.touch();
      if (state.is === 'draining') state = { is: 'awake', noticedAt: null };
      poke();
    },
    watch: listeners.add,
    async stop() {
      ending.abort();
      await running;
    },
  };
}

/** What the link was used for last, and all else that the reducer is asked with. */
function createUse({ link, traffic, wants, lastCampaign, clock }: IdleDeps) {
  let touchedAt = clock.monotonic();
  let before: IdleFacts['link'] = 'none';
  return {
    /** Somebody did something just now. */
    touch() {
      touchedAt = clock.monotonic();
    },
    async facts(): Promise<IdleFacts> {
      const ended = await lastCampaign();
      const wanted = await wants();
      const now = clock.monotonic();
      const is = linkOf(link.state());
      // A link that comes back after trouble is not asleep the next moment.
      if (is === 'online' && before === 'busy') touchedAt = now;
      before = is;
      const inboundAt = traffic.inboundAt();
      return {
        now,
        link: is,
        activeAt: Math.max(touchedAt, inboundAt),
        inboundAt,
        ready: traffic.ready(),
        wanted,
        campaignAgo: ended === null ? null : clock.now() - ended,
      };
    },
  };
}

function linkOf(state: LinkState): IdleFacts['link'] {
  switch (state.is) {
    case 'online':
    case 'asleep':
      return state.is;
    case 'connecting':
      return state.linked ? 'busy' : 'none';
    case 'reconnecting':
    case 'given-up':
      return 'busy';
    default:
      return 'none';
  }
}
