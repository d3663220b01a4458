/** A release is played in a clone of a small repository; audits are asked of a registry that stands in for npm's. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Allowed, advisoriesOf, judge } from '../release/advisories.ts';
import { audit, readAllowed } from '../release/audit.ts';
import { released, unreleased } from '../release/changelog.ts';
import { release } from '../release/release.ts';
import { nextVersion } from '../release/version.ts';

const root = join(import.meta.dirname, '..');
const TODAY = '2026-12-01';

describe('a version', () => {
  it.each([
    ['0.1.0', 'patch', '0.1.1'],
    ['0.1.9', 'minor', '0.2.0'],
    ['0.9.9', 'major', '1.0.0'],
    ['0.9.9', '0.10.0', '0.10.0'],
    ['0.10.0', '0.9.9', null],
    ['1.2.3', '1.2.3', null],
    ['1.2.3', 'v1.2.4', null],
    ['1.2.3', '1.02.4', null],
    ['1.2.3', 'big', null],
  ])('after %s, asked for %s, is %s', (current, asked, next) => {
    expect(nextVersion(current, asked)).toBe(next);
  });
});

describe('the changelog', () => {
  it('keeps every line when a part of it is released', () => {
    const text = fc.stringMatching(/^[a-z -]{0,30}$/).map((line) => line.trim());
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), fc.array(text, { maxLength: 5 }), (now, before) => {
        const old = `# Changelog\n\n## Unreleased\n\n${now.join('\n')}\n\n## 0.1.0\n\n${before.join('\n')}\n`;
        const fresh = released(old, '0.2.0', TODAY);
        expect(unreleased(fresh)).toBeNull();
        expect(fresh.match(/^## .*/gm)).toEqual(['## Unreleased', `## 0.2.0 (${TODAY})`, '## 0.1.0']);
        const words = (some: string) =>
          some.split('\n').filter((line) => line !== '' && !line.startsWith('## '));
        expect(words(fresh)).toEqual(words(old));
      }),
    );
  });

  it('of this repository can be released', () => {
    expect(unreleased('# Changelog\n')).toBeNull();
    const own = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
    expect(released(own, '99.0.0', TODAY)).toContain(`## Unreleased\n\n## 99.0.0 (${TODAY})\n`);
  });
});

describe('a release', () => {
  let dir: string;
  let clone: string;
  let said: string[];

  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', args, { cwd, encoding: 'utf8', stdio: 'pipe' }).trim();
  const run = (...args: string[]) =>
    release({ root: clone, args, today: TODAY, say: (line) => void said.push(line) });
  const commit = (path: string, text: string) => {
    writeFileSync(join(clone, path), text);
    git(clone, 'add', path);
    git(clone, 'commit', '-qm', path);
  };
  const version = (path: string) => JSON.parse(readFileSync(join(clone, path), 'utf8')).version;
  const scripts = (ends: Record<string, number>) => {
    const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    own.scripts = Object.fromEntries(Object.entries(ends).map(([name, end]) => [name, `exit ${end}`]));
    return `${JSON.stringify({ ...own, version: '0.1.0' }, null, 2)}\n`;
  };

  const hooks = () => {
    const path = join(dir, 'hooks');
    mkdirSync(path);
    writeFileSync(join(path, 'pre-commit'), '#!/bin/sh\necho not today >&2\nexit 1\n', { mode: 0o700 });
    return path;
  };

  beforeEach(() => {
    said = [];
    dir = mkdtempSync(join(tmpdir(), 'release-'));
    const origin = join(dir, 'origin');
    mkdirSync(origin);
    git(origin, 'init', '-q', '-b', 'main');
    cpSync(join(root, 'package-lock.json'), join(origin, 'package-lock.json'));
    writeFileSync(join(origin, 'package.json'), scripts({ check: 0, test: 0, audit: 2 }));
    writeFileSync(
      join(origin, 'CHANGELOG.md'),
      '# Changelog\n\n## Unreleased\n\n- A thing.\n\n## 0.1.0\n\n- First.\n',
    );
    git(origin, 'add', '.');
    git(origin, '-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'start');
    clone = join(dir, 'clone');
    git(dir, 'clone', '-q', origin, clone);
    git(clone, 'config', 'user.name', 'Ana');
    git(clone, 'config', 'user.email', 'ana@example.com');
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('is a commit and a tag with the version in every place', async () => {
    expect(await run('minor'), said.join('\n')).toBe(0);
    expect([version('package.json'), version('package-lock.json')]).toEqual(['0.2.0', '0.2.0']);
    expect(JSON.parse(readFileSync(join(clone, 'package-lock.json'), 'utf8')).packages[''].version).toBe(
      '0.2.0',
    );
    expect(readFileSync(join(clone, 'CHANGELOG.md'), 'utf8')).toContain(
      `## 0.2.0 (${TODAY})\n\n- A thing.\n\n## 0.1.0`,
    );
    expect(git(clone, 'status', '--porcelain')).toBe('');
    expect(git(clone, 'log', '-1', '--format=%s')).toBe('Release 0.2.0');
    // Nothing but the version has changed in npm's files.
    expect(git(clone, 'diff', '--numstat', 'HEAD~', '--', 'package.json')).toMatch(/^1\t1\t/);
    expect(git(clone, 'diff', '--numstat', 'HEAD~', '--', 'package-lock.json')).toMatch(/^2\t2\t/);
    expect(git(clone, 'cat-file', 'tag', 'v0.2.0')).toContain('0.2.0\n\n- A thing.');
    expect(git(clone, 'rev-list', '-1', 'v0.2.0')).toBe(git(clone, 'rev-parse', 'HEAD'));
    expect(await run('patch')).toBe(1);
    expect(said.at(-1)).toMatch(/says nothing under "Unreleased"/);
  });

  it('that is only rehearsed changes nothing', async () => {
    const before = git(clone, 'rev-parse', 'HEAD');
    expect(await run('1.0.0', '--dry-run')).toBe(0);
    expect(said.join('\n')).toMatch(/v1\.0\.0, 2026-12-01:\n\n- A thing\.\n[\s\S]*Nothing changed/);
    expect([git(clone, 'rev-parse', 'HEAD'), git(clone, 'tag'), git(clone, 'status', '-s')]).toEqual([
      before,
      '',
      '',
    ]);
  });

  it.each([
    ['an unclean tree', () => writeFileSync(join(clone, 'left.txt'), ''), /not committed[\s\S]*left\.txt/],
    ['another branch', () => git(clone, 'switch', '-qc', 'other'), /on main, not on other/],
    ['a tag that is there', () => git(clone, 'tag', 'v0.2.0'), /v0\.2\.0 is there already/],
    ['nothing to tell', () => commit('CHANGELOG.md', '## Unreleased\n\n## 0.1.0\n'), /says nothing/],
    ['a failing check', () => commit('package.json', scripts({ check: 1 })), /npm run check failed/],
    [
      'a grave finding',
      () => commit('package.json', scripts({ check: 0, test: 0, audit: 1 })),
      /npm run audit failed/,
    ],
    [
      'a commit that is refused',
      () => git(clone, 'config', 'core.hooksPath', hooks()),
      /^git commit: not today/,
    ],
  ])('stops at %s, and leaves everything as it was', async (_, spoil, sentence) => {
    spoil();
    const before = [git(clone, 'rev-parse', 'HEAD'), git(clone, 'tag'), git(clone, 'status', '-s')];
    expect(await run('minor')).toBe(1);
    expect(said.at(-1)).toMatch(sentence);
    expect([git(clone, 'rev-parse', 'HEAD'), git(clone, 'tag'), git(clone, 'status', '-s')]).toEqual(before);
  });
});

describe('an audit', () => {
  const HOLE = {
    id: 1,
    url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc',
    title: 'Anybody can do anything',
    severity: 'high',
    vulnerable_versions: '*',
  };
  let registry: Server;
  let answer: { status: number; body: unknown };
  let dir: string;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'audit-'));
    for (const name of ['package.json', 'package-lock.json']) cpSync(join(root, name), join(dir, name));
    registry = createServer((request, response) => {
      request.resume();
      const asked = request.url?.endsWith('/advisories/bulk') ? answer : { status: 404, body: {} };
      response
        .writeHead(asked.status, { 'content-type': 'application/json' })
        .end(JSON.stringify(asked.body));
    });
    await new Promise<void>((listening) => registry.listen(0, '127.0.0.1', listening));
  });
  afterAll(async () => {
    await new Promise((closed) => registry.close(closed));
    rmSync(dir, { recursive: true });
  });

  const run = async (allowed: Allowed[] = []) => {
    const said: string[] = [];
    const { port } = registry.address() as AddressInfo;
    const env = {
      ...process.env,
      npm_config_registry: `http://127.0.0.1:${port}`,
      npm_config_cache: join(dir, 'cache'),
      npm_config_fetch_retries: '0',
    };
    const status = await audit({ root: dir, allowed, today: TODAY, say: (line) => said.push(line), env });
    return { status, said: said.join('\n') };
  };
  const allowedUntil = (until: string): Allowed[] => [
    { id: 'GHSA-aaaa-bbbb-cccc', why: 'we never call that part of it', until },
  ];

  it('is content with a registry that knows of nothing, and says which allowance can go', async () => {
    answer = { status: 200, body: {} };
    const { status, said } = await run(allowedUntil('2027-01-01'));
    expect(said).toMatch(/^gone {3}GHSA-aaaa-bbbb-cccc[^\n]+\nAudited: nothing grave is open \(0/);
    expect(status).toBe(0);
  });

  it('fails for what is grave, and for what was allowed until yesterday', async () => {
    answer = { status: 200, body: { grammy: [HOLE] } };
    const { status, said } = await run(allowedUntil('2026-11-30'));
    expect(said).toMatch(
      /^again {2}GHSA[^\n]+2026-11-30[^\n]+\nOPEN {3}high grammy: Anybody[^\n]+cccc\n1 grave/,
    );
    expect(status).toBe(1);
  });

  it('lets pass what is allowed, and what is not grave; what only development uses is not asked', async () => {
    const mild = { ...HOLE, id: 2, severity: 'moderate', url: 'https://example.com/2' };
    answer = { status: 200, body: { grammy: [HOLE, mild], vitest: [{ ...HOLE, id: 3 }] } };
    const { status, said } = await run(allowedUntil(TODAY));
    expect(said).toMatch(
      /^known {2}high grammy[^\n]+\nknown {2}moderate grammy[^\n]+\nAudited[^\n]+\(2 known/,
    );
    expect(status).toBe(0);
  });

  it('says so where nobody can be asked', async () => {
    answer = { status: 405, body: {} };
    expect(await run()).toEqual({
      status: 2,
      said: expect.stringMatching(/^Not audited: this registry answers no/),
    });
    const offline = await audit({
      root: dir,
      allowed: [],
      today: TODAY,
      say: (line) => expect(line).toMatch(/^(Not audited: the registry can't be reached|Nothing is known)/),
      env: { ...process.env, npm_config_registry: 'http://127.0.0.1:9', npm_config_fetch_retries: '0' },
    });
    expect(offline).toBe(2);
  });

  it('counts an advisory once, whichever packages it reaches', () => {
    const via = { source: 7, name: 'ws', title: 'x', url: 'https://example.com', severity: 'critical' };
    const report = { vulnerabilities: { ws: { via: [via] }, baileys: { via: ['ws', via] } } };
    const found = advisoriesOf(JSON.stringify(report)) ?? [];
    expect(found.map(({ id }) => id)).toEqual(['7']);
    expect(judge(found, [], TODAY).open).toEqual(found);
    expect(advisoriesOf('<html>')).toBeNull();
  });

  it('has a list of the allowed that can be read', () => {
    expect(readAllowed().every(({ id }) => /^GHSA-|^\d+$/.test(id))).toBe(true);
  });
});
