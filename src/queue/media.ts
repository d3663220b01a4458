/** Pictures as they may be sent: sniffed by content, upright, without metadata, with a small preview. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, open, rename, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import type { MediaFile } from './content.ts';

export type ImageProblem =
  | { is: 'too-big'; bytes: number; most: number }
  /** Something else than a picture; `kind` is what, without dot. */
  | { is: 'not-an-image'; kind: string }
  | { is: 'broken' }
  | { is: 'animated' };

export type PreparedImage =
  | { ok: true; bytes: Buffer; file: MediaFile }
  | { ok: false; problem: ImageProblem };

const KINDS = ['jpg', 'png', 'webp', 'heic', 'avif', 'gif', 'tif'];
/** A picture that unpacks to more than this is a bomb or a mistake. */
const MOST_PIXELS = 64_000_000;
/** WhatsApp shows no more; larger sides are made smaller. */
const LONGEST_SIDE = 4096;
const THUMBNAIL_SIDE = 96;

/** Makes a JPEG of any usual picture. Never throws for bad bytes. */
export async function prepareImage(
  bytes: Uint8Array,
  name: string,
  { maxBytes }: { maxBytes: number },
): Promise<PreparedImage> {
  if (bytes.length > maxBytes) return refuse({ is: 'too-big', bytes: bytes.length, most: maxBytes });
  const type = await fileTypeFromBuffer(bytes);
  if (!type) return refuse({ is: 'broken' });
  if (!KINDS.includes(type.ext)) return refuse({ is: 'not-an-image', kind: type.ext });
  try {
    const options = { limitInputPixels: MOST_PIXELS, failOn: 'error' } as const;
    const { pages = 1 } = await sharp(bytes, options).metadata();
    if (pages > 1) return refuse({ is: 'animated' });
    const { data, info } = await sharp(bytes, options)
      .autoOrient()
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 88 })
      .toBuffer({ resolveWithObject: true });
    const thumbnail = await sharp(data)
      .resize({ width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE, fit: 'inside' })
      .jpeg({ quality: 50 })
      .toBuffer();
    return {
      ok: true,
      bytes: data,
      file: {
        kind: 'image',
        sha256: createHash('sha256').update(data).digest('hex'),
        mime: 'image/jpeg',
        name,
        bytes: data.length,
        width: info.width,
        height: info.height,
        thumbnail: thumbnail.toString('base64'),
      },
    };
  } catch {
    return refuse({ is: 'broken' });
  }
}

/** Where a stored file lies. */
export function mediaPath(dir: string, sha256: string): string {
  return join(dir, sha256);
}

/** Writes a file once under its hash: whole or not at all, on disk when the promise resolves. */
export async function storeMedia(dir: string, bytes: Uint8Array, sha256: string): Promise<void> {
  const path = mediaPath(dir, sha256);
  const there = await stat(path).catch(() => null);
  if (there?.size === bytes.length) return;
  await mkdir(dir, { recursive: true, mode: 0o700 });
  // A place of its own: two operators may send the same picture at once.
  const own = await mkdtemp(join(dir, '.part-'));
  const part = join(own, sha256);
  const file = await open(part, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
  await rmdir(own);
  const folder = await open(dir);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const refuse = (problem: ImageProblem): PreparedImage => ({ ok: false, problem });
