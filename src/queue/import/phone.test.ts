import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPhone, maskPhone, type PhoneNumber, parsePhone, variants } from './phone.ts';

const number = (written: string, country: string | null = 'PY') => {
  const parsed = parsePhone(written, country);
  return parsed.ok ? parsed.phone : parsed.why;
};

describe('a written number', () => {
  it.each([
    ['0981 123456', '595981123456'],
    ['(0981) 123-456', '595981123456'],
    ['981123456', '595981123456'],
    ['+595 981 123 456', '595981123456'],
    ['00595981123456', '595981123456'],
    ['595981123456', '595981123456'],
    ['595981123456.0', '595981123456'],
    ["'0981123456", '595981123456'],
    ['="0981123456"', '595981123456'],
    ['\u200e+595\u00a0981\u200b123456', '595981123456'],
    ['+55 11 91234-5678', '5511912345678'],
    ['+52 1 55 1234 5678', '525512345678'],
    ['+54 9 11 2345-6789', '5491123456789'],
    ['https://wa.me/595981123456', '595981123456'],
  ])('%s is read', (written, expected) => {
    expect(number(written)).toBe(expected);
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['5.95981E+11', 'spreadsheet-damage'],
    ['5,95981E+11', 'spreadsheet-damage'],
    ['Ana', 'letters'],
    ['123', 'too-short'],
    ['123456789012345678', 'too-long'],
    ['0981 12', 'not-valid'],
  ])('%s is refused with its reason', (written, why) => {
    expect(number(written)).toBe(why);
  });

  it('of Argentina with its 15 is the mobile of that area', () => {
    expect(number('011 15 2345-6789', 'AR')).toBe('5491123456789');
  });

  it('without a country code needs a country', () => {
    expect(number('0981123456', null)).toBe('no-country');
    expect(number('+595981123456', null)).toBe('595981123456');
  });

  it('of a landline is taken, and said to be one', () => {
    expect(parsePhone('021 123 456', 'PY')).toMatchObject({ ok: true, landline: true });
  });

  it('never makes the reader throw, and what is read is read again the same', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (written) => {
        const parsed = parsePhone(written, 'PY');
        if (parsed.ok) expect(number(`+${parsed.phone}`, null)).toBe(parsed.phone);
      }),
    );
  });

  it('survives any dashes, dots, spaces and brackets inside', () => {
    const sign = fc.constantFrom('', ' ', '-', '.', '\u00a0');
    fc.assert(
      fc.property(fc.array(sign, { minLength: 10, maxLength: 10 }), (signs) => {
        const written = [...'0981123456'].map((digit, nth) => digit + signs[nth]).join('');
        expect(number(written)).toBe('595981123456');
      }),
    );
  });
});

it('one person may be registered in two national forms', () => {
  const forms = (phone: string) => variants(phone as PhoneNumber);
  expect(forms('5511912345678')).toEqual(['5511912345678', '551112345678']);
  expect(forms('551187654321')).toEqual(['551187654321', '5511987654321']);
  expect(forms('5215512345678')).toEqual(['5215512345678', '525512345678']);
  expect(forms('541123456789')).toEqual(['541123456789', '5491123456789']);
  expect(forms('595981123456')).toEqual(['595981123456']);
});

it('numbers are shown as people read them, or masked', () => {
  expect(formatPhone('595981123456')).toBe('+595 981 123456');
  expect(maskPhone('595981123456')).toBe('••• 456');
});
