import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXIT, nextStart } from './supervisor.ts';

describe('after the program ended, the supervisor', () => {
  it('starts it at once when it asked for that', () => {
    expect(nextStart(0, { code: EXIT.restart, livedMs: 100 })).toEqual({
      do: 'start',
      afterMs: 0,
      crashes: 0,
    });
  });

  it('starts it at once after a kill in the middle of a long life', () => {
    expect(nextStart(3, { code: null, livedMs: 60_000 })).toEqual({ do: 'start', afterMs: 0, crashes: 0 });
  });

  it('waits longer after each short life, and gives up after ten', () => {
    const waits: number[] = [];
    let crashes = 0;
    for (;;) {
      const next = nextStart(crashes, { code: 1, livedMs: 10 });
      if (next.do === 'give-up') {
        expect(next.status).toBe(1);
        break;
      }
      waits.push(next.afterMs);
      crashes = next.crashes;
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it('never tries wrong settings again', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(100_000), (crashes, livedMs) => {
        expect(nextStart(crashes, { code: EXIT.settings, livedMs }).do).toBe('give-up');
      }),
    );
  });
});
