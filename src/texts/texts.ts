/** Every sentence that a person reads, in three languages; numbers and times as they are written where they live. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FluentBundle, FluentResource } from '@fluent/bundle';

export const LANGUAGES = ['es', 'en', 'pt'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Values = Readonly<Record<string, string | number>>;

export interface Texts {
  /** A key that is missing in a language is looked up in Spanish; one that is missing there throws. */
  t(language: Language, key: string, values?: Values): string;
  has(key: string): boolean;
}

export function createTexts(): Texts {
  const bundles = new Map<Language, FluentBundle>();
  /** A language is read when somebody speaks it. */
  const bundleOf = (language: Language) => {
    const bundle = bundles.get(language) ?? readBundle(language);
    bundles.set(language, bundle);
    return bundle;
  };
  const translate = (language: Language, key: string, values: Values) => {
    const bundle = bundleOf(language);
    const pattern = bundle.getMessage(key)?.value;
    // Without a list for its errors it throws: a value that a text needs must be given.
    return pattern ? bundle.formatPattern(pattern, values) : null;
  };
  return {
    t(language, key, values = {}) {
      const text = translate(language, key, values) ?? translate('es', key, values);
      if (text === null) throw new Error(`no text has the key ${key}`);
      return text;
    },
    has: (key) => bundleOf('es').hasMessage(key),
  };
}

function readBundle(language: Language): FluentBundle {
  const bundle = new FluentBundle(language, { useIsolating: false });
  const source = readFileSync(join(import.meta.dirname, `${language}.ftl`), 'utf8');
  const [error] = bundle.addResource(new FluentResource(source));
  if (error) throw error;
  return bundle;
}

/** A text key's language from what Telegram says about a person: `pt-br` → `pt`. */
export function languageOf(code: string | null | undefined, otherwise: Language): Language {
  const base = code?.toLowerCase().split('-')[0];
  return LANGUAGES.find((language) => language === base) ?? otherwise;
}

/** One person's language and the business's place, as functions that put things into words. */
export interface Voice {
  readonly language: Language;
  /** Language and region, as numbers and dates are written: `es-PY`. */
  readonly locale: string;
  /** Without drawings made of signs. */
  readonly plain: boolean;
  t(key: string, values?: Values): string;
  has(key: string): boolean;
  /** 12.400 or 12,400, as the country writes it. */
  number(value: number): string;
  /** `1 persona`, `12.400 personas`: a number with what it counts, one of the `many-…`. */
  many(what: string, count: number): string;
  share(part: number, whole: number): string;
  /** `14:52`; with the day when it isn't today. */
  time(at: number, now: number): string;
  /** `14:52`, whatever the day. */
  clock(at: number): string;
  /** `25 nov`. */
  day(at: number): string;
  /** `3 de marzo`; with the year when it isn't this one. */
  date(at: number, now: number): string;
  /** `3/2020`. */
  monthOf(at: number): string;
  /** The same with every day named: `hoy 18:00`, `jueves 3, 9:00`, `jue 3 dic, 9:00`. */
  moment(at: number, now: number): string;
  /** `2026-12` → `diciembre de 2026`, `dic`. */
  month(month: string, style: 'long' | 'short'): string;
  /** One letter each, Monday first. */
  weekdays(): string[];
  duration(ms: number): string;
  bytes(count: number): string;
  country(code: string): string;
  /** What a spreadsheet set to the reader's region cuts columns at: a comma only where it isn't the decimal sign. */
  readonly delimiter: ',' | ';';
  /** `3 fotos, un video y un texto`. */
  list(items: readonly string[]): string;
}

const DAY = 86_400_000;
const MONDAY = Date.UTC(2026, 10, 23, 12);

export function createVoice(
  texts: Texts,
  language: Language,
  place: { country: string | null; zone: string },
  plain = false,
): Voice {
  const locale = place.country ? `${language}-${place.country}` : language;
  const numbers = new Intl.NumberFormat(locale);
  const t = (key: string, values?: Values) => texts.t(language, key, values);
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: place.zone, hourCycle: 'h23', ...options });
  const dates = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: place.zone, ...options });
  const inUtc = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
  const clock = format({ hour: '2-digit', minute: '2-digit' });
  const weekday = format({ weekday: 'long', hour: '2-digit', minute: '2-digit' });
  const date = format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const day = format({ day: 'numeric', month: 'short' });
  const weekdayAlone = format({ weekday: 'long' });
  const planned = format({ weekday: 'short', day: 'numeric', month: 'short' });
  const hour = (at: number) => clock.format(at).replace(/^0(?=\d:)/, '');
  const dayOf = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(Math.trunc(at)).toZonedDateTimeISO(place.zone).toPlainDate();
  return {
    language,
    locale,
    plain,
    t,
    has: texts.has,
    number: (value) => numbers.format(value),
    many: (what, count) => t(`many-${what}`, { count, shown: numbers.format(count) }),
    // A share stays on its line.
    share: (part, whole) => `${whole === 0 ? 0 : Math.round((part * 100) / whole)}\u00a0%`,
    time(at, now) {
      const days = dayOf(now).until(dayOf(at)).days;
      const time = hour(at);
      if (days === 0) return time;
      if (days === 1) return t('time-tomorrow', { time });
      if (days === -1) return t('time-yesterday', { time });
      return days > 1 && days < 7 ? weekday.format(at) : date.format(at);
    },
    clock: (at) => clock.format(at),
    day: (at) => day.format(at).replace(/\.$/, ''),
    date(at, now) {
      const other = dayOf(at).year !== dayOf(now).year;
      return dates({ day: 'numeric', month: 'long', ...(other ? { year: 'numeric' } : {}) }).format(at);
    },
    monthOf: (at) => dates({ month: 'numeric', year: 'numeric' }).format(at),
    moment(at, now) {
      const days = dayOf(now).until(dayOf(at)).days;
      const time = hour(at);
      if (days === 0) return t('time-today', { time });
      if (days === 1) return t('time-tomorrow', { time });
      if (days === -1) return t('time-yesterday', { time });
      const day =
        days > 1 && days < 7
          ? `${weekdayAlone.format(at)} ${dayOf(at).day}`
          : planned.format(at).replaceAll(/[.,]/g, '');
      return `${day}, ${time}`;
    },
    month(month, style) {
      const names: Intl.DateTimeFormatOptions =
        style === 'long' ? { month: 'long', year: 'numeric' } : { month: 'short' };
      return inUtc(names)
        .format(Date.parse(`${month}-15T12:00Z`))
        .replace(/\.$/, '');
    },
    weekdays: () =>
      Array.from({ length: 7 }, (_, nth) => inUtc({ weekday: 'narrow' }).format(MONDAY + nth * DAY)),
    duration(ms) {
      const minutes = Math.ceil(ms / 60_000);
      if (ms < 60_000) return t('time-under-minute');
      if (minutes < 60) return t('time-minutes', { minutes });
      const hours = Math.floor(minutes / 60);
      if (hours < 24) return t('time-hours', { hours, minutes: minutes % 60 });
      return t('time-days', { days: Math.floor(hours / 24), hours: hours % 24 });
    },
    bytes(count) {
      const [size, unit] = count >= 1e9 ? [count / 1e9, 'GB'] : [count / 1e6, 'MB'];
      return `${new Intl.NumberFormat(locale, { maximumFractionDigits: size < 10 ? 1 : 0 }).format(size)} ${unit}`;
    },
    delimiter: numbers.formatToParts(1.5).some(({ type, value }) => type === 'decimal' && value === ',')
      ? ';'
      : ',',
    list: (items) => new Intl.ListFormat(language, { type: 'conjunction' }).format(items),
    country: (code) => new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code,
  };
}
