import { describe, expect, it } from 'vitest';
import { plainNumber, shownAs } from './cells.ts';

const place = { country: 'PY', from1904: false };
const shown = (id: number, code: string | undefined, value: string, where = place) =>
  shownAs(id, code, where)(value);

describe('a number in a cell', () => {
  it.each([
    ['595981123456', '595981123456'],
    ['5.95981123456E+11', '595981123456'],
    ['5.95981123456E11', '595981123456'],
    ['123456789012345', '123456789012345'],
    ['595981123456.0', '595981123456'],
    ['0.30000000000000004', '0.3'],
    ['90000.5', '90000.5'],
    ['1E+22', '1e+22'],
    ['-7', '-7'],
    ['abc', 'abc'],
  ])('%s keeps all digits that its reader sees', (value, text) => expect(plainNumber(value)).toBe(text));

  it('gets its zeros and its per cent from the format', () => {
    expect(shown(165, '0000000000', '981123456')).toBe('0981123456');
    expect(shown(9, undefined, '0.15')).toBe('15%');
    expect(shown(3, '#,##0', '150000')).toBe('150000');
    expect(shown(0, 'General', '5')).toBe('5');
    expect(shown(1, undefined, '5')).toBe('5');
  });
});

describe('a date in a cell', () => {
  it.each([
    ['dd/mm/yyyy', '46084', '03/03/2026'],
    ['d/m/yy', '46084', '3/3/26'],
    ['yyyy-mm-dd hh:mm:ss', '46084.75', '2026-03-03 18:00:00'],
    ['h:mm AM/PM', '46084.75', '6:00 PM'],
    ['hh:mm', '0.4375', '10:30'],
    ['mm:ss', '0.00086805', '01:15'],
    ['d" de "mmmm" de "yyyy', '46084', '3 de marzo de 2026'],
    ['[$-416]d "de" mmmm', '46084', '3 de março'],
    ['[$-409]mmmm d, yyyy;@', '46084', 'March 3, 2026'],
    ['[$-F800]dddd, mmmm dd, yyyy', '46084', '3 de marzo de 2026'],
    ['dd\\/mm\\/yyyy', '46084', '03/03/2026'],
  ])('in the format %s is read as people read it there', (code, value, text) =>
    expect(shown(164, code, value)).toBe(text),
  );

  it('of the system has the day first, but in the United States', () => {
    expect(shown(14, undefined, '46084')).toBe('03/03/2026');
    expect(shown(14, undefined, '46084', { country: 'US', from1904: false })).toBe('3/3/2026');
    expect(shown(14, undefined, '44622', { country: 'PY', from1904: true })).toBe('03/03/2026');
  });

  it('before March 1900 forgives the day that never was', () => {
    expect(shown(14, undefined, '1')).toBe('01/01/1900');
    expect(shown(14, undefined, '61')).toBe('01/03/1900');
  });

  it('that is no day stays a number', () => {
    expect(shown(14, undefined, '99999999')).toBe('99999999');
    expect(shown(14, undefined, '-1')).toBe('-1');
  });
});
