/** A spreadsheet (.xlsx) → rows, a piece at a time: its parts are unpacked and parsed as they stream by. */
import { plainNumber, type Shown, shownAs } from './cells.ts';
import { isBlank } from './columns.ts';
import type { Reading, TableRow } from './table.ts';
import { parseXml, parseXmlParts } from './xml.ts';
import { readDirectory, ZipDamaged, type ZipEntry } from './zip.ts';

/** What all parts of a workbook may be together, unpacked. */
export const MOST_UNPACKED = 100 * 1024 * 1024;
const MOST_COLUMNS = 16_384;

export interface Sheet {
  readonly name: string;
  readonly entry: ZipEntry;
}

export interface Workbook {
  readonly path: string;
  /** Those that people see, in their order. */
  readonly sheets: readonly Sheet[];
  readonly strings: ZipEntry | null;
  readonly styles: ZipEntry | null;
  readonly from1904: boolean;
}

export type OpenedWorkbook =
  | { ok: true; workbook: Workbook }
  /** A zip, but no spreadsheet; a spreadsheet of another kind; too much to unpack; broken. */
  | { ok: false; why: 'zip' | 'ods' | 'numbers' | 'xlsb' | 'docx' | 'pptx' | 'large' | 'damaged' };

/** Looks at the directory first: nothing that is too large is unpacked. */
export async function openWorkbook(path: string): Promise<OpenedWorkbook> {
  try {
    const entries = await readDirectory(path);
    const named = (name: string) => entries.find((entry) => entry.name.toLowerCase() === name.toLowerCase());
    const main = named('xl/workbook.xml') ?? entries.find(({ name }) => /(^|\/)workbook\.xml$/i.test(name));
    if (!main) return { ok: false, why: otherKind(entries) };
    const parts = entries.filter(({ name }) => /\.(xml|rels)$/i.test(name));
    if (parts.reduce((sum, { unpacked }) => sum + unpacked, 0) > MOST_UNPACKED)
      return { ok: false, why: 'large' };
    const folder = main.name.replace(/[^/]*$/, '');
    const links = await relations(path, named(`${folder}_rels/workbook.xml.rels`));
    const target = (kind: string) =>
      [...links.values()].find(({ type }) => type.endsWith(`/${kind}`))?.target;
    const at = (place: string | undefined, usual: string) =>
      named(resolved(folder, place ?? usual)) ?? named(folder + usual) ?? null;
    const { found, from1904 } = await sheetsOf(path, main);
    const sheets = found.flatMap(({ name, link }) => {
      const entry = named(resolved(folder, links.get(link)?.target ?? ''));
      return entry && links.get(link)?.type.endsWith('/worksheet') ? [{ name, entry }] : [];
    });
    const strings = at(target('sharedStrings'), 'sharedStrings.xml');
    const styles = at(target('styles'), 'styles.xml');
    return { ok: true, workbook: { path, sheets, strings, styles, from1904 } };
  } catch (error) {
    if (error instanceof ZipDamaged) return { ok: false, why: 'damaged' };
    throw error;
  }
}

/**
 * Rows of one sheet that hold something and aren't hidden, some at a time; `line` is the number that the spreadsheet shows beside the row. With
 * `most` only so many are read. Throws `ZipDamaged`, and the signal's reason.
 */
export async function* sheetRows(
  workbook: Workbook,
  sheet: Sheet,
  options: Reading & { most?: number },
): AsyncIterable<readonly TableRow[]> {
  const { signal, withHidden = false, onHidden } = options;
  const formats = await formatsOf(workbook, options.country);
  const sample = options.most === undefined ? null : await firstRows(workbook, sheet, formats, options.most);
  const highest = (sample ?? [])
    .flatMap((row) => row.cells)
    .reduce<number>((most, cell) => (typeof cell === 'number' ? Math.max(most, cell) : most), -1);
  const strings = await stringsOf(workbook, sample ? highest + 1 : Number.POSITIVE_INFINITY, signal);
  const text = (cell: string | number | undefined) =>
    typeof cell === 'number' ? strings.at(cell) : (cell ?? '');
  for await (const raw of sample ? [sample] : rawRows(workbook, sheet, formats, signal)) {
    const rows = raw.map(({ line, cells, hidden }) => ({ line, cells: Array.from(cells, text), hidden }));
    const filled = rows.filter(({ cells }) => !isBlank(cells));
    const shown = filled.filter(({ hidden }) => !hidden);
    if (filled.length > shown.length) onHidden?.(filled.length - shown.length);
    yield (withHidden ? filled : shown).map(({ line, cells }) => ({ line, cells }));
  }
}

/** A cell is its text, or the index of a shared one. */
interface RawRow {
  readonly line: number;
  readonly cells: readonly (string | number | undefined)[];
  /** By a filter, or by hand. */
  readonly hidden: boolean;
}

async function firstRows(workbook: Workbook, sheet: Sheet, formats: readonly Shown[], most: number) {
  const rows: RawRow[] = [];
  for await (const some of rawRows(workbook, sheet, formats)) {
    rows.push(...some.filter(({ cells }) => cells.some((cell) => cell !== undefined && cell !== '')));
    if (rows.length >= most) break;
  }
  return rows.slice(0, most);
}

async function* rawRows(
  { path }: Workbook,
  { entry }: Sheet,
  formats: readonly Shown[],
  signal?: AbortSignal,
): AsyncIterable<readonly RawRow[]> {
  let rows: RawRow[] = [];
  let [line, column] = [0, 0];
  let cells: (string | number | undefined)[] = [];
  let [type, style, value] = ['', 0, ''];
  let [over, hidden] = [false, false];
  const reading = parseXmlParts(path, entry, signal, {
    open(name, attributes) {
      if (name === 'row') {
        const all = attributes();
        line = all.r ? Number(all.r) : line + 1;
        hidden = /^(1|true)$/.test(all.hidden ?? '');
        [column, cells] = [0, []];
      } else if (name === 'c') {
        const { r, t = 'n', s } = attributes();
        if (r) column = columnOf(r);
        [type, style, value] = [t, s ? Number(s) : 0, ''];
      }
    },
    text(text, inside) {
      if (inside === 'v' || inside === 't') value += text;
    },
    close(name) {
      if (name === 'c') {
        if (column < MOST_COLUMNS && value !== '') cells[column] = cellOf(type, value, formats[style]);
        column += 1;
      } else if (name === 'row') {
        if (cells.length > 0) rows.push({ line, cells, hidden });
      } else if (name === 'sheetData') over = true;
    },
  });
  for await (const _ of reading) {
    yield rows;
    rows = [];
    if (over) return;
  }
}

/** `t` is the type that the file names: shared text, text of a formula, a truth, an error, else a number. */
function cellOf(type: string, value: string, shown: Shown = plainNumber): string | number {
  switch (type) {
    case 's':
      return Number(value);
    case 'str':
    case 'inlineStr':
      return unescaped(value);
    case 'b':
      return value === '1' ? 'TRUE' : 'FALSE';
    case 'e':
      // «#N/A» is no value, least of all one to write to somebody.
      return '';
    case 'd':
      return value.replace(/T00:00(:00(\.0+)?)?Z?$/, '');
    default:
      return shown(value.trim());
  }
}

/** `B12` → 1. */
function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const letter = reference.charCodeAt(at) & ~32;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  return column - 1;
}

/** Letters that XML can't hold stand as `_x000D_`. */
const unescaped = (text: string) =>
  text.includes('_x')
    ? text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;

/** The texts that cells point at, as bytes in one piece: a million strings would take four times as much. */
async function stringsOf({ path, strings }: Workbook, most: number, signal?: AbortSignal) {
  let bytes = Buffer.alloc(64 * 1024);
  let ends = new Uint32Array(1024);
  let [count, size] = [0, 0];
  let text = '';
  const add = () => {
    const length = Buffer.byteLength(text);
    while (size + length > bytes.length) bytes = Buffer.concat([bytes], bytes.length * 2);
    if (count === ends.length) {
      const larger = new Uint32Array(ends.length * 2);
      larger.set(ends);
      ends = larger;
    }
    size += bytes.write(text, size);
    ends[count] = size;
    count += 1;
  };
  if (strings && most > 0) {
    const reading = parseXmlParts(path, strings, signal, {
      open(name) {
        if (name === 'si') text = '';
      },
      text(part, inside) {
        if (inside === 't') text += part;
      },
      close(name) {
        if (name === 'si') add();
      },
    });
    for await (const _ of reading) if (count >= most) break;
  }
  return {
    at: (index: number): string =>
      index >= 0 && index < count ? unescaped(bytes.toString('utf8', ends[index - 1] ?? 0, ends[index])) : '',
  };
}

async function sheetsOf(path: string, main: ZipEntry) {
  const found: { name: string; link: string }[] = [];
  let from1904 = false;
  await parseXml(path, main, {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attributes().date1904 ?? '');
      if (name !== 'sheet') return;
      const all = attributes();
      const link = Object.entries(all).find(([key]) => /:id$/.test(key))?.[1] ?? '';
      if ((all.state ?? 'visible') === 'visible') found.push({ name: all.name ?? '', link });
    },
  });
  return { found, from1904 };
}

async function relations(path: string, entry: ZipEntry | undefined) {
  const links = new Map<string, { type: string; target: string }>();
  if (entry)
    await parseXml(path, entry, {
      open(name, attributes) {
        if (name !== 'Relationship') return;
        const { Id = '', Type = '', Target = '' } = attributes();
        links.set(Id, { type: Type, target: Target });
      },
    });
  return links;
}

/** How numbers are shown, by the index that cells name. */
async function formatsOf({ path, styles, from1904 }: Workbook, country: string | null): Promise<Shown[]> {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let inside = false;
  if (styles)
    await parseXml(path, styles, {
      open(name, attributes) {
        if (name === 'cellXfs') inside = true;
        else if (name === 'numFmt') {
          const { numFmtId, formatCode = '' } = attributes();
          codes.set(Number(numFmtId), formatCode);
        } else if (name === 'xf' && inside) formats.push(Number(attributes().numFmtId ?? 0));
      },
      close(name) {
        if (name === 'cellXfs') inside = false;
      },
    });
  return formats.map((id) => shownAs(id, codes.get(id), { country, from1904 }));
}

/** Relative to the workbook's folder, or to the root. */
function resolved(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  return new URL(target, `zip:///${folder}`).pathname.slice(1);
}

function otherKind(entries: readonly ZipEntry[]): Exclude<OpenedWorkbook, { ok: true }>['why'] {
  const has = (name: RegExp) => entries.some((entry) => name.test(entry.name));
  if (has(/^xl\/workbook\.bin$/i)) return 'xlsb';
  if (has(/^Index\/.*\.iwa$|^Index\.zip$/i)) return 'numbers';
  if (has(/^content\.xml$/i) && has(/^mimetype$/i)) return 'ods';
  if (has(/^word\//i)) return 'docx';
  if (has(/^ppt\//i)) return 'pptx';
  return 'zip';
}
