import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COUNTRIES, findCountry, likelyCountries } from './country.ts';

describe('a country is known by', () => {
  it.each([
    ['Paraguay', 'PY'],
    ['  paraguay ', 'PY'],
    ['Brasil', 'BR'],
    ['Brazil', 'BR'],
    ['España', 'ES'],
    ['espana', 'ES'],
    ['Espanha', 'ES'],
    ['Spain', 'ES'],
    ['Estados Unidos', 'US'],
    ['EE.UU.', 'US'],
    ['Alemania', 'DE'],
    ['Deutschland', null],
    ['PY', 'PY'],
    ['py', 'PY'],
    ['uk', 'GB'],
    ['+595', 'PY'],
    ['595', 'PY'],
    ['0054', 'AR'],
    ['+1', 'US'],
    ['44', 'GB'],
    ['🇵🇾', 'PY'],
    ['parag', 'PY'],
    ['guinea', 'GN'],
    ['gui', null],
    ['México', 'MX'],
    ['999', null],
    ['', null],
    ['no sé', null],
  ])('%j: %s', (text, code) => expect(findCountry(text)).toBe(code));

  it('whatever is written, without a fall', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => findCountry(text) === null || true));
  });
});

describe('the countries that are offered', () => {
  it('begin with those by which the numbers are valid', () => {
    expect(likelyCountries(['11 98765-4321', '11987654322'], 'PY')[0]).toBe('BR');
    expect(likelyCountries(['0981 123456', '0971555000'], null)[0]).toBe('PY');
  });

  it('begin with the linked one where nothing speaks against it', () => {
    expect(likelyCountries([], 'CL')[0]).toBe('CL');
    expect(likelyCountries(['+595981123456'], 'DE').slice(0, 2)).toEqual(['DE', 'PY']);
  });

  it('are all of them', () => {
    expect(likelyCountries(['1'], 'PY').toSorted()).toEqual(COUNTRIES.toSorted());
  });
});
