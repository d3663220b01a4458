/** Which country numbers without a code are from: as people write it, and as the numbers themselves suggest. */
import { type CountryCode, getCountries, getCountryCallingCode } from 'libphonenumber-js/max';
import { parsePhone } from './phone.ts';

/** Where the people live who use this: offered where nothing else is known. */
export const COUNTRIES: readonly string[] = [
  'PY',
  'AR',
  'BO',
  'BR',
  'CL',
  'CO',
  'CR',
  'DO',
  'EC',
  'ES',
  'GT',
  'HN',
  'MX',
  'NI',
  'PA',
  'PE',
  'PT',
  'SV',
  'US',
  'UY',
  'VE',
  'GB',
];

/** Of those that share a calling code, the one that is meant by it. */
const MAIN: readonly CountryCode[] = ['US', 'GB', 'RU', 'IT', 'NO', 'AU', 'MA', 'FI', 'GP', 'RE', 'CW', 'SH'];
const ALSO: Readonly<Record<string, CountryCode>> = {
  eeuu: 'US',
  eua: 'US',
  usa: 'US',
  'estados unidos de america': 'US',
  uk: 'GB',
  inglaterra: 'GB',
  england: 'GB',
  holanda: 'NL',
  holland: 'NL',
  'republica dominicana': 'DO',
  'rep dominicana': 'DO',
};

/** A country by its name in three languages, its code (`PY`), its calling code (`+595`) or its flag. */
export function findCountry(text: string): string | null {
  const written = folded(text);
  const flag = [...text.trim()].map((sign) => (sign.codePointAt(0) ?? 0) - 0x1f1e6);
  if (flag.length === 2 && flag.every((letter) => letter >= 0 && letter < 26))
    return known(String.fromCharCode(...flag.map((letter) => letter + 65)));
  const digits = /^(?:\+|00)?\s*(\d{1,3})$/.exec(text.trim())?.[1];
  if (digits) return byCallingCode(digits);
  const code = /^\p{L}{2}$/u.test(written) ? known(written.toUpperCase()) : null;
  if (ALSO[written]) return ALSO[written];
  if (code) return code;
  const named = countryNames();
  const exact = named.find(({ names }) => names.includes(written));
  if (exact) return exact.country;
  // «Parag» is enough when it can be nothing else.
  const begun =
    written.length < 4 ? [] : named.filter(({ names }) => names.some((name) => name.startsWith(written)));
  const [only, other] = begun;
  return only && !other ? only.country : null;
}

/**
 * All that may be asked for, the likely ones first: those by which most of these numbers are valid, `home` (the
 * linked number's) before others that fit as well.
 */
export function likelyCountries(written: readonly string[], home: string | null): string[] {
  const local = written.filter((one) => !parsePhone(one, null).ok);
  const all = home && !COUNTRIES.includes(home) ? [home, ...COUNTRIES] : COUNTRIES;
  const fits = new Map(
    all.map((country) => [
      country,
      local.filter((one) => isMobile(one, country)).length * 2 + Number(country === home),
    ]),
  );
  return all.toSorted((a, b) => (fits.get(b) ?? 0) - (fits.get(a) ?? 0));
}

function isMobile(written: string, country: string): boolean {
  const parsed = parsePhone(written, country);
  return parsed.ok && !parsed.landline;
}

function byCallingCode(digits: string): string | null {
  const all = getCountries().filter((country) => getCountryCallingCode(country) === digits);
  return MAIN.find((country) => all.includes(country)) ?? all[0] ?? null;
}

const known = (code: string): string | null => getCountries().find((country) => country === code) ?? null;

/** Each country with its names in the three languages. */
function countryNames(): { country: CountryCode; names: string[] }[] {
  const languages = ['es', 'en', 'pt'].map(
    (language) => new Intl.DisplayNames([language], { type: 'region' }),
  );
  return getCountries().map((country) => ({
    country,
    names: languages.map((language) => folded(language.of(country) ?? '')),
  }));
}

/** Without accents, signs and capitals. */
const folded = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L} ]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
