/** A file → a table: what it really is, how it is read, and which of its columns has the numbers. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import {
  CARD_COLUMNS,
  cardRows,
  EXPORT_CLUTTER,
  type Exported,
  exportedColumns,
  exportedRow,
} from './cards.ts';
import { type Layout, layoutOf } from './columns.ts';
import { bestCut, delimitedRows } from './delimited.ts';
import { decodeNow, type Encoding, encodingOfAll, kindOf } from './text.ts';
import { openWorkbook, type Sheet, sheetRows, type Workbook } from './workbook.ts';
import { ZipDamaged } from './zip.ts';

/** How the rows of a file are found again. */
export type Source =
  | { readonly is: 'text'; readonly encoding: Encoding; readonly delimiter: string }
  | {
      readonly is: 'sheet';
      /** Its name, as people see it. */
      readonly sheet: string;
      /** All sheets with something in them. */
      readonly names: readonly string[];
    }
  | { readonly is: 'cards'; readonly encoding: Encoding };

export interface Inspection extends Layout {
  readonly source: Source;
  /** The file is an address book's export: name and number are put together from these columns. */
  readonly exported: Exported | null;
}

export type TableProblem =
  /** Not a list; `kind` is what it really is, without dot. */
  | { is: 'kind'; kind: string }
  | { is: 'empty' }
  /** `sheet`: a spreadsheet, broken or locked by a password. */
  | { is: 'damaged'; sheet: boolean }
  /** A spreadsheet that would be too large unpacked. */
  | { is: 'large' };

export type Inspected = { ok: true; inspection: Inspection } | { ok: false; problem: TableProblem };

/** A row of the file. */
export interface TableRow {
  /** 1-based, as people count: the line where the row begins, or the number that a spreadsheet shows. */
  readonly line: number;
  readonly cells: readonly string[];
}

const SAMPLE_BYTES = 128 * 1024;
const SAMPLE_ROWS = 200;
/** Sheets beyond these aren't looked at. */
const MOST_SHEETS = 50;

export interface Looking {
  readonly country: string | null;
  /** The sheet to look at; found by itself when absent, or when there is none of that name. */
  readonly sheet?: string;
  /** Rows that a spreadsheet hides are rows like the others. */
  readonly withHidden?: boolean;
}

/** Looks at the first rows: enough to ask the operator about column and country. */
export async function inspect(path: string, options: Looking): Promise<Inspected> {
  const bytes = await head(path);
  if (bytes.length === 0) return { ok: false, problem: { is: 'empty' } };
  const kind = await kindOf(bytes);
  try {
    if (kind === 'zip') return await inspectWorkbook(path, options);
    if (kind === 'cfb') return { ok: false, problem: await oldOrLocked(path) };
    const encoding = await encodingOfAll(bytes, () => createReadStream(path, { start: bytes.length }));
    if (kind === 'vcf') return await inspectCards(path, encoding, options.country);
    if (kind) return { ok: false, problem: { is: 'kind', kind } };
    return inspectText(bytes, encoding, options.country);
  } catch (error) {
    if (error instanceof ZipDamaged) return { ok: false, problem: { is: 'damaged', sheet: true } };
    throw error;
  }
}

export interface Reading extends Omit<Looking, 'sheet'> {
  readonly signal?: AbortSignal;
  /** So many more rows are hidden. */
  readonly onHidden?: (count: number) => void;
}

/**
 * All rows of data in their order, some at a time, without those that are blank; memory holds a window. Throws
 * what `isDamage` knows, and the signal's reason.
 */
export async function* readRows(
  path: string,
  inspection: Pick<Inspection, 'source' | 'exported' | 'before'>,
  options: Reading,
): AsyncIterable<readonly TableRow[]> {
  options.signal?.throwIfAborted();
  const { source, exported } = inspection;
  let skip = inspection.before;
  for await (const rows of rowsOf(path, source, options)) {
    const data = skip > 0 ? rows.slice(skip) : rows;
    skip = Math.max(0, skip - rows.length);
    yield exported ? data.map((row) => exportedRow(exported, row)) : data;
  }
}

/** The file broke on the way, which nobody could see at its beginning. */
export function isDamage(error: unknown): boolean {
  if (error instanceof ZipDamaged) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');
}

async function* rowsOf(path: string, source: Source, options: Reading): AsyncIterable<readonly TableRow[]> {
  switch (source.is) {
    case 'text':
      return yield* delimitedRows(path, source, options.signal);
    case 'cards':
      return yield* cardRows(path, source.encoding, options.signal);
    case 'sheet': {
      const opened = await openWorkbook(path);
      const sheet = opened.ok && opened.workbook.sheets.find(({ name }) => name === source.sheet);
      if (!opened.ok || !sheet) throw new ZipDamaged('the sheet has gone');
      return yield* sheetRows(opened.workbook, sheet, options);
    }
  }
}

function inspectText(bytes: Uint8Array, encoding: Encoding, country: string | null): Inspected {
  const { text, whole } = sampleOf(bytes, encoding);
  const found = bestCut(text, whole, country);
  if (!found) return { ok: false, problem: { is: 'damaged', sheet: false } };
  const { delimiter, sep } = found;
  const source = { is: 'text', encoding, delimiter } as const;
  const exported = exportedColumns(found.rows[0] ?? []);
  if (exported) return inspectExport(source, exported, found.rows, sep, country);
  const layout = layoutOf(found.rows, country);
  if (!layout) return { ok: false, problem: { is: 'empty' } };
  return { ok: true, inspection: { ...layout, before: sep + layout.before, source, exported: null } };
}

/** Name and number first, then the columns of the file that have something in them. */
function inspectExport(
  source: Source,
  exported: Exported,
  [header = [], ...rows]: readonly (readonly string[])[],
  sep: number,
  country: string | null,
): Inspected {
  const cards = rows.map((cells) => exportedRow(exported, { line: 0, cells }).cells);
  const layout = layoutOf([[...CARD_COLUMNS, ...header], ...cards], country, true);
  if (!layout) return { ok: false, problem: { is: 'empty' } };
  const used = new Set([...exported.names, ...exported.phones.map(({ value }) => value)]);
  const own = CARD_COLUMNS.length;
  const columns = layout.columns.filter(
    ({ index, name, sample }) =>
      index < own || (sample !== '' && !used.has(index - own) && !EXPORT_CLUTTER.test(name)),
  );
  return { ok: true, inspection: { columns, column: 1, hasHeader: true, before: sep + 1, source, exported } };
}

async function inspectCards(path: string, encoding: Encoding, country: string | null): Promise<Inspected> {
  const rows: (readonly string[])[] = [];
  for await (const some of cardRows(path, encoding)) {
    rows.push(...some.map(({ cells }) => cells));
    if (rows.length >= SAMPLE_ROWS) break;
  }
  const layout = layoutOf([CARD_COLUMNS, ...rows], country, true);
  if (!layout) return { ok: false, problem: { is: 'empty' } };
  const source = { is: 'cards', encoding } as const;
  return { ok: true, inspection: { ...layout, column: 1, before: 0, source, exported: null } };
}

/** The sheet that was asked for; else of those that people see the first with a column of numbers, or with anything. */
async function inspectWorkbook(path: string, options: Looking): Promise<Inspected> {
  const { country } = options;
  const opened = await openWorkbook(path);
  if (!opened.ok) return { ok: false, problem: workbookProblem(opened.why) };
  const { workbook } = opened;
  const filled: { sheet: Sheet; rows: readonly (readonly string[])[]; layout: Layout | null }[] = [];
  for (const sheet of workbook.sheets.slice(0, MOST_SHEETS)) {
    const rows = await sample(workbook, sheet, options);
    if (rows.length > 0) filled.push({ sheet, rows, layout: layoutOf(rows, country) });
  }
  const best =
    filled.find(({ sheet }) => sheet.name === options.sheet) ??
    filled.find(({ layout }) => layout && layout.column !== null) ??
    filled.find(({ layout }) => layout);
  if (!best?.layout) return { ok: false, problem: { is: 'empty' } };
  const names = filled.map(({ sheet }) => sheet.name);
  const source = { is: 'sheet', sheet: best.sheet.name, names } as const;
  const exported = exportedColumns(best.rows[0] ?? []);
  if (exported) return inspectExport(source, exported, best.rows, 0, country);
  return { ok: true, inspection: { ...best.layout, source, exported: null } };
}

async function sample(workbook: Workbook, sheet: Sheet, { country, withHidden = false }: Looking) {
  const rows: (readonly string[])[] = [];
  for await (const some of sheetRows(workbook, sheet, { country, withHidden, most: SAMPLE_ROWS }))
    rows.push(...some.map(({ cells }) => cells));
  return rows;
}

function workbookProblem(
  why: Exclude<Awaited<ReturnType<typeof openWorkbook>>, { ok: true }>['why'],
): TableProblem {
  if (why === 'large') return { is: 'large' };
  return why === 'damaged' ? { is: 'damaged', sheet: true } : { is: 'kind', kind: why };
}

/** Excel's files of before 2007, and all that a password locks, are one kind of container. */
async function oldOrLocked(path: string): Promise<TableProblem> {
  const marks = ['EncryptedPackage', 'EncryptionInfo'].map((name) => Buffer.from(name, 'utf16le'));
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(path)) {
    const bytes = Buffer.concat([rest, chunk]);
    if (marks.some((mark) => bytes.includes(mark))) return { is: 'damaged', sheet: true };
    rest = bytes.subarray(-64);
  }
  return { is: 'kind', kind: 'xls' };
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

/** `whole`: nothing follows. */
function sampleOf(bytes: Uint8Array, encoding: Encoding): { text: string; whole: boolean } {
  const text = decodeNow(bytes, encoding);
  if (bytes.length < SAMPLE_BYTES) return { text, whole: true };
  return { text: text.slice(0, text.lastIndexOf('\n') + 1) || text, whole: false };
}
