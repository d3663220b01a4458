/** XML inside of a zip → events, while it is unpacked. */
import { Parser } from 'saxen';
import { unpack, ZipDamaged, type ZipEntry } from './zip.ts';

/** No cell of a spreadsheet is longer than 32,767 letters: what doesn't end within this is none. */
const LONGEST_TOKEN = 2 * 1024 * 1024;

/** What is told while an entry is parsed; names come without their namespace's prefix. */
export interface XmlListener {
  open(name: string, attributes: () => Attributes): void;
  /** `inside` is the element around the text. What helps to pronounce a text isn't told. */
  text?(text: string, inside: string): void;
  close?(name: string): void;
}

/** By name, decoded. */
export type Attributes = Readonly<Record<string, string | undefined>>;

/** Parses a whole entry. Throws `ZipDamaged`. */
export async function parseXml(path: string, entry: ZipEntry, listener: XmlListener): Promise<void> {
  for await (const _ of parseXmlParts(path, entry, undefined, listener));
}

/**
 * Parses an entry piece by piece; after each piece the caller has its turn, and so has everybody else. Throws
 * `ZipDamaged`, and the signal's reason.
 */
export async function* parseXmlParts(
  path: string,
  entry: ZipEntry,
  signal: AbortSignal | undefined,
  { open, text, close }: XmlListener,
): AsyncIterable<void> {
  let error: Error | undefined;
  let [given, used] = [0, 0];
  let [inside, aside] = ['', false];
  const parser = new Parser();
  parser.on('openTag', (full, attributes) => {
    used = given;
    inside = local(full);
    if (inside === 'rPh') aside = true;
    open(inside, () => decoded(attributes() || {}));
  });
  if (text) {
    parser.on('text', (some) => aside || text(decode(some), inside));
    parser.on('cdata', (some) => aside || text(some, inside));
  }
  parser.on('closeTag', (full) => {
    inside = '';
    const name = local(full);
    if (name === 'rPh') aside = false;
    close?.(name);
  });
  parser.on('error', (wrong) => {
    error ??= wrong;
  });
  parser.on('warn', () => undefined);
  let decoder: TextDecoder | null = null;
  for await (const bytes of unpack(path, entry, signal)) {
    given += bytes.length;
    decoder ??= new TextDecoder(encodingOf(bytes));
    parser.write(decoder.decode(bytes, { stream: true }));
    if (error) throw new ZipDamaged('its XML is broken', { cause: error });
    if (given - used > LONGEST_TOKEN) throw new ZipDamaged('its XML never ends');
    yield;
  }
  parser.end();
  if (error) throw new ZipDamaged('its XML is broken', { cause: error });
  yield;
}

const local = (name: string) => name.slice(name.indexOf(':') + 1);

function decoded(attributes: Readonly<Record<string, string>>): Attributes {
  const all: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) all[name] = decode(value);
  return all;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (all, hex, decimal, name) => {
    if (name) return NAMED[name] ?? all;
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}

/** XML is UTF-8 unless it begins as UTF-16 does. */
function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
