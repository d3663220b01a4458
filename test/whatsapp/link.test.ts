/** The WhatsApp side over real sockets: an unpatched Baileys, a real store, the emulator's phones. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import qrcode from 'qrcode';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { control, until as untilTrue } from '../../emulator/whatsapp/test-client.ts';
import { startWhatsApp, type WhatsAppWorld } from '../../emulator/whatsapp/world.ts';
import { systemClock, systemDice } from '../../src/clock.ts';
import type { CampaignId } from '../../src/queue/campaign.ts';
import { type PhoneNumber, variants } from '../../src/queue/import/phone.ts';
import type { GatewayEvent, IncomingMessage, Outgoing } from '../../src/queue/ports.ts';
import { openKeys } from '../../src/store/keys.ts';
import { createWhatsApp, type SentMessages, type WhatsApp } from '../../src/whatsapp/whatsapp.ts';
import { aPhone, aWireId } from '../builders.ts';

let world: WhatsAppWorld;
let dir: string;
let client: WhatsApp;
let events: GatewayEvent[];
let received: IncomingMessage[];
const clock = systemClock();

const ask = (call: string, body?: Record<string, unknown>) => control(world, call, body);
const until = (holds: () => boolean | Promise<boolean>, ms = 8_000) => untilTrue(String(holds), holds, ms);

async function start(options: { addressing?: 'lid' | 'pn'; sent?: SentMessages } = {}): Promise<WhatsApp> {
  events = [];
  const one = await createWhatsApp({
    store: openKeys({ dir, account: 1 }),
    sent: options.sent ?? { find: async () => null },
    settings: { wsUrl: world.url, version: null, addressing: options.addressing ?? 'lid' },
    variants,
    mediaPath: (sha256) => join(dir, sha256),
    clock,
    dice: systemDice(),
    log: pino({ level: process.env.BAILEYS_LOG ?? 'silent' }),
    onFatal: (error) => {
      throw error;
    },
  });
  one.gateway.on((event) => events.push(event));
  one.onMessage(async (messages) => void received.push(...messages));
  return one;
}

async function scan() {
  await client.link.connect();
  await until(() => client.link.state().is === 'awaiting-scan');
  const state = client.link.state();
  if (state.is !== 'awaiting-scan') throw new Error(state.is);
  const png = await qrcode.toBuffer(state.text);
  await ask('POST /whatsapp/scan', { png: png.toString('base64') });
  await until(() => client.gateway.ready());
}

/** Looks people up and makes one text for each who is there. */
async function texts(phones: readonly PhoneNumber[], text = 'Hola'): Promise<Outgoing[]> {
  const found = await client.gateway.lookUp(phones.map((phone) => ({ phone })));
  return found.flatMap((one) =>
    one.found === true
      ? [
          {
            id: `${aWireId()}00`,
            address: one.address,
            rendered: { text, media: [] },
            part: 0,
            campaignId: 1 as CampaignId,
          },
        ]
      : [],
  );
}

const all = async (ids: readonly string[]) => new Set(ids);
const acked = () => events.filter((event) => event.type === 'ack').length;
const journal = async () => (await ask('GET /whatsapp/journal')) as Record<string, number>;
const phones = (count: number) => Array.from({ length: count }, (_, nth) => aPhone(nth * 10 + 1));

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'wa-'));
  world = await startWhatsApp({ mediaDir: dir, quietPhones: true });
  received = [];
  client = await start();
});
afterEach(async () => {
  await client.close();
  await world.close();
  rmSync(dir, { recursive: true });
});

describe('the link', () => {
  it('pairs by the picture of a QR, and sends a text that a phone decrypts', async () => {
    await scan();
    expect(client.link.state()).toMatchObject({ is: 'online', phone: '595981000111' });
    const batch = await texts([aPhone(1)]);
    expect(await client.gateway.send(batch, all)).toEqual([{ id: batch[0]?.id, outcome: 'written' }]);
    await until(() => acked() === 1);
    await until(async () => (await journal()).shown === 1);
  });

  it('comes back by itself after a drop, and after a restart of the program without a scan', async () => {
    await scan();
    await ask('POST /whatsapp/faults', { disconnect: { code: 503 } });
    await until(() => client.link.state().is === 'reconnecting');
    await until(() => client.gateway.ready(), 15_000);
    await client.close();
    client = await start();
    expect(client.link.identity()).toEqual({ linked: true, phone: '595981000111' });
    await client.link.connect();
    await until(() => client.gateway.ready(), 15_000);
  });

  it('says so when the phone removes it, and can be linked again', async () => {
    await scan();
    await ask('POST /whatsapp/unlink');
    await until(() => client.link.state().is === 'logged-out');
    expect(client.link.identity().linked).toBe(false);
    await scan();
    expect(client.link.state().is).toBe('online');
  });
});

describe('a batch', () => {
  it.each(['lid', 'pn'] as const)(
    'of 250 people is shown to all of them in order, addressed by %s',
    async (addressing) => {
      await client.close();
      client = await start({ addressing });
      await scan();
      const people = phones(250);
      await ask('POST /whatsapp/expect', { numbers: people });
      for (let from = 0; from < people.length; from += 100) {
        const batch = await texts(people.slice(from, from + 100), `Hola ${from}`);
        await client.gateway.send(batch, all);
      }
      await until(() => acked() === 250, 20_000);
      await until(async () => (await journal()).shown === 250, 20_000);
      expect(await journal()).toMatchObject({ shown: 250, shownTwice: 0, wrongOrder: 0, undecryptable: 0 });
    },
  );

  it('leaves out whoever is not on WhatsApp or not allowed any more', async () => {
    await scan();
    const missing = '595981555000' as PhoneNumber;
    const found = await client.gateway.lookUp([{ phone: missing }, { phone: aPhone(1) }]);
    expect(found.map((one) => one.found)).toEqual([false, true]);
    const batch = await texts(phones(3));
    const [first] = batch;
    await client.gateway.send(batch, async (ids) => new Set(ids.filter((id) => id !== first?.id)));
    await until(() => acked() === 2);
    expect((await journal()).shown).toBeLessThanOrEqual(2);
  });

  it('sent again under the same ids is shown once', async () => {
    await scan();
    const batch = await texts(phones(5));
    await client.gateway.send(batch, all);
    await until(() => acked() === 5);
    await client.gateway.send(batch, all);
    await until(() => acked() === 10);
    await until(async () => (await journal()).repeatedIds === 5);
    expect(await journal()).toMatchObject({ shown: 5, shownTwice: 0, undecryptable: 0 });
  });

  it('finds the one number that the server chokes on, and asks about the others', async () => {
    await scan();
    const people = phones(8);
    await ask('POST /whatsapp/faults', { errorUser: Number(people[5]) });
    const found = await client.gateway.lookUp(people.map((phone) => ({ phone })));
    expect(found.filter((one) => one.found === true)).toHaveLength(7);
    expect(found[5]?.found).toBe('error');
  });

  it('whose refusal comes back says with which code', async () => {
    await scan();
    await ask('POST /whatsapp/faults', { errorAck: { code: 463, times: 1 } });
    await client.gateway.send(await texts(phones(2)), all);
    await until(() => events.some((event) => event.type === 'refused'));
    expect(events.find((event) => event.type === 'refused')).toMatchObject({ code: 463 });
    expect((await client.gateway.limits()).reachOutLock).toMatchObject({ active: false });
  });
});

describe('what people write', () => {
  it('arrives with the person by number and LID, in words', async () => {
    await scan();
    await client.gateway.send(await texts([aPhone(1)]), all);
    await until(async () => (await journal()).shown === 1);
    await ask(`POST /whatsapp/phones/${aPhone(1)}/say`, { text: 'BAJA', via: 'lid' });
    await until(() => received.length === 1);
    expect(received[0]).toMatchObject({ text: 'BAJA', kind: 'text', person: { phone: aPhone(1) } });
    expect(received[0]?.person.lid).toMatch(/^\d+$/);
  });

  it('while we were away is handled before we say that we are ready', async () => {
    await scan();
    await client.gateway.send(await texts(phones(30)), all);
    await until(async () => (await journal()).shown === 30);
    await client.close();
    for (const phone of phones(30)) await ask(`POST /whatsapp/phones/${phone}/say`, { text: 'BAJA' });
    client = await start();
    await client.link.connect();
    await until(() => client.gateway.ready(), 15_000);
    expect(received).toHaveLength(30);
  });

  it('is handed over again when handling it failed', async () => {
    await scan();
    let failures = 1;
    client.onMessage(async (messages) => {
      if (failures-- > 0) throw new Error('the store was busy');
      received.push(...messages);
    });
    await ask(`POST /whatsapp/phones/${aPhone(1)}/say`, { text: 'hola' });
    await ask(`POST /whatsapp/phones/${aPhone(2)}/say`, { text: 'BAJA' });
    await until(() => received.length === 2);
  });
});

describe('a phone that could not open a message', () => {
  it('gets it again after a restart, from what was sent, unless the person has opted out', async () => {
    await scan();
    const batch = await texts(phones(2), 'Hola otra vez');
    await ask('POST /whatsapp/faults', { retryReceipts: 2 });
    const [one, two] = batch;
    await client.close();
    client = await start({
      sent: {
        find: async (id) => ({
          campaignId: 1 as CampaignId,
          rendered: { text: 'Hola otra vez', media: [] },
          part: 0,
          allowed: id === one?.id,
        }),
      },
    });
    await client.link.connect();
    await until(() => client.gateway.ready(), 15_000);
    await client.gateway.send(batch, all);
    await until(() => events.filter((event) => event.type === 'retry-asked').length >= 2);
    await until(async () => (await journal()).shown === 1);
    const shown = (await ask('GET /whatsapp/journal/people')) as {
      messages: { id: string }[];
    }[];
    expect(shown.flatMap((person) => person.messages.map((message) => message.id))).not.toContain(two?.id);
  });
});
