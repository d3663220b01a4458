import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf } from '../calendar.ts';
import { dailyCap, lookUpsLeft, offersMaximum } from './caps.ts';
import { type Asked, gap, nextDue, type PacingFacts, type PacingRules, verdict } from './pacing.ts';
import { estimate } from './plan.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONE = 'America/Asuncion';
/** Wednesday, 10:00 in Asunción. */
const NOW = Date.UTC(2026, 10, 25, 13);
const NIGHT = { from: 1200, to: 480 };

const rules = (patch: Partial<PacingRules> = {}): PacingRules => ({
  pace: 'maximum',
  dailyCap: 'off',
  quietHours: 'off',
  quietDays: [],
  quietZone: 'recipient',
  zone: ZONE,
  ...patch,
});
const facts = (patch: Partial<PacingFacts> = {}): PacingFacts => ({
  linkedAt: NOW,
  restrictedAt: null,
  ownedSince: null,
  newChatsToday: 0,
  lookUpsToday: 0,
  slower: 1,
  ...patch,
});
const asked = (patch: Partial<Asked> = {}): Asked => ({
  wanted: 100,
  countries: ['PY'],
  left: 1000,
  nextIsKnown: false,
  dueIn: 0,
  ...patch,
});
const all = (people: number, country: string | null = 'PY') => [{ country, people, known: 0 }];

describe('the next message', () => {
  it('leaves at once when every limit is off', () => {
    expect(verdict(asked({ wanted: 250 }), rules(), facts(), NOW)).toEqual({
      may: true,
      count: 100,
      newChats: null,
    });
  });

  it('waits for the morning when all who wait sleep, and goes to who is awake', () => {
    const quiet = rules({ quietHours: NIGHT });
    const night = Date.UTC(2026, 10, 26, 1);
    expect(verdict(asked(), quiet, facts(), night)).toEqual({
      may: false,
      why: 'quiet-hours',
      until: Date.UTC(2026, 10, 26, 11),
    });
    expect(verdict(asked({ countries: ['PY', 'JP'] }), quiet, facts(), night)).toMatchObject({ may: true });
  });

  it('waits for the next day at the cap, takes what is left of it before, and lets known people pass', () => {
    const capped = rules({ dailyCap: 60 });
    expect(verdict(asked(), capped, facts({ newChatsToday: 50 }), NOW)).toMatchObject({ newChats: 10 });
    const full = facts({ newChatsToday: 60 });
    expect(verdict(asked(), capped, full, NOW)).toEqual({
      may: false,
      why: 'daily-cap',
      until: Date.UTC(2026, 10, 26, 11),
    });
    expect(verdict(asked({ nextIsKnown: true }), capped, full, NOW)).toMatchObject({
      may: true,
      newChats: 0,
    });
  });

  it('waits until tomorrow behind the closing time, and for a person behind the time it should be out by', () => {
    const closing = { daily: 18 * 60, by: NOW + 12 * HOUR };
    const closed = rules({ closing });
    const asleep = rules({ closing, quietHours: NIGHT });
    expect(verdict(asked({ countries: ['PY', 'RU'] }), asleep, facts(), NOW + 8 * HOUR)).toMatchObject({
      why: 'closing',
      until: Date.UTC(2026, 10, 26, 6),
    });
    expect(verdict(asked(), closed, facts(), NOW + 8 * HOUR)).toEqual({
      may: false,
      why: 'closing',
      until: Date.UTC(2026, 10, 26, 11),
    });
    expect(verdict(asked(), closed, facts(), NOW + 12 * HOUR)).toEqual({ may: false, why: 'late' });
  });
});

describe('the pace', () => {
  const paces = [
    ['careful', 4],
    ['normal', 30],
    [20, 20],
  ] as const;

  it.each(paces)('%s is spread evenly, on average %i a minute', (pace, perMinute) => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (chance) => {
        const wait = gap(rules({ pace }), facts(), 1000, NOW, chance);
        expect(Number.isInteger(wait)).toBe(true);
        expect(Math.abs(wait / (MINUTE / perMinute) - 1)).toBeLessThan(0.31);
      }),
    );
    const waits = Array.from({ length: 101 }, (_, nth) =>
      gap(rules({ pace }), facts(), 1000, NOW, nth / 100.0001),
    );
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    expect(mean / (MINUTE / perMinute)).toBeCloseTo(1, 2);
  });

  it('is halved for an account that is looked after, and bounded where there was none', () => {
    expect(gap(rules({ pace: 'normal' }), facts({ slower: 2 }), 1, NOW, 0.5)).toBe(4_000);
    expect(gap(rules({ pace: 'maximum' }), facts({ slower: 2 }), 1, NOW, 0.5)).toBe(2_000);
    expect(verdict(asked(), rules(), facts({ slower: 2 }), NOW)).toMatchObject({ count: 1 });
  });

  it('is spread until the time by which all should be out, and never faster than was chosen', () => {
    const by = rules({ pace: 'normal', closing: { daily: null, by: NOW + 102 * MINUTE } });
    expect(gap(by, facts(), 100, NOW, 0.5)).toBe(MINUTE);
    expect(gap(by, facts(), 100_000, NOW, 0.5)).toBe(2_000);
  });

  it('makes up for what a slow answer took, by one message, and never in a burst', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60_000), { minLength: 1, maxLength: 200 }), (delays) => {
        let [due, now] = [Number.NEGATIVE_INFINITY, 0];
        const left: number[] = [];
        for (const delay of delays) {
          now = Math.max(now + delay, due);
          left.push(now);
          due = nextDue(due, 2_000, now);
        }
        const inTwoSeconds = left.map((at) => left.filter((one) => one >= at && one < at + 2_000).length);
        expect(Math.max(...inTwoSeconds)).toBeLessThanOrEqual(2);
      }),
    );
  });
});

describe('the cap', () => {
  const cap = (patch: Partial<PacingFacts>, at = NOW) =>
    dailyCap({ dailyCap: 'auto', zone: ZONE }, facts(patch), at);

  it.each([
    [0, 50],
    [3, 100],
    [7, 250],
    [14, 500],
    [30, 2000],
  ])('of a link %i days old is %i new chats, and twice as many look-ups', (days, expected) => {
    const old = facts({ linkedAt: NOW - days * DAY });
    expect(cap(old)).toBe(expected);
    expect(lookUpsLeft(rules({ dailyCap: 'auto' }), { ...old, lookUpsToday: 30 }, NOW)).toBe(
      2 * expected - 30,
    );
  });

  it('of a number that has long been theirs begins higher', () => {
    expect(cap({ ownedSince: NOW - 200 * DAY })).toBe(500);
    expect(cap({ ownedSince: NOW - 100 * DAY })).toBe(50);
  });

  it('begins at the lowest step again after a restriction, whatever the number was before', () => {
    const restricted = { linkedAt: NOW - 300 * DAY, ownedSince: NOW - 900 * DAY, restrictedAt: NOW };
    expect(cap(restricted)).toBe(50);
    expect(cap(restricted, NOW + 8 * DAY)).toBe(250);
    expect(cap(restricted, NOW + 31 * DAY)).toBe(2000);
    expect(cap({ ...restricted, linkedAt: NOW + DAY }, NOW + 2 * DAY)).toBe(500);
  });

  it('never falls as the link grows older', () => {
    fc.assert(
      fc.property(fc.nat(90), fc.nat(90), (days, more) => {
        const young = cap({ linkedAt: NOW - days * DAY }) ?? 0;
        expect(cap({ linkedAt: NOW - (days + more) * DAY }) ?? 0).toBeGreaterThanOrEqual(young);
      }),
    );
  });

  it('is not offered to be passed by at maximum pace in the first week, but to who said how long it is theirs', () => {
    const offered = (patch: Partial<PacingFacts>) => offersMaximum({ pace: 'normal' }, facts(patch), NOW);
    expect(offered({})).toBe(false);
    expect(offered({ linkedAt: null })).toBe(false);
    expect(offered({ linkedAt: NOW - 7 * DAY })).toBe(true);
    expect(offered({ ownedSince: NOW - 31 * DAY })).toBe(true);
    expect(offered({ ownedSince: NOW - 900 * DAY, restrictedAt: NOW - DAY })).toBe(false);
    expect(offersMaximum({ pace: 'maximum' }, facts(), NOW)).toBe(true);
  });
});

describe('the estimate', () => {
  it('tells how many leave on which day under a cap', () => {
    const plan = estimate(all(120), rules({ dailyCap: 50 }), facts(), NOW);
    expect(plan.days).toEqual([
      { day: '2026-11-25', people: 50 },
      { day: '2026-11-26', people: 50 },
      { day: '2026-11-27', people: 20 },
    ]);
    expect(dayOf(plan.endsAt, ZONE)).toBe('2026-11-27');
  });

  it('lets known people pass the cap', () => {
    const groups = [{ country: 'PY', people: 120, known: 60 }];
    expect(estimate(groups, rules({ dailyCap: 60 }), facts(), NOW).days).toHaveLength(1);
  });

  it('grows with the caps of a young link', () => {
    const plan = estimate(all(400), rules({ dailyCap: 'auto' }), facts(), NOW);
    expect(plan.days.map(({ people }) => people)).toEqual([50, 50, 50, 100, 100, 50]);
  });

  it('reckons with the pace, the quiet hours, and a closing time', () => {
    expect(estimate(all(300), rules({ pace: 'normal' }), facts(), NOW).endsAt).toBe(NOW + 10 * MINUTE);
    const careful = rules({ pace: 'careful', quietHours: NIGHT });
    const slow = estimate(all(4 * 60 * 12), careful, facts(), NOW);
    expect(slow.days[0]?.people).toBe(4 * 60 * 10);
    expect(slow.endsAt).toBe(Date.UTC(2026, 10, 26, 13));
    const closing = { daily: 12 * 60, by: null };
    expect(
      estimate(all(4 * 60 * 12), { ...careful, closing }, facts(), NOW).days.map((d) => d.people),
    ).toEqual([480, 960, 960, 480]);
  });

  it('says when it begins, if that is later', () => {
    const plan = estimate(all(10), rules({ quietHours: NIGHT }), facts(), Date.UTC(2026, 10, 26, 1));
    expect(plan.startsAt).toBe(Date.UTC(2026, 10, 26, 11));
    expect(plan.days.map(({ day }) => day)).toEqual(['2026-11-26']);
  });

  it('waits for each country’s own day', () => {
    const mixed = [...all(100), ...all(100, 'JP')];
    const plan = estimate(mixed, rules({ quietHours: NIGHT, pace: 'normal' }), facts(), NOW);
    // It is 22:00 in Japan: those hundred leave at eight there, which is 20:00 of the same day here.
    expect(plan.endsAt).toBeGreaterThan(Date.UTC(2026, 10, 25, 23));
    expect(plan.endsAt).toBeLessThan(Date.UTC(2026, 10, 25, 23, 5));
  });

  it('believes a link that is clearly slower than the pace, and no other measure of it', () => {
    const normal = rules({ pace: 'normal' });
    expect(estimate(all(300), normal, facts(), NOW, 10).endsAt).toBe(NOW + 30 * MINUTE);
    expect(estimate(all(300), normal, facts(), NOW, 28).endsAt).toBe(NOW + 10 * MINUTE);
    expect(estimate(all(300), rules(), facts(), NOW, 10_000).endsAt).toBeLessThan(NOW + 2_000);
  });

  it('is as long as it says: no day above its cap, all people on some day, an end behind its beginning', () => {
    const group = fc.record({
      country: fc.constantFrom(null, 'PY', 'ES', 'US', 'NZ', 'RU'),
      people: fc.integer({ min: 1, max: 3000 }),
      known: fc.constant(0),
    });
    fc.assert(
      fc.property(
        fc.array(group, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('careful' as const, 'normal' as const, 'maximum' as const, 7, 120),
        fc.constantFrom('off' as const, 'auto' as const, 30, 500),
        fc.constantFrom('off' as const, NIGHT, { from: 720, to: 900 }),
        fc.constantFrom([], ['sun' as const], ['sat' as const, 'sun' as const]),
        fc.constantFrom(null, { daily: 17 * 60, by: null }, { daily: null, by: NOW + 9 * HOUR }),
        fc.integer({ min: 0, max: 200 * DAY }),
        (groups, pace, dailyCapOf, quietHours, quietDays, closing, shift) => {
          const now = NOW + shift;
          const known = facts({ linkedAt: now - (shift % (20 * DAY)) });
          const some = rules({ pace, dailyCap: dailyCapOf, quietHours, quietDays, closing });
          const plan = estimate(groups, some, known, now);
          const people = groups.reduce((sum, one) => sum + one.people, 0);
          expect(plan.startsAt).toBeGreaterThanOrEqual(now);
          expect(plan.endsAt).toBeGreaterThanOrEqual(plan.startsAt);
          const told = plan.days.reduce((sum, day) => sum + day.people, 0);
          // What takes longer than anybody plans isn't told day by day.
          if (plan.endsAt < now + 90 * DAY) expect(told).toBe(people);
          else expect(told).toBeLessThanOrEqual(people);
          for (const day of plan.days) {
            const noon = Temporal.PlainDate.from(day.day).toZonedDateTime({
              timeZone: ZONE,
              plainTime: '23:59',
            });
            const cap = dailyCap(some, known, noon.epochMilliseconds);
            if (cap !== null) expect(day.people).toBeLessThanOrEqual(cap + 1);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
