/** Text that is cut into columns (.csv, .tsv, .txt) → rows with line numbers. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Info, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { isBlank, titlesOf, usualWidth } from './columns.ts';
import type { TableRow } from './table.ts';
import { decode, type Encoding } from './text.ts';

const SAMPLE_ROWS = 200;
/** csv-parse makes all rows of a chunk at once. */
const CHUNK_BYTES = 16 * 1024;
const DELIMITERS = [',', ';', '\t', '|'];
const READING = {
  record_delimiter: '\n',
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  // A quote that is never closed would make one cell of the rest of the file.
  max_record_size: 200_000,
} as const;

export interface Cut {
  readonly delimiter: string;
  /** The first rows, without blank ones and without Excel's `sep=`. */
  readonly rows: readonly string[][];
  /** 1 when the file begins with Excel's `sep=`. */
  readonly sep: 0 | 1;
}

/**
 * The delimiter that cuts most rows into the same, larger number of columns; null when none cuts at all.
 * `whole`: nothing follows, what isn't closed in `text` never is.
 */
export function bestCut(text: string, whole: boolean, country: string | null): Cut | null {
  // Excel writes and reads this first line where the delimiter isn't that of the country.
  const said = /^sep=(.)\n/i.exec(text);
  const rest = said ? text.slice(said[0].length) : text;
  let best: (Cut & { score: number }) | null = null;
  for (const delimiter of said?.[1] ? [said[1]] : DELIMITERS) {
    const rows = cut(rest, delimiter, whole);
    if (!rows) continue;
    const { width, share } = usualWidth(rows);
    const fits = rows[titlesOf(rows, width, country)]?.length === width;
    const score = !fits ? 0 : width < 2 ? share / 1000 : share + Math.min(width, 20) / 100;
    if (!best || score > best.score) best = { delimiter, rows, score, sep: said ? 1 : 0 };
  }
  return best;
}

/** All rows, one after another, without those that are blank; memory holds a window. */
export async function* delimitedRows(
  path: string,
  { encoding, delimiter }: { encoding: Encoding; delimiter: string },
  signal?: AbortSignal,
): AsyncIterable<TableRow> {
  signal?.throwIfAborted();
  const parser = parse({ ...READING, delimiter, info: true });
  const source = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const text = (bytes: AsyncIterable<Uint8Array>) => decode(bytes, encoding);
  const flow = pipeline(source, text, parser, signal ? { signal } : {});
  // Its failure also ends the loop below; nobody else waits for it when the reader leaves early.
  flow.catch(() => undefined);
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      if (!isBlank(record)) yield { line: info.lines - breaksIn(record), cells: record };
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

/** Line breaks inside quoted cells. */
function breaksIn(record: readonly string[]): number {
  let breaks = 0;
  for (const cell of record) if (cell.includes('\n')) breaks += cell.split('\n').length - 1;
  return breaks;
}
