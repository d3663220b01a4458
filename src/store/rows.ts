/** How values stand in columns and statements. Columns of our own writing are trusted: they were checked when written. */
import { sql } from 'kysely';

export type Row = Readonly<Record<string, unknown>>;

export const text = (row: Row, column: string): string => String(row[column]);
export const textOrNull = (row: Row, column: string): string | null =>
  row[column] === null || row[column] === undefined ? null : String(row[column]);
export const number = (row: Row, column: string): number => Number(row[column]);
export const numberOrNull = (row: Row, column: string): number | null =>
  row[column] === null || row[column] === undefined ? null : Number(row[column]);
export const flag = (row: Row, column: string): boolean => row[column] === 1;

/** A branded number, or one of some words, as it was checked when it was written. */
export const id = <Id extends number>(row: Row, column: string): Id => number(row, column) as Id;
export const idOrNull = <Id extends number>(row: Row, column: string): Id | null =>
  numberOrNull(row, column) as Id | null;
export const word = <Word extends string>(row: Row, column: string): Word => text(row, column) as Word;
export const wordOrNull = <Word extends string>(row: Row, column: string): Word | null =>
  textOrNull(row, column) as Word | null;

/** A JSON column, as the type that was written into it. */
export function json<T>(row: Row, column: string): T | null {
  const value = row[column];
  return typeof value === 'string' ? (JSON.parse(value) as T) : null;
}

/** A list as a statement reads it: `WHERE id IN ${list(ids)}`. */
export const list = (values: readonly (string | number)[]) =>
  sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;
