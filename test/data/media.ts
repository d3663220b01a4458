/** Files as phones and their apps write them, made here byte by byte: small, and without anything to hear or see. */

/** An Ogg page (RFC 3533); its check sum is left empty, as no phone of ours looks at it. */
function page(at: { granule: bigint; nth: number; packets: readonly Buffer[] }): Buffer {
  const lacing = at.packets.flatMap(({ length }) => [
    ...Array.from({ length: Math.floor(length / 255) }, () => 255),
    length % 255,
  ]);
  const head = Buffer.alloc(27);
  head.write('OggS', 0, 'latin1');
  head.writeUInt8(at.nth === 0 ? 2 : 0, 5);
  head.writeBigInt64LE(at.granule, 6);
  head.writeUInt32LE(77, 14);
  head.writeUInt32LE(at.nth, 18);
  head.writeUInt8(lacing.length, 26);
  return Buffer.concat([head, Buffer.from(lacing), ...at.packets]);
}

const PRE_SKIP = 312;
const PACKETS_A_SECOND = 50;

/** A voice note as Telegram records it: silence, then something loud for the second half. */
export function anOpus(seconds: number): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 0, 'latin1');
  head.set([1, 1], 8);
  head.writeUInt16LE(PRE_SKIP, 10);
  head.writeUInt32LE(48_000, 12);
  const tags = Buffer.concat([Buffer.from('OpusTags'), Buffer.alloc(8)]);
  const pages = Array.from({ length: seconds }, (_, nth) => {
    const loud = nth * 2 >= seconds;
    const packets = Array.from({ length: PACKETS_A_SECOND }, () => Buffer.alloc(loud ? 80 : 8, nth + 1));
    return page({ granule: BigInt((nth + 1) * 48_000 + PRE_SKIP), nth: nth + 2, packets });
  });
  return Buffer.concat([
    page({ granule: 0n, nth: 0, packets: [head] }),
    page({ granule: 0n, nth: 1, packets: [tags] }),
    ...pages,
  ]);
}

const box = (name: string, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, body]);
};

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [nth, value] of values.entries()) bytes.writeUInt32BE(value, nth * 4);
  return bytes;
}

const ONE = 0x10000;

/** An MP4 with its index and no picture; `turned`: filmed upright, kept lying. */
export function aFilm({
  seconds = 3,
  width = 320,
  height = 240,
  turned = false,
  handler = 'vide',
  brand = 'isom',
  bytes = 100,
} = {}): Buffer {
  const matrix = turned
    ? [0, ONE, 0, 0x10000 * 0xffff, 0, 0, 0, 0, 0x40000000]
    : [ONE, 0, 0, 0, ONE, 0, 0, 0, 0x40000000];
  const track = [0, 0, 0, 1, 0, seconds * 1000, 0, 0, 0, 0, ...matrix, width * ONE, height * ONE];
  return Buffer.concat([
    box('ftyp', Buffer.from(brand), numbers(512), Buffer.from(brand)),
    box(
      'moov',
      box('mvhd', numbers(0, 0, 0, 1000, seconds * 1000, ONE, 0, 0)),
      box(
        'trak',
        box('tkhd', numbers(...track)),
        box('mdia', box('hdlr', numbers(0, 0), Buffer.from(handler), numbers(0, 0, 0))),
      ),
    ),
    box('mdat', Buffer.alloc(bytes, 1)),
  ]);
}

export const aPdf = (words = 'Lista de precios'): Buffer =>
  Buffer.from(
    `%PDF-1.4\n%âãÏÓ\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\n% ${words}\ntrailer<</Root 1 0 R>>\n%%EOF\n`,
    'latin1',
  );

/** What an iPhone calls a photo. */
export const aHeic = (): Buffer =>
  Buffer.concat([
    box('ftyp', Buffer.from('heic'), numbers(0), Buffer.from('mif1heic')),
    box('meta', numbers(0)),
    box('mdat', Buffer.alloc(64)),
  ]);

/** The beginning of an MP3: a tag, and frames of 128 kbit/s. */
export const anMp3 = (): Buffer => {
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, 0x64]);
  return Buffer.concat([
    Buffer.from('ID3\x03\0\0\0\0\0\0', 'latin1'),
    ...Array.from({ length: 20 }, () => frame),
  ]);
};

export const aProgram = (): Buffer => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200, 7)]);
