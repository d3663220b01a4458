import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, nextDayAt } from '../calendar.ts';
import { countingDay } from './counting.ts';

const at = (local: string, zone: string) =>
  Temporal.ZonedDateTime.from(`${local}[${zone}]`).epochMilliseconds;

describe('the day that caps count on', () => {
  it('is that of the business, also where its clocks change', () => {
    const zone = 'America/Santiago';
    const evening = at('2026-09-05T23:30', zone);
    expect(countingDay(null, zone, evening)).toEqual({
      ...{
        zone,
        day: '2026-09-05',
        since: at('2026-09-05T00:00', zone),
        until: at('2026-09-06T01:00', zone),
      },
    });
    expect(countingDay(null, zone, evening + 30 * 60_000)).toMatchObject({ day: '2026-09-06' });
  });

  it('goes on until both clocks say that it is over, when the business moves', () => {
    const [home, tokyo] = ['America/Asuncion', 'Asia/Tokyo'];
    const moved = at('2026-11-28T20:00', home);
    const kept = countingDay(countingDay(null, home, moved - 1000), tokyo, moved);
    expect(kept).toEqual({
      ...{ zone: tokyo, day: '2026-11-28', since: at('2026-11-28T00:00', home) },
      until: at('2026-11-30T00:00', tokyo),
    });
    expect(countingDay(kept, tokyo, kept.until - 1)).toEqual(kept);
    expect(countingDay(kept, tokyo, kept.until)).toMatchObject({ day: '2026-11-30', since: kept.until });
  });

  it('is what the clock says after the clock was set back', () => {
    const zone = 'America/Asuncion';
    const kept = countingDay(null, zone, at('2026-11-28T10:00', zone));
    expect(countingDay(kept, zone, at('2026-11-27T23:00', zone)).day).toBe('2026-11-27');
  });

  it('holds each moment, ends, and is never shorter than what is left of either clock’s day', () => {
    const zones = ['America/Santiago', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Madrid'];
    const moves = fc.array(fc.tuple(fc.constantFrom(...zones), fc.integer({ min: 0, max: 40 })), {
      maxLength: 9,
    });
    fc.assert(
      fc.property(moves, fc.integer({ min: 0, max: 8760 }), (steps, first) => {
        let now = Date.UTC(2026, 0, 1) + first * 3_600_000;
        let kept = countingDay(null, 'America/Santiago', now);
        for (const [zone, hours] of steps) {
          const before = countingDay(kept, kept.zone, now);
          const next = countingDay(kept, zone, now);
          expect(next.since).toBeLessThanOrEqual(now);
          expect(next.until).toBeGreaterThan(now);
          expect(next.until - now).toBeLessThan(50 * 3_600_000);
          if (zone !== kept.zone) {
            expect(next.day).toBe(before.day);
            for (const own of [zone, kept.zone])
              expect(next.until).toBeGreaterThanOrEqual(nextDayAt(now, own, 0));
          } else if (next.until === nextDayAt(now, zone, 0) && next.since >= kept.until)
            expect(next.day).toBe(dayOf(now, zone));
          kept = next;
          now += hours * 3_600_000;
        }
      }),
    );
  });
});
