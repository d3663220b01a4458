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
}

export const FRESH: Memory = { attempt: 0, lostSince: null };

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
      return state.is === 'awaiting-scan' || state.is === 'scan-expired' || state.is === 'linking'
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

function closed(
  state: LinkState,
  memory: Memory,
  { ending, linked }: Extract<LinkEvent, { type: 'closed' }>,
  now: number,
  chance: number,
): Step & { memory: Memory } {
  switch (ending.is) {
    case 'restart':
      return step(state.is === 'linking' ? state : { is: 'linking', since: now, stuck: null }, memory, {
        open: 'now',
      });
    case 'replaced':
      return step({ is: 'replaced', at: now }, FRESH, { open: 'no' });
    case 'banned':
      return step({ is: 'banned', until: ending.untilMs, at: now }, FRESH, {
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
      if (linked) return lost(state, memory, now, chance);
      return step(
        state.is === 'awaiting-scan' || state.is === 'connecting'
          ? { is: 'scan-expired' }
          : { is: 'offline' },
        FRESH,
        { open: 'no' },
      );
  }
}

function lost(state: LinkState, before: Memory, now: number, chance: number): Step & { memory: Memory } {
  const stable = state.is === 'online' && now - state.since >= STABLE;
  const attempt = stable ? 1 : before.attempt + 1;
  const since = (stable ? null : before.lostSince) ?? now;
  const memory = { attempt, lostSince: since };
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
