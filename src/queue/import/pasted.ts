/** What people write or share in a chat → names and numbers; many messages make one growing list. */
import { parse } from 'csv-parse/sync';
import { DATE, layoutOf, PHONE_NAME } from './columns.ts';
import { bestCut } from './delimited.ts';

/** A number with what is known of its person, by field name (`nombre`). */
export interface Entry {
  readonly written: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The field that holds a person's name. */
export const NAME_FIELD = 'nombre';
const PHONE_FIELD = 'telefono';

/** All numbers of a text, with the names beside them: one a line or many, tables, forwarded messages. */
export function entriesOf(text: string): Entry[] {
  const clean = text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/\r\n?/g, '\n');
  const table = tableOf(clean);
  if (table) return table;
  const lines = clean.split('\n').map(lineOf);
  return namedAbove(lines) ?? lines.flatMap(({ entries }) => entries);
}

/**
 * Is a text that nobody asked a list for one all the same? Every line has a number, or is a number's name; a
 * sentence with a number in it («Llámanos al 0981 123456») is none.
 */
export function isSurelyList(text: string): boolean {
  const entries = entriesOf(text);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return (
    entries.length >= lines.length / 2 &&
    entries.length > 0 &&
    entries.every(({ fields }) => isName(fields[NAME_FIELD] ?? ''))
  );
}

/** A list as the file that the import reads: the number first, then every field that anybody has. */
export function pastedCsv(entries: readonly Entry[]): string {
  const fields = [...new Set(entries.flatMap((entry) => Object.keys(entry.fields)))];
  const cell = (value: string) => `"${value.replaceAll('"', '""')}"`;
  const row = (cells: readonly string[]) => `${cells.map(cell).join(',')}\n`;
  const rows = entries.map((entry) =>
    row([entry.written, ...fields.map((name) => entry.fields[name] ?? '')]),
  );
  return row([PHONE_FIELD, ...fields]) + rows.join('');
}

/** The other way round: what `pastedCsv` wrote. */
export function readPasted(csv: string): Entry[] {
  const [header = [], ...rows]: string[][] = parse(csv);
  const names = header.slice(1);
  return rows.map(([written = '', ...values]) => ({
    written,
    fields: Object.fromEntries(names.flatMap((name, nth) => (values[nth] ? [[name, values[nth]]] : []))),
  }));
}

/** One person: a shared contact. */
export function contactEntry(phone: string, ...names: readonly (string | undefined)[]): Entry {
  const name = names.filter((part) => part !== undefined && part !== '').join(' ');
  return { written: phone, fields: name === '' ? {} : { [NAME_FIELD]: name } };
}

/** A table with a header that names the column of numbers: its other columns are fields. */
function tableOf(text: string): Entry[] | null {
  const found = bestCut(text.trim(), true, null);
  const layout = found && found.rows.length > 1 ? layoutOf(found.rows, null) : null;
  const phone = layout?.columns.find(({ index }) => index === layout.column);
  if (!found || !layout?.hasHeader || !phone || layout.columns.length < 2) return null;
  if (!PHONE_NAME.test(phone.name)) return null;
  const fields = layout.columns.filter(({ name, index }) => name !== '' && index !== phone.index);
  return found.rows.slice(layout.before).map((row) => ({
    written: (row[phone.index] ?? '').trim(),
    fields: Object.fromEntries(
      fields.flatMap(({ name, index }) => {
        const value = (row[index] ?? '').trim();
        return value === '' ? [] : [[name.toLowerCase(), value]];
      }),
    ),
  }));
}

interface Line {
  /** Without numbers: what may be the name of the number below. */
  readonly text: string;
  readonly entries: readonly Entry[];
}

const CHAT_STAMP =
  /^\[?\d{1,2}[/.]\d{1,2}[/.]\d{2,4},?\s+\d{1,2}:\d{2}(:\d{2})?(\s?[ap]\.?\s?m\.?)?\]?(\s-)?\s*/i;
const BULLET = /^\s*(?:[-*•·–]|\d{1,3}[.)]\s)\s*/;
const LINK = /https?:\/\/(?:wa\.me\/|(?:api|web)\.whatsapp\.com\/send\/?\?phone=)\+?(\d+)\S*/gi;
/** A run of digits with the signs that people put into numbers, or a number that a spreadsheet has cut. */
const NUMBER = /\d[.,]\d+e\+?\d+|\+?\(?\d(?:(?! [-–] )[ \u00a0().\-–]{0,3}\d){3,}/gi;
const SHORTEST = 7;

function lineOf(raw: string): Line {
  const line = raw.replace(LINK, '+$1').replace(CHAT_STAMP, '').replace(BULLET, '').trim();
  const alone = /^[\d\s().+\-–]+$/.test(line);
  const found = [...line.matchAll(NUMBER)].flatMap(({ 0: run, index }) =>
    split(run, index).filter(({ written }) => isNumber(written, alone)),
  );
  if (found.length === 0) return { text: nameIn(line), entries: [] };
  const between = found.map(({ index }, nth) => {
    const before = found[nth - 1];
    return line.slice(before ? before.index + before.written.length : 0, index);
  });
  const rest = line.slice((found.at(-1)?.index ?? 0) + (found.at(-1)?.written.length ?? 0));
  const people = together(found.map(({ written }, nth) => ({ written, before: between[nth] ?? '' })));
  // Names stand before their numbers, or behind them when nothing is before the first.
  const names = people.map(({ before }) => nameIn(before));
  const behind = [...names.slice(1), nameIn(rest)];
  const own = names[0] === '' ? behind : names;
  return { text: '', entries: people.map(({ written }, nth) => contactEntry(written, own[nth])) };
}

/** Numbers of one person: `0981 123456 / 0971 555000`. */
function together(numbers: readonly { written: string; before: string }[]) {
  const people: { written: string; before: string }[] = [];
  for (const number of numbers) {
    const last = people.at(-1);
    if (last && /^\s*(\/|o|ó|ou|or)\s*$/i.test(number.before))
      people[people.length - 1] = { ...last, written: `${last.written} / ${number.written}` };
    else people.push(number);
  }
  return people;
}

/** Two numbers with nothing but a space between them. */
function split(run: string, index: number): { written: string; index: number }[] {
  const digits = (text: string) => text.replace(/\D/g, '').length;
  const whole = [{ written: run, index }];
  const places = [...run.matchAll(/ (?=\+|0|\()/g)].map((match) => match.index);
  const longest = digits(run) > 15 ? [...run.matchAll(/ /g)].map((match) => match.index) : places;
  for (const at of longest)
    if (digits(run.slice(0, at)) >= 8 && digits(run.slice(at)) >= 8)
      return [{ written: run.slice(0, at), index }, ...split(run.slice(at + 1), index + at + 1)];
  return whole;
}

/** Dates and prices are none; a line of nothing else is one even when it is too short. */
function isNumber(written: string, alone: boolean): boolean {
  if (/e/i.test(written)) return true;
  const digits = written.replace(/\D/g, '').length;
  if (alone) return digits >= 4;
  return digits >= SHORTEST && !DATE.test(written) && !/^\d(\.\d{3}){2}$/.test(written);
}

const LABEL =
  /(?<!\p{L})(?:tel[eé]fono|telefone|telf|tel|celular|cel|m[oó]vil|mobile|whats ?app|wsp|wpp|wa|fone|phone|n[uú]mero|nro|num)(?!\p{L})[.:º°\s]*/giu;
const EDGES = /^[\s:;,.\-–—•*·|()[\]"'=<>→~/]+|[\s:;,\-–—•*·|([\]"'=<>→~/]+$/g;

function nameIn(text: string): string {
  const name = text.replace(LABEL, ' ').replace(EDGES, '').replace(/\s+/g, ' ').trim();
  const closed = name.includes('(') ? name : name.replace(/\)+$/, '');
  return /\p{L}/u.test(closed) && closed.length <= 60 ? closed.replace(/^[oyeó] /i, '') : '';
}

/** Names on lines of their own, each above its number. */
function namedAbove(lines: readonly Line[]): Entry[] | null {
  const entries: Entry[] = [];
  let name = '';
  for (const line of lines) {
    const [only, more] = line.entries;
    if (!only) {
      if (line.text === '') continue;
      if (name !== '') return null;
      name = line.text;
    } else if (more || name === '' || only.fields[NAME_FIELD]) return null;
    else {
      entries.push(contactEntry(only.written, name));
      name = '';
    }
  }
  return entries.length > 1 && name === '' ? entries : null;
}

const PARTICLE = /^(d[aeo]s?|del?|l[ao]s?|y|e|von|van|di)$/i;

/** A few words with capitals, as names are written; small letters alone only when it is one word. */
function isName(text: string): boolean {
  const words = text.split(' ').filter((word) => /\p{L}/u.test(word));
  if (words.length > 5) return false;
  return (
    words.length < 2 ||
    (words.every((word) => PARTICLE.test(word) || /^\P{L}*\p{Lu}/u.test(word)) &&
      !PARTICLE.test(words.at(-1) ?? ''))
  );
}
