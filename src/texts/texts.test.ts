/** The three languages say the same, all that the program says, and nothing that it never says. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HOLD_REASONS } from '../queue/ports.ts';
import { createTexts, createVoice, LANGUAGES, type Language, languageOf } from './texts.ts';

const src = join(import.meta.dirname, '..');

/** Key → its whole text, as written. */
function messagesOf(language: Language): Map<string, string> {
  const file = readFileSync(join(import.meta.dirname, `${language}.ftl`), 'utf8');
  const blocks = file.split(/^(?=[a-z][\w-]* =)/m).filter((block) => /^[a-z]/.test(block));
  return new Map(
    blocks.map((block) => {
      const [key = ''] = block.split(' =', 1);
      return [key, block.slice(key.length + 2).replaceAll(/^#.*$/gm, '')];
    }),
  );
}

const variablesOf = (text: string) =>
  [...new Set([...text.matchAll(/\$(\w+)/g)].map(([, name = '']) => name))].toSorted();
const spanish = messagesOf('es');
const sources = globSync('**/*.ts', { cwd: src, exclude: (name) => name.endsWith('.test.ts') })
  .map((name) => readFileSync(join(src, name), 'utf8'))
  .join('\n');

/** Words for several beside those of the `many-…`. */
const PLURALS: Readonly<Record<Language, readonly string[]>> = {
  es: ['filas', 'números', 'letras', 'días', 'intentos', 'minutos', 'repetidos', 'bajas', 'omitidos'],
  en: ['rows', 'numbers', 'letters', 'days', 'tries', 'minutes', 'opt-outs', 'items'],
  pt: ['linhas', 'números', 'letras', 'dias', 'tentativas', 'minutos', 'repetidos', 'saídas', 'ignorados'],
};
/** What each `many-…` says of several. */
const manyIn = (messages: Map<string, string>) =>
  [...messages].flatMap(([key, text]) => {
    const [, word] = (key.startsWith('many-') && /\*\[other\] (.+)/.exec(text)) || [];
    return word ? [word.trim()] : [];
  });
/** Bounds, and what is told from thousands on. */
const ALWAYS_MANY = [
  ...['new-reading', 'new-files-full', 'new-caption-long', 'new-text-long', 'new-long', 'stats-each-minutes'],
  ...['status-finding-quota', 'status-finding-quota-warning', 'report-many'],
];

describe.each(LANGUAGES)('%s.ftl', (language) => {
  const messages = messagesOf(language);

  it('has the same keys as es.ftl, in the same order, each once', () => {
    expect([...messages.keys()]).toEqual([...spanish.keys()]);
    const file = readFileSync(join(import.meta.dirname, `${language}.ftl`), 'utf8');
    expect(file.match(/^[a-z][\w-]* =/gm)).toHaveLength(spanish.size);
  });

  it('puts the same values into each sentence', () => {
    const values = (from: Map<string, string>) =>
      // A language may need no plural where another one does.
      Object.fromEntries(
        [...from].map(([key, text]) => [key, variablesOf(text).filter((name) => name !== 'count')]),
      );
    expect(values(messages)).toEqual(values(spanish));
  });

  it('speaks of one as of one', () => {
    const texts = createTexts();
    const plurals = [...PLURALS[language], ...manyIn(messages)].join('|');
    const wrong = new RegExp(`(?<![\\d.,])1 (?:(?:de|of) 1 )?(?:${plurals})(?!\\p{L})`, 'u');
    const found = [...messages].filter(([key, text]) => {
      const said = texts.t(language, key, Object.fromEntries(variablesOf(text).map((name) => [name, 1])));
      return wrong.test(said) && !ALWAYS_MANY.includes(key);
    });
    expect(found.map(([key]) => key)).toEqual([]);
  });

  it('can say every sentence without an error in it', () => {
    const texts = createTexts();
    for (const [key, text] of messages) {
      const values = Object.fromEntries(variablesOf(text).map((name) => [name, 2]));
      const said = texts.t(language, key, values);
      expect(said, key).not.toBe('');
      expect(said, key).not.toMatch(/\{\s*[$"]|\{\}|\?\?\?/);
    }
  });
});

describe('the program', () => {
  const literals = new Set([...sources.matchAll(/['`]([a-z]+(?:-[a-z0-9]+)+)['`]/g)].map(([, key]) => key));
  const dynamic = [...sources.matchAll(/\b(?:t|has)\(\s*`([^`]+)`/g)].map(
    ([, template = '']) => new RegExp(`^${template.replaceAll(/\$\{[^}]*\}/g, '[a-z0-9-]+')}$`),
  );

  it('says every sentence that is written', () => {
    const unused = [...spanish.keys()].filter(
      (key) => !literals.has(key) && !dynamic.some((pattern) => pattern.test(key)),
    );
    expect(unused).toEqual([]);
  });

  it('has a sentence for every key that it asks for', () => {
    const asked = [...sources.matchAll(/\bt\(([^;]*?)[,)]/g)].flatMap(([, first = '']) =>
      [...first.matchAll(/'([a-z]+(?:-[a-z0-9]+)+)'/g)].map(([, key = '']) => key),
    );
    const counted = [...sources.matchAll(/\bmany\('([a-z-]+)'/g)].map(([, what]) => `many-${what}`);
    expect(counted.filter((key) => !spanish.has(key))).toEqual([]);
    const reasons: readonly string[] = HOLD_REASONS;
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter((key) => !spanish.has(key) && !reasons.includes(key))).toEqual([]);
  });

  it('throws for a key that nobody has written', () => {
    expect(() => createTexts().t('en', 'nobody-wrote-this')).toThrow(/nobody-wrote-this/);
  });
});

describe('a voice', () => {
  const place = { country: 'PY', zone: 'America/Asuncion' };
  const now = Date.UTC(2026, 10, 25, 15);
  const voice = (language: Language) => createVoice(createTexts(), language, place);

  it.each([
    ['es', '1.215', '1,2 GB', 'mañana 9:00'],
    ['pt', '1.215', '1,2 GB', 'amanhã 9:00'],
  ] as const)('in %s writes figures as its readers do', (language, number, bytes, tomorrow) => {
    const say = voice(language);
    expect(say.number(1215)).toBe(number);
    expect(say.bytes(1_200_000_000)).toBe(bytes);
    expect(say.time(now, now)).toBe('12:00');
    expect(say.time(Date.UTC(2026, 10, 26, 12), now)).toBe(tomorrow);
  });

  it('rounds waits up and never says 0 minutes', () => {
    const say = voice('es');
    expect(say.duration(20_000)).toBe('menos de 1 min');
    expect(say.duration(60_001)).toBe('2 min');
    expect(say.duration(59 * 60_000 + 1)).toBe('1 h');
    expect(say.duration(76 * 3_600_000)).toBe('3 d 4 h');
    expect(say.duration(72 * 3_600_000)).toBe('3 d');
    expect(say.share(1, 0)).toBe('0\u00a0%');
  });

  it('is chosen by what Telegram says of a person, else by the setting', () => {
    expect(languageOf('pt-BR', 'es')).toBe('pt');
    expect(languageOf('de', 'en')).toBe('en');
    expect(languageOf(null, 'es')).toBe('es');
  });
});
