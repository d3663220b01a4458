import type { Clock, Dice } from '../clock.ts';

const LIFE_MS = 3_600_000;
/** No letters that a person could take for another. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** The one-time link by which the first admin claims the bot. */
export interface Claim {
  /** Eight characters; null when somebody has the bot already. */
  readonly code: string | null;
  /** True once, within the hour, for the right code. */
  redeem(code: string): boolean;
}

export function createClaim(needed: boolean, clock: Clock, dice: Dice): Claim {
  const made = clock.monotonic();
  let code: string | null = needed
    ? Array.from({ length: 8 }, () => ALPHABET[Math.floor(dice.next() * ALPHABET.length)]).join('')
    : null;
  return {
    get code() {
      return code;
    },
    redeem(given) {
      if (code === null || given !== code || clock.monotonic() - made > LIFE_MS) return false;
      code = null;
      return true;
    },
  };
}
