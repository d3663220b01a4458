import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { withoutMetadata } from './jpeg.ts';

const SECRET = 'Calle Palma 123';
const EXIF = { IFD0: { Artist: SECRET, Make: 'Phone' }, IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '25/1' } };

async function aJpeg(options: { progressive?: boolean; grey?: boolean; side?: number } = {}) {
  const { progressive = false, grey = false, side = 60 } = options;
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 };
  const create = { width: side, height: 40, channels: 3 as const, background: '#000', noise };
  const picture = sharp({ create }).withExif(EXIF).jpeg({ progressive, quality: 80 });
  return (grey ? picture.grayscale() : picture).toBuffer();
}

const pixels = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer();

describe('a JPEG without its metadata', () => {
  it.each([{}, { progressive: true }, { grey: true }, { side: 1 }])(
    'shows the same pixels, and tells nobody where it was taken: %j',
    async (options) => {
      const bytes = await aJpeg(options);
      expect(bytes.includes(SECRET)).toBe(true);
      const clean = withoutMetadata(
        Buffer.concat([bytes, Buffer.from('a film that a phone has put behind it')]),
      );
      expect(clean && (await pixels(clean)).equals(await pixels(bytes))).toBe(true);
      expect(clean?.includes(SECRET)).toBe(false);
      expect(clean?.includes('a film')).toBe(false);
      expect((await sharp(clean ?? undefined).metadata()).exif).toBeUndefined();
    },
  );

  it('keeps its colour profile, and is itself when there is nothing to leave out', async () => {
    const bytes = await sharp(await aJpeg())
      .withIccProfile('p3')
      .jpeg()
      .toBuffer();
    const clean = withoutMetadata(bytes);
    expect((await sharp(clean ?? undefined).metadata()).icc).toBeDefined();
    expect(clean && withoutMetadata(clean)?.equals(clean)).toBe(true);
  });

  it('is nothing when the bytes end too early or are something else, and never an error', async () => {
    const bytes = await aJpeg();
    expect(withoutMetadata(bytes.subarray(0, bytes.length - 2))).toBeNull();
    expect(withoutMetadata(Buffer.from('%PDF-1.7'))).toBeNull();
    const cut = fc.nat(bytes.length - 1);
    fc.assert(
      fc.property(cut, fc.nat(255), (at, value) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = value;
        withoutMetadata(damaged);
        withoutMetadata(damaged.subarray(0, at));
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (any) => void withoutMetadata(any)));
  });
});
