import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { mediaPath, prepareImage, storeMedia } from './media.ts';

const picture = (format: 'png' | 'jpeg' | 'webp', width = 300, height = 200) =>
  sharp({ create: { width, height, channels: 4, background: { r: 200, g: 30, b: 30, alpha: 0.5 } } })
    .toFormat(format)
    .toBuffer();
const most = { maxBytes: 10_000_000 };

describe('a picture', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('of kind %s becomes a JPEG with a preview', async (format) => {
    const prepared = await prepareImage(await picture(format), 'foto', most);
    if (!prepared.ok) throw new Error(prepared.problem.is);
    expect(prepared.file).toMatchObject({
      mime: 'image/jpeg',
      width: 300,
      height: 200,
      bytes: prepared.bytes.length,
    });
    const small = await sharp(Buffer.from(prepared.file.thumbnail ?? '', 'base64')).metadata();
    expect(Math.max(small.width, small.height)).toBeLessThanOrEqual(100);
  });

  it('is set upright and loses its metadata', async () => {
    const lying = await sharp(await picture('jpeg'))
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const prepared = await prepareImage(lying, 'foto', most);
    if (!prepared.ok) throw new Error(prepared.problem.is);
    expect(prepared.file).toMatchObject({ width: 200, height: 300 });
    expect((await sharp(prepared.bytes).metadata()).exif).toBeUndefined();
  });

  it('that is none is refused with what it is', async () => {
    const whole = await picture('png');
    expect(await prepareImage(Buffer.from('%PDF-1.7\n1 0 obj'), 'x.png', most)).toMatchObject({
      problem: { is: 'not-an-image', kind: 'pdf' },
    });
    expect(await prepareImage(Buffer.from('hola'), 'x.jpg', most)).toMatchObject({
      problem: { is: 'broken' },
    });
    expect(await prepareImage(whole.subarray(0, whole.length / 2), 'x.png', most)).toMatchObject({
      problem: { is: 'broken' },
    });
    expect(await prepareImage(whole, 'x.png', { maxBytes: 10 })).toMatchObject({
      problem: { is: 'too-big' },
    });
  });

  it('that would unpack to a huge one is refused', async () => {
    const bomb = await sharp({
      create: { width: 9000, height: 9000, channels: 3, background: '#fff' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(await prepareImage(bomb, 'x.png', most)).toMatchObject({ problem: { is: 'broken' } });
  });

  it('that moves is refused', async () => {
    const frame = (background: string) =>
      sharp({ create: { width: 20, height: 20, channels: 3, background } })
        .png()
        .toBuffer();
    const moving = await sharp([await frame('red'), await frame('blue')], { join: { animated: true } })
      .gif()
      .toBuffer();
    expect(await prepareImage(moving, 'x.gif', most)).toMatchObject({ problem: { is: 'animated' } });
  });

  it('that two operators send at once is stored whole, with nothing beside it', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'media-'));
    const bytes = Buffer.alloc(500_000, 7);
    await Promise.all(Array.from({ length: 5 }, () => storeMedia(dir, bytes, 'same')));
    expect(readdirSync(dir)).toEqual(['same']);
    expect(readFileSync(mediaPath(dir, 'same')).equals(bytes)).toBe(true);
    rmSync(dir, { recursive: true });
  });

  it('is stored once under its hash', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'media-'));
    const prepared = await prepareImage(await picture('png'), 'foto', most);
    if (!prepared.ok) throw new Error(prepared.problem.is);
    await storeMedia(dir, prepared.bytes, prepared.file.sha256);
    await storeMedia(dir, prepared.bytes, prepared.file.sha256);
    expect(readdirSync(dir)).toEqual([prepared.file.sha256]);
    expect(readFileSync(mediaPath(dir, prepared.file.sha256)).equals(prepared.bytes)).toBe(true);
    rmSync(dir, { recursive: true });
  });
});
