import {
  type AuthenticationCreds,
  type BaileysEventMap,
  type BinaryNode,
  BufferJSON,
  initAuthCreds,
  makeWASocket,
  type SignalDataTypeMap,
  type SignalKeyStore,
  type UserFacingSocketConfig,
  type WASocket,
} from '@whiskeysockets/baileys';
import pino from 'pino';
import type { ControlRoute } from '../control-route.ts';
import type { WhatsAppWorld } from './world.ts';

/** An unpatched Baileys with its keys in memory; what the tests here link, cut off and start again. */
export interface TestClient {
  readonly sock: WASocket;
  readonly creds: AuthenticationCreds;
  readonly qr: Promise<string>;
  /** Every `messages.upsert` so far: type and text. */
  readonly texts: { type: string; text: string; jid: string; alt: string | undefined }[];
  readonly acks: Record<string, string>[];
  readonly updates: { id: string; status: number }[];
  readonly opened: Promise<void>;
  /** Status code of the end, or `undefined`. */
  readonly ended: Promise<number | undefined>;
  /** A new socket with the same keys. */
  again(options?: Partial<UserFacingSocketConfig>): TestClient;
  /** Tears the connection like `kill -9`: nothing is said, nothing is closed. */
  kill(): Promise<void>;
}

export interface MemoryAuth {
  creds: AuthenticationCreds;
  keys: SignalKeyStore;
}

export function memoryAuth(): MemoryAuth {
  const rows = new Map<string, string>();
  return {
    creds: initAuthCreds(),
    keys: {
      get: async <T extends keyof SignalDataTypeMap>(type: T, ids: string[]) => {
        const found: Record<string, SignalDataTypeMap[T]> = {};
        for (const id of ids) {
          const row = rows.get(`${type} ${id}`);
          if (row !== undefined) found[id] = JSON.parse(row, BufferJSON.reviver);
        }
        return found;
      },
      set: async (data) => {
        for (const [type, entries] of Object.entries(data)) {
          for (const [id, value] of Object.entries(entries ?? {})) {
            if (value === null) rows.delete(`${type} ${id}`);
            else rows.set(`${type} ${id}`, JSON.stringify(value, BufferJSON.replacer));
          }
        }
      },
    },
  };
}

export function startClient(
  world: WhatsAppWorld,
  options: Partial<UserFacingSocketConfig> = {},
  auth: MemoryAuth = memoryAuth(),
): TestClient {
  const sock = makeWASocket({
    auth,
    logger: pino({ level: process.env.BAILEYS_LOG ?? 'silent' }),
    waWebSocketUrl: world.url,
    syncFullHistory: false,
    markOnlineOnConnect: false,
    emitOwnEvents: false,
    defaultQueryTimeoutMs: 4000,
    ...options,
  });
  const qr = Promise.withResolvers<string>();
  const opened = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<number | undefined>();
  const texts: TestClient['texts'] = [];
  const acks: TestClient['acks'] = [];
  const updates: TestClient['updates'] = [];
  sock.ev.on('creds.update', (update) => Object.assign(auth.creds, update));
  sock.ev.on('connection.update', (update) => {
    if (update.qr) qr.resolve(update.qr);
    if (update.connection === 'open') opened.resolve();
    if (update.connection === 'close') ended.resolve(statusOf(update.lastDisconnect?.error));
  });
  sock.ev.on('messages.upsert', ({ type, messages }: BaileysEventMap['messages.upsert']) => {
    for (const { key, message } of messages) {
      const text = message?.conversation;
      if (text) texts.push({ type, text, jid: key.remoteJid ?? '', alt: key.remoteJidAlt });
    }
  });
  sock.ev.on('messages.update', (all) => {
    for (const { key, update } of all) updates.push({ id: key.id ?? '', status: update.status ?? -1 });
  });
  sock.ws.on('CB:ack,class:message', ({ attrs }: BinaryNode) => acks.push(attrs));
  return {
    sock,
    creds: auth.creds,
    qr: qr.promise,
    texts,
    acks,
    updates,
    opened: opened.promise,
    ended: ended.promise,
    again: (more) => startClient(world, { ...options, ...more }, auth),
    async kill() {
      // biome-ignore lint/complexity/useLiteralKeys: a protected property, reachable only so
      sock.ws['socket']?.terminate();
      await ended.promise;
    },
  };
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('output' in error)) return undefined;
  const { output } = error;
  if (typeof output !== 'object' || output === null || !('statusCode' in output)) return undefined;
  return Number(output.statusCode);
}

/** Links a new client by its QR text and waits until it is open. */
export async function linkClient(
  world: WhatsAppWorld,
  options: Partial<UserFacingSocketConfig> = {},
): Promise<TestClient> {
  const first = startClient(world, options);
  await control(world, 'POST /whatsapp/scan', { text: await first.qr });
  await first.ended;
  const client = first.again();
  await client.opened;
  return client;
}

/** Calls a control route in the process, as the HTTP server would. */
export async function control(
  world: WhatsAppWorld,
  call: string,
  body: Record<string, unknown> = {},
): Promise<unknown> {
  const [method, target = ''] = call.split(' ');
  const { pathname, searchParams } = new URL(target, 'http://control');
  for (const route of world.routes) {
    const params = route.method === method ? match(route, pathname) : undefined;
    if (params) return route.handle({ params, query: Object.fromEntries(searchParams), body });
  }
  throw new Error(`no route ${call}`);
}

function match(route: ControlRoute, pathname: string): Record<string, string> | undefined {
  const wanted = route.path.split('/');
  const given = pathname.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}

/** Waits until a condition holds; says what was waited for when it never does. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, ms = 6000): Promise<void> {
  const end = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited ${ms} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
