import { pino } from 'pino';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { aFilm, aHeic, anMp3, anOpus, aPdf, aProgram } from '../../../test/data/media.ts';
import { createFfmpeg } from './ffmpeg.ts';
import { limitsOf, prepareFile, type Received, tooBig } from './prepare.ts';

const limits = limitsOf(10_000_000);
/** A machine without `ffmpeg`. */
const ffmpeg = createFfmpeg({
  searchPath: '/nowhere',
  mostBytes: limits.audio,
  signal: new AbortController().signal,
  log: pino({ level: 'silent' }),
});
const prepare = (name: string, bytes: Uint8Array, more: Partial<Received> = {}) =>
  prepareFile({ name, bytes, ...more }, { limits, ffmpeg });
const aPhoto = () =>
  sharp({ create: { width: 30, height: 20, channels: 3, background: '#0a7' } })
    .png()
    .toBuffer();

describe('what was sent becomes', () => {
  it('a picture, whatever it is called', async () => {
    expect(await prepare('foto.png', await aPhoto())).toMatchObject({
      file: { kind: 'image', mime: 'image/jpeg', width: 30, height: 20, name: 'foto.png' },
    });
    expect(await prepare('foto.pdf', await aPhoto())).toMatchObject({
      file: { kind: 'image', was: 'foto.pdf' },
    });
  });

  it('a document under its name, its bytes untouched', async () => {
    const bytes = aPdf();
    const made = await prepare('Precios 2026.pdf', bytes);
    expect(made).toMatchObject({
      bytes,
      file: { kind: 'document', mime: 'application/pdf', name: 'Precios 2026.pdf', bytes: bytes.length },
    });
    expect(await prepare('foto.jpg', bytes)).toMatchObject({
      file: { kind: 'document', name: 'foto.pdf', was: 'foto.jpg' },
    });
    expect(await prepare('instalar.exe', aProgram())).toMatchObject({ file: { kind: 'document' } });
    expect(await prepare('datos.xyz', Buffer.from([1, 2, 3]))).toMatchObject({
      file: { kind: 'document', mime: 'application/octet-stream' },
    });
  });

  it('a voice note that is one already, as it is', async () => {
    const bytes = anOpus(3);
    expect(await prepare('audio.ogg', bytes)).toMatchObject({
      bytes,
      file: { kind: 'voice', mime: 'audio/ogg; codecs=opus', seconds: 3, waveform: expect.any(String) },
    });
  });

  it('a film with its length and size, also where nothing can make a picture of it', async () => {
    expect(await prepare('local.mp4', aFilm({ seconds: 9 }))).toMatchObject({
      file: { kind: 'video', mime: 'video/mp4', seconds: 9, width: 320, height: 240 },
    });
  });

  it('a film or a document with the small picture that the app has made, if it is one', async () => {
    const thumbnail = await aPhoto();
    for (const [name, bytes] of [
      ['local.mp4', aFilm()],
      ['precios.pdf', aPdf()],
    ] as const) {
      const made = await prepare(name, bytes, { thumbnail });
      const small = made.ok && Buffer.from(made.file.thumbnail ?? '', 'base64');
      expect(await sharp(small || undefined).metadata()).toMatchObject({ format: 'jpeg' });
      const without = await prepare(name, bytes, { thumbnail: Buffer.from('no picture') });
      expect(without.ok && without.file.thumbnail).toBeUndefined();
    }
  });

  it('a document by the person’s wish, whatever it is', async () => {
    for (const [name, bytes] of [
      ['cancion.mp3', anMp3()],
      ['foto.heic', aHeic()],
      ['clip.mov', aFilm({ brand: 'qt  ' })],
    ] as const)
      expect(await prepare(name, bytes, { asDocument: true })).toMatchObject({
        bytes,
        file: { kind: 'document', name },
      });
  });
});

describe('what can’t go says why:', () => {
  it.each<[string, Uint8Array, object]>([
    ['foto.jpg', Buffer.from('hola'), { is: 'broken-image' }],
    ['foto.jpg', Buffer.alloc(0), { is: 'broken-image' }],
    ['a.pdf', Buffer.from('hola'), { is: 'broken', kind: 'pdf' }],
    ['a.mp4', aFilm().subarray(0, 60), { is: 'broken', kind: 'mp4' }],
    ['foto.heic', aHeic(), { is: 'heic' }],
    ['clip.mov', aFilm({ brand: 'qt  ' }), { is: 'video-kind', kind: 'mov' }],
    ['cancion.mp3', anMp3(), { is: 'no-voice', why: 'missing' }],
    ['charla.mp4', aFilm({ handler: 'soun' }), { is: 'no-voice', why: 'missing' }],
    ['largo.mp4', aFilm({ bytes: 17_000_000 }), { is: 'too-big', what: 'video' }],
    ['todo.bin', Buffer.alloc(21_000_000), { is: 'too-big', what: 'file' }],
  ])('%s', async (name, bytes, problem) => {
    expect(await prepare(name, bytes)).toMatchObject({ ok: false, problem });
  });

  it('a picture above the setting', async () => {
    const bytes = await aPhoto();
    const small = { limits: limitsOf(bytes.length - 1), ffmpeg };
    expect(await prepareFile({ name: 'foto.png', bytes }, small)).toMatchObject({
      problem: { is: 'too-big', what: 'image' },
    });
  });
});

describe('before a download', () => {
  const of = (mime: string, bytes: number, asDocument = false) => tooBig({ mime, bytes, asDocument }, limits);

  it('sizes are known by what the app says', () => {
    expect(of('image/png', 14_000_000)).toMatchObject({ what: 'image', most: 10_000_000 });
    expect(of('video/mp4', 17_000_000)).toMatchObject({ what: 'video', most: 16_000_000 });
    expect(of('audio/mpeg', 19_000_000)).toBeNull();
    expect(of('application/pdf', 34_000_000)).toMatchObject({ what: 'file' });
    expect(of('image/png', 0)).toBeNull();
  });

  it('only Telegram’s own limit holds for what goes as a plain file', () => {
    expect(of('video/mp4', 17_000_000, true)).toBeNull();
    expect(of('video/mp4', 34_000_000, true)).toMatchObject({ what: 'file' });
  });
});
