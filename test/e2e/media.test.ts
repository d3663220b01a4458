/** Campaigns with pictures, from the operator's album to the phones, when hosts and siblings make it hard. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findOnPhones, makePictures, timesShown } from '../../demo/pictures.ts';
import { plain, startWorld, textOf, toCsv, until } from './world.ts';

const asAlbum = (pictures: readonly Buffer[], caption: string) =>
  pictures.map((bytes, nth) => ({
    ...{ name: `promo-${nth}.jpg`, bytes, as: 'photo' as const },
    ...(nth === 0 ? { caption } : {}),
  }));

it('an album whose pictures come seconds apart is one message, uploaded once for all', {
  timeout: 120_000,
}, async () => {
  await using world = await startWorld({ quietPhones: true });
  const ana = await world.connected();
  const rows = plain(30);
  const pictures = await makePictures(3);
  const list = await ana.sendFile({ name: 'lista.csv', bytes: Buffer.from(toCsv(rows)) });
  await ana.waitForButton('new:list:ok', { after: list });
  await ana.tap('new:list:ok');
  await ana.waitForButton('new:list', { after: list });
  const told = await ana.sendAlbum(asAlbum(pictures, 'Hola {nombre|amigo}'), { gapMs: 2200 });
  await ana.waitForButton('new:send', { after: told });
  await ana.tap('new:send');
  await ana.waitForButton('new:confirm', { after: told });
  await ana.tap('new:confirm');
  await until(async () => (await world.phones.journal()).shown === 120, {
    what: 'all albums',
    timeoutMs: 30_000,
  });
  const people = await world.phones.people();
  const hashes = await findOnPhones(world.stage, pictures, people);
  expect(people.map(({ messages }) => timesShown(messages, hashes, 'Hola '))).toEqual(rows.map(() => 1));
  expect(await world.phones.journal()).toMatchObject({
    uploads: 3,
    brokenAlbums: 0,
    mislabelled: 0,
    errors: [],
  });
});

it('a campaign whose picture no host takes says so, waits, and goes on by itself; nothing is left behind', {
  timeout: 240_000,
}, async () => {
  await using world = await startWorld({ quietPhones: true });
  const ana = await world.connected();
  const rows = plain(10);
  const [bytes = Buffer.alloc(0)] = await makePictures(1);
  await world.phones.faults({ mediaStatus: { status: 500, times: 2 } });
  const photo = { name: 'promo.jpg', bytes, as: 'photo' as const, caption: 'Hola' };
  const campaign = await world.send(ana, toCsv(rows), photo);
  await ana.waitForMessage((message) => textOf(message).startsWith('Esperando para subir'), {
    what: 'the reason',
  });
  expect((await world.phones.journal()).shown).toBe(0);
  await world.finished(ana, campaign, 60_000);
  await world.seen(10);
  expect(await world.phones.journal()).toMatchObject({ shown: 10, shownTwice: 0, uploads: 1 });
  const left = await readdir(join(world.dataRoot, 'uploads'), { recursive: true, withFileTypes: true });
  expect(left.filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual([]);
});
