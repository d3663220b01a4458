/**
 * What the whole internet may send to the program's port: bytes of any kind, questions to the panel with and without a
 * ticket, updates with and without the secret. Nothing breaks inside, and nobody gets done what is not theirs. `npm run
 * fuzz` runs each rule much longer.
 */
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createIntake } from '../src/bot/webhook.ts';
import { systemClock } from '../src/clock.ts';
import { healthPart } from '../src/http/health.ts';
import { type Http, openHttp } from '../src/http/http.ts';
import { type ActDeps, perform } from '../src/http/panel/acts.ts';
import { panelPart } from '../src/http/panel/panel.ts';
import { issueTicket } from '../src/http/panel/session.ts';
import { WEBHOOK_PATH, webhookPart } from '../src/http/webhook.ts';
import { createTexts, createVoice } from '../src/texts/texts.ts';
import { aPanelView } from './builders.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 150);
const LONG = { timeout: Math.max(60_000, RUNS * 200) };
const TOKEN = '123456:a-token-of-nobody';
const SECRET = 'a secret';

const clock = systemClock();
const voice = createVoice(createTexts(), 'es', { country: 'PY', zone: 'America/Asuncion' });
let http: Http;
/** What was done by the panel, and what the webhook has handed on. */
let done: string[];
let brought: unknown[];
beforeEach(() => {
  done = [];
  brought = [];
});

const doing =
  <T>(what: string, answer: T) =>
  async (...given: unknown[]) => {
    const told = given.filter((one) => typeof one !== 'object').map(String);
    done.push([what, ...told].join(' '));
    return answer;
  };
const deps: ActDeps = {
  control: {
    pause: doing('pause', { changed: true, campaign: null }),
    resume: doing('resume', { changed: true, campaign: null, pause: null }),
    cancel: doing('cancel', { changed: true, campaign: null }),
  },
  link: {
    identity: () => ({ linked: false, phone: null, lid: null }),
    connect: doing('connect', undefined),
    pairWithCode: doing('letters', undefined),
    cancelScan: doing('cancel-scan', undefined),
    sleep: doing('sleep', undefined),
    wake: doing('wake', undefined),
  },
  power: { hasPassword: true, checkPassword: async () => ({ ok: false, left: 4 }) },
  stayAwake: () => undefined,
  chat: {
    report: doing('report', undefined),
    power: doing('power', undefined),
    refused: async () => undefined,
  },
  country: () => 'PY',
  clock,
};

beforeAll(async () => {
  const intake = createIntake(async (update) => void brought.push(update), clock);
  http = await openHttp({
    port: 0,
    origins: ['https://panel.example'],
    parts: [
      healthPart({
        link: () => 'online',
        readiness: async () => ({ store: true, telegram: 'ok', whatsapp: 'online', ready: true }),
        startedAt: 0,
        now: () => 1_000,
      }),
      webhookPart({ secret: SECRET, receive: intake.receive }),
      panelPart({
        token: TOKEN,
        frames: [],
        clock,
        member: async (id) => (id === 1001 ? { id, name: 'Ana', admin: true } : null),
        view: async () => aPanelView,
        stats: async () => ({ lines: [], picture: null }),
        act: (looker, act, value) => perform(deps, voice, looker, act, value),
        words: () => ({ language: 'es', words: {} }),
        watch: () => () => undefined,
      }),
    ],
  });
});
afterAll(() => http.close());

/** Each from an address of its own, as a proxy tells it: limits are tried elsewhere. */
let asked = 0;
const ask = async (
  path: string,
  { headers = {}, ...init }: RequestInit & { headers?: Record<string, string> },
) => {
  asked += 1;
  const from = `10.${(asked >> 16) & 255}.${(asked >> 8) & 255}.${asked & 255}`;
  const answer = await fetch(`http://127.0.0.1:${http.port}${path}`, {
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
    ...init,
    headers: { 'x-forwarded-for': from, ...headers },
  });
  return { status: answer.status, text: await answer.text() };
};
const alive = async () => (await ask('/healthz', {})).status;

const word = fc.stringMatching(/^[!-~]{0,30}$/);
const json = fc.oneof(
  fc.json({ maxDepth: 3 }),
  fc.string({ maxLength: 100 }),
  fc.constantFrom(
    '',
    '{',
    'null',
    '[]',
    '{"__proto__":{"admin":true}}',
    `"${'a'.repeat(70_000)}"`,
    '['.repeat(5_000),
  ),
);
const types = fc.constantFrom(
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'x',
  '',
);

describe('the port', () => {
  it('answers bytes of any kind with nothing or a refusal, and lives', LONG, async () => {
    const question = fc
      .record({
        method: fc.oneof(
          fc.constantFrom('GET', 'POST', 'HEAD', 'OPTIONS', 'DELETE', 'CONNECT', 'TRACE'),
          word,
        ),
        path: fc.oneof(
          fc.constantFrom('/healthz', '/readyz', WEBHOOK_PATH, '/panel/act', '/panel/view', '/panel/session'),
          fc.constantFrom(
            '/../../etc/passwd',
            '/panel/../../etc/passwd',
            '/panel/%2e%2e/x',
            '/%00',
            '/%zz',
            '*',
          ),
          word,
        ),
        headers: fc.array(
          fc.tuple(
            fc.constantFrom(
              ...['content-length', 'content-type', 'transfer-encoding', 'host', 'origin', 'x-a', 'expect'],
              ...['authorization', 'x-telegram-bot-api-secret-token', 'x-forwarded-for', 'accept-language'],
            ),
            fc.oneof(
              word,
              fc.constantFrom('chunked', '-1', '99999999999', 'application/json', '100-continue', 'Bearer x'),
            ),
          ),
          { maxLength: 5 },
        ),
        body: json,
      })
      .map(({ method, path, headers, body }) =>
        Buffer.from(
          [
            `${method} ${path} HTTP/1.1`,
            ...headers.map(([name, value]) => `${name}: ${value}`),
            '',
            body,
          ].join('\r\n'),
        ),
      );
    const anything = fc.oneof(
      { weight: 6, arbitrary: question },
      { weight: 2, arbitrary: fc.uint8Array({ maxLength: 300 }) },
      { weight: 1, arbitrary: fc.constant(Buffer.alloc(100_000, 65)) },
    );
    await fc.assert(
      fc.asyncProperty(anything, async (bytes) => {
        const status = /^HTTP\/1\.1 (\d{3})/.exec(await raw(bytes))?.[1];
        // Nobody without the secret gets anything done, and nothing breaks inside.
        expect(status ?? '400').toMatch(/^(1\d\d|200|204|4\d\d)$/);
      }),
      { numRuns: Math.ceil(RUNS / 10) * 4 },
    );
    expect(await alive()).toBe(200);
    expect([done, brought]).toEqual([[], []]);
  });

  /** Sends bytes as they are, and reads what comes until the other side ends or nothing more comes. */
  const raw = (bytes: Uint8Array) =>
    new Promise<string>((resolve) => {
      let said = '';
      const socket = connect({ host: '127.0.0.1', port: http.port });
      const end = () => {
        socket.destroy();
        resolve(said);
      };
      socket.setTimeout(300, end);
      socket.on('data', (part) => {
        said += part.toString('latin1');
        end();
      });
      socket.on('close', end);
      socket.on('error', end);
      socket.end(bytes);
    });
});

describe('the panel', () => {
  const path = fc.constantFrom(
    '/session',
    '/act',
    '/view',
    '/stats/day',
    '/stats/%00',
    '/stats/constructor',
    '/x',
    '/',
    '',
  );
  const method = fc.constantFrom('GET', 'POST', 'DELETE', 'PUT');

  it('shows and does nothing for a ticket that nobody gave', LONG, async () => {
    const right = issueTicket(1001, TOKEN, clock.now());
    const ticket = fc.oneof(
      word,
      fc.constantFrom('', '1001', '1001.9999999999999', '1001.9999999999999.', right.replace('1001', '1002')),
      fc.nat(right.length - 1).map((at) => right.slice(0, at)),
    );
    await fc.assert(
      fc.asyncProperty(path, method, ticket, json, types, async (where, how, given, body, type) => {
        const { status, text } = await ask(`/panel${where}`, {
          method: how,
          headers: { authorization: `Bearer ${given}`, ...(type && { 'content-type': type }) },
          ...(how === 'GET' ? {} : { body }),
        });
        const page = how === 'GET' && (where === '/' || where === '');
        expect(status).toBeOneOf(page ? [200, 302] : [400, 401, 404, 413, 415]);
        if (!page) expect(text).not.toContain(aPanelView.link.title);
      }),
      { numRuns: RUNS },
    );
    expect(done).toEqual([]);
    expect(await alive()).toBe(200);
  });

  it(
    'does what its buttons say and nothing else, and nothing of power without the password',
    LONG,
    async () => {
      const verb = fc.constantFrom(
        ...[
          'pause',
          'resume',
          'cancel',
          'report',
          'start',
          'wake',
          'sleep',
          'code',
          'restart',
          'hold',
          'enable',
          'unlink',
          'x',
        ],
      );
      const number = fc.constantFrom('1', '0', '-1', '9'.repeat(15), '9'.repeat(20), 'NaN');
      const act = fc.oneof(
        fc.tuple(number, verb).map(([id, what]) => `campaign:${id}:${what}`),
        fc.tuple(fc.constantFrom('connect', 'power', 'campaign'), verb).map((some) => some.join(':')),
        fc.string({ unit: 'binary', maxLength: 70 }),
      );
      const value = fc.oneof(
        fc.string({ maxLength: 30 }),
        fc.constantFrom(null, '0981 123456', 'a'.repeat(201)),
      );
      const authorization = `Bearer ${issueTicket(1001, TOKEN, clock.now())}`;
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(
            { weight: 4, arbitrary: fc.record({ act, value }) },
            { weight: 1, arbitrary: fc.object({ maxDepth: 1 }) },
            { weight: 1, arbitrary: fc.constant(JSON.parse('{"__proto__":{"act":"connect"}}')) },
          ),
          async (body) => {
            const { status, text } = await ask('/panel/act', {
              method: 'POST',
              headers: { authorization, 'content-type': 'application/json' },
              body: JSON.stringify(body),
            });
            expect(status).toBeOneOf([200, 400]);
            // A person always gets an answer that the page can show.
            expect(JSON.parse(text)).toHaveProperty('say');
          },
        ),
        { numRuns: RUNS },
      );
      for (const one of done)
        expect(one).toMatch(
          /^((pause|resume|cancel) \d{1,15}|report 1001 \d{1,15}|connect|sleep|wake|cancel-scan|letters \d+|power enable)$/,
        );
      expect(done.length).toBeGreaterThan(0);
      expect(await alive()).toBe(200);
    },
  );
});

describe('the webhook', () => {
  const post = (body: string, secret: string | null, type = 'application/json') =>
    ask(WEBHOOK_PATH, {
      method: 'POST',
      body,
      headers: {
        ...(type && { 'content-type': type }),
        ...(secret !== null && { 'x-telegram-bot-api-secret-token': secret }),
      },
    });

  it('hands on nothing of whoever doesn’t know the secret', LONG, async () => {
    await fc.assert(
      fc.asyncProperty(json, fc.option(word), types, async (body, secret, type) => {
        expect((await post(body, secret, type)).status).toBeOneOf([400, 401, 413, 415]);
      }),
      { numRuns: RUNS },
    );
    expect(brought).toEqual([]);
  });

  it('takes whatever is JSON from who knows it, and hands on what may be an update', LONG, async () => {
    const update = fc.record({
      update_id: fc.oneof(fc.nat(), fc.anything()),
      message: fc.jsonValue({ maxDepth: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          update.map((one) => JSON.stringify(one)),
          json,
        ),
        async (body) => {
          expect((await post(body, SECRET)).status).toBeOneOf([200, 400, 413]);
        },
      ),
      { numRuns: RUNS },
    );
    for (const one of brought)
      expect(Number.isSafeInteger((one as { update_id: unknown }).update_id)).toBe(true);
    expect(brought.length).toBeGreaterThan(0);
    expect(await alive()).toBe(200);
  });
});
