/** What the server grants to whom, asked over real sockets. */
import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { healthPart, waitingPart } from './health.ts';
import { type Http, type HttpPart, openHttp } from './http.ts';
import { createMetrics, type MetricFacts, metricsPart } from './metrics.ts';
import { WEBHOOK_PATH, webhookPart } from './webhook.ts';

let open: Http | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

async function serve(parts: readonly HttpPart[], origins: readonly string[] = []): Promise<string> {
  open = await openHttp({ port: 0, origins, parts });
  return `http://127.0.0.1:${open.port}`;
}

const FACTS: MetricFacts = {
  recipients: { queued: 7, accepted: 3 },
  queued: 7,
  holds: { 'quiet-hours': true, disk: false },
  link: 'online',
  newChatsToday: 4,
  dailyCap: 50,
  freeBytes: 1_000_000,
  silentSeconds: 2,
  starts: 5,
};
const metrics = (facts: Partial<MetricFacts> = {}) => createMetrics(async () => ({ ...FACTS, ...facts }));
const whole = {
  link: () => 'online',
  readiness: async () => ({ store: true, telegram: 'ok', whatsapp: 'online', ready: true }),
  startedAt: 1_000,
  now: () => 61_000,
};

describe('health', () => {
  it('says that the process lives, whatever is missing', async () => {
    const base = await serve([healthPart(whole)]);
    const answer = await fetch(`${base}/healthz`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ ok: true, link: 'online', uptimeSeconds: 60 });
  });

  it('names each part that is not ready', async () => {
    const parts = { store: true, telegram: 'token', whatsapp: 'offline', ready: false };
    const base = await serve([healthPart({ ...whole, readiness: async () => parts })]);
    const answer = await fetch(`${base}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ ready: false, store: true, telegram: 'token' });
  });

  it('says what is waited for before the program can be opened', async () => {
    const base = await serve([waitingPart('disk')]);
    const [alive, ready] = [await fetch(`${base}/healthz`), await fetch(`${base}/readyz`)];
    expect([alive.status, await alive.json()]).toEqual([200, { ok: true, waiting: 'disk' }]);
    expect([ready.status, await ready.json()]).toEqual([503, { ready: false, waiting: 'disk' }]);
  });

  it('is never limited', async () => {
    const base = await serve([healthPart(whole)]);
    const answers = await Promise.all(Array.from({ length: 310 }, () => fetch(`${base}/healthz`)));
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  });
});

describe('metrics', () => {
  it('tell counts, holds and latencies in the format of Prometheus', async () => {
    const told = metrics();
    told.acked(120);
    told.reconnecting();
    const base = await serve([metricsPart(told, null)]);
    const text = await (await fetch(`${base}/metrics`)).text();
    expect(text).toContain('message_sender_recipients{state="queued"} 7');
    expect(text).toContain('message_sender_hold{reason="quiet-hours"} 1');
    expect(text).toContain('message_sender_hold{reason="disk"} 0');
    expect(text).toContain('message_sender_link{state="online"} 1');
    expect(text).toContain('message_sender_daily_cap 50');
    expect(text).toContain('message_sender_starts_total 5');
    expect(text).toContain('message_sender_reconnections_total 1');
    expect(text).toContain('message_sender_ack_seconds_bucket{le="0.1"} 0');
    expect(text).toContain('message_sender_ack_seconds_bucket{le="0.25"} 1');
    expect(text).toContain('nodejs_eventloop_lag_seconds');
    expect(text).toContain('process_resident_memory_bytes');
  });

  it('say nothing of a cap that is off, or of a state that is over', async () => {
    let link = 'reconnecting';
    let dailyCap: number | null = 50;
    const told = createMetrics(async () => ({ ...FACTS, link, dailyCap }));
    await told.text();
    [link, dailyCap] = ['online', null];
    const text = await told.text();
    expect(text).not.toContain('message_sender_daily_cap 50');
    expect(text).not.toContain('state="reconnecting"');
  });

  it('are for private networks; from elsewhere only with the token', async () => {
    const token = 'a-token-of-the-watcher';
    const base = await serve([metricsPart(metrics(), token)]);
    const from = (address: string, headers = {}) =>
      fetch(`${base}/metrics`, { headers: { 'x-forwarded-for': address, ...headers } });
    expect((await from('10.1.2.3')).status).toBe(200);
    expect((await from('8.8.8.8')).status).toBe(401);
    expect((await from('::ffff:8.8.8.8')).status).toBe(401);
    expect((await from('2a00:1450::1')).status).toBe(401);
    expect((await from('8.8.8.8', { authorization: 'Bearer nonsense' })).status).toBe(401);
    expect((await from('8.8.8.8', { authorization: `Bearer ${token}` })).status).toBe(200);
  });

  it('without a token are closed to everybody else', async () => {
    const base = await serve([metricsPart(metrics(), null)]);
    const headers = { 'x-forwarded-for': '8.8.8.8', authorization: 'Bearer null' };
    expect((await fetch(`${base}/metrics`, { headers })).status).toBe(401);
  });
});

describe('the webhook', () => {
  const post = (base: string, secret: string | null, body = '{"update_id":1}') =>
    fetch(base + WEBHOOK_PATH, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(secret ? { 'x-telegram-bot-api-secret-token': secret } : {}),
      },
      body,
    });

  it('takes updates from who knows the secret, and from nobody else', async () => {
    const taken: unknown[] = [];
    const receive = async (update: unknown) => {
      taken.push(update);
      return 'taken' as const;
    };
    const base = await serve([webhookPart({ secret: 'right', receive })]);
    expect((await post(base, 'right')).status).toBe(200);
    expect((await post(base, 'wrong')).status).toBe(401);
    expect((await post(base, null)).status).toBe(401);
    expect(taken).toEqual([{ update_id: 1 }]);
  });

  it('asks for an update again while it closes', async () => {
    const base = await serve([webhookPart({ secret: 'right', receive: async () => 'closing' })]);
    expect((await post(base, 'right')).status).toBe(503);
  });

  it('never slows Telegram down, but who guesses', async () => {
    const base = await serve([webhookPart({ secret: 'right', receive: async () => 'taken' })]);
    const all = async (secret: string) => {
      const answers = await Promise.all(Array.from({ length: 310 }, () => post(base, secret)));
      return new Set(answers.map(({ status }) => status));
    };
    expect(await all('right')).toEqual(new Set([200]));
    expect(await all('wrong')).toEqual(new Set([401, 429]));
  });

  it('refuses what is too large or no JSON', async () => {
    const base = await serve([webhookPart({ secret: 'right', receive: async () => 'taken' })]);
    expect((await post(base, 'right', `"${'a'.repeat(2_000_000)}"`)).status).toBe(413);
    expect((await post(base, 'right', '{"update_id":')).status).toBe(400);
  });
});

describe('every answer', () => {
  it('carries headers that keep browsers from guessing and leaking', async () => {
    const base = await serve([healthPart(whole)]);
    for (const path of ['/healthz', '/nowhere']) {
      const { headers } = await fetch(base + path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toBe("default-src 'none'");
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('strict-transport-security')).toMatch(/max-age=\d+/);
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  it('may be read by pages of the origins that are allowed, by no others', async () => {
    const base = await serve([healthPart(whole)], ['https://panel.example']);
    const allowed = async (origin: string) => {
      const { headers } = await fetch(`${base}/healthz`, { headers: { origin } });
      return headers.get('access-control-allow-origin');
    };
    expect(await allowed('https://panel.example')).toBe('https://panel.example');
    expect(await allowed('https://panel.example.evil.test')).toBeNull();
    expect(await allowed('null')).toBeNull();
  });
});

it('ends open connections when it closes', async () => {
  const base = await serve([healthPart(whole)]);
  const hanging = request(`${base}/healthz`, { method: 'POST', headers: { 'content-length': 10 } });
  const over = new Promise<void>((resolve) => hanging.once('error', () => resolve()).once('close', resolve));
  hanging.flushHeaders();
  await new Promise((resolve) => hanging.once('socket', (socket) => socket.once('connect', resolve)));
  await open?.close();
  open = null;
  await over;
});
