/** A file of text → rows with line numbers: how it is cut into columns, and which of them has the numbers. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Info, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { firstNumber } from './phone.ts';
import { decode, decodeNow, type Encoding, encodingOfAll, kindOf } from './text.ts';

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
  /** Rows with something in them before the first one of data: Excel's `sep=;`, titles, the header. */
  readonly before: number;
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
/** csv-parse makes all rows of a chunk at once. */
const CHUNK_BYTES = 16 * 1024;
const DELIMITERS = [',', ';', '\t', '|'];
const MOST_TITLES = 5;
const READING = {
  record_delimiter: '\n',
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  // A quote that is never closed would make one cell of the rest of the file.
  max_record_size: 200_000,
} as const;

/** Looks at the first rows: enough to ask the operator about column and country. */
export async function inspect(path: string, options: { country: string | null }): Promise<Inspected> {
  const bytes = await head(path);
  if (bytes.length === 0) return { ok: false, problem: { is: 'empty' } };
  const kind = await kindOf(bytes);
  if (kind) return { ok: false, problem: { is: 'kind', kind } };
  const encoding = await encodingOfAll(bytes, createReadStream(path, { start: bytes.length }));
  const found = bestCut(sampleOf(bytes, encoding), options.country);
  if (!found) return { ok: false, problem: { is: 'damaged' } };
  const rows = found.rows.slice(found.titles);
  const first = rows[0] ?? [];
  const body = rows.slice(1);
  const width = Math.max(...rows.map((row) => row.length), 0);
  const likely = Array.from({ length: width }, (_, index) => share(body, index, options.country));
  const hasHeader =
    !hasPhone(first, options.country) &&
    (likely.some((one) => one > 0) || rows.length === 1 || first.every((cell) => !/\d/.test(cell)));
  const data = hasHeader ? body : rows;
  if (data.length === 0) return { ok: false, problem: { is: 'empty' } };
  const columns = Array.from({ length: width }, (_, index) => ({
    index,
    name: hasHeader ? (first[index] ?? '').trim() : '',
    sample: data.map((row) => (row[index] ?? '').trim()).find((cell) => cell !== '') ?? '',
    phoneShare: share(data, index, options.country),
  })).filter((column) => column.name !== '' || column.sample !== '');
  const { delimiter } = found;
  const before = found.sep + found.titles + Number(hasHeader);
  return {
    ok: true,
    inspection: { columns, column: bestColumn(columns), encoding, delimiter, hasHeader, before },
  };
}

/**
 * All rows of data, one after another, without those that are blank; memory holds a window. Throws what
 * csv-parse throws on damage (`code` begins with `CSV_`), and the signal's reason.
 */
export async function* readRows(
  path: string,
  inspection: Pick<Inspection, 'encoding' | 'delimiter' | 'before'>,
  signal?: AbortSignal,
): AsyncIterable<TableRow> {
  signal?.throwIfAborted();
  const parser = parse({ ...READING, delimiter: inspection.delimiter, info: true });
  const source = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const text = (bytes: AsyncIterable<Uint8Array>) => decode(bytes, inspection.encoding);
  const flow = pipeline(source, text, parser, signal ? { signal } : {});
  // Its failure also ends the loop below; nobody else waits for it when the reader leaves early.
  flow.catch(() => undefined);
  let skip = inspection.before;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      if (isBlank(record)) continue;
      skip -= 1;
      if (skip >= 0) continue;
      yield { line: info.lines - breaksIn(record), cells: record };
    }
    await flow;
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    parser.destroy();
    await flow.catch(() => undefined);
  }
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

interface Sample {
  readonly text: string;
  /** Nothing follows: what isn't closed here never is. */
  readonly whole: boolean;
}

function sampleOf(bytes: Uint8Array, encoding: Encoding): Sample {
  const text = decodeNow(bytes, encoding);
  if (bytes.length < SAMPLE_BYTES) return { text, whole: true };
  return { text: text.slice(0, text.lastIndexOf('\n') + 1) || text, whole: false };
}

interface Cut {
  readonly delimiter: string;
  /** Without blank ones and without Excel's `sep=`. */
  readonly rows: readonly string[][];
  readonly sep: 0 | 1;
  readonly titles: number;
}

/** The delimiter that cuts most rows into the same, larger number of columns; null when none cuts at all. */
function bestCut({ text, whole }: Sample, country: string | null): Cut | null {
  // Excel writes and reads this first line where the delimiter isn't that of the country.
  const said = /^sep=(.)\n/i.exec(text);
  const rest = said ? text.slice(said[0].length) : text;
  let best: (Cut & { score: number }) | null = null;
  for (const delimiter of said?.[1] ? [said[1]] : DELIMITERS) {
    const rows = cut(rest, delimiter, whole);
    if (!rows) continue;
    const widths = new Map<number, number>();
    for (const row of rows) widths.set(row.length, (widths.get(row.length) ?? 0) + 1);
    const [width = 1, times = 0] = [...widths].sort((a, b) => b[1] - a[1])[0] ?? [];
    const titles = titlesOf(rows, width, country);
    const even = times / rows.length;
    const fits = rows[titles]?.length === width;
    const score = !fits ? 0 : width < 2 ? even / 1000 : even + Math.min(width, 20) / 100;
    if (!best || score > best.score) best = { delimiter, rows, titles, score, sep: said ? 1 : 0 };
  }
  return best;
}

/** Non-blank rows of the sample; null when it is damaged. */
function cut(text: string, delimiter: string, whole: boolean): string[][] | null {
  const rows: string[][] = [];
  const keep = (row: string[]) => {
    if (!isBlank(row)) rows.push(row);
    return null;
  };
  try {
    parseSync(text, { ...READING, delimiter, to: SAMPLE_ROWS, on_record: keep });
  } catch {
    // A sample may end inside of quotes; what came before is good.
    if (whole || rows.length === 0) return null;
  }
  return rows;
}

/**
 * Lines with one value above the header of a table («Clientes de marzo»). Only where a header without numbers
 * and a row with one follow, so that no row of data is taken for a title.
 */
function titlesOf(rows: readonly string[][], width: number, country: string | null): number {
  if (width < 2) return 0;
  const filled = (row: readonly string[]) => row.filter((cell) => cell.trim() !== '').length;
  const header = rows.slice(0, MOST_TITLES + 1).findIndex((row) => filled(row) > 1);
  const [top, next] = [rows.slice(0, header + 1), rows[header + 1]];
  if (header < 1 || !next || top.some((row) => hasPhone(row, country))) return 0;
  return hasPhone(next, country) ? header : 0;
}

function hasPhone(row: readonly string[], country: string | null): boolean {
  return row.some((cell) => phoneLike(cell, country) > 0);
}

const isBlank = (row: readonly string[]) => row.every((cell) => cell.trim() === '');

function share(rows: readonly (readonly string[])[], index: number, country: string | null): number {
  const cells = rows.map((row) => (row[index] ?? '').trim()).filter((cell) => cell !== '');
  if (cells.length === 0) return 0;
  return cells.reduce((sum, cell) => sum + phoneLike(cell, country), 0) / cells.length;
}

/** With or without a time: many of them would be valid landlines (2026-03-01 is one in Paraguay). */
const DATE =
  /^(\d{4}[-/.](0?[1-9]|1[0-2])[-/.]([0-2]?\d|3[01])|[0-3]?\d[-/.][0-3]?\d[-/.](\d\d|\d{4}))([ T]\d{1,2}:\d\d.*)?$/;

/** 1: a person's number; less: a landline, one of no known country, a damaged one; 0: something else. */
function phoneLike(cell: string, country: string | null): number {
  if (DATE.test(cell.trim())) return 0;
  const { parsed } = firstNumber(cell, country);
  if (parsed.ok) return parsed.landline ? 0.7 : 1;
  if (parsed.why === 'spreadsheet-damage') return 0.5;
  const digits = cell.replace(/\D/g, '').length;
  return /^[\s\d+().\-/'="]+$/.test(cell) && digits >= 8 && digits <= 15 ? 0.5 : 0;
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
