/** The link as a pure reducer. Every view is drawn from its state, every socket is opened by its verdicts. */
import type { Ending } from './codes.ts';
import type { LinkState } from './link.ts';

export type LinkEvent =
  /** A person (or the start of the program, when linked) wants a connection. */
  | { type: 'connect'; linked: boolean }
  | { type: 'code'; how: 'qr' | 'code'; text: string; expiresAt: number }
  | { type: 'scanned' }
  /** Nothing came for a minute after the scan, or the server said what it wants. */
  | { type: 'stuck'; why: 'silence' | 'passkey' }
  | { type: 'opened'; phone: string }
  | { type: 'closed'; ending: Ending; linked: boolean }
  /** The wait before the next try is over. */
  | { type: 'retry' }
  | { type: 'cancel' }
  | { type: 'sleep' }
  /** Taken over before this start, and nobody has decided otherwise. */
  | { type: 'stay-out'; since: number }
  | { type: 'unlink' };

export interface Step {
  readonly state: LinkState;
  /** Open a socket now, later, or none. */
  readonly socket: { open: 'now' } | { open: 'at'; at: number } | { open: 'no' };
  /** The keys are worthless: put them aside. */
  readonly forget: boolean;
}

/** Tries after a loss; an expired QR and 515 are none. */
export const TRIES = 5;
const WAITS = [2_000, 5_000, 15_000, 60_000, 180_000];
/** After the last try: one quiet try an hour. */
const QUIET_RETRY = 3_600_000;
/** Being online this long makes the tries count anew. */
const STABLE = 60_000;

/** How many tries were in vain so far; kept beside the state, because a state on its way forgets it. */
export interface Memory {
  readonly attempt: number;
  readonly lostSince: number | null;
  /** The server has asked for a new connection (515) and got it; asking again at once is a loss. */
  readonly restarted: boolean;
}

export const FRESH: Memory = { attempt: 0, lostSince: null, restarted: false };

/** `chance` in [0, 1) spreads the waits. */
export function next(
  state: LinkState,
  memory: Memory,
  event: LinkEvent,
  now: number,
  chance: number,
): Step & { memory: Memory } {
  switch (event.type) {
    case 'connect':
      return step({ is: 'connecting', linked: event.linked }, FRESH, { open: 'now' });
    case 'code':
      return step(
        {
          is: 'awaiting-scan',
          how: event.how,
          text: event.text,
          expiresAt: event.expiresAt,
          nth: state.is === 'awaiting-scan' && state.how === event.how ? state.nth + 1 : 1,
        },
        memory,
        { open: 'no' },
      );
    case 'scanned':
      return step({ is: 'linking', since: now, stuck: null }, FRESH, { open: 'no' });
    case 'stuck':
      if (state.is === 'linking') return step({ ...state, stuck: event.why }, memory, { open: 'no' });
      return state.is === 'awaiting-scan' && event.why === 'passkey'
        ? step({ is: 'linking', since: now, stuck: event.why }, memory, { open: 'no' })
        : same(state, memory);
    case 'opened':
      return step({ is: 'online', phone: event.phone, since: now }, memory, { open: 'no' });
    case 'retry':
      return state.is === 'reconnecting' || state.is === 'given-up' || state.is === 'banned'
        ? step(state, memory, { open: 'now' })
        : same(state, memory);
    case 'cancel':
      return state.is === 'awaiting-scan' ||
        state.is === 'scan-expired' ||
        state.is === 'unreachable' ||
        state.is === 'linking'
        ? step({ is: 'offline' }, FRESH, { open: 'no' })
        : same(state, memory);
    case 'sleep':
      return step({ is: 'asleep', since: now }, FRESH, { open: 'no' });
    case 'stay-out':
      return step({ is: 'replaced', at: event.since }, FRESH, { open: 'no' });
    case 'unlink':
      return step({ is: 'logged-out', why: 'by-us', code: null, at: now }, FRESH, { open: 'no' }, true);
    case 'closed':
      return closed(state, memory, event, now, chance);
  }
}

type Closed = Extract<LinkEvent, { type: 'closed' }>;

function closed(
  state: LinkState,
  memory: Memory,
  event: Closed,
  now: number,
  chance: number,
): Step & { memory: Memory } {
  const { ending, linked } = event;
  switch (ending.is) {
    case 'restart':
      if (memory.restarted && !isStable(state, now)) return gone(state, memory, event, now, chance);
      return step(
        state.is === 'linking' ? state : { is: 'connecting', linked },
        { ...memory, restarted: true },
        { open: 'now' },
      );
    case 'replaced':
      return step({ is: 'replaced', at: now }, FRESH, { open: 'no' });
    case 'banned':
      return step({ is: 'banned', until: ending.untilMs, why: ending.why, at: now }, FRESH, {
        open: 'at',
        at: ending.untilMs ?? now + QUIET_RETRY * 24,
      });
    case 'logged-out':
      return step(
        { is: 'logged-out', why: ending.why, code: ending.code, at: now },
        FRESH,
        { open: 'no' },
        true,
      );
    case 'outdated':
      return step({ is: 'outdated', at: now }, FRESH, { open: 'no' });
    case 'lost':
      return gone(state, memory, event, now, chance);
  }
}

/** A link comes back by itself; without one, whoever waits for a code is told. */
function gone(
  state: LinkState,
  memory: Memory,
  { linked }: Closed,
  now: number,
  chance: number,
): Step & { memory: Memory } {
  if (linked) return lost(state, memory, now, chance);
  const after: LinkState =
    state.is === 'awaiting-scan'
      ? { is: 'scan-expired' }
      : state.is === 'connecting'
        ? { is: 'unreachable', at: now }
        : { is: 'offline' };
  return step(after, FRESH, { open: 'no' });
}

const isStable = (state: LinkState, now: number) => state.is === 'online' && now - state.since >= STABLE;

function lost(state: LinkState, before: Memory, now: number, chance: number): Step & { memory: Memory } {
  const stable = isStable(state, now);
  const attempt = stable ? 1 : before.attempt + 1;
  const since = (stable ? null : before.lostSince) ?? now;
  const memory = { attempt, lostSince: since, restarted: before.restarted && !stable };
  if (attempt > TRIES) {
    const nextAt = now + QUIET_RETRY;
    return step({ is: 'given-up', since, nextAt }, memory, { open: 'at', at: nextAt });
  }
  const wait = (WAITS[attempt - 1] ?? 0) * (0.8 + 0.4 * chance);
  const nextAt = now + Math.round(wait);
  return step({ is: 'reconnecting', attempt, of: TRIES, nextAt, since }, memory, { open: 'at', at: nextAt });
}

const step = (state: LinkState, memory: Memory, socket: Step['socket'], forget = false) => ({
  state,
  memory,
  socket,
  forget,
});
const same = (state: LinkState, memory: Memory) => step(state, memory, { open: 'no' });
