import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTexts } from '../../texts/texts.ts';
import { CHECKS, type CheckName, type DoctorDeps, examineAll, gradeOf, sentenceKey } from './doctor.ts';

const texts = createTexts();
let place: string;
let telegram: Server;
let answer: (method: string, response: ServerResponse) => void;

const json = (response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'doctor-'));
  for (const name of ['data', 'sessions', 'uploads', 'logs']) mkdirSync(join(place, name), { mode: 0o700 });
  installed('7.0.0');
  answer = (method, response) =>
    json(response, 200, { ok: true, result: method === 'getMe' ? { username: 'a_bot' } : { url: '' } });
  telegram = createServer((request: IncomingMessage, response) =>
    answer(/\/(\w+)$/.exec(request.url ?? '')?.[1] ?? '', response),
  );
  await new Promise<void>((resolve) => telegram.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  telegram.closeAllConnections();
  await new Promise((resolve) => telegram.close(resolve));
  rmSync(place, { recursive: true });
});

function installed(version: string, name = '@whiskeysockets/baileys') {
  const there = join(place, 'node_modules/@whiskeysockets/baileys');
  mkdirSync(there, { recursive: true });
  writeFileSync(join(there, 'package.json'), JSON.stringify({ name, version }));
  const dependencies = { '@whiskeysockets/baileys': '7.0.0' };
  writeFileSync(join(place, 'package.json'), JSON.stringify({ dependencies }));
}

function deps(over: Partial<DoctorDeps> = {}): DoctorDeps {
  const url = `http://127.0.0.1:${(telegram.address() as AddressInfo).port}`;
  return {
    problems: [],
    running: true,
    folders: {
      data: join(place, 'data'),
      sessions: join(place, 'sessions'),
      uploads: join(place, 'uploads'),
      logs: join(place, 'logs'),
    },
    versions: { node: '26.10.0', tz: '2026c' },
    searchPath: '',
    bytes: (count) => `${count}`,
    token: '123:secret',
    apiRoot: url,
    wsUrl: url.replace('http', 'ws'),
    webhookUrl: null,
    now: Date.now,
    deadline: 20_000,
    store: () => ({ is: 'good', version: 4 }),
    session: () => ({ condition: { is: 'good', version: 1 }, phone: '595981000111' }),
    copied: () => false,
    lists: () => [],
    root: place,
    ...over,
  };
}

const found = async (check: CheckName, over: Partial<DoctorDeps> = {}) => {
  const all = await examineAll(deps(over));
  for (const one of all) expect(texts.has(sentenceKey(one)), sentenceKey(one)).toBe(true);
  const one = all.find((finding) => finding.check === check);
  return [one?.grade, one?.says, one?.values ?? {}] as const;
};

describe('the doctor', () => {
  it('finds nothing to mend where all is well, and tells each check once', async () => {
    const all = await examineAll(deps());
    expect(all.map(({ check }) => check)).toEqual(CHECKS);
    expect(all.filter(({ grade }) => grade !== 'good').map(({ check }) => check)).toEqual(['ffmpeg']);
    expect(gradeOf(all)).toBe('notice');
    expect(all.find(({ check }) => check === 'session')?.values).toEqual({ phone: '•••111' });
    expect(JSON.stringify(all)).not.toMatch(/secret|595981/);
  });

  it('names what is wrong with the settings, and looks at the rest all the same', async () => {
    const problems = ['PORT must be a whole number.'];
    expect(await found('settings', { problems })).toEqual(['bad', 'bad', { problems: problems[0] }]);
    expect(await found('telegram', { token: '' })).toEqual(['bad', 'absent', {}]);
  });

  it('tells an old Node and old zones', async () => {
    expect((await found('node', { versions: { node: '20.1.0' } }))[1]).toBe('old');
    expect((await found('zones', { versions: { node: '26.0.0', tz: '2024b' } }))[1]).toBe('old');
    expect((await found('zones', { versions: { node: '26.0.0' } }))[1]).toBe('old');
  });

  it('tells folders that are missing, open to others, or no folders', async () => {
    rmSync(join(place, 'logs'), { recursive: true });
    expect((await found('folders')).slice(0, 2)).toEqual(['notice', 'absent']);
    mkdirSync(join(place, 'logs'), { mode: 0o755 });
    expect((await found('folders')).slice(0, 2)).toEqual(['good', 'good']);
    chmodSync(join(place, 'sessions'), 0o755);
    expect((await found('folders')).slice(0, 2)).toEqual(['notice', 'open']);
    rmSync(join(place, 'uploads'), { recursive: true });
    writeFileSync(join(place, 'uploads'), '');
    expect((await found('folders')).slice(0, 2)).toEqual(['bad', 'file']);
  });

  it('tells a token that is refused, a server that is away, and never the token', async () => {
    answer = (_, response) => json(response, 401, { ok: false });
    expect(await found('telegram')).toEqual(['bad', 'refused', { status: 401 }]);
    const away = { apiRoot: 'http://127.0.0.1:9', wsUrl: 'ws://127.0.0.1:9' };
    const all = await examineAll(deps(away));
    expect(all.find(({ check }) => check === 'telegram')?.says).toBe('unreachable');
    expect(all.find(({ check }) => check === 'network')?.says).toBe('unreachable');
    expect(JSON.stringify(all)).not.toContain('secret');
    expect((await found('network', { apiRoot: 'https://nobody.invalid' })).slice(0, 2)).toEqual([
      'bad',
      'name',
    ]);
  });

  it('does not wait for a server that never answers', async () => {
    answer = () => undefined;
    const began = performance.now();
    expect((await found('telegram', { deadline: 500 }))[1]).toBe('unreachable');
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('tells a family of addresses that leads nowhere', async () => {
    // Its name has both; only one of them is listened on.
    const url = `http://localhost:${(telegram.address() as AddressInfo).port}`;
    const [grade, says, values] = await found('network', { apiRoot: url, wsUrl: url.replace('http', 'ws') });
    if (says === 'good') expect(values.families).toBe('IPv4');
    else expect([grade, says, values.family, values.families]).toEqual(['notice', 'family', 'IPv6', 'IPv4']);
  });

  it('compares the clock with the date on Telegram’s answers, also on a refusal', async () => {
    const date = new Date(Date.now() - 95_000).toUTCString();
    answer = (_, response) => json(response, 401, { ok: false }, { date });
    const [grade, says, values] = await found('clock');
    expect([grade, says]).toEqual(['bad', 'ahead']);
    expect(Number(values.seconds)).toBeGreaterThanOrEqual(94);
    expect((await found('clock', { now: () => Date.now() - 300_000 }))[1]).toBe('behind');
  });

  it('knows a webhook that was left, is somebody else’s, or fails', async () => {
    const info = (result: object) => {
      answer = (method, response) =>
        json(response, 200, { ok: true, result: method === 'getMe' ? { username: 'a_bot' } : result });
    };
    const mine = 'https://mine.example/hook';
    info({ url: 'https://other.example/hook' });
    expect(await found('webhook')).toEqual(['notice', 'left', { host: 'other.example' }]);
    expect((await found('webhook', { webhookUrl: mine })).slice(0, 2)).toEqual(['bad', 'elsewhere']);
    info({ url: mine, pending_update_count: 3, last_error_message: 'Wrong response' });
    expect((await found('webhook', { webhookUrl: mine })).slice(0, 2)).toEqual(['notice', 'failing']);
    info({ url: mine });
    expect((await found('webhook', { webhookUrl: mine })).slice(0, 2)).toEqual(['good', 'set']);
  });

  it('tells another Baileys under its name, and look-alikes beside it', async () => {
    installed('7.0.1');
    expect((await found('baileys'))[1]).toBe('other');
    installed('7.0.0', 'lotusbail');
    expect((await found('baileys'))[1]).toBe('other');
    installed('7.0.0');
    mkdirSync(join(place, 'node_modules/@somebody/baileys'), { recursive: true });
    expect(await found('baileys')).toEqual(['bad', 'lookalike', { names: '@somebody/baileys' }]);
    rmSync(join(place, 'node_modules'), { recursive: true });
    expect((await found('baileys'))[1]).toBe('absent');
  });

  it('counts received files that nothing names and that are old enough', async () => {
    const chat = join(place, 'uploads/12');
    mkdirSync(chat);
    for (const name of ['needed.list', 'left.list', 'young.list']) writeFileSync(join(chat, name), '12345');
    for (const name of ['needed.list', 'left.list']) utimesSync(join(chat, name), 1, 1);
    const lists = () => [join(chat, 'needed.list')];
    expect(await found('uploads', { lists })).toEqual(['notice', 'orphans', { count: 1, size: '5' }]);
    expect((await found('uploads', { lists: () => null }))[1]).toBe('good');
  });

  it('says so when it could not look, and goes on', async () => {
    const broken = () => {
      throw Object.assign(new Error('x'), { code: 'EIO' });
    };
    const all = await examineAll(deps({ store: broken, session: broken }));
    const store = all.find(({ check }) => check === 'store');
    expect([store?.grade, store?.values]).toEqual(['notice', { code: 'EIO' }]);
    expect(store && sentenceKey(store)).toBe('doctor-failed');
    expect(all).toHaveLength(CHECKS.length);
  });
});
