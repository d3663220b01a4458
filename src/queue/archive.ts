/** A zip with one file in it, made while it is read: whatever the size, memory holds a window. */
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';

/** Sizes stand behind the bytes, since nobody knows them before; the name is UTF-8. */
const FLAGS = 0x0808;
const DEFLATED = 8;
const VERSION = 20;
/** 1980-01-01: when the file was made is nobody's business. */
const DATE = 0x0021;

/** Packs `from` into the zip `to` under a name. Below 4 GB, as the plain form of the format wants it. */
export async function zipFile(from: string, to: string, name: string): Promise<void> {
  const label = Buffer.from(name);
  const [sum, sizes] = [{ crc: 0, bytes: 0 }, { packed: 0 }];
  await pipeline(
    createReadStream(from),
    async function* (source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        sum.crc = crc32(chunk, sum.crc);
        sum.bytes += chunk.length;
        yield chunk;
      }
    },
    createDeflateRaw(),
    async function* (packed: AsyncIterable<Buffer>) {
      yield record(0x04034b50, [VERSION, FLAGS, DEFLATED, 0, DATE], [0, 0, 0], [label.length, 0], label);
      for await (const chunk of packed) {
        sizes.packed += chunk.length;
        yield chunk;
      }
      const facts = [sum.crc, sizes.packed, sum.bytes];
      yield record(0x08074b50, [], facts, []);
      const directory = Buffer.concat([
        record(0x02014b50, [VERSION, VERSION, FLAGS, DEFLATED, 0, DATE], facts, [label.length, 0, 0, 0, 0]),
        // Attributes and the place of the file, which is the first.
        Buffer.alloc(8),
        label,
      ]);
      const begin = HEADER + label.length + sizes.packed + DESCRIPTOR;
      yield directory;
      yield record(0x06054b50, [0, 0, 1, 1], [directory.length, begin], [0]);
    },
    createWriteStream(to, { mode: 0o600 }),
  );
}

const HEADER = 30;
const DESCRIPTOR = 16;

/** A record of the format: its mark, then numbers of two, four and two bytes, then bytes. */
function record(
  mark: number,
  first: readonly number[],
  longs: readonly number[],
  last: readonly number[],
  rest: Buffer = Buffer.alloc(0),
): Buffer {
  const bytes = Buffer.alloc(4 + 2 * first.length + 4 * longs.length + 2 * last.length);
  let at = bytes.writeUInt32LE(mark);
  for (const value of first) at = bytes.writeUInt16LE(value, at);
  for (const value of longs) at = bytes.writeUInt32LE(value, at);
  for (const value of last) at = bytes.writeUInt16LE(value, at);
  return Buffer.concat([bytes, rest]);
}
