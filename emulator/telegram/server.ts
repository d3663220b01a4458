/** The Bot API over HTTP: long polling and webhook, floods and outages, a journal of calls. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ControlRoute } from '../control-route.ts';
import { createState, type TelegramState } from './chat.ts';
import { controlRoutes } from './control.ts';
import { type Call, type Faults, NO_FAULTS } from './faults.ts';
import { readForm } from './forms.ts';
import { type BotIdentity, type BotSettings, methods } from './methods.ts';
import { ApiError, conflict } from './refusal.ts';
import { createPolls, startDelivery, TAKEN_OVER } from './updates.ts';

export interface TelegramWorld {
  /** For `TELEGRAM_API_ROOT`. */
  readonly url: string;
  readonly routes: ControlRoute[];
  readonly state: TelegramState;
  onChange(listener: (userId: number) => void): () => void;
  close(): Promise<void>;
}

const CALLS_KEPT = 5000;

export async function startTelegram(options: {
  port?: number;
  token: string;
  botUsername?: string;
  now?: () => number;
}): Promise<TelegramWorld> {
  const now = options.now ?? Date.now;
  const state = createState(now);
  const bot: BotIdentity = {
    id: Number(options.token.split(':')[0]),
    username: options.botUsername ?? 'campanas_demo_bot',
  };
  const settings: BotSettings = {
    commands: new Map(),
    descriptions: new Map(),
    menuButtons: new Map(),
    webhook: null,
  };
  const faults: Faults = { ...NO_FAULTS };
  const calls: Call[] = [];
  let count = 0;
  const polls = createPolls(state, faults);

  const note = (method: string, chatId: unknown, error?: string) => {
    count += 1;
    const chat = Number(chatId);
    calls.push({
      n: count,
      at: now(),
      method,
      ...(chat ? { chatId: chat } : {}),
      ok: error === undefined,
      ...(error ? { error } : {}),
    });
    if (calls.length > CALLS_KEPT) calls.shift();
  };

  async function call(method: string, request: IncomingMessage, body: Buffer, query: URLSearchParams) {
    const form = readForm(request.headers['content-type'] ?? '', body, query);
    const chatId = form.fields.chat_id;
    try {
      throwFault(method, Number(chatId), faults, now());
      const run = methods[method];
      const result =
        method === 'getUpdates'
          ? await polls.poll(form.fields, settings, request)
          : run
            ? await run({ state, bot, settings, form })
            : undefined;
      if (result === undefined) throw new ApiError(404, 'Not Found');
      if (method !== 'getUpdates') note(method, chatId);
      if (method === 'setWebhook') delivery.wake();
      return result;
    } catch (error) {
      note(method, chatId, error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse) {
    if (faults.outage && now() < faults.outageUntil) {
      if (faults.outage === 'hang') return;
      if (faults.outage === 'refuse') return void request.socket.destroy();
      return answer(response, 500, { ok: false, error_code: 500, description: 'Internal Server Error' });
    }
    const url = new URL(request.url ?? '/', 'http://telegram');
    const file = /^\/file\/bot([^/]+)\/files\/(.+)$/.exec(url.pathname);
    const method = /^\/bot([^/]+)\/(\w+)$/.exec(url.pathname);
    const token = decodeURIComponent((file ?? method)?.[1] ?? '');
    if (token !== options.token)
      return answer(response, 401, { ok: false, error_code: 401, description: 'Unauthorized' });
    if (file) {
      const found = state.files.get(file[2] ?? '');
      if (!found) return answer(response, 404, { ok: false, error_code: 404, description: 'Not Found' });
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(found.bytes);
      return;
    }
    try {
      const result = await call(method?.[2] ?? '', request, await bodyOf(request), url.searchParams);
      answer(response, 200, { ok: true, result });
    } catch (error) {
      const known = error instanceof ApiError ? error : new ApiError(500, String(error));
      answer(response, known.code, {
        ok: false,
        error_code: known.code,
        description: known.message,
        ...(known.retryAfter === undefined ? {} : { parameters: { retry_after: known.retryAfter } }),
      });
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const delivery = startDelivery(state, settings, now);
  return {
    url,
    state,
    routes: controlRoutes({ state, bot, token: options.token, settings, faults, calls }),
    onChange: state.onChange,
    async close() {
      delivery.close();
      polls.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function throwFault(method: string, chat: number, faults: Faults, now: number) {
  const { failNext } = faults;
  if (failNext && failNext.times > 0 && failNext.method === method) {
    failNext.times -= 1;
    throw new ApiError(failNext.code, failNext.description);
  }
  const flooded =
    faults.floodMethods.length === 0 ? /^(send|edit)/.test(method) : faults.floodMethods.includes(method);
  const here = faults.floodChats.length === 0 || faults.floodChats.includes(chat);
  const left = Math.ceil((faults.floodSeconds - now) / 1000);
  if (flooded && here && left > 0) throw new ApiError(429, `Too Many Requests: retry after ${left}`, left);
  if (faults.conflict && method === 'getUpdates') throw conflict(TAKEN_OVER);
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
