/** Files in one stream: for each a length, a line of JSON, and its bytes. A length of nothing ends it. */
import { createReadStream } from 'node:fs';

export interface Entry {
  /** With slashes, relative: checked by whoever writes it somewhere. */
  readonly path: string;
  readonly bytes: number;
}

/** The stream is no archive, or was cut. */
export class ArchiveBroken extends Error {
  override name = 'ArchiveBroken';
}

const MOST_HEADER = 4096;

/** Entries as they come; each is read to its end before the next is asked for. */
export async function* pack(
  entries: AsyncIterable<Entry & { content: AsyncIterable<Uint8Array> }>,
): AsyncGenerator<Buffer, void, undefined> {
  for await (const { path, bytes, content } of entries) {
    const header = Buffer.from(JSON.stringify({ path, bytes }));
    yield Buffer.concat([length(header.length), header]);
    let left = bytes;
    for await (const part of content) {
      left -= part.length;
      yield Buffer.from(part);
    }
    if (left !== 0) throw new ArchiveBroken(`${path} changed while it was copied`);
  }
  yield length(0);
}

/** Calls `take` for each entry in turn; what it leaves unread is skipped. Throws `ArchiveBroken`. */
export async function unpack(
  plain: AsyncIterable<Uint8Array>,
  take: (entry: Entry, content: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const input = reader(plain);
  for (;;) {
    const size = (await input.exactly(4)).readUInt32BE();
    if (size === 0) break;
    if (size > MOST_HEADER) throw new ArchiveBroken('a header is too long');
    const entry = entryOf((await input.exactly(size)).toString('utf8'));
    let left = entry.bytes;
    async function* content() {
      while (left > 0) {
        const part = await input.some(left);
        left -= part.length;
        yield part;
      }
    }
    await take(entry, content());
    while (left > 0) left -= (await input.some(left)).length;
  }
  // The last piece is authentic only when it was read.
  if (!(await input.atEnd())) throw new ArchiveBroken('something follows the end');
}

/** Exactly `bytes` of a file, though it may grow meanwhile. */
export const contentOf = (file: string, bytes: number): AsyncIterable<Uint8Array> =>
  bytes === 0 ? nothing() : createReadStream(file, { end: bytes - 1 });

async function* nothing(): AsyncGenerator<Uint8Array> {}

function length(bytes: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(bytes);
  return out;
}

function entryOf(text: string): Entry {
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch (error) {
    throw new ArchiveBroken('a header is no JSON', { cause: error });
  }
  if (typeof told === 'object' && told !== null && 'path' in told && 'bytes' in told) {
    const { path, bytes } = told;
    if (typeof path === 'string' && typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes >= 0)
      return { path, bytes };
  }
  throw new ArchiveBroken('a header tells no file');
}

function reader(plain: AsyncIterable<Uint8Array>) {
  const source = plain[Symbol.asyncIterator]();
  let left: Buffer = Buffer.alloc(0);
  /** False at the end. */
  async function more(): Promise<boolean> {
    while (left.length === 0) {
      const { value, done } = await source.next();
      if (done) return false;
      left = Buffer.from(value);
    }
    return true;
  }
  async function some(most: number): Promise<Buffer> {
    if (!(await more())) throw new ArchiveBroken('the end is missing');
    const part = left.subarray(0, most);
    left = left.subarray(part.length);
    return part;
  }
  return {
    some,
    async exactly(bytes: number): Promise<Buffer> {
      const parts: Buffer[] = [];
      for (let missing = bytes; missing > 0; ) {
        const part = await some(missing);
        parts.push(part);
        missing -= part.length;
      }
      return Buffer.concat(parts);
    },
    atEnd: async () => !(await more()),
  };
}
