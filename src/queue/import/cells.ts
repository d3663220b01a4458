/** A number in a spreadsheet → what its reader sees there: all digits, dates as dates. */

/** How a cell's number is shown. */
export type Shown = (value: string) => string;

/** Numbers of formats that every spreadsheet knows without naming them; dates below are of `dayFirst`. */
const BUILT_IN: Readonly<Record<number, string>> = {
  9: '0%',
  10: '0.00%',
  14: 'dd/mm/yyyy',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'dd/mm/yyyy h:mm',
  45: 'mm:ss',
  46: 'h:mm:ss',
  47: 'mm:ss',
};
/** Where the month comes first. */
const MONTH_FIRST = ['US', 'PR'];
const LANGUAGES: Readonly<Record<number, string>> = { 9: 'en', 10: 'es', 22: 'pt' };

export interface Place {
  /** ISO country of the list, for formats that follow the reader's machine. */
  readonly country: string | null;
  /** Days count from 1904, as on old Macs. */
  readonly from1904: boolean;
}

/** `id` is the number of the format, `code` its text where the file brings one (`dd/mm/yyyy`, `0000`, …). */
export function shownAs(id: number, code: string | undefined, place: Place): Shown {
  const eastern = (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
  let format = code ?? BUILT_IN[eastern ? 14 : id] ?? 'General';
  if (code === undefined && MONTH_FIRST.includes(place.country ?? ''))
    format = format.replace('dd/mm/yyyy', 'm/d/yyyy');
  const [section = ''] = format.split(';');
  const bare = section.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '');
  if (!/general/i.test(bare) && /[dyhs]|m{1,5}/i.test(bare)) return dateShown(section, place);
  if (/%/.test(bare)) return (value) => `${plainNumber(String(Number(value) * 100))}%`;
  if (/^0+$/.test(bare)) return (value) => plainNumber(value).padStart(bare.length, '0');
  return plainNumber;
}

/** All digits: `5.95981123456E+11` in the file is a whole number, other than the same text in a cell. */
export function plainNumber(value: string): string {
  if (/^-?\d{1,15}$/.test(value)) return value;
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  // Fifteen digits are what a spreadsheet shows; the rest is noise of binary fractions.
  const rounded = Number(number.toPrecision(15));
  if (Math.abs(rounded) >= 1e21 || (rounded !== 0 && Math.abs(rounded) < 1e-6)) return String(rounded);
  return Number.isInteger(rounded) ? BigInt(rounded).toString() : String(rounded);
}

const TOKEN = /"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.|AM\/PM|A\/P|y+|m+|d+|h+|s+(?:\.0+)?|./gi;

function dateShown(section: string, place: Place): Shown {
  const tag = /\[\$[^\]]*-([0-9a-f]+)\]/i.exec(section)?.[1];
  const lcid = tag ? Number.parseInt(tag, 16) : 0;
  const language = LANGUAGES[lcid & 0x3ff] ?? languageOf(place.country);
  const noon = /AM\/PM|A\/P/i.test(section);
  const tokens = [...section.matchAll(TOKEN)].map(([token, quoted, escaped]) => ({
    token,
    literal: quoted ?? escaped,
  }));
  return (value) => {
    const at = momentOf(Number(value), place.from1904);
    if (!at) return plainNumber(value);
    // The system's long date: the order of its words is the language's own.
    if ((lcid & 0xffff) === 0xf800) return at.toLocaleString(language, { dateStyle: 'long' });
    return tokens
      .map(
        ({ token, literal }, nth) =>
          literal ?? part(token, at, { language, noon, minutes: near(tokens, nth) }),
      )
      .join('')
      .trim();
  };
}

/** `m` is minutes behind hours and before seconds, months elsewhere. */
function near(tokens: readonly { token: string }[], nth: number): boolean {
  const letters = (token: string | undefined) =>
    /^[ymdhs]/i.test(token ?? '') ? token?.[0]?.toLowerCase() : null;
  const before = tokens.slice(0, nth).findLast(({ token }) => letters(token));
  const after = tokens.slice(nth + 1).find(({ token }) => letters(token));
  return letters(before?.token) === 'h' || letters(after?.token) === 's';
}

function part(
  token: string,
  at: Temporal.PlainDateTime,
  { language, noon, minutes }: { language: string; noon: boolean; minutes: boolean },
): string {
  const pad = (value: number) => String(value).padStart(Math.min(token.length, 2), '0');
  const word = (options: Intl.DateTimeFormatOptions) =>
    at.toLocaleString(language, options).replace(/\.$/, '');
  switch (token[0]?.toLowerCase()) {
    case 'y':
      return token.length > 2 ? String(at.year) : String(at.year % 100).padStart(2, '0');
    case 'm':
      if (minutes) return pad(at.minute);
      return token.length < 3 ? pad(at.month) : word({ month: token.length === 3 ? 'short' : 'long' });
    case 'd':
      return token.length < 3 ? pad(at.day) : word({ weekday: token.length === 3 ? 'short' : 'long' });
    case 'h':
      return pad(noon ? at.hour % 12 || 12 : at.hour);
    case 's':
      return pad(at.second);
    case 'a':
      return /^a(m\/pm|\/p)$/i.test(token) ? (at.hour < 12 ? 'AM' : 'PM') : token;
    case '[':
    case '_':
    case '*':
      return token.length > 1 ? '' : token;
    default:
      return token;
  }
}

/** Days since the last day of 1899, whose calendar has a 29 February 1900 that never was. */
function momentOf(serial: number, from1904: boolean): Temporal.PlainDateTime | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_466) return null;
  const seconds = Math.round(serial * 86_400);
  const lost = !from1904 && serial < 60 ? 1 : 0;
  const start = Temporal.PlainDateTime.from(from1904 ? '1904-01-01T00:00' : '1899-12-30T00:00');
  return start.add({ days: lost, seconds });
}

const languageOf = (country: string | null) =>
  ['BR', 'PT', 'AO', 'MZ'].includes(country ?? '')
    ? 'pt'
    : ['US', 'GB'].includes(country ?? '')
      ? 'en'
      : 'es';
