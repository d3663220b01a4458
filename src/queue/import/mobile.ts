/**
 * Plain mobile numbers, recognised by the patterns of libphonenumber's own metadata: what is found here is what the
 * library would say, at a tenth of its time. Where it could say anything else, nothing is found.
 */
import metadata from 'libphonenumber-js/max/metadata';

/** How a country numbers its phones. */
interface Plan {
  /** Calling code. */
  readonly code: string;
  /** Prefix of calls abroad. */
  readonly abroad: RegExp;
  readonly general: RegExp;
  readonly mobile: RegExp;
  readonly lengths: readonly number[];
  /** What is put before a number at home and isn't part of it. */
  readonly trunk: RegExp | null;
}

/**
 * Digits of a valid mobile number, with country code; null when the library must be asked. `country` is that of
 * numbers without a country code.
 */
export function plainMobile(written: string, country: string | null): string | null {
  const international = written.startsWith('+') || written.startsWith('00');
  const from = international ? (written.startsWith('+') ? 1 : 2) : 0;
  const digits = digitsOf(written, from);
  if (digits.length < 6 || digits.length > 15) return null;
  if (international || country === null) {
    const plan = planOfNumber(digits);
    return plan && isMobile(plan, digits.slice(plan.code.length)) ? digits : null;
  }
  const plan = planOf(country);
  return plan && atHome(plan, digits);
}

function atHome(plan: Plan, digits: string): string | null {
  if (plan.abroad.test(digits)) return null;
  const trunk = plan.trunk?.exec(digits);
  const cut = trunk?.[0].length ?? 0;
  if (digits.startsWith(plan.code)) {
    // With its country code, and without a plus: only where it is no number of that country as it stands.
    if (cut > 0 || plan.general.test(digits)) return null;
    return isMobile(plan, digits.slice(plan.code.length)) ? digits : null;
  }
  if (cut === 0) return isMobile(plan, digits) ? plan.code + digits : null;
  // Codes of carriers and the like are the library's business.
  if (trunk?.slice(1).some((group) => group !== undefined)) return null;
  const rest = digits.slice(cut);
  return fits(plan, rest) ? plan.code + rest : null;
}

/** Valid as it stands: nothing of it would be taken for a trunk prefix. */
function isMobile(plan: Plan, rest: string): boolean {
  return fits(plan, rest) && (plan.trunk?.exec(rest)?.[0] ?? '') === '';
}

function fits({ lengths, general, mobile }: Plan, rest: string): boolean {
  return lengths.includes(rest.length) && general.test(rest) && mobile.test(rest);
}

/** Of what is nothing but digits, spaces, hyphens and brackets; empty for anything else. */
function digitsOf(written: string, from: number): string {
  let digits = '';
  let start = from;
  for (let at = from; at < written.length; at += 1) {
    const sign = written.charCodeAt(at);
    if (sign >= 48 && sign <= 57) continue;
    // The first sign after a plus is a digit.
    if ((sign !== 32 && sign !== 45 && sign !== 40 && sign !== 41) || (at === from && from > 0)) return '';
    digits += written.slice(start, at);
    start = at + 1;
  }
  return start === 0 ? written : digits + written.slice(start);
}

const plans = new Map<string, Plan | null>();

/** Null for countries that share their calling code: which of them it is, is asked of the library. */
function planOf(country: string): Plan | null {
  const known = plans.get(country);
  if (known !== undefined) return known;
  const plan = readPlan(country);
  plans.set(country, plan);
  return plan;
}

const codes: Readonly<Record<string, readonly string[] | undefined>> = metadata.country_calling_codes;

function planOfNumber(digits: string): Plan | null {
  for (let length = 1; length <= 3; length += 1) {
    const [country, other] = codes[digits.slice(0, length)] ?? [];
    if (country !== undefined) return other === undefined ? planOf(country) : null;
  }
  return null;
}

/** Places in the metadata are those of its version 4. */
function readPlan(country: string): Plan | null {
  const all: Readonly<Record<string, readonly unknown[] | undefined>> = metadata.countries;
  const plan = all[country];
  if (!plan || metadata.version !== 4) return null;
  const [code, abroad, general, lengths, , prefix, , trunk] = plan;
  const types = plan[11];
  const mobile: unknown = Array.isArray(types) ? types[1] : undefined;
  if (!Array.isArray(mobile) || typeof mobile[0] !== 'string' || mobile[0] === '') return null;
  if (typeof code !== 'string' || typeof general !== 'string' || codes[code]?.length !== 1) return null;
  const strip = typeof trunk === 'string' && trunk !== '' ? trunk : prefix;
  return {
    code,
    abroad: typeof abroad === 'string' ? new RegExp(`^(?:${abroad})`) : /^(?!)/,
    general: new RegExp(`^(?:${general})$`),
    mobile: new RegExp(`^(?:${mobile[0]})$`),
    lengths: numbersIn(mobile[1]) ?? numbersIn(lengths) ?? [],
    trunk: typeof strip === 'string' && strip !== '' ? new RegExp(`^(?:${strip})`) : null,
  };
}

function numbersIn(value: unknown): number[] | null {
  return Array.isArray(value) && value.length > 0 ? value.filter((one) => typeof one === 'number') : null;
}
