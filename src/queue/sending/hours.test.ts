import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minuteOf, weekdayOf } from '../calendar.ts';
import { type HourRules, openUntil, quietUntil } from './hours.ts';

const rules = (patch: Partial<HourRules> = {}): HourRules => ({
  quietHours: { from: 20 * 60, to: 8 * 60 },
  quietDays: [],
  quietZone: 'recipient',
  zone: 'America/Asuncion',
  ...patch,
});
const at = (text: string) => Temporal.ZonedDateTime.from(text).epochMilliseconds;
const NOON = at('2026-11-25T12:00[America/Asuncion]');

describe('quiet hours', () => {
  it('are those of the recipient’s country, or the business’s', () => {
    const spain = at('2026-11-25T21:00[Europe/Madrid]');
    expect(quietUntil('ES', spain, rules())).toBe(at('2026-11-26T08:00[Atlantic/Canary]'));
    expect(quietUntil('PY', spain, rules())).toBeNull();
    expect(quietUntil('ES', spain, rules({ quietZone: 'business' }))).toBeNull();
    expect(quietUntil(null, spain, rules())).toBeNull();
    expect(quietUntil('ES', spain, rules({ quietHours: 'off' }))).toBeNull();
  });

  it('of a country with several zones are the strictest: from the first evening to the last morning', () => {
    const open = (text: string) => quietUntil('MX', at(text), rules()) === null;
    // Cancún is the first to sleep, Tijuana the last to wake.
    expect(open('2026-11-25T19:59[America/Cancun]')).toBe(true);
    expect(open('2026-11-25T20:00[America/Cancun]')).toBe(false);
    expect(open('2026-11-25T07:59[America/Tijuana]')).toBe(false);
    expect(open('2026-11-25T08:00[America/Tijuana]')).toBe(true);
  });

  it('of a country that is never awake as a whole are the business’s', () => {
    const narrow = rules({ quietHours: { from: 15 * 60, to: 9 * 60 } });
    expect(quietUntil('RU', NOON, narrow)).toBeNull();
    expect(quietUntil('RU', at('2026-11-25T16:00[America/Asuncion]'), narrow)).toBe(
      at('2026-11-26T09:00[America/Asuncion]'),
    );
  });

  it('can be whole days', () => {
    const weekend = rules({ quietDays: ['sat', 'sun'] });
    expect(quietUntil('PY', at('2026-11-28T10:00[America/Asuncion]'), weekend)).toBe(
      at('2026-11-30T08:00[America/Asuncion]'),
    );
    const days = rules({ quietHours: 'off', quietDays: ['sun'] });
    expect(openUntil('PY', NOON, days)).toBe(at('2026-11-29T00:00[America/Asuncion]'));
  });

  it('end when people may be written to, begin when they may not, at every moment of the year', () => {
    const countries = ['PY', 'CL', 'US', 'BR', 'ES', 'RU', 'NZ', 'MX', null];
    fc.assert(
      fc.property(
        fc.constantFrom(...countries),
        fc.integer({ min: 0, max: 366 * 24 * 60 }),
        fc.constantFrom([], ['sun' as const], ['mon' as const, 'thu' as const]),
        (country, minutes, quietDays) => {
          const some = rules({ quietDays });
          const time = at('2026-01-01T00:00[UTC]') + minutes * 60_000;
          const until = quietUntil(country, time, some);
          if (until === null) {
            const end = openUntil(country, time, some);
            expect(end).toBeGreaterThan(time);
            expect(quietUntil(country, end - 1, some)).toBeNull();
            expect(quietUntil(country, end, some)).not.toBeNull();
          } else {
            expect(until).toBeGreaterThan(time);
            expect(quietUntil(country, until, some)).toBeNull();
            expect(quietUntil(country, until - 1, some)).not.toBeNull();
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keep everybody’s night, whatever the zone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('US', 'RU', 'BR', 'AU', 'CL'),
        fc.integer({ min: 0, max: 366 * 24 * 60 }),
        (country, minutes) => {
          const time = at('2026-01-01T00:00[UTC]') + minutes * 60_000;
          if (quietUntil(country, time, rules()) !== null) return;
          for (const zone of new Intl.Locale(`und-${country}`).getTimeZones() ?? []) {
            expect(minuteOf(time, zone)).toBeGreaterThanOrEqual(8 * 60);
            expect(minuteOf(time, zone)).toBeLessThan(20 * 60);
            expect(weekdayOf(time, zone)).toBeDefined();
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
