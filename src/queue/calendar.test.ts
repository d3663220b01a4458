import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, isZone, nextDayAt, parseSpan, spanEnd, startOfDay } from './calendar.ts';

const ZONES = [
  'America/Asuncion',
  'America/Santiago',
  'America/Sao_Paulo',
  'America/Mexico_City',
  'America/New_York',
];
const HOUR = 3_600_000;
const moments = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2028, 0, 1) });
const zones = fc.constantFrom(...ZONES);

describe('the business’s clock', () => {
  it('knows that Paraguay is three hours behind all year', () => {
    expect(dayOf(Date.UTC(2026, 6, 1, 2, 59), 'America/Asuncion')).toBe('2026-06-30');
    expect(dayOf(Date.UTC(2026, 6, 1, 3), 'America/Asuncion')).toBe('2026-07-01');
  });

  it('begins each day once, also where the clocks change', () => {
    fc.assert(
      fc.property(moments, zones, (at, zone) => {
        const start = startOfDay(at, zone);
        expect(start).toBeLessThanOrEqual(at);
        expect(at - start).toBeLessThan(25 * HOUR);
        expect(dayOf(start, zone)).toBe(dayOf(at, zone));
        expect(dayOf(start - 1, zone)).not.toBe(dayOf(at, zone));
      }),
    );
  });

  it('ends a span over midnight in the morning, and never lies in it then', () => {
    const quiet = { from: 20 * 60, to: 8 * 60 };
    fc.assert(
      fc.property(moments, zones, (at, zone) => {
        const end = spanEnd(at, zone, quiet);
        if (end === null) return;
        expect(end).toBeGreaterThan(at);
        expect(end - at).toBeLessThanOrEqual(13 * HOUR);
        expect(spanEnd(end, zone, quiet)).toBeNull();
      }),
    );
    expect(spanEnd(Date.UTC(2026, 10, 25, 15), 'America/Asuncion', quiet)).toBeNull();
  });

  it('finds the same hour of the next day across a switch', () => {
    fc.assert(
      fc.property(moments, zones, (at, zone) => {
        const next = nextDayAt(at, zone, 9 * 60);
        const local = Temporal.Instant.fromEpochMilliseconds(next).toZonedDateTimeISO(zone);
        expect([local.hour, local.minute]).toEqual([9, 0]);
        expect(dayOf(next, zone)).not.toBe(dayOf(at, zone));
      }),
    );
  });

  it('reads spans and zones, and refuses others', () => {
    expect(parseSpan('20:00-08:00')).toEqual({ from: 1200, to: 480 });
    for (const text of ['', '25:00-08:00', '20:00-08:61', 'off']) expect(parseSpan(text)).toBeNull();
    expect(isZone('America/Asuncion')).toBe(true);
    expect(isZone('Mars/Base')).toBe(false);
  });

  it.each([
    ['20:00-08:00', 1200, 480],
    ['21 a 8', 1260, 480],
    ['de 21:30 a 7', 1290, 420],
    ['de las 21 hasta las 8:15', 1260, 495],
    ['9 pm to 7:30 am', 1260, 450],
    ['21h às 8h', 1260, 480],
    ['21hs a 8hs', 1260, 480],
    ['12 am - 12 pm', 0, 720],
    ['9 p.m. a 8 a.m.', 1260, 480],
  ])('reads %s', (text, from, to) => expect(parseSpan(text)).toEqual({ from, to }));

  it.each([
    '',
    'mañana',
    '25 a 8',
    '21:60 a 8',
    '13 pm a 8',
    '0 am a 8',
    '21',
    '21 a',
    'a 8',
    '21 a 8 a 9',
    '8.000',
  ])('reads no span in %s', (text) => expect(parseSpan(text)).toBeNull());
});
