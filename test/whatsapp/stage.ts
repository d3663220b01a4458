/** The WhatsApp side over real sockets: an unpatched Baileys, a real store, the emulator's phones. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import qrcode from 'qrcode';
import { control, until as untilTrue } from '../../emulator/whatsapp/test-client.ts';
import { startWhatsApp, type WhatsAppWorld } from '../../emulator/whatsapp/world.ts';
import { type Clock, systemClock, systemDice } from '../../src/clock.ts';
import { bodyOf, type Content, layout } from '../../src/queue/content.ts';
import { type PhoneNumber, variants } from '../../src/queue/import/phone.ts';
import type { GatewayEvent, IncomingMessage, Outgoing } from '../../src/queue/ports.ts';
import { partId } from '../../src/queue/recipient.ts';
import { openKeys } from '../../src/store/keys.ts';
import { openReceipts } from '../../src/store/receipts.ts';
import type { KeyStore } from '../../src/whatsapp/auth-state.ts';
import type { Version } from '../../src/whatsapp/version.ts';
import { createWhatsApp, type SentMessages, type WhatsApp } from '../../src/whatsapp/whatsapp.ts';
import { aPhone, aWireId } from '../builders.ts';

export const until = (holds: () => boolean | Promise<boolean>, ms = 8_000) =>
  untilTrue(String(holds), holds, ms);
export const all = async (ids: readonly string[]) => new Set(ids);
export const phones = (count: number) => Array.from({ length: count }, (_, nth) => aPhone(nth * 10 + 1));

export interface ClientOptions {
  addressing?: 'lid' | 'pn';
  numberCheck?: boolean;
  sent?: SentMessages;
  /** What WhatsApp's own page runs. */
  newestVersion?: () => Promise<Version | null>;
  clock?: Clock;
  /** Stands between the program and its keys. */
  store?: (keys: KeyStore) => KeyStore;
}

export interface Stage {
  readonly world: WhatsAppWorld;
  readonly dir: string;
  /** The program's side; another one after `start`. */
  readonly client: WhatsApp;
  readonly events: GatewayEvent[];
  readonly received: IncomingMessage[];
  /** What WhatsApp's clock said, and how old that may be. */
  readonly heard: readonly { theirs: number; age: number }[];
  ask(call: string, body?: Record<string, unknown>): Promise<unknown>;
  journal(): Promise<Record<string, number>>;
  acked(): number;
  /** Ends the program, if it runs, and starts it anew over the same keys. */
  start(options?: ClientOptions): Promise<void>;
  /** Connects what is linked, and waits until it may send. */
  connect(): Promise<void>;
  /** Links by the picture of a QR, and waits until it may send. */
  scan(): Promise<void>;
  /** Looks people up and makes one text for each who is there. */
  texts(phones: readonly PhoneNumber[], text?: string): Promise<Outgoing[]>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const dir = mkdtempSync(join(tmpdir(), 'wa-'));
  const world = await startWhatsApp({ mediaDir: dir, quietPhones: true });
  const received: IncomingMessage[] = [];
  const heard: { theirs: number; age: number }[] = [];
  let events: GatewayEvent[] = [];
  let client: WhatsApp | null = null;
  const current = () => {
    if (!client) throw new Error('not started');
    return client;
  };
  const stage: Stage = {
    world,
    dir,
    received,
    heard,
    get client() {
      return current();
    },
    get events() {
      return events;
    },
    ask: (call, body) => control(world, call, body),
    journal: async () => (await stage.ask('GET /whatsapp/journal')) as Record<string, number>,
    acked: () => events.filter((event) => event.type === 'ack').length,
    async start(options = {}) {
      await client?.close();
      const mine: GatewayEvent[] = [];
      events = mine;
      const keys = openKeys({ dir, account: 1 });
      const one = await createWhatsApp({
        store: options.store?.(keys) ?? keys,
        told: openReceipts({ dir, account: 1 }),
        sent: options.sent ?? { find: async () => null },
        settings: {
          wsUrl: world.url,
          version: null,
          addressing: options.addressing ?? 'lid',
          numberCheck: options.numberCheck ?? true,
        },
        variants,
        newestVersion: options.newestVersion ?? (async () => null),
        mediaPath: (sha256) => join(dir, sha256),
        heardTime: (theirs, age) => void heard.push({ theirs, age }),
        clock: options.clock ?? systemClock(),
        dice: systemDice(),
        log: pino({ level: process.env.BAILEYS_LOG ?? 'silent' }),
        onFatal: (error) => {
          throw error;
        },
      });
      one.gateway.on((event) => mine.push(event));
      one.onMessage(async (messages) => void received.push(...messages));
      client = one;
    },
    async connect() {
      await current().link.connect();
      await until(() => current().gateway.ready(), 15_000);
    },
    async scan() {
      await current().link.connect();
      await until(() => current().link.state().is === 'awaiting-scan');
      const state = current().link.state();
      if (state.is !== 'awaiting-scan') throw new Error(state.is);
      const png = await qrcode.toBuffer(state.text);
      await stage.ask('POST /whatsapp/scan', { png: png.toString('base64') });
      await until(() => current().gateway.ready());
    },
    async texts(people, text = 'Hola') {
      const found = await current().gateway.lookUp(people.map((phone) => ({ phone })));
      return found.flatMap((one) => (one.found === true ? partsFor(one.address, { text, media: [] }) : []));
    },
    async close() {
      await client?.close();
      await world.close();
      rmSync(dir, { recursive: true });
    },
  };
  await stage.start();
  return stage;
}

/** The parts of one person's message, as the engine makes them. */
export function partsFor(address: Outgoing['address'], { text, ...content }: Content): Outgoing[] {
  const wireId = aWireId();
  const idOf = (part: number) => partId(wireId, part);
  return layout(content, text !== '').map((part, nth) => ({
    id: idOf(nth),
    address,
    body: bodyOf(part, text, idOf),
  }));
}
