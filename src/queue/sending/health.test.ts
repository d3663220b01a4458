import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Counts } from '../ports.ts';
import { remedy, retryWait, slowDownWait } from './failure.ts';
import { canary, examine, HEALTH_LIMITS, type HealthFacts, scoreOf, slowOf, stopOf } from './health.ts';

const counts = (patch: Partial<Counts>): Counts => ({
  rows: 100,
  out: { invalid: 0, duplicate: 0, 'opted-out': 0, joined: 0, incomplete: 0, long: 0 },
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

describe('an examination', () => {
  const facts = (patch: Partial<HealthFacts> = {}): HealthFacts => ({
    sent: 0,
    failed: 0,
    unregistered: 0,
    askedAgain: 0,
    first: null,
    settled: { sent: 0, delivered: 0 },
    quota: null,
    restricted: false,
    ...patch,
  });
  const found = (patch: Partial<HealthFacts>, limits = HEALTH_LIMITS) =>
    examine(facts(patch), limits).map(({ reason, act }) => `${reason}: ${act}`);

  it('finds nothing where all is well, and gives it a hundred', () => {
    const well = facts({
      sent: 500,
      unregistered: 20,
      first: { people: 100, delivered: 96, answers: 8 },
      settled: { sent: 500, delivered: 480 },
      quota: { total: 1000, used: 100, warning: 0 },
    });
    expect(examine(well, HEALTH_LIMITS)).toEqual([]);
    expect(scoreOf([])).toBe(100);
  });

  it('needs enough outcomes and a large share of bad ones', () => {
    expect(found({ sent: 5, failed: 5 })).toEqual([]);
    expect(found({ sent: 21, failed: 9 })).toEqual(['failures: pause']);
    expect(found({ sent: 40, failed: 9 })).toEqual([]);
  });

  it('stops at a list that looks old: early when it is very old, and at a tenth when that is sure', () => {
    expect(found({ sent: 13, unregistered: 6 })).toEqual([]);
    expect(found({ sent: 13, unregistered: 7 })).toEqual(['unregistered: pause']);
    expect(found({ sent: 36, unregistered: 9 })).toEqual([]);
    expect(found({ sent: 45, unregistered: 5 })).toEqual([]);
    expect(found({ sent: 44, unregistered: 6 })).toEqual(['unregistered: pause']);
    expect(found({ sent: 300, unregistered: 34 })).toEqual(['unregistered: pause']);
    expect(found({ sent: 44, unregistered: 6 }, { ...HEALTH_LIMITS, unregistered: 'off' })).toEqual([]);
    expect(found({ sent: 50, unregistered: 50 }, { ...HEALTH_LIMITS, unregistered: 60 })).toEqual([]);
  });

  it('stops when phones can’t open what they get', () => {
    expect(found({ sent: 100, askedAgain: 2 })).toEqual([]);
    expect(found({ sent: 100, askedAgain: 3 })).toEqual(['unreadable: pause']);
    expect(found({ sent: 20, askedAgain: 20 })).toEqual([]);
  });

  it('stops when the first hundred don’t arrive, and slows when they don’t answer', () => {
    expect(found({ sent: 200, first: { people: 100, delivered: 69, answers: 9 } })).toEqual([
      'undelivered: pause',
    ]);
    expect(found({ sent: 200, first: { people: 100, delivered: 70, answers: 4 } })).toEqual([
      'few-answers: slow',
    ]);
  });

  it('slows at WhatsApp’s first warning, and stops at the second or at most of the quota', () => {
    const quota = (used: number, warning: 0 | 1 | 2) => found({ quota: { total: 1000, used, warning } });
    expect(quota(799, 0)).toEqual([]);
    expect(quota(500, 1)).toEqual(['quota-warning: slow']);
    expect(quota(500, 2)).toEqual(['quota: pause']);
    expect(quota(800, 0)).toEqual(['quota: pause']);
    expect(found({ quota: { total: -1, used: 5000, warning: 0 } })).toEqual([]);
  });

  it('warns of what arrived too seldom after a day', () => {
    expect(found({ settled: { sent: 100, delivered: 59 } })).toEqual(['low-delivery: warn']);
    expect(found({ settled: { sent: 10, delivered: 0 } })).toEqual([]);
  });

  it('asks once: what a person overruled stops nothing, what else is wrong still does', () => {
    const findings = examine(facts({ sent: 40, failed: 60, unregistered: 20 }), HEALTH_LIMITS);
    expect(stopOf(findings, [])).toBe('failures');
    expect(stopOf(findings, ['failures'])).toBe('unregistered');
    expect(stopOf(findings, ['failures', 'unregistered'])).toBeNull();
    expect(slowOf(findings)).toBeNull();
  });

  it('is worse with each finding, and worst under a restriction', () => {
    const share = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(share, share, share, fc.boolean(), (failed, unregistered, askedAgain, restricted) => {
        const findings = examine(
          facts({ sent: 100, failed, unregistered, askedAgain, restricted }),
          HEALTH_LIMITS,
        );
        const score = scoreOf(findings);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(score === 100).toBe(findings.length === 0);
        if (restricted) expect(findings[0]?.reason).toBe('restricted');
        for (let n = 0; n < findings.length; n += 1)
          expect(scoreOf(findings.slice(0, n))).toBeGreaterThanOrEqual(score);
      }),
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
