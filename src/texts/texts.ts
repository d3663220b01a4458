/**
 * Every sentence that a person reads, in three languages, and the way numbers, hours and waits are written.
 * Values go in already formatted: one `es` bundle would write numbers as in Spain, whoever reads them.
 */
import { readFileSync } from 'node:fs';
import { I18n } from '@grammyjs/i18n';

export const LANGUAGES = ['es', 'en', 'pt'] as const;
export type Language = (typeof LANGUAGES)[number];

export type TextArguments = Readonly<Record<string, string | number>>;

export interface Texts {
  readonly languages: readonly Language[];
  /** The sentence for this key. A missing one falls back to Spanish, in strict mode (tests) it throws. */
  t(language: Language, key: string, args?: TextArguments): string;
  /** Sentences and formats for one reader. */
  words(language: Language, place: Place): Words;
  /** All keys of a language, for the comparison of the three. */
  keys(language: Language): string[];
}

/** Where the business is: decides how numbers and hours look. */
export interface Place {
  readonly zone: string;
  /** ISO country; null when nobody has said. */
  readonly country: string | null;
}

/** One reader's language: sentences, numbers and times. Times are milliseconds since the epoch. */
export interface Words {
  readonly language: Language;
  readonly zone: string;
  t(key: string, args?: TextArguments): string;
  /** Is there a sentence for this key? */
  has(key: string): boolean;
  number(value: number): string;
  /** `42 %` without the sign: rounded down. */
  share(part: number, whole: number): string;
  /** `14:52`. */
  hour(at: number): string;
  /** `14:52`, `mañana 9:00`, `jueves 9:00`, `3 mar 9:00`: as short as is unmistakable from `now`. */
  when(at: number, now: number): string;
  /** A wait or a length of time, rounded up: `menos de 1 min`, `24 min`, `2 h 10 min`, `3 d 4 h`. */
  span(ms: number): string;
  /** `1,2 GB`. */
  bytes(count: number): string;
  /** The country's name in this language. */
  country(code: string): string;
  /** Cuts the columns of a CSV that Excel opens in this language. */
  readonly delimiter: ',' | ';';
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Reads the three files that lie beside this one. */
export function createTexts(options: { strict?: boolean } = {}): Texts {
  const i18n = new I18n({
    defaultLocale: 'es',
    fluentBundleOptions: { useIsolating: false },
    fluentOptions: { warningHandler: () => undefined },
  });
  const keys = new Map<Language, string[]>();
  for (const language of LANGUAGES) {
    const source = readFileSync(new URL(`${language}.ftl`, import.meta.url), 'utf8');
    i18n.loadLocaleSync(language, { source });
    keys.set(language, [...source.matchAll(/^([a-z][\w-]*) =/gm)].map((found) => found[1] ?? ''));
  }
  const has = (language: Language, key: string) => keys.get(language)?.includes(key) ?? false;
  const known = new Map(LANGUAGES.map((language) => [language, new Set(keys.get(language))]));

  function t(language: Language, key: string, args: TextArguments = {}): string {
    if (known.get(language)?.has(key)) return i18n.t(language, key, { ...args });
    if (options.strict || language === 'es') throw new MissingText(language, key);
    return t('es', key, args);
  }
  return {
    languages: LANGUAGES,
    t,
    keys: (language) => keys.get(language) ?? [],
    words: (language, place) => createWords(language, place, t, (key) => has(language, key)),
  };
}

/** A key that no file has. */
export class MissingText extends Error {
  override name = 'MissingText';
  constructor(language: Language, key: string) {
    super(`no text ${key} in ${language}`);
  }
}

/** The best of our languages for a code of Telegram (`es`, `pt-br` …); null when it is none of ours. */
export function languageOf(code: string | null | undefined): Language | null {
  const short = code?.slice(0, 2).toLowerCase();
  return LANGUAGES.find((language) => language === short) ?? null;
}

function createWords(
  language: Language,
  { zone, country }: Place,
  t: Texts['t'],
  has: (key: string) => boolean,
): Words {
  const locale = [country ? `${language}-${country}` : language, language];
  const whole = new Intl.NumberFormat(locale, { useGrouping: 'always', maximumFractionDigits: 0 });
  const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  const format = (at: number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: 'h23', ...options }).format(at);
  const dayOf = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
  const hour = (at: number) => {
    const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
    return `${local.hour}:${String(local.minute).padStart(2, '0')}`;
  };
  return {
    language,
    zone,
    t: (key, args) => t(language, key, args),
    has,
    number: (value) => whole.format(value),
    share: (part, all) => (all === 0 ? '0' : whole.format(Math.floor((part * 100) / all))),
    hour,
    when(at, now) {
      const days = dayOf(now).until(dayOf(at)).days;
      if (days === 0) return hour(at);
      if (days === 1) return t(language, 'time-tomorrow', { time: hour(at) });
      if (days > 1 && days < 7) return `${format(at, { weekday: 'long' })} ${hour(at)}`;
      return `${format(at, { day: 'numeric', month: 'short' })} ${hour(at)}`;
    },
    span(ms) {
      const minutes = Math.ceil(ms / MINUTE);
      if (ms < MINUTE) return t(language, 'time-under-minute');
      if (minutes < 60) return t(language, 'time-minutes', { minutes });
      if (ms < DAY) return t(language, 'time-hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
      const hours = Math.floor(ms / (60 * MINUTE));
      return t(language, 'time-days', { days: Math.floor(hours / 24), hours: hours % 24 });
    },
    bytes(count) {
      const power = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(1, count)) / Math.log(1000)));
      return `${tenths.format(count / 1000 ** power)} ${UNITS[power]}`;
    },
    country: (code) => names.of(code) ?? code,
    delimiter: language === 'en' ? ',' : ';',
  };
}
