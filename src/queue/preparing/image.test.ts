import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type Picture, preparePicture } from './image.ts';

const picture = (format: 'png' | 'jpeg' | 'webp', width = 300, height = 200) =>
  sharp({ create: { width, height, channels: 4, background: { r: 200, g: 30, b: 30, alpha: 0.5 } } })
    .toFormat(format)
    .toBuffer();

async function prepared(bytes: Uint8Array): Promise<Picture> {
  const made = await preparePicture(bytes);
  if (!made.ok) throw new Error(made.problem.is);
  return made.picture;
}

describe('a picture', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('of kind %s becomes a JPEG with a preview', async (format) => {
    const made = await prepared(await picture(format));
    expect(made).toMatchObject({ width: 300, height: 200 });
    expect((await sharp(made.bytes).metadata()).format).toBe('jpeg');
    const small = await sharp(Buffer.from(made.thumbnail, 'base64')).metadata();
    expect(Math.max(small.width, small.height)).toBeLessThanOrEqual(100);
  });

  it('is set upright and loses place and device', async () => {
    const place = { IFD0: { Model: 'A phone' }, IFD3: { GPSLatitude: '25/1 17/1 0/1', GPSLatitudeRef: 'S' } };
    const lying = await sharp(await picture('jpeg'))
      .withExif(place)
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(lying).metadata()).exif).toBeDefined();
    const made = await prepared(lying);
    expect(made).toMatchObject({ width: 200, height: 300 });
    expect((await sharp(made.bytes).metadata()).exif).toBeUndefined();
  });

  it('that is damaged is refused, wherever it was cut', async () => {
    const whole = await picture('png');
    for (const part of [0.1, 0.5, 0.9])
      expect(await preparePicture(whole.subarray(0, Math.floor(whole.length * part)))).toMatchObject({
        problem: { is: 'broken-image' },
      });
    expect(await preparePicture(Buffer.from('hola'))).toMatchObject({ problem: { is: 'broken-image' } });
  });

  it('that would unpack to a huge one is refused with its size', async () => {
    const bomb = await sharp({
      create: { width: 9000, height: 9000, channels: 3, background: '#fff' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(await preparePicture(bomb)).toMatchObject({ problem: { is: 'huge', megapixels: 81, most: 64 } });
  });

  it('that moves is refused', async () => {
    const frame = (background: string) =>
      sharp({ create: { width: 20, height: 20, channels: 3, background } })
        .png()
        .toBuffer();
    const moving = await sharp([await frame('red'), await frame('blue')], { join: { animated: true } })
      .gif()
      .toBuffer();
    expect(await preparePicture(moving)).toMatchObject({ problem: { is: 'animated' } });
  });
});
