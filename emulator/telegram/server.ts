/** The Bot API over HTTP: long polling and webhook, floods and outages, a journal of calls. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ControlRoute } from '../control-route.ts';
import { type Calls, createCalls } from './calls.ts';
import { createState, type TelegramState } from './chat.ts';
import { controlRoutes } from './control.ts';
import { NO_FAULTS, throwFault } from './faults.ts';
import { readForm } from './forms.ts';
import { methods } from './methods.ts';
import type { World } from './person.ts';
import { ApiError } from './refusal.ts';
import { createPolls, startDelivery } from './updates.ts';

export interface TelegramWorld {
  /** For `TELEGRAM_API_ROOT`. */
  readonly url: string;
  readonly routes: ControlRoute[];
  readonly state: TelegramState;
  onChange(listener: (userId: number) => void): () => void;
  close(): Promise<void>;
}

export async function startTelegram(options: {
  port?: number;
  token: string;
  botUsername?: string;
  now?: () => number;
}): Promise<TelegramWorld> {
  const now = options.now ?? Date.now;
  const calls = createCalls(now);
  const world: World = {
    state: createState(now),
    bot: {
      id: Number(options.token.split(':')[0]),
      username: options.botUsername ?? 'campanas_demo_bot',
    },
    token: options.token,
    settings: { commands: new Map(), descriptions: new Map(), menuButtons: new Map(), webhook: null },
    faults: { ...NO_FAULTS },
    calls: calls.kept,
  };
  const polls = createPolls(world.state, world.faults);
  const delivery = startDelivery(world.state, world.settings, now);
  const call = createCaller(world, { calls, polls, delivery });
  const server = createServer((request, response) => {
    handle(world, call, request, response).catch(() => response.destroy());
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    state: world.state,
    routes: controlRoutes(world),
    onChange: world.state.onChange,
    async close() {
      delivery.close();
      polls.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

type Caller = (
  method: string,
  request: IncomingMessage,
  body: Buffer,
  query: URLSearchParams,
) => Promise<unknown>;

/** Runs one call of a method, and notes what became of it. Throws `ApiError`. */
function createCaller(
  { state, bot, settings, faults }: World,
  {
    calls,
    polls,
    delivery,
  }: {
    calls: Calls;
    polls: ReturnType<typeof createPolls>;
    delivery: ReturnType<typeof startDelivery>;
  },
): Caller {
  return async (method, request, body, query) => {
    const form = readForm(request.headers['content-type'] ?? '', body, query);
    const chatId = form.fields.chat_id;
    try {
      throwFault(method, Number(chatId), faults, state.now());
      const run = methods[method];
      const result =
        method === 'getUpdates'
          ? await polls.poll(form.fields, settings, request)
          : run
            ? await run({ state, bot, settings, form })
            : undefined;
      if (result === undefined) throw new ApiError(404, 'Not Found');
      if (method !== 'getUpdates') calls.note(method, chatId);
      if (method === 'setWebhook') delivery.wake();
      return result;
    } catch (error) {
      calls.note(method, chatId, error instanceof Error ? error.message : String(error));
      throw error;
    }
  };
}

async function handle(world: World, call: Caller, request: IncomingMessage, response: ServerResponse) {
  const { state, faults } = world;
  if (faults.outage && state.now() < faults.outageUntil) {
    if (faults.outage === 'hang') return;
    if (faults.outage === 'refuse') return void request.socket.destroy();
    return refuse(response, new ApiError(500, 'Internal Server Error'));
  }
  const url = new URL(request.url ?? '/', 'http://telegram');
  const file = /^\/file\/bot([^/]+)\/files\/(.+)$/.exec(url.pathname);
  const method = /^\/bot([^/]+)\/(\w+)$/.exec(url.pathname);
  const token = decodeURIComponent((file ?? method)?.[1] ?? '');
  if (token !== world.token) return refuse(response, new ApiError(401, 'Unauthorized'));
  if (file) {
    const found = state.files.get(file[2] ?? '');
    if (!found) return refuse(response, new ApiError(404, 'Not Found'));
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(found.bytes);
    return;
  }
  try {
    const result = await call(method?.[2] ?? '', request, await bodyOf(request), url.searchParams);
    answer(response, 200, { ok: true, result });
  } catch (error) {
    refuse(response, error instanceof ApiError ? error : new ApiError(500, String(error)));
  }
}

const LARGEST_UPLOAD = 50 * 1024 * 1024;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size <= LARGEST_UPLOAD) parts.push(part);
  }
  if (size > LARGEST_UPLOAD) throw new ApiError(413, 'Request Entity Too Large');
  return Buffer.concat(parts);
}

function answer(response: ServerResponse, status: number, body: object) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, { code, message, retryAfter }: ApiError) {
  answer(response, code, {
    ok: false,
    error_code: code,
    description: message,
    ...(retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } }),
  });
}
