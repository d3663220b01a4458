/** Every sentence that a person reads, in three languages; numbers and times as they are written where they live. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { createTimes, type Times } from './times.ts';

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
export interface Voice extends Times {
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
  bytes(count: number): string;
  country(code: string): string;
  /** What a spreadsheet set to the reader's region cuts columns at: a comma only where it isn't the decimal sign. */
  readonly delimiter: ',' | ';';
  /** `3 fotos, un video y un texto`. */
  list(items: readonly string[]): string;
}

export function createVoice(
  texts: Texts,
  language: Language,
  place: { country: string | null; zone: string },
  plain = false,
): Voice {
  const locale = place.country ? `${language}-${place.country}` : language;
  const numbers = new Intl.NumberFormat(locale);
  const t = (key: string, values?: Values) => texts.t(language, key, values);
  return {
    ...createTimes(t, locale, place.zone),
    language,
    locale,
    plain,
    t,
    has: texts.has,
    number: (value) => numbers.format(value),
    many: (what, count) => t(`many-${what}`, { count, shown: numbers.format(count) }),
    // A share stays on its line.
    share: (part, whole) => `${whole === 0 ? 0 : Math.round((part * 100) / whole)}\u00a0%`,
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
