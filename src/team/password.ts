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
  check(text: string): Promise<PasswordCheck>;
}

/** Where the wrong tries are kept: a restart gives nobody new ones. */
export interface TryMemory {
  read(): Promise<unknown>;
  write(tries: Tries): Promise<void>;
}

interface Tries {
  readonly wrong: number;
  readonly lockedUntil: number;
}

/**
 * The admin password: compared in constant time, whatever the lengths are. Five wrong tries lock it for a
 * quarter of an hour, for everybody.
 */
export function createPassword(secret: string | null, memory: TryMemory, clock: Clock): Password {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const wanted = digest(secret ?? '');
  let tries: Tries | null = null;

  async function keep(next: Tries) {
    tries = next;
    await memory.write(next);
  }

  return {
    isSet: secret !== null,
    async check(text) {
      const stored = tries ?? triesOf(await memory.read());
      tries ??= stored;
      const now = clock.now();
      // A clock that was put back prolongs no lock.
      const lockedUntil = Math.min(tries.lockedUntil, now + LOCK_MS);
      if (now < lockedUntil) return { ok: false, lockedUntil, justNow: false };
      if (timingSafeEqual(digest(text), wanted) && secret !== null) {
        if (tries.wrong > 0) await keep({ wrong: 0, lockedUntil: 0 });
        return { ok: true };
      }
      const wrong = tries.wrong + 1;
      if (wrong < TRIES) {
        await keep({ wrong, lockedUntil: 0 });
        return { ok: false, left: TRIES - wrong };
      }
      await keep({ wrong: 0, lockedUntil: now + LOCK_MS });
      return { ok: false, lockedUntil: now + LOCK_MS, justNow: true };
    },
  };
}

function triesOf(stored: unknown): Tries {
  const none = { wrong: 0, lockedUntil: 0 };
  if (typeof stored !== 'object' || stored === null) return none;
  const { wrong, lockedUntil } = { ...none, ...stored };
  return { wrong: Number(wrong), lockedUntil: Number(lockedUntil) };
}
