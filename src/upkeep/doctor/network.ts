/** What is reached from here: names, both families of addresses, Telegram with this token, and its clock. */
import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { SKEW_LIMIT } from '../skew.ts';
import type { Found } from './doctor.ts';

export interface NetworkDeps {
  /** Empty: none is set. */
  readonly token: string;
  readonly apiRoot: string;
  readonly wsUrl: string;
  /** Where Telegram is to bring updates; null: it is polled. */
  readonly webhookUrl: string | null;
  readonly now: () => number;
  /** For each question; ms. */
  readonly deadline?: number;
}

const DEADLINE = 6_000;
const PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'wss:': 443, 'http:': 80, 'ws:': 80 };

/** Telegram and WhatsApp, each by both families. The worst is told. */
export async function lookAtNetwork(deps: NetworkDeps): Promise<Found> {
  const found = await Promise.all(
    [deps.apiRoot, deps.wsUrl].map((url) => lookAtHost(new URL(url), deps.deadline)),
  );
  const worst = found.find(({ grade }) => grade === 'bad') ?? found.find(({ grade }) => grade === 'notice');
  return worst ?? found[0] ?? { grade: 'good', says: 'good' };
}

async function lookAtHost(url: URL, deadline = DEADLINE): Promise<Found> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port) || (PORTS[url.protocol] ?? 443);
  const addresses = await within(deadline, lookup(host, { all: true })).catch(() => []);
  if (addresses.length === 0) return { grade: 'bad', says: 'name', values: { host } };
  const tried = await Promise.all(
    [4, 6].flatMap((family) => {
      const first = addresses.find((one) => one.family === family);
      return first ? [reaches(first.address, port, deadline).then((ok) => ({ family, ok }))] : [];
    }),
  );
  const working = tried.filter(({ ok }) => ok).map(({ family }) => `IPv${family}`);
  const values = { host, families: working.join(', ') };
  if (working.length === 0) return { grade: 'bad', says: 'unreachable', values };
  // A host that has addresses of a family without a way there lets every connection wait for it first.
  const broken = tried.find(({ ok }) => !ok);
  if (broken)
    return { grade: 'notice', says: 'family', values: { ...values, family: `IPv${broken.family}` } };
  return { grade: 'good', says: 'good', values };
}

const reaches = (host: string, port: number, deadline: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: deadline });
    const end = (ok: boolean) => {
      socket.destroy();
      resolve(ok);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });

export interface TelegramFound {
  readonly token: Found;
  readonly clock: Found;
  readonly webhook: Found;
}

export async function lookAtTelegram(deps: NetworkDeps): Promise<TelegramFound> {
  const me = await ask(deps, 'getMe');
  const clock = lookAtClock(me, deps.now());
  const unknown: Found = { grade: 'notice', says: 'unknown' };
  if (deps.token === '') return { token: { grade: 'bad', says: 'absent' }, clock, webhook: unknown };
  if (!me) return { token: { grade: 'bad', says: 'unreachable' }, clock, webhook: unknown };
  if (!me.result)
    return {
      token: { grade: 'bad', says: 'refused', values: { status: me.status } },
      clock,
      webhook: unknown,
    };
  const token: Found = { grade: 'good', says: 'good', values: { name: String(me.result.username ?? '') } };
  const info = await ask(deps, 'getWebhookInfo');
  return { token, clock, webhook: info?.result ? lookAtWebhook(info.result, deps.webhookUrl) : unknown };
}

/** By the date that Telegram writes on its answers, also on a refusal. */
function lookAtClock(answer: Answer | null, now: number): Found {
  if (answer === null || answer.date === null) return { grade: 'notice', says: 'unknown' };
  const aheadMs = now - answer.date;
  const values = { seconds: Math.round(Math.abs(aheadMs) / 1000) };
  if (Math.abs(aheadMs) <= SKEW_LIMIT) return { grade: 'good', says: 'good', values };
  return { grade: 'bad', says: aheadMs > 0 ? 'ahead' : 'behind', values };
}

function lookAtWebhook(info: Readonly<Record<string, unknown>>, wanted: string | null): Found {
  const url = String(info.url ?? '');
  const host = URL.parse(url)?.host ?? '';
  const waiting = Number(info.pending_update_count ?? 0);
  if (wanted === null && url !== '') return { grade: 'notice', says: 'left', values: { host } };
  if (wanted === null) return { grade: 'good', says: 'polled', values: { waiting } };
  if (url === '') return { grade: 'notice', says: 'unset' };
  if (url !== wanted) return { grade: 'bad', says: 'elsewhere', values: { host } };
  const trouble = typeof info.last_error_message === 'string' ? info.last_error_message : '';
  if (trouble && waiting > 0) return { grade: 'notice', says: 'failing', values: { trouble, waiting } };
  return { grade: 'good', says: 'set', values: { host } };
}

interface Answer {
  readonly status: number;
  readonly date: number | null;
  readonly result: Readonly<Record<string, unknown>> | null;
}

/** Null when nobody answers. What an error says isn't looked at: it has the address in it, and that the token. */
async function ask(
  { apiRoot, token, deadline = DEADLINE }: NetworkDeps,
  method: string,
): Promise<Answer | null> {
  try {
    const signal = AbortSignal.timeout(deadline);
    const response = await fetch(`${apiRoot}/bot${token || '0:none'}/${method}`, { signal });
    const date = Date.parse(response.headers.get('date') ?? '');
    const body: unknown = await response.json().catch(() => null);
    const result = typeof body === 'object' && body !== null && 'result' in body ? body.result : null;
    return {
      status: response.status,
      date: Number.isNaN(date) ? null : date,
      result: typeof result === 'object' && result !== null ? { ...result } : null,
    };
  } catch {
    return null;
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new Error('too late')), ms);
    over.signal.addEventListener('abort', () => clearTimeout(timer));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}
