/** Contacts → a name and numbers each: vCards (.vcf) of any version, and the exports of address books as CSV. */
import { createReadStream } from 'node:fs';
import type { TableRow } from './table.ts';
import { decode, type Encoding } from './text.ts';

/** Names of the columns that contacts are read into. */
export const CARD_COLUMNS = ['nombre', 'telefono'] as const;

/**
 * One row a card, some cards at a time: its name, and its numbers, the mobile one first. `line` is that of its
 * `BEGIN:VCARD`.
 */
export async function* cardRows(
  path: string,
  encoding: Encoding,
  signal?: AbortSignal,
): AsyncIterable<readonly TableRow[]> {
  let rows: TableRow[] = [];
  for await (const row of cards(path, encoding, signal)) {
    rows.push(row);
    if (rows.length < AT_ONCE) continue;
    yield rows;
    rows = [];
  }
  yield rows;
}

const AT_ONCE = 200;

async function* cards(path: string, encoding: Encoding, signal?: AbortSignal): AsyncIterable<TableRow> {
  let card: { line: number; properties: Property[] } | null = null;
  for await (const { line, text } of unfolded(linesOf(path, encoding, signal))) {
    const property = propertyOf(text);
    if (!property) continue;
    if (property.name === 'BEGIN' && /^vcard$/i.test(property.value.trim())) {
      if (card) yield rowOf(card);
      card = { line, properties: [] };
    } else if (property.name === 'END' && /^vcard$/i.test(property.value.trim())) {
      if (card) yield rowOf(card);
      card = null;
    } else if (WANTED.has(property.name)) card?.properties.push(property);
  }
  // A file that was cut: what is there counts.
  if (card) yield rowOf(card);
}

interface Property {
  /** In capitals, without the group that phones put before it (`item1.`). */
  readonly name: string;
  /** `TYPE=CELL` and the bare `CELL` of version 2.1, in capitals; values keep their case. */
  readonly parameters: readonly { readonly key: string; readonly value: string }[];
  readonly value: string;
}

const WANTED = new Set(['FN', 'N', 'NICKNAME', 'ORG', 'TEL']);

function rowOf({ line, properties }: { line: number; properties: readonly Property[] }): TableRow {
  const of = (name: string) => properties.filter((one) => one.name === name).map(({ value }) => value);
  const [family = '', given = '', middle = ''] = split(of('N')[0] ?? '');
  const names = [
    clean(of('FN')[0] ?? ''),
    [given, middle, family].filter((part) => part !== '').join(' '),
    clean(of('NICKNAME')[0] ?? ''),
    split(of('ORG')[0] ?? '')[0] ?? '',
  ];
  const phones = properties
    .filter(({ name }) => name === 'TEL')
    .map((property) => ({ written: phoneOf(property), rank: rankOf(property) }))
    .filter(({ written }) => written !== '')
    .sort((a, b) => a.rank - b.rank)
    .map(({ written }) => written);
  // Phones name a contact without a name by its number.
  const name = names.find((one) => /\p{L}/u.test(one)) ?? '';
  return { line, cells: [name, phonesInOne(phones)] };
}

/** Several numbers as one cell. */
const phonesInOne = (phones: readonly string[]) => [...new Set(phones)].join(' / ');

function phoneOf({ parameters, value }: Property): string {
  // WhatsApp's own cards carry the number that it knows.
  const known = parameters.find(({ key }) => key === 'WAID')?.value.replace(/\D/g, '');
  if (known) return `+${known}`;
  return clean(value).replace(/^tel:/i, '').replace(/;.*$/, '').trim();
}

/** 0: surely WhatsApp; 1: mobile; 2: preferred; 3: any; 4: no phone to talk on. */
function rankOf({ parameters }: Property): number {
  const has = (what: RegExp) => parameters.some(({ key, value }) => what.test(key) || what.test(value));
  if (parameters.some(({ key }) => key === 'WAID')) return 0;
  if (has(/\b(cell|mobile|iphone|celular|m[oó]vil)\b/i)) return 1;
  if (has(/\b(fax|pager|modem|bbs)\b/i)) return 4;
  return has(/^pref$/i) ? 2 : 3;
}

function propertyOf(text: string): Property | null {
  const end = colonOf(text);
  if (end < 0) return null;
  const [full = '', ...rest] = text.slice(0, end).split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/);
  const name = full
    .slice(full.lastIndexOf('.') + 1)
    .trim()
    .toUpperCase();
  const parameters = rest.flatMap((one) => {
    const [key = '', ...value] = one.split('=');
    const said = value.join('=').replaceAll('"', '');
    return [{ key: key.trim().toUpperCase(), value: said.trim() }];
  });
  const value = text.slice(end + 1);
  return {
    name,
    parameters,
    value: isQuotedPrintable(text.slice(0, end)) ? printable(value, parameters) : value,
  };
}

/** The first colon outside of quotes. */
function colonOf(text: string): number {
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === ':' && !quoted) return at;
  }
  return text.indexOf(':');
}

const isQuotedPrintable = (head: string) => /[;=]\s*quoted-printable/i.test(head);

/** Bytes in a charset of their own, each as `=C3`. */
function printable(value: string, parameters: Property['parameters']): string {
  const bytes: number[] = [];
  for (const [part] of value.matchAll(/=[0-9a-f]{2}|[^=]+|=/gi)) {
    if (part.length === 3 && part.startsWith('=')) bytes.push(Number.parseInt(part.slice(1), 16));
    else bytes.push(...Buffer.from(part));
  }
  const charset = parameters.find(({ key }) => key === 'CHARSET')?.value ?? 'utf-8';
  const all = Uint8Array.from(bytes);
  try {
    return new TextDecoder(charset).decode(all);
  } catch {
    // A charset that nobody knows.
    return new TextDecoder().decode(all);
  }
}

/** Parts between semicolons that aren't escaped. */
function split(value: string): string[] {
  return value.split(/(?<!\\);/).map(clean);
}

function clean(value: string): string {
  return value
    .replace(/\\n/gi, ' ')
    .replace(/\\([\\,;:])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Long lines are folded: the next begins with a space. In quoted-printable they end in `=` instead. */
async function* unfolded(
  lines: AsyncIterable<{ line: number; text: string }>,
): AsyncIterable<{ line: number; text: string }> {
  let held: { line: number; parts: string[]; quoted: boolean } | null = null;
  const whole = ({ line, parts }: { line: number; parts: string[] }) => ({ line, text: parts.join('') });
  for await (const { line, text } of lines) {
    const last = held?.parts.at(-1) ?? '';
    if (held?.quoted && last.endsWith('=')) {
      held.parts[held.parts.length - 1] = last.slice(0, -1);
      held.parts.push(text);
    } else if (held && /^[ \t]/.test(text)) held.parts.push(text.slice(1));
    else {
      if (held) yield whole(held);
      held = { line, parts: [text], quoted: isQuotedPrintable(text.slice(0, colonOf(text))) };
    }
  }
  if (held) yield whole(held);
}

async function* linesOf(
  path: string,
  encoding: Encoding,
  signal?: AbortSignal,
): AsyncIterable<{ line: number; text: string }> {
  let line = 0;
  let held = '';
  for await (const text of decode(createReadStream(path, signal ? { signal } : {}), encoding)) {
    const lines = (held + text).split('\n');
    held = lines.pop() ?? '';
    for (const one of lines) {
      line += 1;
      yield { line, text: one };
    }
  }
  if (held !== '') yield { line: line + 1, text: held };
}

/** Columns of exports that say nothing to anybody: labels, groups, faxes, pictures, the name again. */
export const EXPORT_CLUTTER =
  /^(name|file as|labels|group membership|photo|.* - (label|type))$|\bfax\b|^phone \d+ - value$/i;

/** Where an address book's export has names and numbers. */
export interface Exported {
  /** Columns whose values make the name, in order. */
  readonly names: readonly number[];
  /** Columns of numbers, mobile ones first, each with the column of its label, if there is one. */
  readonly phones: readonly { readonly value: number; readonly label: number | null }[];
}

const GIVEN = /^(first name|given name|nombre|nome|primeiro nome)$/i;
const MIDDLE = /^(middle name|additional name|segundo nombre|segundo nome|nome do meio)$/i;
const FAMILY = /^(last name|family name|apellidos?|sobrenome)$/i;
const MOBILE =
  /^(mobile phone|tel[eé]fono m[oó]vil|m[oó]vil|(telefone )?celular|telem[oó]vel|tel[eé]fono celular)$/i;
const OTHER_PHONE =
  /^((primary|home|business|company main|other) phone( 2)?|tel[eé]fono (del trabajo|particular|principal|de la oficina)( 2)?|telefone (comercial|residencial|principal|da empresa)( 2)?|otro tel[eé]fono|outro telefone)$/i;
const MOBILE_LABEL = /mobile|m[oó]vil|celular|cell|whats|iphone|telem[oó]vel/i;

/** Google's and Outlook's exports are known by their headers; null for any other table. */
export function exportedColumns(header: readonly string[]): Exported | null {
  const names = header.map((name) => name.trim());
  const at = (what: RegExp) => names.findIndex((name) => what.test(name));
  const google = names.flatMap((name, value) => {
    if (!/^phone \d+ - value$/i.test(name)) return [];
    const label = names.findIndex(
      (one) => /- (label|type)$/i.test(one) && one.split(' -')[0] === name.split(' -')[0],
    );
    return [{ value, label: label < 0 ? null : label }];
  });
  const parts = [at(GIVEN), at(MIDDLE), at(FAMILY)].filter((index) => index >= 0);
  if (google.length > 0) return { names: parts.length > 0 ? parts : [at(/^name$/i)], phones: google };
  const [mobile, others] = [
    at(MOBILE),
    names.flatMap((name, value) => (OTHER_PHONE.test(name) ? [value] : [])),
  ];
  if (mobile < 0 || others.length === 0 || at(FAMILY) < 0) return null;
  return { names: parts, phones: [mobile, ...others].map((value) => ({ value, label: null })) };
}

/** The two columns of a contact, then those of the file as they are. */
export function exportedRow({ names, phones }: Exported, { line, cells }: TableRow): TableRow {
  const cell = (index: number) => (cells[index] ?? '').trim();
  const name = names
    .map(cell)
    .filter((part) => part !== '')
    .join(' ');
  const numbers = phones
    .flatMap(({ value, label }) =>
      cell(value)
        .split(':::')
        .map((written) => ({
          written: written.trim(),
          mobile: label !== null && MOBILE_LABEL.test(cell(label)),
        })),
    )
    .filter(({ written }) => written !== '')
    .sort((a, b) => Number(b.mobile) - Number(a.mobile))
    .map(({ written }) => written);
  return { line, cells: [name, phonesInOne(numbers), ...cells] };
}
