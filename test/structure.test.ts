/** Every list that exists twice is equal: states, reasons, settings, payloads and what the manuals say of them. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { keyOf } from '../src/bot/settings/values.ts';
import { PREFERENCES, SETTING_OF } from '../src/preferences.ts';
import {
  CAMPAIGN_STATES,
  CAMPAIGN_TRANSITIONS,
  EVERY,
  RELATIONS,
  ROWS_CHOICES,
  STOP_REASONS,
} from '../src/queue/campaign.ts';
import { CAMPAIGN_NEWS } from '../src/queue/events.ts';
import { PHONE_PROBLEMS } from '../src/queue/import/phone.ts';
import { HOLD_REASONS, PACES } from '../src/queue/ports.ts';
import { RECIPIENT_STATES, SKIP_REASONS, TRANSITIONS } from '../src/queue/recipient.ts';
import { REPORT_COLUMNS } from '../src/queue/report.ts';
import { FAILURE_REASONS } from '../src/queue/sending/failure.ts';
import { DEEDS } from '../src/team/audit.ts';
import { createTexts, LANGUAGES } from '../src/texts/texts.ts';
import { BAN_REASONS } from '../src/whatsapp/link.ts';

const root = join(import.meta.dirname, '..');
const read = (name: string) => readFileSync(join(root, name), 'utf8');
const texts = createTexts();

describe('a word exists for every', () => {
  const families: [string, readonly string[]][] = [
    ['report-state-', RECIPIENT_STATES],
    ['report-reason-', [...SKIP_REASONS, ...FAILURE_REASONS, ...PHONE_PROBLEMS]],
    ['report-column-', REPORT_COLUMNS],
    ['hold-', HOLD_REASONS],
    ['campaign-state-', CAMPAIGN_STATES],
    ['campaign-stopped-', STOP_REASONS],
    ['history-', CAMPAIGN_NEWS],
    ['campaign-repeats-', EVERY],
    ['campaign-kin-', RELATIONS],
    ['failed-step-', FAILURE_REASONS],
    ['many-out-', SKIP_REASONS],
    ['new-repeated-', ROWS_CHOICES],
    ['new-b-repeated-', ROWS_CHOICES],
    ['connect-why-', BAN_REASONS],
    ['new-pace-', PACES],
    ['new-b-pace-', PACES],
    ['settings-name-', PREFERENCES.map(keyOf)],
    ['ops-did-', DEEDS],
  ];
  it.each(families)('%s', (prefix, codes) => {
    const values = {
      of: 1,
      percent: 1,
      part: '1',
      whole: '20',
      end: '14:52',
      line: 5,
      field: 'nombre',
      example: 'Ana',
      detail: 'x',
      campaign: 1,
    };
    for (const language of LANGUAGES)
      for (const code of codes)
        expect(texts.t(language, prefix + code, { ...values, count: 2, shown: '2' })).not.toBe('');
  });
});

describe('the settings', () => {
  const schema = read('src/settings.ts');
  const names = [...schema.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)]
    .map(([, name = '']) => name)
    .filter((name) => !['NODE_ENV', 'RAILWAY_VOLUME_MOUNT_PATH', 'RAILWAY_STATIC_URL'].includes(name));

  it.each(['.env.example', 'README.md', 'README.es.md'])('are all in %s', (manual) => {
    const text = read(manual);
    expect(names.filter((name) => !text.includes(name))).toEqual([]);
  });

  it('that the chat may change are named as they are', () => {
    expect(Object.values(SETTING_OF).filter((name) => !names.includes(name))).toEqual([]);
  });

  it('in .env.example all exist', () => {
    const told = [...read('.env.example').matchAll(/^#?\s?([A-Z][A-Z_]+)=/gm)].map(([, name = '']) => name);
    const known = [...names, 'NODE_ENV', 'NODE_EXTRA_CA_CERTS', ...names.map((name) => `${name}_FILE`)];
    expect(told.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('are read nowhere else', () => {
    const files = globSync('src/**/*.ts', { cwd: root }).filter((name) => !/\.test\.ts$/.test(name));
    const reading = files.filter((name) => /process\.env\b/.test(read(name)));
    // The supervisor hands the environment on; main points TMPDIR into our own folder.
    expect(reading.toSorted()).toEqual(['src/main.ts', 'src/settings.ts', 'src/supervisor.ts']);
  });
});

describe('the Spanish README', () => {
  const [english, spanish] = [read('README.md'), read('README.es.md')];

  it('has the commands of the English one', () => {
    const blocks = (text: string) => [...text.matchAll(/^```\n([\s\S]*?)^```/gm)].map(([, lines]) => lines);
    const inline = (text: string) => [...text.matchAll(/`(npm [^`]+)`/g)].map(([, command = '']) => command);
    expect(blocks(spanish)).toEqual(blocks(english));
    expect(inline(spanish).toSorted()).toEqual(inline(english).toSorted());
  });

  it('links to the same places', () => {
    const links = (text: string) =>
      [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, to = '']) => to).filter((to) => !/^README/.test(to));
    expect(links(spanish).toSorted()).toEqual(links(english).toSorted());
  });
});

/** What of the arguments of `npm test` would find nothing: a path, or the name of a test that none there has. */
function missingIn(args: string): string[] {
  const [, places = '', quoted, word] = /^(.*?)(?: -t (?:"([^"]+)"|(\S+)))?$/.exec(args) ?? [];
  const paths = places.split(' ');
  const files = paths.flatMap((path) =>
    path.endsWith('.ts') ? [path] : globSync(`${path}/**/*.test.ts`, { cwd: root }),
  );
  const gone = paths.filter((path) => !existsSync(join(root, path)));
  if (gone.length > 0) return gone;
  const wanted = quoted ?? word;
  return wanted === undefined || files.some((file) => read(file).includes(wanted)) ? [] : [wanted];
}

describe('the manual', () => {
  const manual = read('ARCHITECTURE.md');

  it('has the transitions of rows and campaigns', () => {
    for (const table of [TRANSITIONS, CAMPAIGN_TRANSITIONS])
      for (const [event, { from, to }] of Object.entries(table)) {
        const line = manual
          .split('\n')
          .find(
            (one) =>
              one.startsWith(`| \`${event}\``) &&
              one.includes(to) &&
              [...from].every((state) => one.includes(state)),
          );
        expect(line, `a line for ${event}: ${from.join(', ')} → ${to}`).toBeDefined();
      }
  });

  it('gives a reason for each dependency', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json'));
    for (const name of Object.keys({ ...dependencies, ...devDependencies })) expect(manual).toContain(name);
  });

  it.each(['ARCHITECTURE.md', 'README.md', 'CONTRIBUTING.md', 'docs/reliability.md', 'docs/security.md'])(
    '%s names only files that exist',
    (name) => {
      const named = [...read(name).matchAll(/`((?:src|test|demo|emulator|docs)\/[\w./-]+\.\w+)`/g)].map(
        ([, path = '']) => path,
      );
      expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    },
  );

  it.each(['README.md', 'docs/reliability.md'])(
    '%s shows its claims by commands that run something',
    (name) => {
      const commands = [...read(name).matchAll(/`npm (?:test -- ([^`]+)|run ([\w:-]+)[^`]*)`/g)];
      expect(commands.length).toBeGreaterThan(5);
      const { scripts } = JSON.parse(read('package.json'));
      for (const [command, args, script] of commands)
        if (script) expect(scripts, command).toHaveProperty([script]);
        else expect(missingIn(args ?? ''), command).toEqual([]);
    },
  );
});

describe('the packages', () => {
  const lock: unknown = JSON.parse(read('package-lock.json'));
  const locked = z
    .object({
      packages: z.record(
        z.string(),
        z.looseObject({
          integrity: z.string().optional(),
          hasInstallScript: z.boolean().optional(),
          peer: z.boolean().optional(),
        }),
      ),
    })
    .parse(lock).packages;
  const { dependencies, allowScripts } = JSON.parse(read('package.json'));
  const installed = Object.entries(locked).filter(([path]) => path !== '');

  it('are the very ones that were looked at: each has the hash of its content', () => {
    expect(installed.length).toBeGreaterThan(100);
    expect(installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
  });

  it('that the program needs are pinned to one version', () => {
    expect(
      Object.entries(dependencies).filter(([, version]) => !/^\d+\.\d+\.\d+/.test(String(version))),
    ).toEqual([]);
  });

  it('are none that only another one asks for: npm install --legacy-peer-deps would take those off the list', () => {
    expect(installed.filter(([, { peer }]) => peer).map(([path]) => path)).toEqual([]);
  });

  it('run no script when they are installed, but for two that are named', () => {
    const running = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path);
    expect(running.map((path) => path.replace('node_modules/', '')).toSorted()).toEqual(
      Object.keys(allowScripts).toSorted(),
    );
  });
});

describe('the table of threats', () => {
  const rows = read('docs/security.md')
    .split('\n')
    .filter((line) => /^\| (?!threat|---)/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  it('names for each a test that exists, by its words', () => {
    expect(rows.length).toBeGreaterThan(18);
    for (const [, threat = '', , tests = ''] of rows) {
      const named = [...tests.matchAll(/`([\w./-]+\.ts)`: \*([^*]+)\*/g)];
      expect(named.length, threat).toBeGreaterThan(0);
      for (const [, file = '', words = ''] of named)
        expect(read(file).includes(words), `${threat}: ${file}: ${words}`).toBe(true);
    }
  });
});

it('only the WhatsApp side of the program knows Baileys', () => {
  const files = globSync('{src,test,demo}/**/*.ts', { cwd: root });
  const knowing = files.filter((name) => read(name).includes(`from '${'@whiskeysockets'}/baileys'`));
  expect(knowing.filter((name) => !/^src\/whatsapp\//.test(name))).toEqual([]);
});
