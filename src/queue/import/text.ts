/** Bytes → text: what a file really is, how it is encoded, and its lines with one kind of end. */
import { isAscii } from 'node:buffer';
import { fileTypeFromBuffer } from 'file-type';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Kinds of `file-type` that are made of letters, and are no list all the same. */
const LETTERS = ['pdf', 'rtf', 'xml', 'svg', 'ps', 'eps', 'ics', 'vcf'];

/**
 * What the first bytes are when they are no list of text, as an extension without dot; the file's name is never
 * believed. Two letters are enough to look like a .bmp («BMW») or an .exe, so plain text stays text. `zip` is
 * any file that is one inside (.xlsx, .ods, .docx), `cfb` the container of old and of locked spreadsheets.
 */
export async function kindOf(head: Uint8Array): Promise<string | null> {
  const start = Buffer.from(head.subarray(0, 500)).toString('latin1');
  if (start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06')) return 'zip';
  // In UTF-16 every other byte is zero.
  if (/^\s*(ï»¿|ÿþ|þÿ)?\s*BEGIN:VCARD/i.test(start.replaceAll('\0', ''))) return 'vcf';
  if (/^\s*(ï»¿)?\s*<(!doctype html|html|table|head)\b/i.test(start)) return 'html';
  const found = await fileTypeFromBuffer(head);
  const encoding = encodingOf(head);
  if (found && !['txt', 'csv'].includes(found.ext)) {
    const letters = encoding === 'utf-8' && !/\p{Cc}/u.test(start.replace(/\s/g, ''));
    if (!letters || LETTERS.includes(found.ext)) return found.ext;
  }
  if (encoding.startsWith('utf-16')) return null;
  return head.includes(0) ? 'bin' : null;
}

/** BOM, then zero bytes of UTF-16, then strict UTF-8, else Windows-1252. */
export function encodingOf(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const some = head.subarray(0, 4096);
  let [even, odd] = [0, 0];
  for (const [index, byte] of some.entries())
    if (byte === 0) {
      if (index % 2 === 0) even += 1;
      else odd += 1;
    }
  if (odd > some.length / 4) return 'utf-16le';
  if (even > some.length / 4) return 'utf-16be';
  return isUtf8(head) ? 'utf-8' : 'windows-1252';
}

/**
 * The encoding of a whole file. A head of plain ASCII tells nothing: the first chunk with another letter does,
 * and a file may have its first ñ in its last line. `rest` opens what follows, where it must be looked at.
 */
export async function encodingOfAll(
  head: Uint8Array,
  rest: () => AsyncIterable<Uint8Array>,
): Promise<Encoding> {
  const encoding = encodingOf(head);
  if (encoding !== 'utf-8' || !isAscii(head)) return encoding;
  for await (const chunk of rest()) {
    if (!isAscii(chunk)) return isUtf8(chunk) ? 'utf-8' : 'windows-1252';
  }
  return 'utf-8';
}

/** Decodes a stream; every line end becomes `\n`, those inside of cells too. */
export async function* decode(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncIterable<string> {
  const decoder = new TextDecoder(encoding);
  // A CR at the end of a chunk waits: the LF that may belong to it comes with the next one.
  let held = '';
  for await (const chunk of bytes) {
    const text = held + decoder.decode(chunk, { stream: true });
    held = text.endsWith('\r') ? '\r' : '';
    yield unixLines(held ? text.slice(0, -1) : text);
  }
  yield unixLines(held + decoder.decode());
}

/** Decodes bytes that are at hand, as `decode` does. */
export function decodeNow(bytes: Uint8Array, encoding: Encoding): string {
  return unixLines(new TextDecoder(encoding).decode(bytes));
}

const unixLines = (text: string) => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // The bytes may end in the middle of a letter: `stream` forgives that, and nothing else.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
