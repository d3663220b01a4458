import fc from 'fast-check';
import { getCountries, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { plainMobile } from './mobile.ts';

const countries = getCountries();
const example = (country: (typeof countries)[number]) => examples[country] ?? '';

/** What the library says of the number, as `parsePhone` asks it first. */
function library(written: string, country: string | null) {
  const text = written.replace(/^00/, '+');
  const home = countries.find((one) => one === country);
  const parsed = home
    ? parsePhoneNumberFromString(text, { defaultCountry: home })
    : parsePhoneNumberFromString(text.startsWith('+') ? text : `+${text.replace(/\D/g, '')}`);
  if (!parsed?.isValid()) return 'not valid';
  return parsed.getType() === 'FIXED_LINE' ? 'landline' : parsed.number.slice(1);
}

function agrees(written: string, country: string | null) {
  const plain = plainMobile(written, country);
  if (plain !== null)
    expect([written, country, plain]).toEqual([written, country, library(written, country)]);
  return plain;
}

describe('a plain mobile number', () => {
  it.each([
    ['0981 123456', 'PY', '595981123456'],
    ['(0981) 123-456', 'PY', '595981123456'],
    ['981123456', 'PY', '595981123456'],
    ['+595 981 123456', 'AR', '595981123456'],
    ['00595981123456', null, '595981123456'],
    ['595981123456', 'PY', '595981123456'],
    ['595981123456', null, '595981123456'],
    ['+5491123456789', 'PY', '5491123456789'],
    ['+55 (11) 98765-4321', 'BR', '5511987654321'],
    ['0981.123456', 'PY', null],
    ['0981 123456 x2', 'PY', null],
    ['+ 595981123456', 'PY', null],
    ['021 123 456', 'PY', null],
    ['', 'PY', null],
    ['(212) 555-0123', 'US', null],
  ])('%j in %s: %s', (written, country, digits) => expect(agrees(written, country)).toBe(digits));

  it('is found in most countries as their example is written', () => {
    const found = countries.filter((country) =>
      plainMobile(`+${getCountryCallingCode(country)}${example(country)}`, null),
    );
    for (const country of ['PY', 'AR', 'BO', 'BR', 'CL', 'CO', 'EC', 'ES', 'MX', 'PE', 'PT', 'UY', 'VE'])
      expect(found).toContain(country);
    for (const country of countries)
      for (const lead of ['', '0', '00', '1', '8', '9', '+', getCountryCallingCode(country)])
        for (const home of [country, 'PY', null]) agrees(lead + example(country), home);
  });

  it('is always what the library says', { timeout: 60_000 }, () => {
    const country = fc.constantFrom(...countries);
    const digits = country.chain((one) => {
      const lead = fc.constantFrom(
        '',
        '0',
        '1',
        '8',
        '00',
        '+',
        '0015',
        ...['+', '00', ''].map((sign) => sign + getCountryCallingCode(one)),
      );
      const change = fc.tuple(fc.nat(14), fc.stringMatching(/^\d{0,3}$/));
      return fc.tuple(lead, fc.array(change, { maxLength: 2 })).map(([first, changes]) => {
        let own = example(one);
        for (const [at, other] of changes) own = own.slice(0, at) + other + own.slice(at + other.length);
        return { one, all: first + own };
      });
    });
    const spaced = fc.tuple(
      fc.nat(12),
      fc.nat(12),
      fc.constantFrom('', ' ', '-', '(', ')', ') ', '--', '  '),
    );
    const home = fc.oneof(fc.constant('own'), country, fc.constant(null));
    let found = 0;
    fc.assert(
      fc.property(digits, spaced, home, ({ one, all }, [at, other, sign], where) => {
        const written = all.slice(0, at) + sign + all.slice(at);
        const twice = written.slice(0, other) + sign + written.slice(other);
        if (agrees(twice, where === 'own' ? one : where) !== null) found += 1;
      }),
      { numRuns: 40_000 },
    );
    expect(found).toBeGreaterThan(4000);
  });

  it('at home, in its own country, is always what the library says', { timeout: 60_000 }, () => {
    const at = fc.constantFrom(...countries).chain((country) =>
      fc
        .tuple(
          fc.constantFrom('', '0', '1', '8', '01', '02', '044', '045', '15', getCountryCallingCode(country)),
          fc.nat(9),
          fc.stringMatching(/^\d{0,8}$/),
        )
        .map(([lead, keep, tail]) => {
          const own = example(country);
          return {
            country,
            written: lead + (own.slice(0, keep) + tail + own.slice(keep + tail.length)).slice(0, 14),
          };
        }),
    );
    fc.assert(
      fc.property(at, ({ country, written }) => void agrees(written, country)),
      { numRuns: 40_000 },
    );
  });
});
