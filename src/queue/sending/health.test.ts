import { describe, expect, it } from 'vitest';
import type { Counts } from '../ports.ts';
import { remedy, retryWait, slowDownWait } from './failure.ts';
import { alarm, canary } from './health.ts';

const counts = (patch: Partial<Counts>): Counts => ({
  rows: 100,
  out: { invalid: 0, duplicate: 0, 'opted-out': 0, joined: 0, incomplete: 0 },
  people: 100,
  queued: 0,
  sending: 0,
  unconfirmed: 0,
  accepted: 0,
  delivered: 0,
  read: 0,
  failed: 0,
  skipped: 0,
  reasons: {},
  ...patch,
});

describe('the first few of a list', () => {
  it('go first, and the rest only when three of them were delivered', () => {
    expect(canary(counts({}), 5, 0)).toEqual({ go: true, count: 5 });
    expect(canary(counts({ accepted: 3 }), 5, 0)).toEqual({ go: true, count: 2 });
    expect(canary(counts({ accepted: 3, delivered: 2 }), 5, 60_000)).toEqual({ go: false, stop: false });
    expect(canary(counts({ accepted: 3, delivered: 2 }), 5, 600_000)).toEqual({ go: false, stop: true });
    expect(canary(counts({ accepted: 2, delivered: 2, read: 1 }), 5, 0)).toMatchObject({ go: true });
  });

  it('are not tried on a short list, nor when that is off', () => {
    expect(canary(counts({ people: 19 }), 5, 0)).toMatchObject({ count: Number.POSITIVE_INFINITY });
    expect(canary(counts({}), 'off', 0)).toMatchObject({ count: Number.POSITIVE_INFINITY });
  });
});

describe('an alarm', () => {
  it('needs enough outcomes and a large share of bad ones', () => {
    expect(alarm(counts({ delivered: 5, failed: 5 }))).toBeNull();
    expect(alarm(counts({ delivered: 21, failed: 9 }))).toBe('failures');
    expect(alarm(counts({ delivered: 40, failed: 9 }))).toBeNull();
    expect(alarm(counts({ delivered: 20, skipped: 10, reasons: { 'not-on-whatsapp': 10 } }))).toBe(
      'unregistered',
    );
  });
});

describe('a refusal', () => {
  it('has its remedy, whatever the code', () => {
    expect(remedy(463).next).toBe('ask-limits');
    for (const code of [400, 479])
      expect(remedy(code)).toMatchObject({ next: 'again', tries: 2, reason: 'address' });
    expect(remedy(429)).toEqual({ next: 'slow-down' });
    expect([1, 2, 3, 9].map(slowDownWait)).toEqual([60_000, 120_000, 240_000, 900_000]);
    expect(remedy(599)).toMatchObject({ next: 'again', tries: 3, reason: 'server' });
  });

  it('is tried again after growing waits of whole milliseconds', () => {
    expect(retryWait(5000, 0, 0.123)).toBeLessThan(retryWait(5000, 1, 0.123));
    expect(Number.isInteger(retryWait(5000, 2, 0.3337))).toBe(true);
  });
});
