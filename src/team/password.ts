import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';

export type PasswordCheck =
  | { ok: true }
  /** Wrong; so many tries are left. */
  | { ok: false; left: number }
  /** Nothing is compared before then. `justNow`: this very try locked it. */
  | { ok: false; lockedUntil: number; justNow: boolean };

/** Wrong tries before the lock, and how long it lasts. */
const TRIES = 5;
const LOCK_MS = 15 * 60_000;

export interface Password {
  readonly isSet: boolean;
  check(text: string): PasswordCheck;
}

/**
 * The admin password: compared in constant time, whatever the lengths are. Five wrong tries lock it for a
 * quarter of an hour, for everybody.
 */
export function createPassword(secret: string | null, clock: Clock): Password {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const wanted = digest(secret ?? '');
  let wrong = 0;
  let lockedUntil = 0;
  return {
    isSet: secret !== null,
    check(text) {
      const now = clock.now();
      if (now < lockedUntil) return { ok: false, lockedUntil, justNow: false };
      if (timingSafeEqual(digest(text), wanted) && secret !== null) {
        wrong = 0;
        return { ok: true };
      }
      wrong += 1;
      if (wrong < TRIES) return { ok: false, left: TRIES - wrong };
      wrong = 0;
      lockedUntil = now + LOCK_MS;
      return { ok: false, lockedUntil, justNow: true };
    },
  };
}
