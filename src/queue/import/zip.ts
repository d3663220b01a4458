/** Zip files by their directory: what is in them and how large, before a byte is unpacked. */
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  /** 0: stored, 8: deflated; there are others, which spreadsheets don't use. */
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  /** Where its local header begins. */
  readonly at: number;
  readonly encrypted: boolean;
}

/** The file is no zip, or not as its directory says. */
export class ZipDamaged extends Error {
  override name = 'ZipDamaged';
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
/** A comment of 64 KiB may follow the end record of 22 bytes. */
const TAIL = 65_557;
const MOST_ENTRIES = 10_000;

/** Sizes and places are those of the directory: `unpack` holds an entry to them. Throws `ZipDamaged`. */
export async function readDirectory(path: string): Promise<ZipEntry[]> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const tail = await bytesOf(file, Math.max(0, size - TAIL), Math.min(size, TAIL));
    const end = tail.lastIndexOf(Buffer.from('504b0506', 'hex'));
    if (end < 0 || end + 22 > tail.length) throw new ZipDamaged('no end record');
    const { count, length, at } = await whereDirectory(file, tail, end);
    if (count > MOST_ENTRIES || at + length > size) throw new ZipDamaged('a directory beyond the file');
    const entries = entriesOf(await bytesOf(file, at, length));
    if (entries.some((entry) => entry.at + entry.packed > size)) throw new ZipDamaged('an entry beyond it');
    return entries;
  } catch (error) {
    if (error instanceof RangeError) throw new ZipDamaged('a record is cut', { cause: error });
    throw error;
  } finally {
    await file.close();
  }
}

/** The bytes of one entry. Throws `ZipDamaged` as soon as it is larger than the directory said. */
export async function* unpack(
  path: string,
  entry: ZipEntry,
  signal?: AbortSignal,
): AsyncIterable<Uint8Array> {
  const start = await startOf(path, entry);
  if (entry.packed === 0) return;
  const packed = createReadStream(path, { start, end: start + entry.packed - 1 });
  if (entry.method === 0) return yield* packed;
  const inflate = createInflateRaw({ chunkSize: 16 * 1024 });
  const flow = pipeline(packed, inflate, signal ? { signal } : {});
  flow.catch(() => undefined);
  let got = 0;
  try {
    for await (const bytes of inflate) {
      got += bytes.length;
      if (got > entry.unpacked) throw new ZipDamaged('larger than its directory says');
      yield bytes;
    }
    await flow;
  } catch (error) {
    signal?.throwIfAborted();
    throw isZlib(error) ? new ZipDamaged('it does not inflate', { cause: error }) : error;
  } finally {
    inflate.destroy();
    await flow.catch(() => undefined);
  }
  if (got < entry.unpacked) throw new ZipDamaged('smaller than its directory says');
}

async function bytesOf(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw new ZipDamaged('the file ends too early');
  return buffer;
}

/** Large numbers stand in a second end record (zip64), which a locator before the first one points at. */
async function whereDirectory(file: FileHandle, tail: Buffer, end: number) {
  const locator = end - 20;
  if (locator >= 0 && tail.readUInt32LE(locator) === LOCATOR_64) {
    const record = await bytesOf(file, large(tail, locator + 8), 56);
    if (record.readUInt32LE(0) !== END_64) throw new ZipDamaged('no second end record');
    return { count: large(record, 32), length: large(record, 40), at: large(record, 48) };
  }
  if (tail.readUInt32LE(end) !== END) throw new ZipDamaged('no end record');
  return {
    count: tail.readUInt16LE(end + 10),
    length: tail.readUInt32LE(end + 12),
    at: tail.readUInt32LE(end + 16),
  };
}

function entriesOf(directory: Buffer): ZipEntry[] {
  const entries: ZipEntry[] = [];
  for (let at = 0; at + 46 <= directory.length; ) {
    if (directory.readUInt32LE(at) !== CENTRAL) throw new ZipDamaged('no entry where one must be');
    const name = directory.readUInt16LE(at + 28);
    const extra = directory.readUInt16LE(at + 30);
    const comment = directory.readUInt16LE(at + 32);
    const from = at + 46;
    const sizes = {
      unpacked: directory.readUInt32LE(at + 24),
      packed: directory.readUInt32LE(at + 20),
      at: directory.readUInt32LE(at + 42),
    };
    widen(sizes, directory.subarray(from + name, from + name + extra));
    entries.push({
      name: directory.toString('utf8', from, from + name).replaceAll('\\', '/'),
      method: directory.readUInt16LE(at + 10),
      encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
      ...sizes,
    });
    at = from + name + extra + comment;
  }
  return entries;
}

/** Sizes that don't fit into 32 bits stand in the extra field 1, in this order. */
function widen(sizes: { unpacked: number; packed: number; at: number }, extra: Buffer): void {
  for (let from = 0; from + 4 <= extra.length; ) {
    const [id, length] = [extra.readUInt16LE(from), extra.readUInt16LE(from + 2)];
    let at = from + 4;
    if (id === 1)
      for (const which of ['unpacked', 'packed', 'at'] as const)
        if (sizes[which] === 0xffffffff) {
          sizes[which] = large(extra, at);
          at += 8;
        }
    from += 4 + length;
  }
}

async function startOf(path: string, entry: ZipEntry): Promise<number> {
  if (entry.encrypted || (entry.method !== 0 && entry.method !== 8)) throw new ZipDamaged('not readable');
  const file = await open(path);
  try {
    const header = await bytesOf(file, entry.at, 30);
    if (header.readUInt32LE(0) !== LOCAL) throw new ZipDamaged('no entry where the directory says');
    return entry.at + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await file.close();
  }
}

const large = (bytes: Buffer, at: number): number => Number(bytes.readBigUInt64LE(at));

const isZlib = (error: unknown) =>
  error instanceof Error && 'code' in error && /^(Z_|ERR_ZLIB|ERR_STREAM_PREMATURE)/.test(String(error.code));
