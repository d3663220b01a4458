import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { plainMobile } from './mobile.ts';

/** Digits of an international number, without `+`. Made by `parsePhone`, and of what WhatsApp says by `wireNumber`. */
export type PhoneNumber = string & { readonly brand: 'PhoneNumber' };

export const PHONE_PROBLEMS = [
  'empty',
  'letters',
  'spreadsheet-damage',
  'too-short',
  'too-long',
  'no-country',
  'not-valid',
] as const;
export type PhoneProblem = (typeof PHONE_PROBLEMS)[number];

export type ParsedPhone =
  | { ok: true; phone: PhoneNumber; landline: boolean }
  | { ok: false; why: PhoneProblem };

/**
 * A written number → a number, or the reason why not. `country` (ISO) is that of numbers without a country
 * code. What a spreadsheet adds is taken off; digits that it cut are lost, so such a number is refused.
 */
export function parsePhone(written: string, country: string | null): ParsedPhone {
  const cell = unwrap(written);
  if (cell === '') return { ok: false, why: 'empty' };
  if (/^\d([.,]\d+)?e\+?\d+$/i.test(cell)) return { ok: false, why: 'spreadsheet-damage' };
  if (/\p{L}/u.test(cell)) return { ok: false, why: 'letters' };
  const digits = cell.replace(/\D/g, '');
  if (digits.length < 6) return { ok: false, why: 'too-short' };
  if (digits.length > 17) return { ok: false, why: 'too-long' };
  const international = cell.replace(/^\s*00/, '+');
  const home = country && isSupportedCountry(country) ? country : undefined;
  const found =
    candidate(international, home) ??
    // A number that carries its country code without a plus.
    (international.startsWith('+') ? undefined : candidate(`+${digits}`, undefined));
  if (found) return found;
  // Mexico's mobiles were written with a 1 after the country code until 2019, and lists still have it.
  const mexico = /^521(\d{10})$/.exec(digits);
  if (mexico) return candidate(`+52${mexico[1]}`, undefined) ?? { ok: false, why: 'not-valid' };
  return { ok: false, why: home || international.startsWith('+') ? 'not-valid' : 'no-country' };
}

function candidate(text: string, country: CountryCode | undefined): ParsedPhone | undefined {
  const parsed = parsePhoneNumberFromString(text, country ? { defaultCountry: country } : {});
  if (!parsed?.isValid()) return undefined;
  const type = parsed.getType();
  return { ok: true, phone: parsed.number.slice(1) as PhoneNumber, landline: type === 'FIXED_LINE' };
}

/** A cell with several numbers gives the first valid one that is no landline, else the first valid one. */
export function firstNumber(
  written: string,
  country: string | null,
): { parsed: ParsedPhone; several: boolean } {
  const plain = plainMobile(written, country);
  // Made of digits and a country's pattern, it is what `parsePhone` would find.
  if (plain) return { parsed: { ok: true, phone: plain as PhoneNumber, landline: false }, several: false };
  const parsed = parsePhone(written, country);
  if (parsed.ok || parsed.why === 'spreadsheet-damage') return { parsed, several: false };
  const parts = written
    .split(/[/;,|\n]|:::|\s+(?:o|y|e|ou|or|and|-|–)\s+|\s+(?=\+)/i)
    .filter((part) => part.trim() !== '');
  if (parts.length < 2) return { parsed, several: false };
  const valid = parts.map((part) => parsePhone(part, country)).filter((one) => one.ok);
  const best = valid.find((one) => !one.landline) ?? valid[0];
  return best ? { parsed: best, several: true } : { parsed, several: false };
}

/** Takes off what spreadsheets, keyboards and copying add around a number. */
export function unwrap(written: string): string {
  let cell = written
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const formula = /^=\s*"(.*)"$/.exec(cell);
  if (formula?.[1] !== undefined) cell = formula[1].trim();
  return cell
    .replace(/^['‘’`]+/, '')
    .replace(/^(tel|phone|whatsapp|cel)[.:\s]+/i, '')
    .replace(/^https?:\/\/wa\.me\/\+?(?=\d)/i, '+')
    .replace(/^(\+?\d{6,})[.,]0+$/, '$1')
    .trim();
}

/**
 * The forms in which the same person's number may be registered, the given one first: Brazil with and without
 * the ninth digit, Mexico with and without 1, Argentina with and without 9. The server's answer decides.
 */
export function variants(phone: PhoneNumber): PhoneNumber[] {
  const other = otherForm(phone);
  return other ? [phone, other as PhoneNumber] : [phone];
}

function otherForm(phone: string): string | null {
  const brazil = /^55(\d{2})(9?)(\d{8})$/.exec(phone);
  if (brazil) {
    const [, area, nine, rest] = brazil;
    return nine ? `55${area}${rest}` : /^[6-9]/.test(rest ?? '') ? `55${area}9${rest}` : null;
  }
  const mexico = /^52(1?)(\d{10})$/.exec(phone);
  if (mexico) return mexico[1] ? `52${mexico[2]}` : `521${mexico[2]}`;
  const argentina = /^54(9?)(\d{10})$/.exec(phone);
  if (argentina) return argentina[1] ? `54${argentina[2]}` : `549${argentina[2]}`;
  return null;
}

/** As people read it: `+595 981 123 456`. */
export function formatPhone(phone: string): string {
  return parsePhoneNumberFromString(`+${phone}`)?.formatInternational() ?? `+${phone}`;
}

/** For logs and lists that others see: only the last three digits. */
export function maskPhone(phone: string): string {
  return `••• ${phone.slice(-3)}`;
}

/** `595` for `PY`; empty for a country that has none. */
export function callingCode(country: string): string {
  return isSupportedCountry(country) ? getCountryCallingCode(country) : '';
}

/** ISO country of a number; null when it has none. */
export function countryOf(phone: string): string | null {
  return parsePhoneNumberFromString(`+${phone}`)?.country ?? null;
}
