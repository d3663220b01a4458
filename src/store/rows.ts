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

/** A JSON column, as the type that was written into it. */
export function json<T>(row: Row, column: string): T | null {
  const value = row[column];
  return typeof value === 'string' ? (JSON.parse(value) as T) : null;
}

/** A list as a statement reads it: `WHERE id IN ${list(ids)}`. */
export const list = (values: readonly (string | number)[]) =>
  sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;
