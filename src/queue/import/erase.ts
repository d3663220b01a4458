/** One person taken out of the file of a list; everybody else keeps their line. */
import { readFile } from 'node:fs/promises';
import type { ListSource, Mended } from '../campaign.ts';
import { writeWhole } from '../whole-file.ts';
import { pastedCsv, readPasted } from './pasted.ts';
import { firstNumber, type ParsedPhone, type PhoneNumber, parsePhone, variants } from './phone.ts';
import { type Inspection, inspect, isDamage, readRows, type TableRow } from './table.ts';

/**
 * Rewrites the file without this person's rows, and without their number in the rows of others: whole or not at all.
 * Returns what is true of the list now, but for its sums; null where nobody of that number stands in it, or where no
 * list can be read. Of a spreadsheet or an address book the rows that were read stay, as plain text.
 */
export async function eraseFrom(list: ListSource, phone: PhoneNumber): Promise<ListSource | null> {
  const trace = traceOf(phone, list);
  const next = withoutMended(list, trace);
  if (list.origin?.is === 'pasted') return (await eraseFromPasted(list, trace)) ? next : changed(list, next);
  const inspection = await inspectionOf(list);
  if (!inspection) return changed(list, next);
  if (await isIn(list, inspection, trace)) {
    await writeWhole(list.path, `${list.path}.part`, csvWithout(list, inspection, trace));
    return asText(next);
  }
  // Whoever was killed between the file and the row that names it: the row still tells of a spreadsheet.
  return changed(list, inspection.source.is === 'text' && list.origin?.is === 'sheet' ? asText(next) : next);
}

const changed = (before: ListSource, after: ListSource) => (after === before ? null : after);

async function inspectionOf({ path, country, withHidden = false, origin }: ListSource) {
  const sheet = origin?.is === 'sheet' ? { sheet: origin.sheet } : {};
  const inspected = await inspect(path, { country, withHidden, ...sheet }).catch(missing);
  return inspected?.ok ? inspected.inspection : null;
}

function missing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}

/** How the traces of a person are known, in a list of a country. */
interface Trace {
  /** Is this number theirs, in any of its forms? */
  isTheirs(written: string): boolean;
  /** A cell without their number, wherever it stands in it. */
  without(cell: string): string;
  /** The number of a row, as it counts. */
  numberOf(row: TableRow): string;
}

/** Digits by which a cell is known to be worth a closer look: the same in all forms of a number. */
const TAIL = 6;
/** Signs before them that may belong to the number. */
const LONGEST_START = 24;
const BETWEEN = '[^\\p{L}\\d]{0,3}';

function traceOf(phone: PhoneNumber, { country, column, mended = {} }: ListSource): Trace {
  const forms: readonly string[] = variants(phone);
  const tail = phone.slice(-TAIL);
  const end = new RegExp(`${[...tail].join(BETWEEN)}(?!\\d)`, 'u');
  const plain = (cell: string) => cell.normalize('NFKC');
  const hasTail = (cell: string) => plain(cell).replace(/\D/g, '').includes(tail);
  const isOneOf = (parsed: ParsedPhone) => parsed.ok && forms.includes(parsed.phone);
  /** Where their number begins, when it ends there: the longest run of signs that is it. */
  const beginning = (cell: string, until: number) => {
    for (let from = Math.max(0, until - LONGEST_START); from < until; from += 1)
      if (
        /^(?:^|[^+\d])[+(\d]$/.test(cell.slice(from === 0 ? 0 : from - 1, from + 1)) &&
        isOneOf(parsePhone(cell.slice(from, until), country))
      )
        return from;
    return null;
  };
  return {
    isTheirs: (written) => hasTail(written) && isOneOf(firstNumber(written, country).parsed),
    without(cell) {
      if (!hasTail(cell)) return cell;
      let [rest, done] = [plain(cell), ''];
      let found = false;
      for (let match = end.exec(rest); match; match = end.exec(rest)) {
        const until = match.index + match[0].length;
        const from = beginning(rest, until);
        done += rest.slice(0, from ?? until);
        rest = rest.slice(until);
        found ||= from !== null;
      }
      return found ? tidy(done + rest) : cell;
    },
    numberOf: ({ line, cells }) => mended[line] ?? cells[column] ?? '',
  };
}

/** What stands between numbers goes with one of them. */
function tidy(cell: string): string {
  const left = cell.replace(/^[\s/;,|]+|[\s/;,|]+$/g, '').replace(/([/;,|])[ /;,|]+/g, '$1 ');
  return /[\p{L}\d]/u.test(left) ? left : '';
}

function withoutMended(list: ListSource, trace: Trace): ListSource {
  const entries = Object.entries(list.mended ?? {});
  const left = entries.filter(([, written]) => !trace.isTheirs(written));
  if (left.length === entries.length) return list;
  const { mended: _, ...rest } = list;
  return left.length === 0 ? rest : { ...rest, mended: Object.fromEntries(left) satisfies Mended };
}

function asText({ withHidden: _, ...list }: ListSource): ListSource {
  return { ...list, origin: { is: 'text', encoding: 'utf-8', delimiter: ',' } };
}

/** Of a spreadsheet all sheets are looked at, and what they hide: all of it lies in the file. */
async function isIn(list: ListSource, inspection: Inspection, trace: Trace): Promise<boolean> {
  const { source } = inspection;
  const places = source.is === 'sheet' ? source.names.map((sheet) => ({ ...source, sheet })) : [source];
  for (const place of places) {
    const own = source.is !== 'sheet' || (place.is === 'sheet' && place.sheet === source.sheet);
    const from = own ? inspection : { source: place, exported: null, before: 0 };
    try {
      for await (const rows of readRows(list.path, from, { country: list.country, withHidden: true }))
        if (rows.some((row) => touches(row, trace, own))) return true;
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
  }
  return false;
}

const touches = (row: TableRow, trace: Trace, own: boolean): boolean =>
  (own && trace.isTheirs(trace.numberOf(row))) || row.cells.some((cell) => trace.without(cell) !== cell);

/** The rows as text, each in the line that it had, so that what is said of a line stays true. */
async function* csvWithout(list: ListSource, inspection: Inspection, trace: Trace): AsyncIterable<string> {
  const { columns, hasHeader, source } = inspection;
  const width = Math.max(...columns.map(({ index }) => index)) + 1;
  const names = Array.from({ length: width }, (_, at) => columns.find(({ index }) => index === at)?.name);
  let line = 1;
  const written = (cells: readonly string[]) => {
    const text = `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`;
    line += text.split('\n').length - 1;
    return text;
  };
  if (hasHeader) yield written(names.map((name = '') => name));
  const { country, withHidden = false } = list;
  try {
    for await (const rows of readRows(list.path, inspection, { country, withHidden })) {
      let piece = '';
      for (const row of rows) {
        if (trace.isTheirs(trace.numberOf(row))) continue;
        if (row.line > line) piece += '\n'.repeat(row.line - line);
        line = Math.max(line, row.line);
        // A row of a spreadsheet is one line, whatever stands in it.
        const flat =
          source.is === 'text' ? row.cells : row.cells.map((cell) => cell.replace(/\s*\n\s*/g, ' '));
        piece += written(flat.map(trace.without));
      }
      yield piece;
    }
  } catch (error) {
    // What comes after a damaged place was no part of the list.
    if (!isDamage(error)) throw error;
  }
}

/** An empty row in place of theirs. Returns whether there was one. */
async function eraseFromPasted({ path }: ListSource, trace: Trace): Promise<boolean> {
  const csv = await readFile(path, 'utf8').catch(missing);
  if (csv === null) return false;
  let line = 2;
  let found = false;
  const left = readPasted(csv).map(({ written, fields }) => {
    const cells = [written, ...Object.values(fields)];
    const own = { line, cells };
    line += cells.join('').split('\n').length;
    if (!touches(own, trace, true)) return { written, fields };
    found = true;
    if (trace.isTheirs(trace.numberOf(own))) return { written: '', fields: {} };
    const others = Object.entries(fields).map(([name, value]) => [name, trace.without(value)]);
    return { written: trace.without(written), fields: Object.fromEntries(others) };
  });
  if (found) await writeWhole(path, `${path}.part`, [pastedCsv(left)]);
  return found;
}
