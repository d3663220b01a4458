/** Every kind of content over real sockets, to phones that decrypt it; and what hosts do to uploads. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { Content, MediaFile, MediaKind } from '../../src/queue/content.ts';
import type { PhoneNumber } from '../../src/queue/import/phone.ts';
import type { Outgoing } from '../../src/queue/ports.ts';
import { all, openStage, partsFor, phones, type Stage, until } from './stage.ts';

const MIMES = {
  image: 'image/jpeg',
  video: 'video/mp4',
  voice: 'audio/ogg',
  document: 'application/pdf',
} as const satisfies Record<MediaKind, string>;
const temp = process.env.TMPDIR;
const authorities = tls.getCACertificates();

let stage: Stage;
let tempDir: string;
beforeEach(async () => {
  stage = await openStage();
  tempDir = join(stage.dir, 'temp');
  await mkdir(tempDir);
  process.env.TMPDIR = tempDir;
  expect(tmpdir()).toBe(tempDir);
  tls.setDefaultCACertificates([...authorities, await readFile(stage.world.caFile, 'utf8')]);
  await stage.scan();
});
afterEach(async () => {
  await stage.close();
  if (temp === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = temp;
});

async function aFile(
  kind: MediaKind,
  name = `archivo.${kind}`,
  more: Partial<MediaFile> = {},
): Promise<MediaFile> {
  const bytes = randomBytes(30_000);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await writeFile(join(stage.dir, sha256), bytes);
  return { kind, sha256, mime: MIMES[kind], name, bytes: bytes.length, ...more };
}

const prepare = (content: Content) => stage.client.gateway.prepare(content);
async function partsTo(count: number, content: Content): Promise<Outgoing[]> {
  const addresses = (await stage.texts(phones(count))).map(({ address }) => address);
  return addresses.flatMap((address) => partsFor(address, content));
}
const send = (parts: readonly Outgoing[]) => stage.client.gateway.send(parts, all);
interface Line {
  id: string;
  text?: string;
  album?: number;
  inAlbum?: string;
  image?: { sha256: string; caption: string };
  video?: { sha256: string; caption: string; seconds: number };
  voice?: { sha256: string; seconds: number };
  document?: { sha256: string; caption: string; name: string };
}
/** What each phone shows, once there are so many messages in all. */
async function shown(count: number): Promise<Line[][]> {
  await until(async () => (await stage.journal()).shown === count);
  const people = (await stage.ask('GET /whatsapp/journal/people')) as { messages: Line[] }[];
  return people.map(({ messages }) => messages);
}

describe('phones open', () => {
  it('an album of pictures and a video: announced, each once, in order, the caption on the first', async () => {
    const media = [
      await aFile('image', 'uno.jpg', { width: 40, height: 30 }),
      await aFile('video', 'dos.mp4', { seconds: 12.4 }),
      await aFile('image', 'tres.jpg'),
    ];
    const parts = await partsTo(3, { text: 'Hola Ana', media });
    expect((await send(parts)).every(({ outcome }) => outcome === 'written')).toBe(true);
    for (const [announced, first, second, third, ...rest] of await shown(12)) {
      expect(announced).toMatchObject({ album: 3 });
      const inAlbum = announced?.id;
      const [one, two, three] = media.map(({ sha256 }) => sha256);
      expect(first).toMatchObject({
        inAlbum,
        image: { sha256: one, caption: 'Hola Ana', width: 40, height: 30 },
      });
      expect(second).toMatchObject({ inAlbum, video: { sha256: two, caption: '', seconds: 12 } });
      expect(third).toMatchObject({ inAlbum, image: { sha256: three, caption: '' } });
      expect(rest).toEqual([]);
    }
    const journal = await stage.journal();
    expect(journal).toMatchObject({ uploads: 3, brokenMedia: 0, mislabelled: 0, shownTwice: 0 });
    expect(journal).toMatchObject({ albums: 3, brokenAlbums: 0, images: 6, videos: 3 });
  });

  it('documents with their names, the caption on the first', async () => {
    const media = [await aFile('document', 'Lista de útiles.pdf'), await aFile('document', 'plano.pdf')];
    await send(await partsTo(1, { text: 'Hola', media }));
    const [lines] = await shown(2);
    expect(lines).toMatchObject([
      { document: { name: 'Lista de útiles.pdf', caption: 'Hola', sha256: media[0]?.sha256 } },
      { document: { name: 'plano.pdf', caption: '', sha256: media[1]?.sha256 } },
    ]);
    expect(await stage.journal()).toMatchObject({ brokenMedia: 0, mislabelled: 0 });
  });

  it('a voice note after the text that it can’t carry', async () => {
    const waveform = Buffer.alloc(64, 50).toString('base64');
    const note = await aFile('voice', 'nota.ogg', { seconds: 7, waveform });
    await send(await partsTo(1, { text: 'Escucha', media: [note] }));
    const [lines] = await shown(2);
    expect(lines).toMatchObject([{ text: 'Escucha' }, { voice: { seconds: 7, sha256: note.sha256 } }]);
    expect(await stage.journal()).toMatchObject({ voices: 1, brokenMedia: 0, mislabelled: 0 });
  });

  it('the same bytes as a picture and as a document, each with its own key', async () => {
    const image = await aFile('image');
    const media = [image, { ...image, kind: 'document' as const, name: 'foto.jpg' }];
    await send(await partsTo(1, { text: '', media }));
    await shown(2);
    expect(await stage.journal()).toMatchObject({ uploads: 2, images: 1, documents: 1, brokenMedia: 0 });
  });

  it('an album in the chat with oneself', async () => {
    const media = [await aFile('image'), await aFile('image')];
    const [looked] = await stage.texts(['595981000111' as PhoneNumber]);
    if (!looked) throw new Error('the own number was not found');
    await send(partsFor(looked.address, { text: 'Prueba', media }));
    const [lines] = await shown(3);
    expect(lines).toMatchObject([{ album: 2 }, { image: { caption: 'Prueba' } }, { image: { caption: '' } }]);
    expect(await stage.journal()).toMatchObject({ brokenAlbums: 0, mislabelled: 0, errors: [] });
  });

  it('an album whose parts had to be asked for again', async () => {
    const media = [await aFile('image'), await aFile('image')];
    const parts = await partsTo(1, { text: 'Hola', media });
    await stage.start({
      sent: {
        async find(id) {
          const message = parts.find((part) => part.id === id);
          return message ? { message, allowed: true } : null;
        },
      },
    });
    await stage.connect();
    await stage.ask('POST /whatsapp/faults', { retryReceipts: 3 });
    await send(parts);
    const [lines] = await shown(3);
    expect(lines?.map(({ id }) => id)).toEqual(parts.map(({ id }) => id));
    expect(await stage.journal()).toMatchObject({
      retriesAsked: 3,
      brokenAlbums: 0,
      undecryptable: 0,
      uploads: 2,
    });
  });
});

describe('an upload', () => {
  const faults = (body: Record<string, unknown>) => stage.ask('POST /whatsapp/faults', body);
  const uploads = async () => (await stage.journal()).uploads;
  const left = () => readdir(tempDir);

  it('refused or torn by one host goes to the next', async () => {
    await faults({ mediaStatus: { status: 503, times: 1 } });
    await prepare({ text: '', media: [await aFile('image')] });
    await faults({ mediaTrouble: { how: 'reset', times: 1 } });
    await prepare({ text: '', media: [await aFile('image')] });
    expect(await stage.journal()).toMatchObject({ uploads: 2, refusedUploads: 1 });
    expect(await left()).toEqual([]);
  });

  it('that no host takes says why, leaves no file behind, and works when it is asked for again', async () => {
    const content = { text: '', media: [await aFile('document')] };
    await faults({ mediaStatus: { status: 507, times: 2 } });
    await expect(prepare(content)).rejects.toMatchObject({
      reason: 'upload',
      message: expect.stringContaining('answered 507'),
    });
    expect(await left()).toEqual([]);
    await prepare(content);
    expect(await uploads()).toBe(1);
  });

  it('that a slow host takes in the end is awaited', async () => {
    await faults({ mediaTrouble: { how: 'slow', ms: 1500, times: 1 } });
    await prepare({ text: '', media: [await aFile('image')] });
    expect(await uploads()).toBe(1);
  });

  it('to a host that hangs is given up for the next one', { timeout: 80_000 }, async () => {
    await faults({ mediaTrouble: { how: 'hang', times: 1 } });
    await prepare({ text: '', media: [await aFile('image')] });
    expect(await uploads()).toBe(1);
    expect(await left()).toEqual([]);
  });

  it('under way when the program ends is given up, and leaves no file behind', async () => {
    await faults({ mediaTrouble: { how: 'hang', times: 2 } });
    const preparing = prepare({ text: '', media: [await aFile('video')] }).catch((error: unknown) => error);
    await until(
      async () =>
        ((await stage.ask('POST /whatsapp/faults')) as { mediaTrouble: { times: number } }).mediaTrouble
          .times < 2,
    );
    await stage.start();
    expect(await preparing).toMatchObject({ name: 'GatewayError' });
    expect(await left()).toEqual([]);
  });

  it('of a file that is damaged or gone never leaves', async () => {
    const file = await aFile('image');
    await writeFile(join(stage.dir, file.sha256), 'something else');
    await expect(prepare({ text: '', media: [file] })).rejects.toMatchObject({ reason: 'upload' });
    const gone = { ...file, sha256: '0'.repeat(64) };
    await expect(prepare({ text: '', media: [gone] })).rejects.toMatchObject({ reason: 'upload' });
    expect(await uploads()).toBe(0);
    expect(await left()).toEqual([]);
  });

  it('for two at once is one', async () => {
    const content = { text: '', media: [await aFile('image')] };
    await Promise.all([prepare(content), prepare(content)]);
    expect(await uploads()).toBe(1);
  });

  it('lasts over a restart, and is renewed when it is a day old', async () => {
    const content = { text: 'Hola', media: [await aFile('image'), await aFile('image')] };
    const parts = await partsTo(2, content);
    await send(parts);
    await shown(6);
    await stage.start();
    await stage.connect();
    await send(parts);
    await until(async () => (await stage.journal()).repeatedIds === 6);
    expect(await uploads()).toBe(2);
    await stage.start({ clock: { ...systemClock(), now: () => Date.now() + 25 * 3_600_000 } });
    await stage.connect();
    await prepare(content);
    expect(await uploads()).toBe(4);
  });

  it('that the host has lost is renewed when a phone misses it, but not at every word of every phone', async () => {
    let shift = 0;
    const media = [await aFile('image')];
    const [first = [], second = []] = [
      await partsTo(1, { text: 'Hola', media }),
      await partsTo(1, { text: 'Adiós', media }),
    ];
    const known = [...first, ...second];
    const sent = {
      async find(id: string) {
        const message = known.find((part) => part.id === id);
        return message ? { message, allowed: true } : null;
      },
    };
    await stage.start({ sent, clock: { ...systemClock(), now: () => Date.now() + shift } });
    await stage.connect();
    const lose = async (parts: readonly Outgoing[]) => {
      const { brokenMedia = 0 } = await stage.journal();
      await faults({ mediaTrouble: { how: 'expired', on: 'download', times: 1 } });
      await send(parts);
      await until(async () => (await stage.journal()).brokenMedia === brokenMedia + 1);
    };
    await lose(first);
    await prepare({ text: '', media });
    expect(await uploads()).toBe(1);
    shift = 11 * 60_000;
    await lose(second);
    await until(async () => {
      await prepare({ text: '', media });
      return (await uploads()) === 2;
    });
  });
});
