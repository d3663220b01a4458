import { GrammyError } from 'grammy';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { virtualClock } from '../clock.ts';
import { poll, troubleOf, waitFor } from './poll.ts';

const log = pino({ level: 'silent' });
const refusal = (error_code: number) =>
  new GrammyError('refused', { ok: false, error_code, description: '' }, 'getUpdates', {});

describe('what ends polling', () => {
  it('is a refused token, another poller, or an outage', () => {
    const kinds = [401, 404, 409, 502].map((code) => troubleOf(refusal(code)));
    expect(kinds).toEqual(['token', 'token', 'conflict', 'outage']);
    expect(troubleOf(new Error('ECONNREFUSED'))).toBe('outage');
  });

  it('is waited out for longer each time, except an outage', () => {
    expect([1, 2, 3, 9].map((nth) => waitFor('token', nth, false))).toEqual([5_000, 10_000, 20_000, 60_000]);
    expect(waitFor('conflict', 9, false)).toBe(30_000);
    expect(waitFor('outage', 9, false)).toBe(5_000);
    expect(waitFor('conflict', 1, true)).toBe(60_000);
  });
});

describe('polling', () => {
  it('goes on after whatever Telegram says, and tells once that somebody else reads here', async () => {
    const clock = virtualClock();
    const ending = new AbortController();
    let starts = 0;
    let told = 0;
    const polling = poll({
      start: async () => {
        starts += 1;
        throw refusal(starts % 20 === 0 ? 401 : 409);
      },
      shy: () => false,
      trouble: () => undefined,
      contested: async () => {
        told += 1;
      },
      clock,
      log,
      signal: ending.signal,
    });
    await clock.advance(3_600_000);
    expect(starts).toBeGreaterThan(100);
    expect(told).toBe(1);
    ending.abort();
    await polling;
  });
});
