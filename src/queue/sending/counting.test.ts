import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf } from '../calendar.ts';
import { countingDay } from './counting.ts';

const HOUR = 3_600_000;
const at = (local: string, zone: string) =>
  Temporal.ZonedDateTime.from(`${local}[${zone}]`).epochMilliseconds;

describe('the day that caps count on', () => {
  it('is that of the business, also where its clocks change', () => {
    const zone = 'America/Santiago';
    const evening = at('2026-09-05T23:30', zone);
    const [since, until] = [at('2026-09-05T00:00', zone), at('2026-09-06T01:00', zone)];
    expect(countingDay(null, zone, evening)).toEqual({
      ...{ zone, day: '2026-09-05', at: since, since, over: until, until },
    });
    expect(countingDay(null, zone, evening + 30 * 60_000)).toMatchObject({ day: '2026-09-06' });
  });

  it('goes on until the next whole day of where the business moves', () => {
    const [home, tokyo] = ['America/Asuncion', 'Asia/Tokyo'];
    const moved = at('2026-11-28T20:00', home);
    const kept = countingDay(countingDay(null, home, moved - 1000), tokyo, moved);
    expect(kept).toEqual({
      ...{ zone: tokyo, day: '2026-11-28', at: moved, since: at('2026-11-28T00:00', home) },
      ...{ over: at('2026-11-29T00:00', home), until: at('2026-11-30T00:00', tokyo) },
    });
    expect(countingDay(kept, tokyo, kept.until - 1)).toEqual(kept);
    expect(countingDay(kept, tokyo, kept.until)).toMatchObject({ day: '2026-11-30', since: kept.until });
  });

  it('is the same as before when the zone is put right at once', () => {
    const home = 'America/Asuncion';
    const moved = at('2026-11-28T20:00', home);
    const before = countingDay(null, home, moved);
    let kept = before;
    for (const zone of ['Asia/Tokyo', 'Pacific/Pago_Pago', 'Europe/Madrid', home])
      kept = countingDay(kept, zone, moved + 60_000);
    expect(kept).toEqual({ ...before, at: moved + 60_000 });
  });

  it('is what the clock says after the clock was set back', () => {
    const zone = 'America/Asuncion';
    const kept = countingDay(null, zone, at('2026-11-28T10:00', zone));
    expect(countingDay(kept, zone, at('2026-11-27T23:00', zone)).day).toBe('2026-11-27');
  });

  it('holds each moment, ends within two days, and no day by the clock has parts of two', () => {
    const zones = ['America/Santiago', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Madrid'];
    const moves = fc.array(fc.tuple(fc.constantFrom(...zones), fc.integer({ min: 2, max: 40 })), {
      maxLength: 9,
    });
    fc.assert(
      fc.property(moves, fc.integer({ min: 0, max: 8760 }), (steps, first) => {
        let now = Date.UTC(2026, 0, 1) + first * HOUR;
        let kept = countingDay(null, 'America/Santiago', now);
        const days = new Map<string, Set<string>>();
        for (const [zone, hours] of steps) {
          kept = countingDay(kept, zone, now);
          expect(kept.since).toBeLessThanOrEqual(now);
          expect(kept.until - now).toBeLessThan(51 * HOUR);
          for (const end = now + hours * HOUR; now < end; now += HOUR) {
            const day = `${zone} ${dayOf(now, zone)}`;
            days.set(day, (days.get(day) ?? new Set()).add(countingDay(kept, zone, now).day));
          }
        }
        for (const [day, counted] of days) expect([...counted], day).toHaveLength(1);
      }),
    );
  });
});
