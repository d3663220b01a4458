/** Text that is cut into columns (.csv, .tsv, .txt) → rows with line numbers. */
import { createReadStream } from 'node:fs';
import { type Info, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { isBlank, titlesOf, usualWidth } from './columns.ts';
import type { TableRow } from './table.ts';
import { decode, type Encoding } from './text.ts';

const SAMPLE_ROWS = 200;
/** Few, so that little is alive at a time. */
const ROWS_AT_ONCE = 200;
const PIECE_BYTES = 16 * 1024;
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

/**
 * All rows but blank ones, as many at a time as come with a piece of the file. Text without quotes is cut where
 * its signs stand; from the first quote on csv-parse reads, four times slower.
 */
export async function* delimitedRows(
  path: string,
  { encoding, delimiter }: { encoding: Encoding; delimiter: string },
  signal?: AbortSignal,
): AsyncIterable<readonly TableRow[]> {
  const source = createReadStream(path, { highWaterMark: PIECE_BYTES, ...(signal ? { signal } : {}) });
  let quoted: QuotedReader | null = null;
  let [held, line] = ['', 1];
  try {
    for await (const text of decode(source, encoding)) {
      const piece: string = held + text;
      const end = piece.lastIndexOf('\n') + 1;
      // A line may only be too long where a piece begins: the one that was held.
      const long = Math.max(piece.indexOf('\n'), piece.length - end) > READING.max_record_size;
      if (!quoted && (long || piece.includes('"'))) quoted = quotedReader(delimiter, line - 1);
      held = quoted ? '' : piece.slice(end);
      if (quoted) yield await quoted.read(piece);
      else line = yield* cutPlain(piece.slice(0, end), delimiter, line);
      signal?.throwIfAborted();
    }
    if (quoted) yield await quoted.end();
    else yield* cutPlain(held, delimiter, line);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

/** Returns the number of the line after the text. */
function* cutPlain(
  text: string,
  delimiter: string,
  line: number,
): Generator<readonly TableRow[], number, undefined> {
  let rows: TableRow[] = [];
  let from = 0;
  let at = line;
  while (from < text.length) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    const cells = to === from ? [] : text.slice(from, to).split(delimiter);
    if (!isBlank(cells)) rows.push({ line: at, cells });
    if (rows.length >= ROWS_AT_ONCE) {
      yield rows;
      rows = [];
    }
    from = to + 1;
    at += 1;
  }
  yield rows;
  return at;
}

interface QuotedReader {
  /** Rows that are whole; the text may end anywhere. Throws what csv-parse throws (`code` begins with `CSV_`). */
  read(text: string): Promise<readonly TableRow[]>;
  /** The row that nothing ended. */
  end(): Promise<readonly TableRow[]>;
}

/** `before`: lines that were read without it. */
function quotedReader(delimiter: string, before: number): QuotedReader {
  let rows: TableRow[] = [];
  const parser = parse({
    ...READING,
    delimiter,
    // Nothing goes out of the parser's other end, so that a write is over when it returns.
    on_record(cells: string[], { lines }: Info) {
      if (!isBlank(cells)) rows.push({ line: before + lines - breaksIn(cells), cells });
      return null;
    },
  });
  parser.resume();
  // Each write tells its own failure.
  parser.on('error', () => undefined);
  const taken = (give: (done: (error?: Error | null) => void) => void) =>
    new Promise<readonly TableRow[]>((resolve, reject) => {
      give((error) => {
        if (error) return reject(error);
        resolve(rows);
        rows = [];
      });
    });
  return {
    read: (text) => taken((done) => parser.write(text, done)),
    end: () => taken((done) => parser.end(done)),
  };
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
