/** `/metrics`: what a Prometheus may watch. Counts and durations only: no number, name or text is among them. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { isPublic } from '../queue/links/address.ts';
import type { HttpPart } from './http.ts';
import { sameSecret } from './secret.ts';

/** Read from the store and the link whenever somebody asks. */
export interface MetricFacts {
  /** Messages of listed campaigns by state of their rows. */
  readonly recipients: Readonly<Record<string, number>>;
  /** Rows of running campaigns that wait to be sent. */
  readonly queued: number;
  /** All reasons an account can have to wait; true for those in force. */
  readonly holds: Readonly<Record<string, boolean>>;
  /** Word for the state of the link. */
  readonly link: string;
  /** New chats of the business's day. */
  readonly newChatsToday: number;
  /** How many are allowed; null without a cap. */
  readonly dailyCap: number | null;
  /** Bytes free on the fullest disk of the folders. */
  readonly freeBytes: number;
  /** Seconds since WhatsApp brought anything. */
  readonly silentSeconds: number;
  /** Starts of the program since it was installed, this one included. */
  readonly starts: number;
}

export interface Metrics {
  /** Milliseconds between the intent of a message and WhatsApp's ack. */
  acked(ms: number): void;
  /** A connection was lost and is tried again. */
  reconnecting(): void;
  /** In the text format of Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Seconds; an ack after a minute is none (it is *unconfirmed* by then). */
const ACK_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** `facts` are asked for whenever somebody reads the figures. */
export function createMetrics(facts: () => Promise<MetricFacts>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({ name: `message_sender_${name}`, help, labelNames, registers });
  const counter = (name: string, help: string) =>
    new Counter({ name: `message_sender_${name}`, help, registers });

  const recipients = gauge('recipients', 'Messages of campaigns by state.', ['state']);
  const queued = gauge('queue_depth', 'Messages of running campaigns that wait to be sent.');
  const hold = gauge('hold', '1 while the account waits for this reason.', ['reason']);
  const link = gauge('link', '1 for the state of the connection to WhatsApp.', ['state']);
  const newChats = gauge('new_chats_today', 'New chats of the day, by the zone of the business.');
  const cap = gauge('daily_cap', 'New chats allowed today; absent without a cap.');
  const free = gauge('disk_free_bytes', 'Room on the fullest disk of the folders.');
  const silence = gauge('inbound_silence_seconds', 'Time since WhatsApp brought anything.');
  const starts = counter('starts_total', 'Starts of the program since it was installed.');
  const reconnections = counter('reconnections_total', 'Lost connections to WhatsApp since the start.');
  const ack = new Histogram({
    name: 'message_sender_ack_seconds',
    help: "Time from a message's intent to WhatsApp's ack.",
    buckets: ACK_BUCKETS,
    registers,
  });

  async function look() {
    const now = await facts();
    for (const [state, count] of Object.entries(now.recipients)) recipients.set({ state }, count);
    for (const [reason, held] of Object.entries(now.holds)) hold.set({ reason }, held ? 1 : 0);
    link.reset();
    link.set({ state: now.link }, 1);
    queued.set(now.queued);
    newChats.set(now.newChatsToday);
    if (now.dailyCap === null) cap.remove();
    else cap.set(now.dailyCap);
    if (Number.isFinite(now.freeBytes)) free.set(now.freeBytes);
    silence.set(now.silentSeconds);
    starts.reset();
    starts.inc(now.starts);
  }

  return {
    acked: (ms) => ack.observe(Math.max(0, ms) / 1000),
    reconnecting: () => reconnections.inc(),
    async text() {
      await look();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

/**
 * Open to the machine and its private networks, where watchers live; from elsewhere only with the token, since the
 * figures tell how much a business writes.
 */
export function metricsPart(metrics: Pick<Metrics, 'text' | 'contentType'>, token: string | null): HttpPart {
  const bears = (header: string | undefined) => token !== null && sameSecret(header ?? '', `Bearer ${token}`);
  return (server) => {
    server.get('/metrics', async (request, reply) => {
      if (isFar(request.ip) && !bears(request.headers.authorization)) return reply.code(401).send();
      return reply.type(metrics.contentType).send(await metrics.text());
    });
  };
}

/** An IPv4 address may come wrapped in an IPv6 one. */
const isFar = (address: string): boolean => isPublic(address.replace(/^::ffff:(?=\d+\.)/i, ''));
