import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import fastify, { type FastifyInstance } from 'fastify';
import { ControlError, type ControlRoute, type Download } from './control-route.ts';

export interface ControlOptions {
  routes: ControlRoute[];
  /** 0 = any free one; a port that is taken becomes any free one too. */
  port: number;
}

export interface ControlServer {
  /** For example `http://127.0.0.1:3010`: the page; the routes lie below `/control`. */
  url: string;
  /** Tells open pages that something changed: `telegram:<user id>` or `whatsapp`. */
  poke(topic: string): void;
  close(): Promise<void>;
}

const bodyLimit = 64 * 1024 * 1024;
const pageFolder = new URL('page/', import.meta.url);

/** Serves the routes of both worlds, the demo page and a stream of what changed, on 127.0.0.1 only. */
export async function startControl({ routes, port }: ControlOptions): Promise<ControlServer> {
  const server = fastify({ bodyLimit, forceCloseConnections: true });
  const events = createEvents();
  for (const route of routes) addRoute(server, route);
  server.get('/control/routes', () => routes.map(({ method, path }) => ({ method, path })));
  server.get('/events', (_request, reply) => {
    reply.hijack();
    events.open(reply.raw);
  });
  addPage(server);
  const url = await listen(server, port);
  return {
    url,
    poke: events.poke,
    async close() {
      events.close();
      await server.close();
    },
  };
}

async function listen(server: FastifyInstance, port: number): Promise<string> {
  const host = '127.0.0.1';
  try {
    return await server.listen({ host, port });
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!taken) throw error;
    return server.listen({ host, port: 0 });
  }
}

function addRoute(server: FastifyInstance, route: ControlRoute): void {
  server.route({
    method: route.method,
    url: `/control${route.path}`,
    async handler(request, reply) {
      try {
        const answer = await route.handle({
          params: strings(request.params),
          query: strings(request.query),
          body: record(request.body),
        });
        if (!isDownload(answer)) return reply.type('application/json').send(JSON.stringify(answer ?? {}));
        if (answer.name) reply.header('content-disposition', disposition(answer.name));
        return reply.type(answer.type).send(Buffer.from(answer.bytes));
      } catch (error) {
        const status = error instanceof ControlError ? error.status : 500;
        return reply.code(status).send({ error: error instanceof Error ? error.message : String(error) });
      }
    },
  });
}

function disposition(name: string): string {
  return `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
}

function isDownload(value: unknown): value is Download {
  return typeof value === 'object' && value !== null && 'bytes' in value && value.bytes instanceof Uint8Array;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function strings(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(record(value)).map(([key, each]) => [key, String(each)]));
}

/** The page's scripts are TypeScript too: their types are taken away when they are asked for. */
function addPage(server: FastifyInstance): void {
  const file = (name: string) => readFile(new URL(name, pageFolder), 'utf8');
  server.get('/', async (_request, reply) => reply.type('text/html').send(await file('index.html')));
  server.get('/favicon.ico', (_request, reply) => reply.code(204).send());
  server.get<{ Params: { file: string } }>('/page/:file', async (request, reply) => {
    const name = request.params.file;
    if (!/^[a-z-]+\.(ts|css)$/.test(name)) return reply.code(404).send({ error: 'no such file' });
    reply.header('cache-control', 'no-store');
    if (name.endsWith('.css')) return reply.type('text/css').send(await file(name));
    return reply.type('text/javascript').send(stripTypeScriptTypes(await file(name)));
  });
}

/** Server-sent events; many pokes of one topic become one, ten times a second at most. */
function createEvents() {
  const pages = new Set<ServerResponse>();
  const topics = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    const text = [...topics].map((topic) => `data: ${topic}\n\n`).join('');
    topics.clear();
    for (const page of pages) page.write(text);
  };
  return {
    open(page: ServerResponse) {
      page.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      page.write(': hello\n\n');
      pages.add(page);
      page.on('close', () => pages.delete(page));
    },
    poke(topic: string) {
      if (pages.size === 0) return;
      topics.add(topic);
      timer ??= setTimeout(flush, 100);
    },
    close() {
      clearTimeout(timer);
      for (const page of pages) page.end();
    },
  };
}
