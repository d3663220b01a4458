/** Rows of cells → what each column is: titles, header, and which column has the numbers. */
import { firstNumber } from './phone.ts';

export interface Column {
  readonly index: number;
  /** From the header; `Columna 2` is the view's business when it is empty. */
  readonly name: string;
  /** The first value that isn't empty. */
  readonly sample: string;
  /** Share of its values that look like numbers of people, 0–1. */
  readonly phoneShare: number;
}

export interface Layout {
  readonly columns: readonly Column[];
  /** Index of the column with the numbers; null when none looks like it. */
  readonly column: number | null;
  readonly hasHeader: boolean;
  /** Rows before the first one of data: titles, the header. */
  readonly before: number;
}

type Rows = readonly (readonly string[])[];

const MOST_TITLES = 5;

/**
 * `rows` are the first of a table, none of them blank; null when there is no row of data. With `header` the
 * first one is known to be it.
 */
export function layoutOf(rows: Rows, country: string | null, header = false): Layout | null {
  const titles = header ? 0 : titlesOf(rows, usualWidth(rows).width, country);
  const table = rows.slice(titles);
  const first = table[0] ?? [];
  const body = table.slice(1);
  const width = Math.max(...table.map((row) => row.length), 0);
  const likely = Array.from({ length: width }, (_, index) => share(body, index, country));
  const hasHeader =
    header ||
    (!hasPhone(first, country) &&
      (likely.some((one) => one > 0) || table.length === 1 || first.every((cell) => !/\d/.test(cell))));
  const data = hasHeader ? body : table;
  if (data.length === 0) return null;
  const columns = Array.from({ length: width }, (_, index) => ({
    index,
    name: hasHeader ? (first[index] ?? '').trim() : '',
    sample: data.map((row) => (row[index] ?? '').trim()).find((cell) => cell !== '') ?? '',
    phoneShare: share(data, index, country),
  })).filter((column) => column.name !== '' || column.sample !== '');
  return { columns, column: bestColumn(columns), hasHeader, before: titles + Number(hasHeader) };
}

/** The width that most rows have, and the share of rows that have it. */
export function usualWidth(rows: Rows): { width: number; share: number } {
  const widths = new Map<number, number>();
  for (const row of rows) widths.set(row.length, (widths.get(row.length) ?? 0) + 1);
  const [width = 1, times = 0] = [...widths].sort((a, b) => b[1] - a[1])[0] ?? [];
  return { width, share: times / rows.length };
}

/**
 * Lines with one value above the header of a table («Clientes de marzo»). Only where a header without numbers
 * and a row with one follow, so that no row of data is taken for a title.
 */
export function titlesOf(rows: Rows, width: number, country: string | null): number {
  if (width < 2) return 0;
  const filled = (row: readonly string[]) => row.filter((cell) => cell.trim() !== '').length;
  const header = rows.slice(0, MOST_TITLES + 1).findIndex((row) => filled(row) > 1);
  const [top, next] = [rows.slice(0, header + 1), rows[header + 1]];
  if (header < 1 || !next || top.some((row) => hasPhone(row, country))) return 0;
  return hasPhone(next, country) ? header : 0;
}

export const isBlank = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === '');

function hasPhone(row: readonly string[], country: string | null): boolean {
  return row.some((cell) => phoneLike(cell, country) > 0);
}

function share(rows: Rows, index: number, country: string | null): number {
  const cells = rows.map((row) => (row[index] ?? '').trim()).filter((cell) => cell !== '');
  if (cells.length === 0) return 0;
  return cells.reduce((sum, cell) => sum + phoneLike(cell, country), 0) / cells.length;
}

/** With or without a time: many of them would be valid landlines (2026-03-01 is one in Paraguay). */
export const DATE =
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

export const PHONE_NAME = /tel|cel|phone|fone|whats|m[oó]vil|mobile|n[uú]mero/i;

function bestColumn(columns: readonly Column[]): number | null {
  const scored = columns
    .filter((column) => column.phoneShare >= 0.3)
    .map((column) => ({ column, score: column.phoneShare + (PHONE_NAME.test(column.name) ? 0.3 : 0) }))
    .sort((a, b) => b.score - a.score);
  return scored[0]?.column.index ?? null;
}
