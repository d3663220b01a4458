import { readFile } from 'node:fs/promises';
import { Agent } from 'node:https';
import {
  type BinaryNode,
  encodeSignedDeviceIdentity,
  encodeWAMessage,
  extractDeviceJids,
  jidEncode,
  parseAndInjectE2ESessions,
  prepareWAMessageMedia,
  USyncQuery,
  USyncUser,
} from '@whiskeysockets/baileys';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { control, linkClient, type TestClient, until } from './test-client.ts';
import { startWhatsApp, type WhatsAppWorld } from './world.ts';

let world: WhatsAppWorld;
let client: TestClient;

beforeEach(async () => {
  world = await startWhatsApp({ quietPhones: true });
  const ca = await readFile(world.caFile, 'utf8');
  client = await linkClient(world, { fetchAgent: new Agent({ ca }), defaultQueryTimeoutMs: 1500 });
  await until('the first login is settled', () => client.creds.accountSyncCounter > 0);
});

afterEach(async () => {
  await client.kill();
  await world.close();
});

const journal = async () => (await control(world, 'GET /whatsapp/journal')) as Record<string, number>;
const faults = (body: Record<string, unknown>) => control(world, 'POST /whatsapp/faults', body);
const pn = (number: string) => `${number}@s.whatsapp.net`;
const say = async (number: string, text: string) =>
  (await client.sock.sendMessage(pn(number), { text, linkPreview: null }))?.key.id ?? '';

test('an error ack reaches the client with its code, and no phone shows that message', async () => {
  await faults({ errorAck: { code: 463, times: 1, afterMessages: 1 } });
  await say('595981123456', 'uno');
  const id = await say('595981123465', 'dos');
  await say('595981123466', 'tres');
  await until('all acks are in', () => client.acks.length === 3);

  expect(client.acks.map(({ error }) => error)).toEqual([undefined, '463', undefined]);
  expect(client.acks[1]?.id).toBe(id);
  expect(await journal()).toMatchObject({ shown: 2, errorAcks: 1 });
});

test('a phone that cannot open a message asks again, and shows it once', async () => {
  await faults({ retryReceipts: 2 });
  await say('595981123456', 'otra vez');
  await until('it is shown', async () => (await journal()).shown === 1);
  expect(await journal()).toMatchObject({ retriesAsked: 2, shown: 1, undecryptable: 0 });
});

test('a phone that was set up anew opens the next message after asking for it again', async () => {
  await say('595981123456', 'antes');
  await until('it is shown', async () => (await journal()).shown === 1);
  await control(world, 'POST /whatsapp/phones/595981123456/rule', { newIdentity: true });
  await say('595981123456', 'después');
  await until('it is shown too', async () => (await journal()).shown === 2);
  expect(await journal()).toMatchObject({ undecryptable: 0 });
});

test('a socket that ends before the ack leaves a message that was shown; after the drop the next login works', async () => {
  await faults({ dropBeforeAck: 1 });
  await say('595981123456', 'perdido');
  expect(await client.ended).toBe(428);
  expect(client.acks).toEqual([]);
  expect(await journal()).toMatchObject({ shown: 1 });

  client = client.again();
  await client.opened;
  await faults({ dropAfterStanzas: 1 });
  await say('595981123465', 'nunca llegó');
  expect(await client.ended).toBe(428);
  expect(await journal()).toMatchObject({ shown: 1 });
  client = client.again();
  await client.opened;
});

test('swallowed acks are missing, everything else goes on', async () => {
  await faults({ loseAcks: 1 });
  await say('595981123456', 'sin acuse');
  await until('it is delivered', () => client.updates.some(({ status }) => status === 3));
  expect(client.acks).toEqual([]);
});

test('one picture goes through the media host to many people, and is the same picture there', async () => {
  const picture = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#336699' } })
    .jpeg()
    .toBuffer();
  const upload = client.sock.waUploadToServer;
  const media = await prepareWAMessageMedia({ image: picture }, { upload });
  for (const number of ['595981123456', '595981123465']) {
    const imageMessage = { ...media.imageMessage, caption: `Hola ${number}`, width: 64, height: 48 };
    await client.sock.relayMessage(pn(number), { imageMessage }, {});
  }
  await until('both show it', async () => (await journal()).shown === 2);

  expect(await journal()).toMatchObject({ uploads: 1, downloads: 1, brokenMedia: 0 });
  const [first] = (await control(world, 'GET /whatsapp/journal/people')) as {
    messages: { id: string; image: unknown }[];
  }[];
  const id = first?.messages[0]?.id;
  expect(first?.messages[0]?.image).toMatchObject({ width: 64, height: 48, caption: 'Hola 595981123456' });
  const download = await control(world, `GET /whatsapp/phones/595981123456/media/${id}`);
  expect(download).toMatchObject({ type: 'image/jpeg', bytes: picture });
});

test('an album as Baileys sends it is whole; one of two pictures is not, nor a stanza with a wrong label', async () => {
  const jid = pn('595981123456');
  const picture = (color: string) =>
    sharp({ create: { width: 8, height: 8, channels: 3, background: color } })
      .jpeg()
      .toBuffer();
  const send = async (expectedImageCount: number, colors: string[]) => {
    const parent = await client.sock.sendMessage(jid, { album: { expectedImageCount } });
    if (!parent) throw new Error('nothing was sent');
    for (const color of colors) {
      const album = { albumParentKey: parent.key };
      await client.sock.sendMessage(jid, { image: await picture(color), ...album });
    }
  };
  await send(2, ['#a00', '#0a0']);
  await until('the first is shown', async () => (await journal()).shown === 3);
  expect(await journal()).toMatchObject({ albums: 1, brokenAlbums: 0, images: 2, mislabelled: 0 });
  await send(2, ['#00a']);
  await until('the second is shown', async () => (await journal()).shown === 5);
  expect(await journal()).toMatchObject({
    albums: 2,
    brokenAlbums: 1,
    images: 3,
    mislabelled: 0,
    shownTwice: 0,
  });

  const { sock } = client;
  const text = { extendedTextMessage: { text: 'Hola' } };
  await sock.relayMessage(jid, text, { additionalAttributes: { type: 'media' } });
  await until('the text is shown', async () => (await journal()).shown === 6);
  expect(await journal()).toMatchObject({ mislabelled: 1 });
});

test('a refused upload fails in the client, and bytes that are not what they say are refused', async () => {
  const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#000' } })
    .png()
    .toBuffer();
  const upload = client.sock.waUploadToServer;
  await faults({ mediaStatus: { status: 500, times: 2 } });
  await expect(prepareWAMessageMedia({ image: picture }, { upload })).rejects.toThrow('failed on all hosts');

  const lying: typeof upload = (path, options) =>
    upload(path, { ...options, fileEncSha256B64: Buffer.alloc(32, 7).toString('base64') });
  await expect(prepareWAMessageMedia({ image: picture }, { upload: lying })).rejects.toThrow(
    'failed on all hosts',
  );
  expect(await journal()).toMatchObject({ uploads: 0, refusedUploads: 4 });
});

/** The contact protocol that also tells which number was asked, which Baileys' own loses. */
const contactWithNumber: USyncQuery['protocols'][number] = {
  name: 'contact',
  getQueryElement: () => ({ tag: 'contact', attrs: {} }),
  getUserElement: (user: USyncUser) => ({ tag: 'contact', attrs: {}, content: user.phone ?? '' }),
  parser: (answer: BinaryNode) => ({
    exists: answer.attrs.type === 'in',
    asked: answer.content?.toString(),
  }),
};

function lookUp(...numbers: string[]) {
  const query = new USyncQuery().withContext('message').withDeviceProtocol().withLIDProtocol();
  query.protocols.push(contactWithNumber);
  for (const number of numbers) query.withUser(new USyncUser().withPhone(`+${number}`));
  return client.sock.executeUSyncQuery(query);
}

test('one query tells of many numbers whether they exist, their LID and their devices', async () => {
  const result = await lookUp(
    '595981123456',
    '595981123000',
    '595981123422',
    '5541987654321',
    '595981000111',
  );
  expect(result?.list).toMatchObject([
    {
      id: pn('595981123456'),
      contact: { exists: true, asked: '+595981123456' },
      lid: expect.stringMatching(/^\d{15}@lid$/),
    },
    { id: pn('595981123000'), contact: { exists: false, asked: '+595981123000' } },
    { id: pn('595981123422'), devices: { deviceList: [{ id: 0 }, { id: 1, keyIndex: 1 }] } },
    { id: pn('554187654321'), contact: { exists: true, asked: '+5541987654321' } },
    { id: pn('595981000111'), devices: { deviceList: [{ id: 0 }, { id: 1, keyIndex: 1 }] } },
  ]);
});

test('a number with an error spoils the whole answer, a lost answer is undefined, a refused one throws', async () => {
  await faults({ errorUser: '595981123456' });
  await expect(lookUp('595981123456', '595981123465')).rejects.toThrow();
  await faults({ clear: true, usyncError: { code: 429, times: 1 } });
  await expect(lookUp('595981123456')).rejects.toThrow('rate-overlimit');
  await faults({ clear: true, usyncTimeout: 1 });
  expect(await lookUp('595981123456')).toBeUndefined();
  expect((await lookUp('595981123465'))?.list).toHaveLength(1);
});

test('a batch as the pipeline sends it, to LIDs with their number beside, is shown in order', async () => {
  const numbers = ['595981123456', '595981123422', '595981123465'];
  await control(world, 'POST /whatsapp/expect', { numbers });
  const { sock } = client;
  const result = await lookUp(...numbers);
  const people = (result?.list ?? []).map((user) => ({ pn: user.id, lid: String(user.lid) }));
  await sock.signalRepository.lidMapping.storeLIDPNMappings(people);
  const byLid = (result?.list ?? []).map((user) => ({ ...user, id: String(user.lid) }));
  const me = { id: client.creds.me?.id ?? '', lid: client.creds.me?.lid ?? '' };
  const devices = extractDeviceJids(byLid, me.id, me.lid, false);
  const jids = devices.map(({ user, device }) => jidEncode(user, 'lid', device));
  const users = jids.map((jid) => ({ tag: 'user', attrs: { jid } }));
  const bundles = await sock.query({
    tag: 'iq',
    attrs: { xmlns: 'encrypt', type: 'get', to: '@s.whatsapp.net' },
    content: [{ tag: 'key', attrs: {}, content: users }],
  });
  await parseAndInjectE2ESessions(bundles, sock.signalRepository);
  const account = client.creds.account;
  if (!account) throw new Error('not linked');
  for (const [index, person] of people.entries()) {
    const copies = await Promise.all(
      jids
        .filter((jid) => jid.startsWith(person.lid.split('@')[0] ?? '?'))
        .map(async (jid): Promise<BinaryNode> => {
          const data = encodeWAMessage({ extendedTextMessage: { text: `Hola ${index}` } });
          const { type, ciphertext } = await sock.signalRepository.encryptMessage({ jid, data });
          return {
            tag: 'to',
            attrs: { jid },
            content: [{ tag: 'enc', attrs: { v: '2', type }, content: ciphertext }],
          };
        }),
    );
    const attrs = { id: `3EB0000${index}`, to: person.lid, type: 'text', peer_recipient_pn: person.pn };
    const identity = encodeSignedDeviceIdentity(account, true);
    await sock.sendNode({
      tag: 'message',
      attrs,
      content: [
        { tag: 'participants', attrs: {}, content: copies },
        { tag: 'device-identity', attrs: {}, content: identity },
      ],
    });
  }
  await until('all are shown', async () => (await journal()).shown === 3);
  await until('all are delivered', () => new Set(client.updates.map(({ id }) => id)).size === 3);
  expect(await journal()).toMatchObject({ wrongOrder: 0, missing: 0, delivered: 3, withoutRecipient: 0 });
});

test("the account's limits are told when asked, and pushed", async () => {
  const ends = Math.floor(Date.now() / 1000) + 3600;
  const pushed = Promise.withResolvers<unknown>();
  client.sock.ev.on(
    'connection.update',
    ({ reachoutTimeLock }) => reachoutTimeLock && pushed.resolve(reachoutTimeLock),
  );
  await faults({
    reachoutTimelock: { isActive: true, until: ends, push: true },
    newChatCap: { total_quota: 50, used_quota: 50, capping_status: 'CAPPED' },
  });
  expect(await pushed.promise).toMatchObject({ isActive: true, timeEnforcementEnds: new Date(ends * 1000) });
  expect(await client.sock.fetchAccountReachoutTimelock()).toMatchObject({ isActive: true });
  expect(await client.sock.fetchNewChatMessageCap()).toMatchObject({
    total_quota: 50,
    capping_status: 'CAPPED',
  });
});

test('half a round trip lies on each direction, and order is kept', async () => {
  await faults({ rttMs: 200 });
  const start = performance.now();
  await client.sock.query({
    tag: 'iq',
    attrs: { to: '@s.whatsapp.net', type: 'get', xmlns: 'w:p' },
    content: [{ tag: 'ping', attrs: {} }],
  });
  expect(performance.now() - start).toBeGreaterThan(190);
  await faults({ rttMs: 0 });
});

test('a silent server answers pings only', async () => {
  await faults({ silent: true });
  const ask = (xmlns: string, tag: string) =>
    client.sock.query(
      { tag: 'iq', attrs: { to: '@s.whatsapp.net', type: 'get', xmlns }, content: [{ tag, attrs: {} }] },
      300,
    );
  expect(await ask('w:p', 'ping')).toBeDefined();
  await expect(ask('abt', 'props')).rejects.toThrow('Timed Out');
  await say('595981123456', 'nadie escucha').catch(() => undefined);
  expect(await journal()).toMatchObject({ stanzas: 0, shown: 0 });
});

test('a login is refused with its code, a stream error ends the connection with its own', async () => {
  await faults({ disconnect: { code: 503 } });
  expect(await client.ended).toBe(503);
  await faults({ loginFailure: { code: 405, times: 1 } });
  client = client.again();
  expect(await client.ended).toBe(405);
  client = client.again();
  await client.opened;
});

test('held receipts arrive when they are let go, also after a new login, and may be repeated', async () => {
  await faults({ lateReceipts: true });
  await say('595981123456', 'tarde');
  await until('it is shown', async () => (await journal()).shown === 1);
  expect(client.updates).toEqual([]);
  await client.kill();
  await faults({ lateReceipts: false, repeatReceipts: 2 });

  client = client.again();
  await until('it is delivered', () => client.updates.some(({ status }) => status === 3));
  await until(
    'all is confirmed',
    async () =>
      ((await control(world, 'GET /whatsapp/state')) as { queuedOffline: number }).queuedOffline === 0,
  );
});

test('without the end mark the client never hears that the offline queue is done, with a blocked head only one comes', async () => {
  await client.kill();
  for (const text of ['uno', 'dos', 'tres']) {
    await control(world, 'POST /whatsapp/phones/595981123456/say', { text });
  }
  await faults({ holdOffline: true, blockedHead: true });
  const ends: unknown[] = [];
  const offline: string[] = [];
  client = client.again();
  client.sock.ws.on('CB:ib,,offline', (stanza: BinaryNode) => ends.push(stanza));
  client.sock.ws.on('CB:message', (stanza: BinaryNode) => offline.push(stanza.attrs.offline ?? 'live'));
  await until('the head has come', () => offline.length > 0);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(offline).toEqual(['0']);
  expect(ends).toEqual([]);

  await client.kill();
  await faults({ clear: true });
  client = client.again();
  await until('all have come', () => client.texts.length === 2);
});

test('connections are refused, bundles are missing, acks carry a hash, numbers are refused, as told', async () => {
  await faults({ bundleMissing: '595981123456' });
  await expect(say('595981123456', 'sin llaves')).rejects.toThrow();
  await faults({ clear: true, phashOnAck: 1 });
  await say('595981123465', 'lista vieja');
  await until('the ack is in', () => client.acks.length === 1);
  expect(client.acks[0]?.phash).toBeDefined();
  await faults({ clear: true, refusePn: true });
  await say('595981123465', 'por número');
  await until('the second ack is in', () => client.acks.length === 2);
  expect(client.acks[1]).toMatchObject({ error: '463' });

  await client.kill();
  await faults({ clear: true, refuseConnections: true });
  client = client.again();
  expect(await client.ended).toBe(408);
  await faults({ clear: true });
  client = client.again();
  await client.opened;
});

test('a fault that does not exist is refused with a sentence', async () => {
  await expect(faults({ looseAcks: 1 })).rejects.toThrow('looseAcks');
});
