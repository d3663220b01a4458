/** The loop that everybody writes first: `sendMessage`, twenty at once, keys in memory; a picture is uploaded for each. */
import {
  type BinaryNode,
  BufferJSON,
  initAuthCreds,
  makeWASocket,
  type SignalDataTypeMap,
  type SignalKeyStore,
  type WASocket,
} from '@whiskeysockets/baileys';
import PQueue from 'p-queue';
import { pino } from 'pino';
import type { Way } from './way.ts';

const AT_ONCE = 20;
/** More pictures than this at once fill the memory of whoever tries. */
const PICTURES_AT_ONCE = 3;
const TEXT = 'Hola, te esperamos a las 10.';

export async function openNaive(wsUrl: string, scan: (text: string) => Promise<void>): Promise<Way> {
  const creds = initAuthCreds();
  const keys = memoryKeys();
  const open = () => {
    const sock = makeWASocket({
      auth: { creds, keys },
      logger: pino({ level: 'silent' }),
      waWebSocketUrl: wsUrl,
      syncFullHistory: false,
      markOnlineOnConnect: false,
    });
    sock.ev.on('creds.update', (update) => Object.assign(creds, update));
    return sock;
  };
  let sock = open();
  await connected(sock, scan);
  sock = open();
  await connected(sock, scan);
  return {
    async send(phones, picture) {
      const queue = new PQueue({ concurrency: picture ? PICTURES_AT_ONCE : AT_ONCE });
      const content = picture ? { image: picture, caption: TEXT } : { text: TEXT };
      const waiting = new Set<string>();
      const done = Promise.withResolvers<void>();
      let left = phones.length;
      const acked = ({ attrs }: BinaryNode) => {
        if (attrs.id && waiting.delete(attrs.id)) left -= 1;
        if (left === 0) done.resolve();
      };
      sock.ws.on('CB:ack,class:message', acked);
      for (const phone of phones)
        void queue.add(async () => {
          const messageId = `3EB0${crypto.randomUUID().replaceAll('-', '').slice(0, 18).toUpperCase()}`;
          waiting.add(messageId);
          await sock.sendMessage(`${phone}@s.whatsapp.net`, content, { messageId });
        });
      await done.promise;
      sock.ws.off('CB:ack,class:message', acked);
    },
    close: async () => void (await sock.end(undefined)),
  };
}

/** Resolves when it is open, or when it was linked and wants to start again. */
function connected(sock: WASocket, scan: (text: string) => Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    sock.ev.on('connection.update', ({ qr, connection }) => {
      if (qr) void scan(qr);
      if (connection === 'open' || connection === 'close') resolve();
    });
  });
}

function memoryKeys(): SignalKeyStore {
  const rows = new Map<string, string>();
  return {
    async get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
      const found: Record<string, SignalDataTypeMap[T]> = {};
      for (const id of ids) {
        const row = rows.get(`${type} ${id}`);
        if (row !== undefined) found[id] = JSON.parse(row, BufferJSON.reviver);
      }
      return found;
    },
    async set(data) {
      for (const [type, values] of Object.entries(data))
        for (const [id, value] of Object.entries(values ?? {}))
          if (value === null) rows.delete(`${type} ${id}`);
          else rows.set(`${type} ${id}`, JSON.stringify(value, BufferJSON.replacer));
    },
  };
}
