import { en } from './en.ts';
import { es, type Words } from './es.ts';
import { pt } from './pt.ts';

const languages: Record<string, Words> = { es, en, pt };
const region = [new URLSearchParams(location.search).get('language') ?? '', ...navigator.languages]
  .map((each) => ({ full: each, language: each.slice(0, 2) }))
  .find(({ language }) => language in languages);

/** `?language=en`, else the browser's own, else Spanish. */
export const locale = region?.full ?? 'es';
export const words: Words = languages[region?.language ?? 'es'] ?? es;

export function format(options: Intl.DateTimeFormatOptions, date: Date): string {
  return new Intl.DateTimeFormat(locale, { hourCycle: 'h23', ...options }).format(date);
}
