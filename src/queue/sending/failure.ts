/** Why a row failed for good. Each has its sentence in the locale files (`report-reason-…`). */
export const FAILURE_REASONS = [
  'refused',
  'unconfirmed',
  'unreachable',
  'address',
  'too-fast',
  'server',
  'lookup',
  'upload',
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** Tries a message has; a crash, a lost link and a hold are none. */
export const TRIES = 3;

export type Remedy =
  /** Another try after `wait` milliseconds; after the last one it fails with `reason`. */
  | { next: 'again'; wait: number; reason: FailureReason }
  | { next: 'never'; reason: FailureReason }
  /** WhatsApp limits the account: ask for the lock, stop, burn nobody. */
  | { next: 'ask-limits'; reason: FailureReason };

/**
 * The one table of refusals: error code of an ack → what happens next. 463: restricted account or refused
 * first contact; 479 and 400: stale device list or mixed addressing; 429: too fast. Others pass through.
 */
export function remedy(code: number): Remedy {
  switch (code) {
    case 463:
      return { next: 'ask-limits', reason: 'refused' };
    case 400:
    case 479:
      return { next: 'again', wait: 5_000, reason: 'address' };
    case 429:
      return { next: 'again', wait: 60_000, reason: 'too-fast' };
    default:
      return { next: 'again', wait: 10_000, reason: 'server' };
  }
}

/** Growing, jittered wait before try number `tries + 1`, in whole milliseconds. `chance` in [0, 1). */
export function retryWait(base: number, tries: number, chance: number): number {
  return Math.round(base * 3 ** tries * (0.8 + 0.4 * chance));
}
