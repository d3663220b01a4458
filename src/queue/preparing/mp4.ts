/** The index of an MP4 (ISO/IEC 14496-12): whether it shows something, how large, how long. */

export interface Film {
  readonly video: boolean;
  readonly audio: boolean;
  readonly seconds?: number;
  readonly width?: number;
  readonly height?: number;
}

interface Box {
  readonly name: string;
  readonly body: Buffer;
}

/** Null when there is no index: the file is cut, or something else. */
export function readFilm(bytes: Uint8Array): Film | null {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const boxes = boxesOf(whole);
  const index = boxes.find(({ name }) => name === 'moov');
  // What was cut off is either the index or what it points to.
  if (!index || !boxes.some(({ name }) => name === 'mdat')) return null;
  const inside = boxesOf(index.body);
  const tracks = inside.filter(({ name }) => name === 'trak').map(({ body }) => trackOf(body));
  const shown = tracks.find(({ handler }) => handler === 'vide');
  const seconds = lengthOf(inside.find(({ name }) => name === 'mvhd')?.body);
  return {
    video: shown !== undefined,
    audio: tracks.some(({ handler }) => handler === 'soun'),
    ...(seconds ? { seconds } : {}),
    ...(shown?.size ?? {}),
  };
}

/** Boxes that are there as a whole. */
function boxesOf(data: Buffer): Box[] {
  const found: Box[] = [];
  for (let at = 0; at + 8 <= data.length; ) {
    const name = data.toString('latin1', at + 4, at + 8);
    const short = data.readUInt32BE(at);
    const long = short === 1 && at + 16 <= data.length;
    const size = short === 0 ? data.length - at : long ? Number(data.readBigUInt64BE(at + 8)) : short;
    const head = long ? 16 : 8;
    if (size < head || at + size > data.length) break;
    found.push({ name, body: data.subarray(at + head, at + size) });
    at += size;
  }
  return found;
}

/** Times and lengths are wider in version 1. */
function lengthOf(header: Buffer | undefined): number | undefined {
  if (!header || header.length < 32) return undefined;
  const wide = header[0] === 1;
  const scale = header.readUInt32BE(wide ? 20 : 12);
  const length = wide ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16);
  return scale > 0 ? length / scale : undefined;
}

function trackOf(track: Buffer): { handler: string; size: { width: number; height: number } | undefined } {
  const inside = boxesOf(track);
  const media = inside.find(({ name }) => name === 'mdia');
  const handler = media && boxesOf(media.body).find(({ name }) => name === 'hdlr');
  return {
    handler: handler && handler.body.length >= 12 ? handler.body.toString('latin1', 8, 12) : '',
    size: sizeOf(inside.find(({ name }) => name === 'tkhd')?.body),
  };
}

/** The last 44 bytes are a matrix of nine numbers, then width and height, with 16 bits behind the point. */
function sizeOf(header: Buffer | undefined): { width: number; height: number } | undefined {
  if (!header || header.length < 80) return undefined;
  const at = header.length - 8;
  const size = { width: header.readUInt32BE(at) >>> 16, height: header.readUInt32BE(at + 4) >>> 16 };
  if (size.width === 0 || size.height === 0) return undefined;
  // A phone held upright films lying pictures and says that they are to be turned: then the first number is 0.
  const turned = header.readInt32BE(at - 36) === 0;
  return turned ? { width: size.height, height: size.width } : size;
}
