/** What the documents tell people to type can be typed: scripts, files and names of tests exist. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const read = (name: string) => readFileSync(join(root, name), 'utf8');
const documents = [...globSync('*.md', { cwd: root }), ...globSync('docs/**/*.md', { cwd: root })];
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read('package.json')));
/** Beginnings of commands that no machine of the tests can run. */
const notRun = [
  ...(read('CONTRIBUTING.md').split('### Not run here')[1] ?? '').matchAll(/`([a-z][^`]*)`(?=[,| ])/g),
].map(([, command = '']) => command);

/** Commands of the fenced blocks, continued lines joined, and npm's in the text. */
function commandsOf(name: string): string[] {
  const text = read(name);
  // Pictures are drawn with lines that no shell takes.
  const blocks = [...text.matchAll(/^```(?:sh|bash)?\n([\s\S]*?)^```/gm)]
    .map(([, lines = '']) => lines)
    .filter((lines) => !/[│┌]/.test(lines))
    .flatMap((lines) => lines.replaceAll('\\\n', ' ').split('\n'));
  const inline = [...text.matchAll(/`((?:npm|cp|docker|docker-compose|node) [^`]+)`/g)].map(
    ([, one = '']) => one,
  );
  return [...blocks, ...inline]
    .flatMap((line) => line.split('&&'))
    .map((line) =>
      line
        .replaceAll(/\s+/g, ' ')
        .replace(/ #.*$/, '')
        .replace(/^(?:[\d*]+ ){5}/, '')
        .replace(/^(?:[A-Z_]+=\S+ )+/, '')
        .trim(),
    )
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Null when it can be typed; else what is wrong. */
function trouble(command: string): string | null {
  if (notRun.some((one) => command === one || command.startsWith(`${one} `))) return null;
  if (/^npm (ci|install|start)\b/.test(command)) return null;
  const script = /^npm run (?:-s )?([\w:-]+)/.exec(command)?.[1];
  if (script) return scripts[script] ? null : `no script ${script}`;
  if (/^npm test\b/.test(command)) return testTrouble(command);
  const file = /^(?:cp|(?:npx )?node)(?: --\S+)* ([\w./-]+)/.exec(command)?.[1];
  if (file) return existsSync(join(root, file)) ? null : `no file ${file}`;
  return 'neither run by a test nor listed as not run';
}

function testTrouble(command: string): string | null {
  const [, rest = ''] = /^npm test(?: -- (.*))?$/.exec(command) ?? [];
  const named = /-t (?:"([^"]+)"|(\S+))/.exec(rest);
  const paths = rest
    .replace(/-t .*/, '')
    .split(' ')
    .filter((word) => word !== '' && !/^(FILE|-)/.test(word));
  const missing = paths.find((path) => !existsSync(join(root, path)));
  if (missing) return `no file ${missing}`;
  const part = named?.[1] ?? named?.[2];
  if (!part) return null;
  const pattern = new RegExp(part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  // What every store must do stands in suites of its own.
  const suites = globSync('test/*.contract.ts', { cwd: root });
  const files = [...paths.filter((path) => path.endsWith('.ts')), ...suites];
  return files.some((path) => pattern.test(read(path))) ? null : `no test is named ${part}`;
}

describe('the commands of', () => {
  it.each(documents)('%s can be typed', (name) => {
    const wrong = commandsOf(name).flatMap((command) => {
      const what = trouble(command);
      return what === null ? [] : [`${command}: ${what}`];
    });
    expect(wrong).toEqual([]);
  });
});

it('documents link to files that exist', () => {
  const broken = documents.flatMap((name) =>
    [...read(name).matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, to = '']) => to)
      .filter((to) => !existsSync(join(root, name, '..', to)))
      .map((to) => `${name} → ${to}`),
  );
  expect(broken).toEqual([]);
});

it.each([
  ['install.md', 'instalacion.md'],
  ['troubleshooting.md', 'problemas.md'],
  ['limits.md', 'limites.md'],
  ['maintenance.md', 'mantenimiento.md'],
])('docs/%s and docs/%s have the same parts', (english, spanish) => {
  const parts = (name: string) => ({
    headings: read(`docs/${name}`).match(/^#+ /gm)?.length,
    rows: read(`docs/${name}`).match(/^\|/gm)?.length,
    blocks: read(`docs/${name}`).match(/^```/gm)?.length,
  });
  expect(parts(spanish)).toEqual(parts(english));
});

describe('the guides for who sends', () => {
  const GUIDES = { es: 'guia-del-operador.md', en: 'operator-guide.md', pt: 'guia-do-operador.md' } as const;
  const folders = { es: 'guide', en: 'guide/en', pt: 'guide/pt' } as const;
  const picturesIn = (language: keyof typeof GUIDES) =>
    [...read(`docs/${GUIDES[language]}`).matchAll(/<img src="([^"]+)" alt="[^"]{8,}"/g)].map(
      ([, path = '']) => path,
    );

  it.each(['es', 'en', 'pt'] as const)(
    'say the same, with the same pictures of their own: %s',
    (language) => {
      const [spanish, mine] = [read(`docs/${GUIDES.es}`), read(`docs/${GUIDES[language]}`)];
      expect(mine.match(/^## /gm)).toHaveLength(spanish.match(/^## /gm)?.length ?? 0);
      const names = picturesIn(language);
      expect(names).toEqual(picturesIn('es').map((path) => path.replace('guide/', `${folders[language]}/`)));
      expect(names.filter((path) => !existsSync(join(root, 'docs', path)))).toEqual([]);
      // None is left from another time.
      const there = globSync('*.png', { cwd: join(root, 'docs', folders[language]) });
      expect(there.toSorted()).toEqual(names.map((path) => path.split('/').at(-1)).toSorted());
    },
  );
});
