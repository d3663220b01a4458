/** The panel's address book: a ticket for launch data, a stream of views, one door for what is tapped. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { PERIODS, type Period } from '../../queue/stats.ts';
import type { HttpPart } from '../http.ts';
import { checkLaunch } from './launch.ts';
import { pageRoutes } from './page.ts';
import { issueTicket, readTicket } from './session.ts';
import type { PanelStats, PanelView } from './shape.ts';

/** Who looks at a panel; null from `member` for everybody else. */
export interface Looker {
  readonly id: number;
  readonly name: string;
  readonly admin: boolean;
}

/** What became of a tap, in the words of who tapped. */
export interface Told {
  readonly ok: boolean;
  readonly say: string | null;
}

export interface PanelDeps {
  readonly token: string;
  /** Origins whose pages may hold the panel in a frame, besides Telegram's own. */
  readonly frames: readonly string[];
  /** Asked at every question: who was removed sees nothing more. */
  member(id: number): Promise<Looker | null>;
  view(looker: Looker): Promise<PanelView>;
  stats(looker: Looker, period: Period): Promise<PanelStats>;
  /** Does what a button says; `value` is a number to link or the password. */
  act(looker: Looker, act: string, value: string | null): Promise<Told>;
  /** Words of the page itself, for a person's language as their program names it. */
  words(language: string | null): { language: string; words: Readonly<Record<string, string>> };
  /** Something may look different now. Returns how to stop. */
  watch(listener: () => void): () => void;
  readonly clock: Clock;
}

/** Two views follow each other at the soonest after this time, and a sign of life at the latest. */
const SOONEST = 1_000;
const LATEST = 5_000;

const launch = z.object({ initData: z.string().max(4096) });
const tap = z.object({ act: z.string().max(64), value: z.string().max(200).nullable().default(null) });

export function panelPart(deps: PanelDeps): HttpPart {
  return (server) => {
    pageRoutes(server, deps);
    sessionRoute(server, deps);
    viewRoutes(server, deps);
    server.post('/panel/act', async (request, reply) => {
      const looker = await lookerOf(deps, request);
      if (!looker) return refuse(deps, request, reply, 401, 'panel-over');
      const body = tap.safeParse(request.body);
      if (!body.success) return reply.code(400).send({ ok: false, say: null });
      return deps.act(looker, body.data.act, body.data.value);
    });
  };
}

function sessionRoute(server: FastifyInstance, deps: PanelDeps) {
  // Guessing signatures is hopeless; asking so often is no person.
  const options = { config: { rateLimit: { max: 30, timeWindow: '1 minute' } } };
  server.post('/panel/session', options, async (request, reply) => {
    const body = launch.safeParse(request.body);
    const opened = body.success
      ? checkLaunch(body.data.initData, deps.token, deps.clock.now())
      : ({ ok: false, why: 'forged' } as const);
    if (!opened.ok)
      return refuse(deps, request, reply, 401, opened.why === 'old' ? 'panel-over' : 'panel-outside');
    const looker = await deps.member(opened.opener.id);
    if (!looker) return refuse(deps, request, reply, 403, 'guard-stranger', opened.opener.language);
    return { ticket: issueTicket(looker.id, deps.token, deps.clock.now()) };
  });
}

function viewRoutes(server: FastifyInstance, deps: PanelDeps) {
  server.get('/panel/view', async (request, reply) => {
    const looker = await lookerOf(deps, request);
    return looker ? deps.view(looker) : refuse(deps, request, reply, 401, 'panel-over');
  });
  server.get<{ Params: { period: string } }>('/panel/stats/:period', async (request, reply) => {
    const looker = await lookerOf(deps, request);
    if (!looker) return refuse(deps, request, reply, 401, 'panel-over');
    const period = PERIODS.find((one) => one === request.params.period);
    return period ? deps.stats(looker, period) : reply.code(404).send({ ok: false, say: null });
  });
  server.get('/panel/stream', async (request, reply) => {
    const looker = await lookerOf(deps, request);
    if (!looker) return refuse(deps, request, reply, 401, 'panel-over');
    const over = new AbortController();
    reply.raw.once('close', () => over.abort());
    reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no').type('application/x-ndjson');
    return reply.send(Readable.from(views(deps, looker.id, over.signal)));
  });
}

/** A view a line, whenever it changed; an empty line as a sign of life. Ends when the person may look no more. */
async function* views(deps: PanelDeps, id: number, signal: AbortSignal): AsyncGenerator<string> {
  let poke: () => void = () => undefined;
  const stop = deps.watch(() => poke());
  let before = '';
  try {
    while (!signal.aborted) {
      const looker = await deps.member(id);
      if (!looker) return;
      const poked = new Promise<void>((resolve) => {
        poke = resolve;
      });
      const view = JSON.stringify(await deps.view(looker));
      yield view === before ? '\n' : `${view}\n`;
      before = view;
      await deps.clock.sleep(SOONEST, signal);
      const late = new AbortController();
      await Promise.race([poked, deps.clock.sleep(LATEST - SOONEST, AbortSignal.any([late.signal, signal]))]);
      late.abort();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    stop();
  }
}

/** The ticket says who; the team says whether. */
async function lookerOf(deps: PanelDeps, request: FastifyRequest): Promise<Looker | null> {
  const ticket = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const id = ticket ? readTicket(ticket, deps.token, deps.clock.now()) : null;
  return id === null ? null : deps.member(id);
}

function refuse(
  deps: PanelDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  word: string,
  language = request.headers['accept-language'] ?? null,
) {
  return reply.code(status).send({ ok: false, say: deps.words(language).words[word] ?? word });
}
