/** Who gets a ticket, for how long, and what is granted with it; asked over real sockets. */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aPanelView } from '../../../test/builders.ts';
import { systemClock } from '../../clock.ts';
import { type Http, openHttp } from '../http.ts';
import { checkLaunch } from './launch.ts';
import { type Looker, type PanelDeps, panelPart } from './panel.ts';
import { issueTicket, readTicket } from './session.ts';

/** More than the page is given. */
const everyWord = Object.fromEntries(
  [
    ...readFileSync(new URL('../../texts/es.ftl', import.meta.url), 'utf8').matchAll(
      /^(panel-[\w-]+) = (.*)/gm,
    ),
  ].map(([, key = '', text = '']) => [key, text]),
);
const TOKEN = '123456:a-token-of-nobody';
const NOW = 1_764_590_000_000;
const MINUTE = 60_000;

/** As Telegram makes it, from what it publishes about it. */
function initData(fields: Record<string, string>, token = TOKEN): string {
  const told = Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join('\n');
  const key = createHmac('sha256', 'WebAppData').update(token).digest();
  const hash = createHmac('sha256', key).update(told).digest('hex');
  return new URLSearchParams({ ...fields, hash }).toString();
}
const ana = JSON.stringify({ id: 1001, first_name: 'Ana', language_code: 'pt-br' });
const signed = (at: number, user = ana) =>
  initData({
    user,
    auth_date: String(Math.floor(at / 1000)),
    query_id: 'q',
    signature: 'ed25519-of-telegram',
  });

describe('launch data', () => {
  it('tell who it is when they are signed and young', () => {
    expect(checkLaunch(signed(NOW), TOKEN, NOW)).toEqual({
      ok: true,
      opener: { id: 1001, name: 'Ana', language: 'pt-br' },
    });
    expect(checkLaunch(signed(NOW - 14 * MINUTE), TOKEN, NOW).ok).toBe(true);
  });

  it.each([
    ['of another bot', signed(NOW).replace(/hash=.*/, ''), 'forged'],
    ['a quarter of an hour old', signed(NOW - 16 * MINUTE), 'old'],
    ['of tomorrow', signed(NOW + 24 * 60 * MINUTE), 'old'],
    ['empty', '', 'forged'],
    ['with a field twice', `${signed(NOW)}&user=${encodeURIComponent(ana)}`, 'forged'],
    ['of nobody', signed(NOW, '{}'), 'forged'],
    ['of somebody that is no JSON', signed(NOW, '{"id":'), 'forged'],
  ])('are refused: %s', (_, data, why) => {
    expect(checkLaunch(data, TOKEN, NOW)).toEqual({ ok: false, why });
  });

  it('are refused whatever letter of them is changed', () => {
    const right = signed(NOW);
    fc.assert(
      fc.property(fc.nat(right.length - 1), fc.stringMatching(/^[A-Za-z0-9]$/), (at, letter) => {
        const changed = right.slice(0, at) + letter + right.slice(at + 1);
        const same = new URLSearchParams(changed).toString() === new URLSearchParams(right).toString();
        expect(checkLaunch(changed, TOKEN, NOW).ok).toBe(same);
      }),
    );
  });
});

describe('a ticket', () => {
  it('is read back within its hour, and not after', () => {
    const ticket = issueTicket(1001, TOKEN, NOW);
    expect(readTicket(ticket, TOKEN, NOW + 59 * MINUTE)).toBe(1001);
    expect(readTicket(ticket, TOKEN, NOW + 61 * MINUTE)).toBeNull();
    expect(readTicket(ticket, '654321:another-token', NOW)).toBeNull();
  });

  it('can be made longer or another’s by nobody', () => {
    const [member = '', until = '', mac = ''] = issueTicket(1001, TOKEN, NOW).split('.');
    expect(readTicket(`${member}.${Number(until) + 1}.${mac}`, TOKEN, NOW)).toBeNull();
    expect(readTicket(`1002.${until}.${mac}`, TOKEN, NOW)).toBeNull();
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readTicket(text, TOKEN, NOW)).toBeNull();
      }),
    );
  });
});

// ---------------------------------------------------------------- over HTTP

let open: Http | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

async function serve(change: Partial<PanelDeps> = {}) {
  const team = new Map<number, Looker>([[1001, { id: 1001, name: 'Ana', admin: true }]]);
  const acts: string[] = [];
  const listeners = new Set<() => void>();
  const deps: PanelDeps = {
    token: TOKEN,
    frames: ['http://127.0.0.1:3010'],
    clock: systemClock(),
    member: async (id) => team.get(id) ?? null,
    view: async () => aPanelView,
    stats: async () => ({ lines: ['1 enviado'], picture: null }),
    async act(looker, act) {
      acts.push(`${looker.name} ${act}`);
      return { ok: true, say: null };
    },
    words: () => ({ language: 'es', words: { 'panel-title': 'Ana & "yo" <b>', 'panel-over': 'terminó' } }),
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ...change,
  };
  open = await openHttp({ port: 0, origins: [], parts: [panelPart(deps)] });
  const base = `http://127.0.0.1:${open.port}/panel`;
  const post = (path: string, body: unknown, ticket?: string) =>
    fetch(base + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(ticket ? { authorization: `Bearer ${ticket}` } : {}),
      },
      body: JSON.stringify(body),
    });
  const enter = async () => {
    const answer = await post('/session', { initData: signed(Date.now()) });
    const { ticket } = z.object({ ticket: z.string() }).parse(await answer.json());
    return ticket;
  };
  return { base, post, enter, team, acts, listeners };
}

describe('the panel', () => {
  it('gives a ticket to the team, and to nobody else', async () => {
    const { post, team } = await serve();
    const now = Date.now();
    expect((await post('/session', { initData: signed(now) })).status).toBe(200);
    expect((await post('/session', { initData: signed(now - 60 * MINUTE) })).status).toBe(401);
    expect((await post('/session', { initData: 'user=%7B%7D&hash=00' })).status).toBe(401);
    expect((await post('/session', { nothing: true })).status).toBe(401);
    team.clear();
    expect((await post('/session', { initData: signed(now) })).status).toBe(403);
  });

  it('shows and does nothing without a ticket, nor with one of somebody who was removed', async () => {
    const { base, post, enter, team, acts } = await serve();
    const ticket = await enter();
    const headers = { authorization: `Bearer ${ticket}` };
    expect((await fetch(`${base}/view`)).status).toBe(401);
    expect((await post('/act', { act: 'campaign:1:pause' })).status).toBe(401);
    expect((await fetch(`${base}/view`, { headers })).status).toBe(200);
    expect((await post('/act', { act: 'campaign:1:pause' }, ticket)).status).toBe(200);
    team.clear();
    for (const path of ['/view', '/stream', '/stats/day'])
      expect((await fetch(base + path, { headers })).status).toBe(401);
    expect((await post('/act', { act: 'campaign:1:cancel' }, ticket)).status).toBe(401);
    expect(acts).toEqual(['Ana campaign:1:pause']);
  });

  it('streams views until the person is removed, and listens to nothing afterwards', async () => {
    const { base, enter, team, listeners } = await serve();
    const headers = { authorization: `Bearer ${await enter()}` };
    const answer = await fetch(`${base}/stream`, { headers });
    const lines: string[] = [];
    const read = (async () => {
      for await (const part of answer.body ?? []) {
        lines.push(Buffer.from(part).toString());
        team.clear();
        for (const listener of listeners) listener();
      }
    })();
    await read;
    expect(JSON.parse(lines.join('').split('\n')[0] ?? '')).toEqual(aPanelView);
    expect(listeners.size).toBe(0);
  });

  it('ends a stream that nobody reads any more', async () => {
    const { base, enter, listeners } = await serve();
    const headers = { authorization: `Bearer ${await enter()}` };
    const gone = new AbortController();
    await fetch(`${base}/stream`, { headers, signal: gone.signal });
    expect(listeners.size).toBe(1);
    gone.abort();
    await expect.poll(() => listeners.size, { timeout: 5_000 }).toBe(0);
  });

  it('comes with a strict policy, in frames of Telegram alone, its words escaped', async () => {
    const { base } = await serve();
    const page = await fetch(`${base}/`);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(
      /script-src 'sha256-[\w+/=]{44}' https:\/\/telegram\.org; style-src 'sha256-[\w+/=]{44}';/,
    );
    expect(policy).toContain(
      'frame-ancestors https://web.telegram.org https://*.telegram.org http://127.0.0.1:3010',
    );
    expect(policy).not.toMatch(/unsafe|\*(?!\.telegram\.org)/);
    expect(page.headers.get('x-frame-options')).toBeNull();
    const html = await page.text();
    expect(html).toContain('<title>Ana &amp; &quot;yo&quot; &lt;b></title>');
    expect(html).not.toContain('{{');
  });

  it('is one small file: nothing else of ours is asked for, and it is below 9 kB as it travels', async () => {
    const { base } = await serve({ words: () => ({ language: 'es', words: everyWord }) });
    const answer = await fetch(`${base}/`, { headers: { 'accept-encoding': 'gzip' } });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    const html = await answer.text();
    expect([...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, to]) => to)).toEqual([
      'https://telegram.org/js/telegram-web-app.js',
    ]);
    expect(gzipSync(html).length).toBeLessThan(9_000);
    const plain = await fetch(`${base}/`, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toBe(html);
  });
});
