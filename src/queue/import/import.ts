/** The pipe: rows → numbers → nobody twice → nobody who said no → the store, in chunks. */
import { hash } from 'node:crypto';
import type { Dice } from '../../clock.ts';
import type { AccountId, CampaignId, ListOrigin, ListSource, ListSummary } from '../campaign.ts';
import type { NewRecipient, PeopleStore, RecipientStore } from '../ports.ts';
import { cell } from '../report.ts';
import type { Column } from './columns.ts';
import { firstNumber, type ParsedPhone, type PhoneNumber } from './phone.ts';
import { type Inspection, inspect, isDamage, readRows, type TableProblem, type TableRow } from './table.ts';

export type ListProblem =
  | TableProblem
  /** No column looks like numbers. */
  | { is: 'no-column'; columns: readonly string[]; origin: ListOrigin }
  /** Excel has cut the digits of most numbers. */
  | { is: 'excel'; count: number; example: string }
  /** There are numbers, and none is valid for this country. */
  | { is: 'country'; country: string | null; example: string }
  /** All are repeated or have opted out. */
  | { is: 'nobody'; out: number };

export interface ImportDeps {
  readonly recipients: Pick<RecipientStore, 'append'>;
  readonly people: Pick<PeopleStore, 'refused'>;
  readonly dice: Dice;
}

export interface ImportInput {
  readonly campaignId: CampaignId;
  readonly accountId: AccountId;
  readonly path: string;
  readonly name: string;
  /** Index of the column with the numbers; found by itself when absent. */
  readonly column?: number;
  /** ISO country of numbers without a country code. */
  readonly country: string | null;
  /** It grew out of messages; `added` came with the last ones. */
  readonly pasted?: { readonly added: number };
}

export type Imported =
  | { ok: true; list: ListSource; inspection: Inspection }
  | { ok: false; problem: ListProblem; inspection: Inspection | null };

const CHUNK = 500;
const ACCENTS_WITHIN = 5_000;

/**
 * Imports a file into a campaign that has no rows yet. Appending again after a crash changes nothing. After a
 * problem or an abort the caller clears what was appended.
 */
export async function importList(
  input: ImportInput,
  deps: ImportDeps,
  options: { signal?: AbortSignal; onProgress?: (rows: number) => void } = {},
): Promise<Imported> {
  const inspected = await inspect(input.path, { country: input.country });
  if (!inspected.ok) return { ok: false, problem: inspected.problem, inspection: null };
  const { inspection } = inspected;
  const column = input.column ?? inspection.column;
  if (column === null) {
    const columns = inspection.columns.map((one) => one.name || one.sample);
    return { ok: false, problem: { is: 'no-column', columns, origin: originOf(inspection) }, inspection };
  }
  const tally = createTally();
  const names = fieldNames(inspection.columns, inspection.hasHeader);
  try {
    let chunk: TableRow[] = [];
    const store = async () => {
      await append(
        input,
        deps,
        chunk.map((row) => understand(row, column, names, input.country, tally)),
        tally,
      );
      options.signal?.throwIfAborted();
      options.onProgress?.(tally.rows);
      chunk = [];
    };
    const { country } = input;
    const reading = { country, ...(options.signal ? { signal: options.signal } : {}) };
    for await (const row of readRows(input.path, inspection, reading)) {
      chunk.push(row);
      if (chunk.length >= CHUNK) await store();
    }
    await store();
  } catch (error) {
    const sheet = inspection.source.is === 'sheet';
    if (isDamage(error)) return { ok: false, problem: { is: 'damaged', sheet }, inspection };
    throw error;
  }
  const summary = tally.summary();
  const problem = problemOf(summary, input.country, tally.cutExample());
  if (problem) return { ok: false, problem, inspection };
  const list: ListSource = {
    name: input.name,
    path: input.path,
    column,
    columnName: inspection.columns.find((one) => one.index === column)?.name ?? '',
    country: input.country,
    fields: [...names.values()],
    origin: input.pasted ? { is: 'pasted', ...input.pasted } : originOf(inspection),
    summary,
  };
  return { ok: true, list, inspection };
}

interface Understood {
  readonly row: TableRow;
  readonly written: string;
  readonly parsed: ParsedPhone;
  readonly detail: string | null;
  readonly repeated: boolean;
  readonly fields: Readonly<Record<string, string>>;
}

function understand(
  row: TableRow,
  column: number,
  names: ReadonlyMap<number, string>,
  country: string | null,
  tally: Tally,
): Understood {
  const written = (row.cells[column] ?? '').trim();
  const { parsed, several } = firstNumber(written, country);
  const fields: Record<string, string> = {};
  for (const [index, name] of names) fields[name] = (row.cells[index] ?? '').trim();
  const repeated = parsed.ok && !tally.firstSight(parsed.phone);
  return {
    row,
    written,
    parsed,
    repeated,
    fields,
    detail: parsed.ok ? (several ? 'several-numbers' : null) : parsed.why,
  };
}

async function append(input: ImportInput, deps: ImportDeps, rows: Understood[], tally: Tally): Promise<void> {
  const phones = rows.flatMap(({ parsed, repeated }) => (parsed.ok && !repeated ? [parsed.phone] : []));
  const refused = await deps.people.refused(input.accountId, phones);
  const made = rows.map(({ row, written, parsed, detail, repeated, fields }): NewRecipient => {
    const phone = parsed.ok ? parsed.phone : null;
    const skip = !phone ? 'invalid' : repeated ? 'duplicate' : refused.has(phone) ? 'opted-out' : null;
    tally.count(skip, written, parsed, detail);
    tally.look(fields);
    return { line: row.line, written, phone, fields, skip, detail, wireId: `3EB0${deps.dice.id(8)}` };
  });
  await deps.recipients.append(input.campaignId, made);
}

/** Names by which a text can use the columns; none without a header. The first of two equal names wins. */
function fieldNames(columns: readonly Column[], hasHeader: boolean): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  if (!hasHeader) return names;
  const seen = new Set<string>();
  for (const { index, name } of columns) {
    const field = name.toLowerCase().replace(/[{}|]/g, '').trim();
    if (field === '' || seen.has(field)) continue;
    seen.add(field);
    names.set(index, field);
  }
  return names;
}

type Tally = ReturnType<typeof createTally>;

/** Counts, examples and the fingerprint of the set of numbers, in flat memory. */
function createTally() {
  const seen = createNumberSet();
  const print = new Uint32Array(8);
  const out = { invalid: 0, duplicate: 0, optedOut: 0 };
  const examples: { written: string; phone: string }[] = [];
  const accents = new Set<string>();
  let [rows, people, damaged, several, landlines] = [0, 0, 0, 0, 0];
  let badExample: string | null = null;
  let cutExample: string | null = null;
  return {
    get rows() {
      return rows;
    },
    /** At most 15 digits: exact as a number, and a fraction of a string's memory. */
    firstSight(phone: PhoneNumber): boolean {
      if (!seen.add(Number(phone))) return false;
      const digest = hash('sha256', phone, 'buffer');
      for (let lane = 0; lane < 8; lane += 1)
        print[lane] = (print[lane] ?? 0) + digest.readUInt32LE(lane * 4);
      return true;
    },
    count(skip: NewRecipient['skip'], written: string, parsed: ParsedPhone, detail: string | null) {
      if (skip === null && parsed.ok) {
        several += Number(detail === 'several-numbers');
        landlines += Number(parsed.landline);
      }
      rows += 1;
      if (skip === 'invalid') out.invalid += 1;
      else if (skip === 'duplicate') out.duplicate += 1;
      else if (skip === 'opted-out') out.optedOut += 1;
      else people += 1;
      if (!parsed.ok && parsed.why === 'spreadsheet-damage') {
        damaged += 1;
        cutExample ??= written;
      }
      if (!parsed.ok && written !== '') badExample ??= written;
      if (skip === null && parsed.ok && examples.length < 3) examples.push({ written, phone: parsed.phone });
    },
    /** Values with accents among the first rows. */
    look(fields: NewRecipient['fields']) {
      if (accents.size >= 3 || rows > ACCENTS_WITHIN) return;
      const value = Object.values(fields).find((one) => /[^\p{ASCII}]\p{L}|\p{L}[^\p{ASCII}]/u.test(one));
      if (value) accents.add(value);
    },
    /** A number that a spreadsheet has cut. */
    cutExample: () => cutExample ?? '',
    /** The fingerprint is the sum of the numbers' SHA-256, lane by lane: the order of rows doesn't matter. */
    summary(): ListSummary {
      const fingerprint = hash('sha256', new Uint8Array(print.buffer), 'hex');
      const seldom = { several, landlines, accents: [...accents] };
      return { rows, people, out, damaged, examples, badExample, fingerprint, ...seldom };
    },
  };
}

/** A set of numbers above zero in one array, 16 bytes each: a `Set` takes four times as much. */
function createNumberSet() {
  let slots = new Float64Array(1024);
  let size = 0;
  const put = (table: Float64Array, value: number): boolean => {
    // Fibonacci hashing of both halves, then the next free slot.
    const mixed = Math.imul(value % 2 ** 32, 0x9e3779b1) ^ Math.imul(value / 2 ** 32, 0x85ebca6b);
    let at = ((mixed ^ (mixed >>> 15)) >>> 0) % table.length;
    for (; table[at] !== 0; at = (at + 1) % table.length) if (table[at] === value) return false;
    table[at] = value;
    return true;
  };
  return {
    /** False when it is in already. */
    add(value: number): boolean {
      if (!put(slots, value)) return false;
      size += 1;
      if (size * 2 > slots.length) {
        const larger = new Float64Array(slots.length * 2);
        for (const each of slots) if (each !== 0) put(larger, each);
        slots = larger;
      }
      return true;
    },
  };
}

function problemOf(summary: ListSummary, country: string | null, cut: string): ListProblem | null {
  const { rows, people, out, damaged, badExample } = summary;
  if (rows === 0) return { is: 'empty' };
  if (damaged > people) return { is: 'excel', count: damaged, example: cut };
  if (people > 0) return null;
  if (out.duplicate + out.optedOut > 0) return { is: 'nobody', out: out.duplicate + out.optedOut };
  return badExample === null ? { is: 'empty' } : { is: 'country', country, example: badExample };
}

/** What people should know about where the rows came from. */
function originOf({ source, exported }: Inspection): ListOrigin {
  if (exported || source.is === 'cards') return { is: 'contacts' };
  if (source.is === 'sheet') return { is: 'sheet', sheet: source.sheet, others: source.others };
  return { is: 'text', encoding: source.encoding, delimiter: source.delimiter };
}

/** `filas-malas.csv`: line, as written, reason. Opens in Excel; cells that look like formulas are tamed. */
export async function* badRows(
  campaign: CampaignId,
  recipients: Pick<RecipientStore, 'page'>,
  words: { columns: readonly [string, string, string]; reason: (code: string) => string; delimiter: string },
): AsyncIterable<string> {
  yield `\ufeff${words.columns.map(cell).join(words.delimiter)}\r\n`;
  let after = -1;
  for (;;) {
    const rows = await recipients.page(campaign, { after, limit: 1000, atImport: true });
    for (const row of rows) {
      const why = row.reason === 'invalid' ? (row.detail ?? 'invalid') : (row.reason ?? '');
      yield `${[String(row.line), row.written, words.reason(why)].map(cell).join(words.delimiter)}\r\n`;
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.line;
  }
}
