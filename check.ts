/**
 * Everything that a machine can say about the code without playing the story: format and lint (import directions
 * included), types, translations, unused files and dependencies, and the counts that should not worsen.
 */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = import.meta.dirname;
const bin = (name: string) => join(root, 'node_modules', '.bin', name);

/** Runs one tool; its output is shown, its failure counted. */
function run(title: string, command: string, args: readonly string[]): boolean {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  process.stdout.write(`${status === 0 ? 'ok    ' : 'FAILED'} ${title}\n`);
  return status === 0;
}

const results = [
  run('format, lint and import directions', bin('biome'), ['check', '--error-on-warnings', '.']),
  run('types of the program and its tests', bin('tsc'), ['--noEmit', '-p', 'tsconfig.json']),
  run('types of the emulators', bin('tsc'), ['--noEmit', '-p', 'emulator/tsconfig.json']),
  run('types of the demo page', bin('tsc'), ['--noEmit', '-p', 'emulator/page/tsconfig.json']),
  run('types of the panel', bin('tsc'), ['--noEmit', '-p', 'public/tsconfig.json']),
  run('types of the demo', bin('tsc'), ['--noEmit', '-p', 'demo/tsconfig.json']),
  run('translations', process.execPath, [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    'src/texts',
    '--reporter=dot',
  ]),
  run('unused files and dependencies', bin('knip'), ['--no-progress']),
];

counts();
process.exitCode = results.every(Boolean) ? 0 : 1;

/** Printed so that a worsening is seen; none of them fails the check. */
function counts(): void {
  const files = globSync('src/**/*.ts', { cwd: root, exclude: (name) => name.endsWith('.test.ts') });
  let [any, as, bang] = [0, 0, 0];
  const lengths: { name: string; lines: number }[] = [];
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    any += code.match(/:\s*any\b|<any>|as any\b/g)?.length ?? 0;
    as += code.match(/\bas (?!const\b)[A-Za-z(]/g)?.length ?? 0;
    bang += code.match(/[\w)\]]!(?=[.;,)\]])/g)?.length ?? 0;
    lengths.push(...functions(file, text));
  }
  const longest = lengths.toSorted((a, b) => b.lines - a.lines).slice(0, 5);
  process.stdout.write(
    `\n${files.length} files in src · any ${any} · as ${as} · ! ${bang}\n` +
      `longest functions: ${longest.map(({ name, lines }) => `${name} ${lines}`).join(', ')}\n`,
  );
}

/** Top-level functions and their lines, by their indentation: the formatter makes that exact. */
function functions(file: string, text: string): { name: string; lines: number }[] {
  const lines = text.split('\n');
  const found: { name: string; lines: number }[] = [];
  for (const [at, line] of lines.entries()) {
    const name = /^(?:export )?(?:async )?function\*? (\w+)/.exec(line)?.[1];
    if (!name) continue;
    const end = lines.indexOf('}', at);
    found.push({ name: `${name} (${file.slice(4)})`, lines: end - at + 1 });
  }
  return found;
}
