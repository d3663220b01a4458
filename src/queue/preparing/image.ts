/** Pictures as they may be sent: upright, without metadata, with a small preview. */
import type { Metadata } from 'sharp';
import { withoutMetadata } from './jpeg.ts';

export interface Picture {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
  /** A small JPEG, base64. */
  readonly thumbnail: string;
}

export type PictureProblem =
  | { readonly is: 'broken-image' }
  | { readonly is: 'animated' }
  /** Unpacked it is larger than any picture that people take. */
  | { readonly is: 'huge'; readonly megapixels: number; readonly most: number };

const MEGA = 1_000_000;
/** A picture that unpacks to more than this is a bomb or a mistake. */
const MOST_PIXELS = 64 * MEGA;
/** WhatsApp shows no more; larger sides are made smaller. */
const LONGEST_SIDE = 4096;
const THUMBNAIL_SIDE = 96;

/** Makes a JPEG of any usual picture. Never throws for bad bytes. */
export async function preparePicture(
  bytes: Uint8Array,
): Promise<{ ok: true; picture: Picture } | { ok: false; problem: PictureProblem }> {
  const sharp = await loadSharp();
  try {
    // Only what stands at the beginning of the file is read here, however large the picture says it is.
    const metadata = await sharp(bytes, { limitInputPixels: false }).metadata();
    const { width, height, pages = 1 } = metadata;
    if (width * height > MOST_PIXELS) {
      const most = MOST_PIXELS / MEGA;
      return {
        ok: false,
        problem: { is: 'huge', megapixels: Math.ceil((width * height) / MEGA), most },
      };
    }
    if (pages > 1) return { ok: false, problem: { is: 'animated' } };
    const asItIs = isReady(metadata) ? withoutMetadata(bytes) : null;
    if (asItIs) {
      const thumbnail = await thumbnailOf(asItIs);
      return { ok: true, picture: { bytes: asItIs, width, height, thumbnail } };
    }
    const { data, info } = await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
      .autoOrient()
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 88 })
      .toBuffer({ resolveWithObject: true });
    const thumbnail = await thumbnailOf(data);
    return { ok: true, picture: { bytes: data, width: info.width, height: info.height, thumbnail } };
  } catch {
    return { ok: false, problem: { is: 'broken-image' } };
  }
}

/** Upright, in colours that every phone shows, and small enough: packing it anew would only blur it. */
const isReady = ({ format, orientation = 1, space, width, height }: Metadata): boolean =>
  format === 'jpeg' &&
  orientation === 1 &&
  (space === 'srgb' || space === 'b-w') &&
  Math.max(width, height) <= LONGEST_SIDE;

/** What a phone shows while the file itself isn't loaded. */
export async function thumbnailOf(picture: Uint8Array): Promise<string> {
  const sharp = await loadSharp();
  const small = await sharp(picture, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
    .resize({ width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE, fit: 'inside' })
    .jpeg({ quality: 50 })
    .toBuffer();
  return small.toString('base64');
}

/** Read with the first picture: a start has no need of it. */
const loadSharp = async () => (await import('sharp')).default;
