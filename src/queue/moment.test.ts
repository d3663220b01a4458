import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHour, parseMoment } from './moment.ts';
import { localOf, momentOf } from './schedule.ts';

const ZONE = 'America/Asuncion';
/** A Wednesday. */
const NOW = momentOf('2026-11-25T10:00', ZONE) ?? 0;
const read = (text: string, dayFirst = true, now = NOW) => {
  const found = parseMoment(text, now, ZONE, dayFirst);
  return found.ok ? localOf(found.at, ZONE) : 'day' in found ? `${found.why} ${found.day}` : found.why;
};

describe('a moment, as people write it', () => {
  it.each([
    ['mañana 9', '2026-11-26T09:00'],
    ['Mañana a las 9', '2026-11-26T09:00'],
    ['manana 9:30', '2026-11-26T09:30'],
    ['mañana 9.30', '2026-11-26T09:30'],
    ['mañana a las 9 de la mañana', '2026-11-26T09:00'],
    ['mañana a las 3 de la tarde', '2026-11-26T15:00'],
    ['mañana 8 de la noche', '2026-11-26T20:00'],
    ['mañana 9hs', '2026-11-26T09:00'],
    ['9 mañana', '2026-11-26T09:00'],
    ['pasado mañana 18h', '2026-11-27T18:00'],
    ['hoy 18', '2026-11-25T18:00'],
    ['hoy a las 18.', '2026-11-25T18:00'],
    ['18:00', '2026-11-25T18:00'],
    ['18h', '2026-11-25T18:00'],
    ['6 pm', '2026-11-25T18:00'],
    ['lunes 14:30', '2026-11-30T14:30'],
    ['el lunes a las 14:30', '2026-11-30T14:30'],
    ['próximo lunes 9', '2026-11-30T09:00'],
    ['el lunes que viene a las 9', '2026-11-30T09:00'],
    ['miércoles 18', '2026-11-25T18:00'],
    ['miércoles 9', '2026-12-02T09:00'],
    ['jueves 3, 9:00', '2026-12-03T09:00'],
    ['jueves 3 9', '2026-12-03T09:00'],
    ['lunes 30/11 9:00', '2026-11-30T09:00'],
    ['15/12 9:00', '2026-12-15T09:00'],
    ['15/12 9', '2026-12-15T09:00'],
    ['15-12-2026 9:00', '2026-12-15T09:00'],
    ['15/12/26, 9:00', '2026-12-15T09:00'],
    ['3/1 9:00', '2027-01-03T09:00'],
    ['2026-12-15 9:00', '2026-12-15T09:00'],
    ['15 de diciembre a las 9', '2026-12-15T09:00'],
    ['15 dic 9:00', '2026-12-15T09:00'],
    ['mañana a las 6 y media', '2026-11-26T06:30'],
    ['mañana 6 y media de la tarde', '2026-11-26T18:30'],
    ['hoy a las 18 y cuarto', '2026-11-25T18:15'],
    ['amanhã às 9 e meia', '2026-11-26T09:30'],
    ['tomorrow at half past 6 pm', '2026-11-26T18:30'],
    ['tomorrow at a quarter past 9', '2026-11-26T09:15'],
    ['en 2 horas', '2026-11-25T12:00'],
    ['en media hora', '2026-11-25T10:30'],
    ['mañana al mediodía', '2026-11-26T12:00'],
    ['amanhã 9', '2026-11-26T09:00'],
    ['amanhã às 9h', '2026-11-26T09:00'],
    ['amanhã às 9h30', '2026-11-26T09:30'],
    ['depois de amanhã às 14:30', '2026-11-27T14:30'],
    ['hoje 18', '2026-11-25T18:00'],
    ['segunda 14:30', '2026-11-30T14:30'],
    ['segunda-feira às 14:30', '2026-11-30T14:30'],
    ['terça-feira 9 da manhã', '2026-12-01T09:00'],
    ['sábado 8 da noite', '2026-11-28T20:00'],
    ['15 de dezembro às 9', '2026-12-15T09:00'],
    ['daqui a 30 minutos', '2026-11-25T10:30'],
    ['tomorrow 9', '2026-11-26T09:00'],
    ['tomorrow at 9 am', '2026-11-26T09:00'],
    ['tomorrow at 3 in the afternoon', '2026-11-26T15:00'],
    ['day after tomorrow 9:15 a.m.', '2026-11-27T09:15'],
    ['Monday 2:30 pm', '2026-11-30T14:30'],
    ['next monday at 9am', '2026-11-30T09:00'],
    ['Dec 15, 9:00', '2026-12-15T09:00'],
    ['December 15th at 9 am', '2026-12-15T09:00'],
    ['15 December 9:00', '2026-12-15T09:00'],
    ['in 2 hours', '2026-11-25T12:00'],
  ])('%s', (text, wanted) => expect(read(text)).toBe(wanted));

  it.each([
    ['hoy 9', 'past'],
    ['9:00', 'past'],
    ['24/11 9:00', 'past'],
    ['1/10 9:00', 'past'],
    ['1/1/2020 9:00', 'past'],
    ['15/12/2028 9:00', 'far'],
    ['mañana', 'no-time 2026-11-26'],
    ['lunes', 'no-time 2026-11-30'],
    ['15/12', 'no-time 2026-12-15'],
    ['dec 9', 'no-time 2026-12-09'],
    ['9', 'unknown'],
    ['', 'unknown'],
    ['hola', 'unknown'],
    ['mañana temprano', 'unknown'],
    ['mañana 9 y 10', 'unknown'],
    ['mañana 25', 'unknown'],
    ['mañana 9:70', 'unknown'],
    ['31/11 9:00', 'unknown'],
    ['12/15 9:00', 'unknown'],
    ['martes 30/11 9:00', 'unknown'],
    ['martes 3, 9:00', 'unknown'],
    ['mañana 12 am', 'unknown'],
    ['0981 123456', 'unknown'],
  ])('%s is %s', (text, why) => expect(read(text)).toBe(why));

  it('that a reader of English would read in two ways is asked about', () => {
    expect(read('3/4 9:00', false)).toBe('two-ways');
    expect(read('12/11 9:00', false)).toBe('two-ways');
    expect(read('12/15 9:00', false)).toBe('2026-12-15T09:00');
    expect(read('15/12 9:00', false)).toBe('2026-12-15T09:00');
    expect(read('4/4/2027 9:00', false)).toBe('2027-04-04T09:00');
  });

  it('never is in the past, nor beyond a year, nor an error, whatever is written', () => {
    const word = fc.oneof(
      fc.constantFrom(
        ...'mañana hoy lunes segunda dec 15/12 9:00 9 31/2 pm de la às 2026-02-30 en 2 horas'.split(' '),
      ),
      fc.string({ maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), fc.boolean(), (words, dayFirst) => {
        const found = parseMoment(words.join(' '), NOW, ZONE, dayFirst);
        if (found.ok) {
          expect(found.at).toBeGreaterThan(NOW);
          expect(found.at - NOW).toBeLessThanOrEqual(366 * 86_400_000);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

it.each([
  ['18:30', 1110],
  ['18', 1080],
  ['a las 6 de la tarde', 1080],
  ['6 pm', 1080],
  ['às 18h30', 1110],
  ['7.15', 435],
  ['25', null],
  ['12:60', null],
  ['mañana', null],
  ['lunes 9', null],
  ['', null],
])('an hour alone: %s', (written, minute) => {
  expect(parseHour(written)).toBe(minute);
});
