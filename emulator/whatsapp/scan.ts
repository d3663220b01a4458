import jsqr from 'jsqr';
import sharp from 'sharp';

/** Reads a QR code as a camera would: from the pixels of a picture. `undefined` when none is seen. */
export async function readQr(picture: Buffer): Promise<string | undefined> {
  const { data, info } = await sharp(picture)
    .flatten({ background: '#ffffff' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const code = decode(new Uint8ClampedArray(data), info.width, info.height);
  return code?.data;
}

// The package is CommonJS: its function is the namespace's default in types, one level deeper at run time.
const decode =
  typeof jsqr === 'function' ? jsqr : (jsqr as { default: typeof import('jsqr').default }).default;
