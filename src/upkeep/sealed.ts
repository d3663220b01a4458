/**
 * A stream that nobody without its passphrase can read or change: scrypt makes the key, and AES-256-GCM seals it
 * piece by piece. Each piece knows its place and whether it is the last one, so that pieces can't be swapped, left
 * out or cut off (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
 */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';

/** `passphrase`: it is another one, or the beginning of the file is damaged; nothing can tell these apart. */
export type SealTrouble = 'not-ours' | 'newer' | 'passphrase' | 'damaged';

/** What was sealed can't be opened. */
export class SealBroken extends Error {
  override name = 'SealBroken';
  readonly trouble: SealTrouble;
  constructor(trouble: SealTrouble, options?: ErrorOptions) {
    super(`a sealed file can't be opened: ${trouble}`, options);
    this.trouble = trouble;
  }
}

const MAGIC = Buffer.from('message-sender\0');
const VERSION = 1;
/** Of scrypt, as powers of two: 64 MB of memory and some tenths of a second for each guess. It stands in the header. */
const COST = 16;
const BLOCK_SIZE = 8;
const PARALLEL = 2;
/** A forged header may not ask for more than a gigabyte. */
const MOST_COST = 20;
const SALT = 16;
const PREFIX = 7;
const TAG = 16;
const PIECE = 64 * 1024;
const HEADER = MAGIC.length + 4 + SALT + PREFIX;

/** Header, then the pieces. */
export async function* seal(
  plain: AsyncIterable<Uint8Array>,
  passphrase: string,
  cost = COST,
): AsyncGenerator<Buffer, void, undefined> {
  const header = Buffer.concat([
    MAGIC,
    Buffer.from([VERSION, cost, BLOCK_SIZE, PARALLEL]),
    randomBytes(SALT + PREFIX),
  ]);
  const { key, prefix } = await opened(header, passphrase);
  yield header;
  let nth = 0;
  for await (const { bytes, last } of pieces(plain, PIECE)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(prefix, nth, last));
    cipher.setAAD(header);
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    nth += 1;
  }
}

/** Yields only what is authentic. Throws `SealBroken`, at the latest where the stream was cut. */
export async function* unseal(
  sealed: AsyncIterable<Uint8Array>,
  passphrase: string,
): AsyncGenerator<Buffer, void, undefined> {
  const { header, rest } = await splitHeader(sealed);
  if (header.length < HEADER || !header.subarray(0, MAGIC.length).equals(MAGIC))
    throw new SealBroken('not-ours');
  if (header[MAGIC.length] !== VERSION) throw new SealBroken('newer');
  const { key, prefix } = await opened(header, passphrase);
  let nth = 0;
  for await (const { bytes, last } of pieces(rest, PIECE + TAG)) {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce(prefix, nth, last), { authTagLength: TAG });
    decipher.setAAD(header);
    let plain: Buffer;
    try {
      decipher.setAuthTag(bytes.subarray(-TAG));
      plain = Buffer.concat([decipher.update(bytes.subarray(0, -TAG)), decipher.final()]);
    } catch (error) {
      throw new SealBroken(nth === 0 ? 'passphrase' : 'damaged', { cause: error });
    }
    yield plain;
    nth += 1;
  }
}

/** Key and nonce prefix that a header asks for. */
async function opened(header: Buffer, passphrase: string): Promise<{ key: Buffer; prefix: Buffer }> {
  const [log2 = 0, blockSize = 0, parallel = 0] = header.subarray(MAGIC.length + 1);
  if (log2 < 1 || log2 > MOST_COST || blockSize !== BLOCK_SIZE || parallel < 1 || parallel > 8)
    throw new SealBroken('damaged');
  const salt = header.subarray(MAGIC.length + 4, MAGIC.length + 4 + SALT);
  const cost = { N: 2 ** log2, r: blockSize, p: parallel, maxmem: 2 ** log2 * blockSize * 128 * 2 };
  const key = await new Promise<Buffer>((resolve, reject) =>
    scrypt(passphrase.normalize('NFC'), salt, 32, cost, (error, derived) =>
      error ? reject(error) : resolve(derived),
    ),
  );
  return { key, prefix: header.subarray(-PREFIX) };
}

function nonce(prefix: Buffer, nth: number, last: boolean): Buffer {
  const place = Buffer.alloc(5);
  place.writeUInt32BE(nth);
  place[4] = last ? 1 : 0;
  return Buffer.concat([prefix, place]);
}

async function splitHeader(
  sealed: AsyncIterable<Uint8Array>,
): Promise<{ header: Buffer; rest: AsyncIterable<Uint8Array> }> {
  const source = sealed[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  while (start.length < HEADER) {
    const { value, done } = await source.next();
    if (done) break;
    start = Buffer.concat([start, value]);
  }
  async function* rest() {
    yield start.subarray(HEADER);
    yield* { [Symbol.asyncIterator]: () => source };
  }
  return { header: start.subarray(0, HEADER), rest: rest() };
}

/** Pieces of `size` bytes; the last one is shorter or empty, and known to be the last. */
async function* pieces(
  input: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ bytes: Buffer; last: boolean }, void, undefined> {
  let parts: Uint8Array[] = [];
  let have = 0;
  for await (const part of input) {
    parts.push(part);
    have += part.length;
    if (have <= size) continue;
    let all = Buffer.concat(parts);
    for (; all.length > size; all = all.subarray(size)) yield { bytes: all.subarray(0, size), last: false };
    parts = [all];
    have = all.length;
  }
  yield { bytes: Buffer.concat(parts), last: true };
}
