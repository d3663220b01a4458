/** Bytes → rows with line numbers: what the file is, how it is encoded, how it is cut into columns. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Info, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { fileTypeFromBuffer } from 'file-type';
import { firstNumber } from './phone.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface Column {
  readonly index: number;
  /** From the header; `Columna 2` is the view's business when it is empty. */
  readonly name: string;
  /** The first value that isn't empty. */
  readonly sample: string;
  /** Share of its values that look like numbers of people, 0–1. */
  readonly phoneShare: number;
}

export interface Inspection {
  readonly columns: readonly Column[];
  /** Index of the column with the numbers; null when none looks like it. */
  readonly column: number | null;
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly hasHeader: boolean;
}

export type TableProblem =
  /** Not a list of text; `kind` is what it really is, without dot. */
  { is: 'kind'; kind: string } | { is: 'empty' } | { is: 'damaged' };

export type Inspected = { ok: true; inspection: Inspection } | { ok: false; problem: TableProblem };

/** A row of the file. */
export interface TableRow {
  /** Line in the file where the row begins, 1-based. */
  readonly line: number;
  readonly cells: readonly string[];
}

const SAMPLE_BYTES = 128 * 1024;
const SAMPLE_ROWS = 200;
const DELIMITERS = [',', ';', '\t', '|'];
/** A quote that is never closed would make one cell of the rest of the file. */
const LONGEST_ROW = 200_000;

/** Looks at the first rows: enough to ask the operator about column and country. */
export async function inspect(path: string, options: { country: string | null }): Promise<Inspected> {
  const bytes = await head(path);
  if (bytes.length === 0) return { ok: false, problem: { is: 'empty' } };
  const kind = await binaryKind(bytes);
  if (kind) return { ok: false, problem: { is: 'kind', kind } };
  const encoding = encodingOf(bytes);
  const text = new TextDecoder(encoding, { ignoreBOM: false }).decode(bytes);
  const whole = bytes.length < SAMPLE_BYTES;
  const lines = whole ? text : text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'), 1));
  const { delimiter, rows } = bestCut(lines);
  if (rows.length === 0) return { ok: false, problem: { is: 'empty' } };
  const first = rows[0] ?? [];
  const body = rows.slice(1);
  const width = Math.max(...rows.map((row) => row.length));
  const shares = Array.from({ length: width }, (_, index) => share(body, index, options.country));
  const likely = shares.some((one) => one > 0);
  const firstHasPhone = first.some((cell) => phoneLike(cell, options.country) > 0);
  const hasHeader =
    !firstHasPhone && (likely || rows.length === 1 || first.every((cell) => !/\d/.test(cell)));
  const data = hasHeader ? body : rows;
  const columns = Array.from({ length: width }, (_, index) => ({
    index,
    name: hasHeader ? (first[index] ?? '').trim() : '',
    sample: data.map((row) => (row[index] ?? '').trim()).find((cell) => cell !== '') ?? '',
    phoneShare: share(data, index, options.country),
  })).filter((column) => column.name !== '' || column.sample !== '');
  if (data.length === 0) return { ok: false, problem: { is: 'empty' } };
  return {
    ok: true,
    inspection: { columns, column: bestColumn(columns), encoding, delimiter, hasHeader },
  };
}

/** All rows of the file, one after another; memory holds a window. Throws what csv-parse throws on damage. */
export async function* readRows(
  path: string,
  inspection: Pick<Inspection, 'encoding' | 'delimiter' | 'hasHeader'>,
  signal?: AbortSignal,
): AsyncIterable<TableRow> {
  const parser = parse({ ...READING, delimiter: inspection.delimiter, info: true });
  const source = createReadStream(path, { highWaterMark: 256 * 1024, ...(signal ? { signal } : {}) });
  const decoder = new TextDecoderStream(inspection.encoding);
  const feeding = feed(source, decoder, parser);
  let header = inspection.hasHeader;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      if (header) {
        header = false;
        continue;
      }
      yield { line: info.lines - breaksIn(record), cells: record };
    }
    await feeding;
  } finally {
    source.destroy();
    parser.destroy();
    await feeding.catch(() => undefined);
  }
}

const READING = {
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  max_record_size: LONGEST_ROW,
} as const;

async function feed(
  source: AsyncIterable<Uint8Array>,
  decoder: TextDecoderStream,
  parser: NodeJS.WritableStream & { destroyed?: boolean; destroy(error?: Error): unknown },
): Promise<void> {
  const writer = decoder.writable.getWriter();
  const pump = (async () => {
    for await (const chunk of source) await writer.write(chunk as Uint8Array<ArrayBuffer>);
    await writer.close();
  })();
  try {
    for await (const text of decoder.readable) {
      if (parser.destroyed) return;
      if (!parser.write(text)) await new Promise<void>((resolve) => onceRoom(parser, resolve));
    }
    await pump;
    parser.end();
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  } finally {
    pump.catch(() => undefined);
  }
}

function onceRoom(parser: NodeJS.WritableStream, done: () => void) {
  const over = () => {
    parser.removeListener('drain', over);
    parser.removeListener('close', over);
    done();
  };
  parser.on('drain', over);
  parser.on('close', over);
}

async function head(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** What the bytes are when they are no text; the file's name is never believed. */
async function binaryKind(bytes: Uint8Array): Promise<string | null> {
  const found = await fileTypeFromBuffer(bytes);
  if (found && !['txt', 'csv'].includes(found.ext)) return found.ext;
  if (Buffer.from(bytes.subarray(0, 200)).toString('latin1').includes('BEGIN:VCARD')) return 'vcf';
  const even = encodingOf(bytes);
  if (even.startsWith('utf-16')) return null;
  return bytes.includes(0) ? 'bin' : null;
}

/** BOM, then zero bytes of UTF-16, then strict UTF-8, else Windows-1252. */
export function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const some = bytes.subarray(0, 4096);
  const zeros = [0, 0];
  for (const [index, byte] of some.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > some.length / 4) return 'utf-16le';
  if (even > some.length / 4) return 'utf-16be';
  try {
    // The sample may end in the middle of a letter: `stream` forgives that, and nothing else.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** The delimiter that cuts most rows into the same, larger number of columns. */
function bestCut(text: string): { delimiter: string; rows: string[][] } {
  let best: { delimiter: string; rows: string[][]; score: number } | null = null;
  for (const delimiter of DELIMITERS) {
    const rows = cut(text, delimiter);
    const widths = new Map<number, number>();
    for (const row of rows) widths.set(row.length, (widths.get(row.length) ?? 0) + 1);
    const [width = 1, times = 0] = [...widths].sort((a, b) => b[1] - a[1])[0] ?? [];
    const even = times / rows.length;
    const score = rows[0]?.length !== width ? 0 : width < 2 ? even / 1000 : even + Math.min(width, 20) / 100;
    if (!best || score > best.score) best = { delimiter, rows, score };
  }
  return best ?? { delimiter: ',', rows: [] };
}

function cut(text: string, delimiter: string): string[][] {
  try {
    return parseSync(text, { ...READING, delimiter, to: SAMPLE_ROWS }).filter((row: string[]) =>
      row.some((cell) => cell.trim() !== ''),
    );
  } catch {
    return [];
  }
}

function share(rows: readonly (readonly string[])[], index: number, country: string | null): number {
  const cells = rows.map((row) => (row[index] ?? '').trim()).filter((cell) => cell !== '');
  if (cells.length === 0) return 0;
  return cells.reduce((sum, cell) => sum + phoneLike(cell, country), 0) / cells.length;
}

/** 1: a number; 0.5: looks like one, but of no known country, or damaged; 0: something else. */
function phoneLike(cell: string, country: string | null): number {
  const { parsed } = firstNumber(cell, country);
  if (parsed.ok) return 1;
  if (parsed.why === 'spreadsheet-damage') return 0.5;
  const digits = cell.replace(/\D/g, '').length;
  const onlyNumber = /^[\s\d+().\-/'="]+$/.test(cell) && !/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$/.test(cell);
  return onlyNumber && digits >= 8 && digits <= 15 ? 0.5 : 0;
}

const PHONE_NAME = /tel|cel|phone|fone|whats|m[oó]vil|mobile|n[uú]mero/i;

function bestColumn(columns: readonly Column[]): number | null {
  const scored = columns
    .filter((column) => column.phoneShare >= 0.3)
    .map((column) => ({ column, score: column.phoneShare + (PHONE_NAME.test(column.name) ? 0.3 : 0) }))
    .sort((a, b) => b.score - a.score);
  return scored[0]?.column.index ?? null;
}

/** Line breaks inside quoted cells. */
function breaksIn(record: readonly string[]): number {
  let breaks = 0;
  for (const cell of record) if (cell.includes('\n')) breaks += cell.split('\n').length - 1;
  return breaks;
}
