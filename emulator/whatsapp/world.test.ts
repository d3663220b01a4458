import qrcode from 'qrcode';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { control, linkClient, startClient, type TestClient, until } from './test-client.ts';
import { startWhatsApp, type WhatsAppWorld } from './world.ts';

let world: WhatsAppWorld;
const clients: TestClient[] = [];

beforeEach(async () => {
  world = await startWhatsApp({ quietPhones: true });
});

afterEach(async () => {
  for (const client of clients.splice(0)) await client.kill();
  const { errors } = await journal();
  await world.close();
  expect(errors).toEqual([]);
});

const journal = async () =>
  (await control(world, 'GET /whatsapp/journal')) as Record<string, number> & { errors: string[] };
const state = async () => (await control(world, 'GET /whatsapp/state')) as Record<string, unknown>;
const keep = (client: TestClient) => {
  clients.push(client);
  return client;
};

test("the owner's phone reads the picture of a QR code and the client opens", async () => {
  const first = startClient(world);
  const png = await qrcode.toBuffer(await first.qr, { width: 420 });
  expect(await state()).toMatchObject({ linked: false, pendingQr: true });

  expect(await control(world, 'POST /whatsapp/scan', { png: png.toString('base64') })).toMatchObject({
    ok: true,
  });
  expect(await first.ended).toBe(515);
  const client = keep(first.again());
  await client.opened;

  expect(client.creds.me?.id).toBe('595981000111:1@s.whatsapp.net');
  expect(await state()).toMatchObject({
    linked: true,
    online: true,
    owner: '+595981000111',
    pendingQr: false,
  });
});

test('a picture without a code, and a code that nobody shows any more, are refused with a reason', async () => {
  const stale = 'https://wa.me/settings/linked_devices#2@old,AAAA,AAAA,AAAA,1';
  const blank = await qrcode.toBuffer('hello', { width: 200 });

  expect(await control(world, 'POST /whatsapp/scan', { text: stale })).toMatchObject({ ok: false });
  expect(await control(world, 'POST /whatsapp/scan', { png: blank.toString('base64') })).toMatchObject({
    ok: false,
  });
});

test('the client links by the code that is typed into the phone, and not by a wrong one', async () => {
  const options = { browser: ['Mac OS', 'Chrome', '14.4.1'] as [string, string, string] };
  const wrong = startClient(world, options);
  await wrong.qr;
  await wrong.sock.requestPairingCode('595981000111');
  expect(await control(world, 'POST /whatsapp/link-code', { code: 'AAAAAAAA' })).toMatchObject({ ok: false });
  await wrong.kill();

  const first = startClient(world, options);
  await first.qr;
  const code = await first.sock.requestPairingCode('595981000111');
  expect(await control(world, 'POST /whatsapp/link-code', { code })).toEqual({ ok: true });
  expect(await first.ended).toBe(515);
  await keep(first.again()).opened;
});

test('a text to somebody new is decrypted, shown once, acknowledged and delivered', async () => {
  const client = keep(await linkClient(world));

  const sent = await client.sock.sendMessage('595981123422@s.whatsapp.net', {
    text: 'Hola 👋',
    linkPreview: null,
  });
  const id = sent?.key.id;
  await until('it is delivered', () =>
    client.updates.some((update) => update.id === id && update.status === 3),
  );

  expect(client.acks).toMatchObject([{ id, from: '595981123422@s.whatsapp.net' }]);
  expect(await control(world, 'GET /whatsapp/journal/people')).toMatchObject([
    { number: '595981123422', messages: [{ id, text: 'Hola 👋', repeats: 0 }] },
  ]);
  expect(await journal()).toMatchObject({
    shown: 1,
    delivered: 1,
    ownCopies: 1,
    repeatedIds: 0,
    undecryptable: 0,
  });
});

test('the same id again is shown once, the same text under another id is counted', async () => {
  const client = keep(await linkClient(world));
  const to = '595981123456@s.whatsapp.net';
  await client.sock.relayMessage(to, { conversation: 'Hola' }, { messageId: '3EB0AAAA' });
  await client.sock.relayMessage(to, { conversation: 'Hola' }, { messageId: '3EB0AAAA' });
  await until('the second has come', async () => (await journal()).repeatedIds === 1);
  expect(await journal()).toMatchObject({ shown: 1, shownTwice: 0, repeatedIds: 1 });

  await client.sock.relayMessage(to, { conversation: 'Hola' }, { messageId: '3EB0BBBB' });
  await until('the third is shown', async () => (await journal()).shown === 2);
  expect(await journal()).toMatchObject({ shown: 2, shownTwice: 1, repeatedIds: 1 });
});

test('an answer from a phone is decrypted by the client, from LID and from number', async () => {
  const client = keep(await linkClient(world));
  await client.sock.sendMessage('595981123456@s.whatsapp.net', { text: 'Hola', linkPreview: null });

  await control(world, 'POST /whatsapp/phones/595981123456/say', { text: 'uno', via: 'lid' });
  await control(world, 'POST /whatsapp/phones/595981123456/say', { text: 'dos', via: 'pn' });
  await control(world, 'POST /whatsapp/phones/595981999888/say', { text: 'tres' });
  await until('all three are here', () => client.texts.length === 3);

  const pn = '595981123456@s.whatsapp.net';
  expect(client.texts.map(({ text }) => text)).toEqual(['uno', 'dos', 'tres']);
  expect(client.texts[0]).toMatchObject({ type: 'notify', alt: pn });
  expect(client.texts[1]).toMatchObject({ jid: pn });
  await until('all are confirmed', async () => (await state()).queuedOffline === 0);
});

test('phones answer by the rule of their number, once', async () => {
  await control(world, 'POST /whatsapp/rules', { reply: 'BAJA', replyDelayMs: 10 });
  const client = keep(await linkClient(world));
  await client.sock.sendMessage('595981123456@s.whatsapp.net', { text: 'Hola', linkPreview: null });
  await until('the answer is here', () => client.texts.length === 1);
  await client.sock.sendMessage('595981123456@s.whatsapp.net', { text: 'Adiós', linkPreview: null });
  await until('the second is shown', async () => (await journal()).shown === 2);

  expect(client.texts).toMatchObject([{ text: 'BAJA' }]);
  expect(await journal()).toMatchObject({ repliesSent: 1 });
});

test('what was written while the client was off comes at its next login, all of it, and only until it confirmed', {
  timeout: 90_000,
}, async () => {
  const first = await linkClient(world);
  await until('the first login is settled', async () => (await state()).queuedOffline === 0);
  await first.kill();
  for (let index = 0; index < 120; index++) {
    await control(world, `POST /whatsapp/phones/5959811${10_000 + index}/say`, { text: `BAJA ${index}` });
  }
  expect(await state()).toMatchObject({ online: false, queuedOffline: 120 });

  const second = keep(first.again());
  await until('all are here', () => second.texts.length === 120, 40_000);
  await until('all are confirmed', async () => (await state()).queuedOffline === 0);
  expect(new Set(second.texts.map(({ text }) => text)).size).toBe(120);
  expect(second.texts.every(({ type }) => type === 'append')).toBe(true);
});

test('the same keys logging in a second time push the first socket out', async () => {
  const first = await linkClient(world);
  const second = keep(first.again());
  expect(await first.ended).toBe(440);
  await second.opened;
});

test('a device that the owner removes is told so, and finds the door closed afterwards', async () => {
  const client = await linkClient(world);
  await control(world, 'POST /whatsapp/unlink');
  expect(await client.ended).toBe(401);
  expect(await client.again().ended).toBe(401);
  expect(await state()).toMatchObject({ linked: false });
});
