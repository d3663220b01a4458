import { describe, expect, it } from 'vitest';
import { virtualClock } from '../clock.ts';
import { TooManyCodes } from './link.ts';
import { createCodeLimit } from './pairing-code.ts';

const MINUTE = 60_000;

/** When the next one may be asked for, or null. */
function refused(ask: () => void): number | null {
  try {
    ask();
    return null;
  } catch (error) {
    if (error instanceof TooManyCodes) return error.until;
    throw error;
  }
}

describe('pairing codes', () => {
  it('are at least two minutes apart, and three an hour; a refused one does not count', async () => {
    const clock = virtualClock();
    const ask = createCodeLimit(clock);
    expect(refused(ask)).toBeNull();
    await clock.advance(MINUTE);
    expect(refused(ask)).toBe(2 * MINUTE);
    await clock.advance(MINUTE);
    expect(refused(ask)).toBeNull();
    await clock.advance(2 * MINUTE);
    expect(refused(ask)).toBeNull();
    await clock.advance(10 * MINUTE);
    expect(refused(ask)).toBe(60 * MINUTE);
    await clock.advance(46 * MINUTE);
    expect(refused(ask)).toBeNull();
  });
});
