/** Why a row failed for good. Each has its sentence in the locale files (`report-reason-…`). */
export const FAILURE_REASONS = [
  'refused',
  'unconfirmed',
  'unreachable',
  'address',
  // Rows of earlier releases.
  'too-fast',
  'server',
  'lookup',
  'upload',
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** Tries a message has; a crash, a lost link and a hold are none. */
export const TRIES = 3;

export type Remedy =
  /** Another try after `wait` milliseconds; with the last of `tries` it fails with `reason`. */
  | { next: 'again'; tries: number; wait: number; reason: FailureReason }
  /** The server can't take so much: everybody waits, and nobody's try is spent. */
  | { next: 'slow-down' }
  /** WhatsApp limits the account: ask for the lock, stop, burn nobody. */
  | { next: 'ask-limits'; reason: FailureReason };

/**
 * The one table of refusals: error code of an ack → what happens next. 463: restricted account or refused
 * first contact; 479 and 400: stale device list or mixed addressing, which `whatsapp/inbound.ts` forgets, so that the
 * one retry goes to the devices of now; 429: too fast. Others pass through.
 */
export function remedy(code: number): Remedy {
  switch (code) {
    case 463:
      return { next: 'ask-limits', reason: 'refused' };
    case 400:
    case 479:
      return { next: 'again', tries: 2, wait: 5_000, reason: 'address' };
    case 429:
      return { next: 'slow-down' };
    default:
      return { next: 'again', tries: TRIES, wait: 10_000, reason: 'server' };
  }
}

/** How long everybody waits when the server said `nth` times lately that it is too fast: a minute, then twice that. */
export const slowDownWait = (nth: number): number => Math.min(60_000 * 2 ** (nth - 1), 900_000);

/** Growing, jittered wait before try number `tries + 1`, in whole milliseconds. `chance` in [0, 1). */
export function retryWait(base: number, tries: number, chance: number): number {
  return Math.round(base * 3 ** tries * (0.8 + 0.4 * chance));
}
