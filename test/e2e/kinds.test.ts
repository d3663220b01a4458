/** Everything a message can carry, from the operator's chat to the bytes on the phones. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SentFile, ShownMessage } from '../../demo/driver.ts';
import { makePictures } from '../../demo/pictures.ts';
import { aFilm, aHeic, anMp3, anOpus, aPdf, aProgram } from '../data/media.ts';
import {
  lastId,
  type Message,
  type Operator,
  plain,
  startWorld,
  textOf,
  toCsv,
  until,
  type World,
} from './world.ts';

const PEOPLE = 3;
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let world: World;
let ana: Operator;
let nth = 0;
/** Of the list that was sent last. */
let numbers: readonly string[] = [];

/** A list of people who got nothing yet, as far as the question for a message. */
async function begin(): Promise<void> {
  const rows = plain(PEOPLE, nth * PEOPLE);
  nth += 1;
  await ana.say('/cancelar');
  const list = await ana.sendFile({ name: 'lista.csv', bytes: Buffer.from(toCsv(rows)) });
  await ana.waitForButton('new:list:ok', { after: list });
  await ana.tap('new:list:ok');
  await ana.waitForMessage(saying(/^Paso 2 de 3/), { what: 'the question', after: list });
  numbers = rows.map(({ number }) => number.replaceAll(/\D/g, ''));
}

const saying = (words: RegExp) => (message: Message) => message.from === 'bot' && words.test(textOf(message));
const told = (after: number, words: RegExp) =>
  ana.waitForMessage(saying(words), { what: String(words), after, timeoutMs: 20_000 });
const preview = (after: number) => told(after, /^Paso 3 de 3/);

/** Sends it and waits for what these people have then, each the same. */
async function launch(messages: number): Promise<ShownMessage[]> {
  const before = await world.phones.journal();
  const after = (await ana.waitForButton('new:send')).message.id - 1;
  await ana.tap('new:send');
  const { message: last } = await ana.waitForButton('new:confirm', { after });
  await ana.tap('new:confirm', { messageId: last.id });
  await until(async () => (await world.phones.journal()).shown === before.shown + PEOPLE * messages, {
    what: `${messages} messages each`,
    timeoutMs: 30_000,
  });
  expect(await world.phones.journal()).toMatchObject({
    ...{ shownTwice: before.shownTwice, brokenMedia: 0, brokenAlbums: 0, mislabelled: 0, wrongOrder: 0 },
    errors: [],
  });
  const people = (await world.phones.people()).filter(({ number }) => numbers.includes(number));
  expect(people).toHaveLength(PEOPLE);
  // Ids, hours and places among all that arrived are each person's own; all the rest is the same.
  const bare = people.map(({ messages: all }) =>
    all.slice(-messages).map(({ id: _, at: __, inAlbum: ___, seq: ____, ...message }) => message),
  );
  for (const one of bare) expect(one).toEqual(bare[0]);
  return people[0]?.messages.slice(-messages) ?? [];
}

/** What the bot has shown above the preview, and not taken away again. */
const standing = async (after: number) =>
  (await ana.chat()).messages.filter(
    (message) =>
      message.id > after &&
      message.from === 'bot' &&
      (message.photo || message.document) &&
      !message.caption &&
      // The report of the campaign before may come late.
      !message.document?.name.startsWith('campana-'),
  );

const calls = async () =>
  ((await world.stage.control.get('/telegram/calls')) as { calls: { method: string }[] }).calls.map(
    ({ method }) => method,
  );

describe('a message carries', () => {
  beforeAll(async () => {
    world = await startWorld({ quietPhones: true, env: { PATH: '/nowhere' } });
    ana = await world.connected();
  }, 60_000);
  afterAll(() => world.close());

  it('a document under its name, with its text', { timeout: 120_000 }, async () => {
    await begin();
    const bytes = aPdf();
    const file = { name: 'Precios marzo.pdf', bytes, caption: 'Los precios', mime: 'application/pdf' };
    const face = await preview((await ana.sendFile(file)) - 1);
    expect(textOf(face)).toContain('Archivo: Precios marzo.pdf');
    const [message] = await launch(1);
    expect(message?.document).toMatchObject({ sha256: hashOf(bytes), name: 'Precios marzo.pdf' });
    expect(message?.document?.caption).toMatch(/^Los precios\n\nResponde BAJA/);
  });

  it('files that came singly after the text, in order, each once above the preview', {
    timeout: 120_000,
  }, async () => {
    await begin();
    const start = await lastId(ana);
    const pictures = await makePictures(2);
    await ana.say('Hola a todos');
    await preview(start);
    for (const [at, bytes] of pictures.entries()) {
      const sent = await ana.sendFile({ name: `${at}.jpg`, bytes, as: 'photo' });
      await preview(sent);
    }
    const film = aFilm({ seconds: 7 });
    const [thumbnail = Buffer.alloc(0)] = pictures;
    const video = { name: 'local.mp4', bytes: film, mime: 'video/mp4', as: 'video' as const, thumbnail };
    const sent = await ana.sendFile(video);
    const face = await preview(sent);
    expect(textOf(face)).toContain('Lleva 2 fotos y un video.');
    expect(textOf(face)).toContain('Telegram redujo tu foto');
    const above = await standing(start);
    expect(above.map(({ photo }) => photo !== undefined)).toEqual([true, true, false]);
    expect(above.every(({ id }) => id > sent && id < face.id)).toBe(true);
    const [album, first, second, third] = await launch(4);
    expect(album?.album).toBe(3);
    expect(first?.image?.caption).toMatch(/^Hola a todos/);
    expect(second?.image?.caption).toBe('');
    expect(third?.video).toMatchObject({ sha256: hashOf(film), seconds: 7, width: 320, height: 240 });
    expect([first?.image, second?.image, third?.video].every((one) => (one?.preview ?? 0) > 100)).toBe(true);
    expect([first, second, third].every((one) => one?.inAlbum === album?.id)).toBe(true);
  });

  it('a voice note as it was recorded, its text before it', { timeout: 120_000 }, async () => {
    await begin();
    const bytes = anOpus(4);
    const sent = await ana.sendFile({ name: 'voz', bytes, mime: 'audio/ogg', as: 'voice' });
    await preview(sent);
    expect((await calls()).includes('sendVoice')).toBe(true);
    await preview(await ana.say('Escucha'));
    const said = (await ana.chat()).messages.findLast(({ text }) => text === 'Escucha');
    const before = await lastId(ana);
    await ana.edit(said?.id ?? 0, 'Escucha esto');
    const face = await preview(before);
    expect(textOf(face)).toContain('El texto va antes de la nota de voz');
    const [text, voice] = await launch(2);
    expect(text?.text).toMatch(/^Escucha esto/);
    expect(voice?.voice).toMatchObject({ sha256: hashOf(bytes), seconds: 4, bars: 64 });
  });

  it('what is left when files and texts are taken away or changed', { timeout: 120_000 }, async () => {
    await begin();
    const start = await lastId(ana);
    const [bytes = Buffer.alloc(0)] = await makePictures(1);
    await preview(await ana.sendFile({ name: 'a.png', bytes, mime: 'image/png', caption: 'Uno' }));
    expect(await standing(start)).toHaveLength(1);
    await ana.tap('new:content');
    const now = await told(start, /^Paso 2 de 3/);
    expect(textOf(now)).toContain('Ahora tiene una foto y un texto.');
    await ana.tap('new:text');
    await told(start, /^Escribe el texto nuevo/);
    await preview(await ana.say('Dos'));
    expect(await standing(start)).toHaveLength(1);
    await ana.tap('new:content');
    await ana.tap('new:nofiles');
    await until(async () => (await standing(start)).length === 0, { what: 'the photo to go' });
    const [text] = await launch(1);
    expect(text?.text).toMatch(/^Dos/);
  });

  it('the picture that lay in the album, though it came late: by itself, and after a question', {
    timeout: 120_000,
  }, async () => {
    await begin();
    const start = await lastId(ana);
    const pictures = await makePictures(3);
    const photo = (at: number): SentFile & { albumId: string } => ({
      ...{ name: `${at}.jpg`, bytes: pictures[at] ?? Buffer.alloc(0), as: 'photo', albumId: 'late' },
    });
    await preview(await ana.sendFile(photo(0)));
    await preview(await ana.sendFile(photo(1)));
    await ana.tap('new:send');
    await ana.waitForButton('new:confirm', { after: start });
    await told(await ana.sendFile(photo(2)), /^Llegó otro archivo del mismo álbum/);
    await ana.tap('new:late');
    await until(async () => (await standing(start)).length === 3, { what: 'all three' });
    const face = await preview(await lastId(ana).then((id) => id - 2));
    expect(textOf(face)).toContain('Lleva 3 fotos.');
    const messages = await launch(4);
    expect(messages[0]?.album).toBe(3);
    await told((await ana.sendFile(photo(0))) - 1, /^Este archivo llegó tarde/);
  });

  it('nothing that isn’t what it says, and says what to do', { timeout: 240_000 }, async () => {
    await begin();
    const document = (name: string, bytes: Uint8Array, mime: string) => ({ name, bytes, mime });
    const cases: [SentFile, RegExp][] = [
      [document('x.jpg', Buffer.from('no picture'), 'image/jpeg'), /^Esa imagen está dañada/],
      [document('IMG_1.HEIC', aHeic(), 'image/heic'), /^No puedo abrir fotos HEIC/],
      [
        document('a.pdf', Buffer.from('no pdf'), 'application/pdf'),
        /^Ese archivo está dañado o no es un \.pdf/,
      ],
      [
        document('c.mov', aFilm({ brand: 'qt  ' }), 'video/quicktime'),
        /^Los teléfonos no reproducen videos \.mov/,
      ],
      [document('c.mp3', anMp3(), 'audio/mpeg'), /^No puedo convertir este audio en nota de voz/],
    ];
    for (const [file, words] of cases) {
      const sent = await ana.sendFile(file);
      expect((await told(sent, words)).replyTo).toBe(sent);
    }
    const renamed = await preview(await ana.sendFile(document('foto.jpg', aPdf(), 'image/jpeg')));
    expect(textOf(renamed)).toContain('foto.jpg es en realidad un PDF: va como foto.pdf.');
    const program = await preview(
      await ana.sendFile(document('juego.exe', aProgram(), 'application/x-msdos')),
    );
    expect(textOf(program)).toContain('juego.exe es un programa');
    // Each of those that were refused may still go as it is.
    const refused = (await ana.chat()).messages.findLast(saying(/^No puedo convertir este audio/));
    const after = await lastId(ana);
    await ana.tap('new:asfile', { messageId: refused?.id ?? 0 });
    await preview(after);
    const names = (await launch(3)).map(({ document: file }) => file?.name);
    expect(names).toEqual(['foto.pdf', 'juego.exe', 'c.mp3']);
  });

  it('no more than fits, and nothing too large is fetched', { timeout: 240_000 }, async () => {
    await begin();
    const [bytes = Buffer.alloc(0)] = await makePictures(1);
    const large = (name: string, mime: string, declaredSize: number, as?: SentFile['as']) => ({
      ...{ name, bytes, mime, declaredSize },
      ...(as ? { as } : {}),
    });
    const cases: [SentFile, RegExp][] = [
      [large('a.png', 'image/png', 14_000_000), /^La foto pesa 14 MB y el máximo es 10/],
      [large('a.mp4', 'video/mp4', 18_000_000, 'video'), /^El video pesa 18 MB y WhatsApp acepta 16/],
      [large('a.pdf', 'application/pdf', 34_000_000), /^El archivo pesa 34 MB y solo puedo recibir 20/],
    ];
    const fetched = (await calls()).filter((method) => method === 'getFile').length;
    for (const [file, words] of cases) await told(await ana.sendFile(file), words);
    expect((await calls()).filter((method) => method === 'getFile')).toHaveLength(fetched);
    const album = Array.from({ length: 10 }, (_, at) => ({ name: `${at}.jpg`, bytes, as: 'photo' as const }));
    await preview(await ana.sendAlbum(album));
    await told(await ana.sendFile({ name: 'once.jpg', bytes, as: 'photo' }), /^Ya hay 10 archivos/);
    const long = await told(
      await ana.say('a'.repeat(1500)),
      /^Con archivos caben 1\.024 letras y el texto tiene 1\.500/,
    );
    await ana.tap('new:show');
    await preview(long.id - 1);
    expect((await launch(11))[0]?.album).toBe(10);
  });

  it('a list, when that is what people should get', { timeout: 120_000 }, async () => {
    await begin();
    const bytes = Buffer.from('producto;precio\npan;5000\n');
    const sent = await ana.sendFile({ name: 'precios.csv', bytes, mime: 'text/csv' });
    await told(sent, /^Ahora espero el mensaje/);
    await ana.tap('new:asfile');
    await preview(sent);
    const [message] = await launch(1);
    expect(message?.document).toMatchObject({ name: 'precios.csv', sha256: hashOf(bytes) });
  });
});

const present = spawnSync('ffmpeg', ['-version']).status === 0;
if (!present) process.stdout.write('ffmpeg is not on this machine: no song becomes a voice note here\n');

describe.skipIf(!present)('with ffmpeg', () => {
  beforeAll(async () => {
    world = await startWorld({ quietPhones: true });
    ana = await world.connected();
  }, 60_000);
  afterAll(() => world.close());

  it('a song becomes a voice note on every phone', { timeout: 120_000 }, async () => {
    await begin();
    const how = '-f lavfi -i sine=440:duration=3 -f mp3 pipe:1'.split(' ');
    const bytes = spawnSync('ffmpeg', how).stdout;
    const song = { name: 'canción.mp3', bytes, mime: 'audio/mpeg', as: 'audio' as const };
    await preview(await ana.sendFile(song));
    const [footer, voice] = await launch(2);
    expect(footer?.text).toMatch(/^Responde BAJA/);
    expect(voice?.voice).toMatchObject({ seconds: 3 });
  });
});
