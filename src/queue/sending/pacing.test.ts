import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dailyCap, estimate, type PacingFacts, type PacingRules, verdict } from './pacing.ts';

const DAY = 86_400_000;
/** 10:00 in Asunción. */
const NOW = Date.UTC(2026, 10, 25, 13);
const rules = (patch: Partial<PacingRules> = {}): PacingRules => ({
  pace: 'maximum',
  dailyCap: 'off',
  quietHours: 'off',
  zone: 'America/Asuncion',
  ...patch,
});
const facts = (patch: Partial<PacingFacts> = {}): PacingFacts => ({
  linkedAt: NOW,
  ownedSince: null,
  newChatsToday: 0,
  lastLeftAt: null,
  ...patch,
});

describe('the next message', () => {
  it('leaves at once when every limit is off', () => {
    expect(verdict(250, rules(), facts(), NOW, 0.5)).toEqual({ may: true, count: 100 });
  });

  it('waits for the morning in quiet hours, and says so', () => {
    const night = Date.UTC(2026, 10, 26, 1);
    const quiet = rules({ quietHours: { from: 1200, to: 480 } });
    expect(verdict(1, quiet, facts(), night, 0.5)).toEqual({
      may: false,
      why: 'quiet-hours',
      until: Date.UTC(2026, 10, 26, 11),
    });
  });

  it('waits for the next day at the cap, and takes what is left of it before', () => {
    const capped = rules({ dailyCap: 60 });
    expect(verdict(100, capped, facts({ newChatsToday: 50 }), NOW, 0.5)).toEqual({ may: true, count: 10 });
    expect(verdict(100, capped, facts({ newChatsToday: 60 }), NOW, 0.5)).toMatchObject({
      may: false,
      why: 'daily-cap',
    });
  });

  it('keeps its distance to the one before', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('careful' as const, 'normal' as const),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (pace, chance) => {
          const said = verdict(1, rules({ pace }), facts({ lastLeftAt: NOW }), NOW, chance);
          if (said.may) throw new Error('too soon');
          const even = pace === 'careful' ? 15_000 : 2_000;
          expect(said.until - NOW).toBeGreaterThanOrEqual(even * 0.69);
          expect(said.until - NOW).toBeLessThanOrEqual(even * 1.31);
          expect(Number.isInteger(said.until)).toBe(true);
        },
      ),
    );
  });

  it('does not wait for a clock that was set back', () => {
    expect(verdict(1, rules({ pace: 'careful' }), facts({ lastLeftAt: NOW + DAY }), NOW, 0.5).may).toBe(true);
  });
});

describe('the cap', () => {
  it.each([
    [0, 50],
    [3, 100],
    [7, 250],
    [14, 500],
    [30, 2000],
  ])('of a link %i days old is %i new chats', (days, cap) => {
    expect(dailyCap({ dailyCap: 'auto' }, facts({ linkedAt: NOW - days * DAY }), NOW)).toBe(cap);
  });

  it('of a number that has long been theirs begins higher', () => {
    expect(dailyCap({ dailyCap: 'auto' }, facts({ ownedSince: NOW - 200 * DAY }), NOW)).toBe(500);
  });
});

describe('the estimate', () => {
  it('ends on the day that the caps say', () => {
    const { endsAt, today } = estimate(120, rules({ dailyCap: 50 }), facts(), NOW);
    expect(today).toBe(50);
    expect(endsAt).toBeGreaterThan(NOW + DAY);
    expect(endsAt).toBeLessThan(NOW + 2.5 * DAY);
  });

  it('reckons with the pace and the quiet hours', () => {
    expect(estimate(300, rules({ pace: 'normal' }), facts(), NOW).endsAt).toBe(NOW + 10 * 60_000);
    const slow = estimate(
      4 * 60 * 12,
      rules({ pace: 'careful', quietHours: { from: 1200, to: 480 } }),
      facts(),
      NOW,
    );
    expect(slow.today).toBe(4 * 60 * 10);
    expect(slow.endsAt).toBe(Date.UTC(2026, 10, 26, 13));
  });

  it('never ends before it begins, and never promises more than there is', () => {
    fc.assert(
      fc.property(
        fc.nat(5000),
        fc.constantFrom('careful' as const, 'normal' as const, 'maximum' as const),
        fc.constantFrom('off' as const, 10, 500),
        (people, pace, cap) => {
          const { endsAt, today } = estimate(people, rules({ pace, dailyCap: cap }), facts(), NOW);
          expect(endsAt).toBeGreaterThanOrEqual(NOW);
          expect(today).toBeLessThanOrEqual(people);
        },
      ),
    );
  });
});
