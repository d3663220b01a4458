/** The pipe: rows → numbers → nobody twice → nobody who said no → the store, in chunks. */
import type { Dice } from '../../clock.ts';
import type {
  AccountId,
  CampaignId,
  ListOrigin,
  ListSource,
  ListSummary,
  Mended,
  RowsChoice,
} from '../campaign.ts';
import type { NewRecipient, PeopleStore, Recipient, RecipientStore } from '../ports.ts';
import { rowId } from '../recipient.ts';
import { cell } from '../report.ts';
import { rowsOf } from '../rows.ts';
import type { Column } from './columns.ts';
import { createJoins, type Joins } from './joins.ts';
import { firstNumber } from './phone.ts';
import { type Inspection, inspect, isDamage, readRows, type TableProblem, type TableRow } from './table.ts';
import { createTally, type Tally } from './tally.ts';

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
  readonly recipients: Pick<RecipientStore, 'append' | 'lines' | 'refill'>;
  readonly people: Pick<PeopleStore, 'refused'>;
  /** Several values as one: *Ana y Luis*, in the language of those who get it. */
  readonly join: (values: readonly string[]) => string;
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
  /** What becomes of further rows of a number. */
  readonly rows?: RowsChoice;
  /** Of a workbook; the one with numbers when absent. */
  readonly sheet?: string;
  readonly withHidden?: boolean;
  readonly mended?: Mended;
  /** It grew out of messages; `added` came with the last ones. */
  readonly pasted?: { readonly added: number };
}

export type Imported =
  | { ok: true; list: ListSource; inspection: Inspection }
  | { ok: false; problem: ListProblem; inspection: Inspection | null };

const CHUNK = 200;
/** Random bytes of a wire id. */
const ID_BYTES = 8;

/**
 * Imports a file into a campaign that has no rows yet. Appending again after a crash changes nothing. After a
 * problem or an abort the caller clears what was appended.
 */
export async function importList(
  input: ImportInput,
  deps: ImportDeps,
  options: { signal?: AbortSignal; onProgress?: (rows: number) => void } = {},
): Promise<Imported> {
  const { country, withHidden = false, mended = {} } = input;
  const sheet = input.sheet === undefined ? {} : { sheet: input.sheet };
  const inspected = await inspect(input.path, { country, withHidden, ...sheet });
  if (!inspected.ok) return { ok: false, problem: inspected.problem, inspection: null };
  const { inspection } = inspected;
  const column = input.column ?? inspection.column;
  if (column === null) {
    const columns = inspection.columns.map((one) => one.name || one.sample);
    return { ok: false, problem: { is: 'no-column', columns, origin: originOf(inspection) }, inspection };
  }
  const names = fieldNames(inspection.columns, inspection.hasHeader);
  const tally = createTally();
  const joins = createJoins();
  const { rows: choice = 'first' } = input;
  const reader: Reader = { column, names: [...names], country, tally, choice, joins, mended };
  try {
    const stopped = options.signal ? { signal: options.signal } : {};
    const reading = { country, withHidden, onHidden: tally.hide, ...stopped };
    for await (const rows of inChunks(readRows(input.path, inspection, reading))) {
      options.signal?.throwIfAborted();
      await append(input, deps, reader, rows);
      options.onProgress?.(tally.rows);
    }
    options.signal?.throwIfAborted();
    await joins.fill(input.campaignId, { ...deps, kept: names.get(column) ?? null, ...stopped });
  } catch (error) {
    const isSheet = inspection.source.is === 'sheet';
    if (isDamage(error)) return { ok: false, problem: { is: 'damaged', sheet: isSheet }, inspection };
    throw error;
  }
  const summary = tally.summary();
  const problem = problemOf(summary, country, tally.cutExample());
  if (problem) return { ok: false, problem, inspection };
  const list: ListSource = {
    name: input.name,
    path: input.path,
    column,
    columnName: inspection.columns.find((one) => one.index === column)?.name ?? '',
    country,
    fields: [...names.values()],
    ...(choice === 'first' ? {} : { rows: choice }),
    ...(withHidden ? { withHidden } : {}),
    ...(Object.keys(mended).length > 0 ? { mended } : {}),
    origin: input.pasted ? { is: 'pasted', ...input.pasted } : originOf(inspection),
    summary,
  };
  return { ok: true, list, inspection };
}

/**
 * As many rows as are stored at once. What is alive at a time decides how much memory the engine takes: with ten
 * times as many rows the process grows by 60 MB more.
 */
async function* inChunks(batches: AsyncIterable<readonly TableRow[]>): AsyncIterable<readonly TableRow[]> {
  let held: readonly TableRow[] = [];
  for await (const rows of batches) {
    let from = 0;
    if (held.length > 0) {
      from = CHUNK - held.length;
      held = held.concat(rows.slice(0, from));
      if (held.length < CHUNK) continue;
      yield held;
    }
    for (; rows.length - from >= CHUNK; from += CHUNK) yield rows.slice(from, from + CHUNK);
    held = rows.slice(from);
  }
  yield held;
}

/** How a row is read. */
interface Reader {
  readonly column: number;
  readonly names: readonly (readonly [index: number, name: string])[];
  readonly country: string | null;
  readonly tally: Tally;
  readonly choice: RowsChoice;
  readonly joins: Joins;
  readonly mended: Mended;
}

/** A row before it is known who has opted out. */
type Made = { -readonly [Key in keyof NewRecipient]: NewRecipient[Key] };

/** Wire ids are drawn for all rows at once: a call a row would take longer than everything else here. */
async function append(
  input: ImportInput,
  deps: ImportDeps,
  reader: Reader,
  rows: readonly TableRow[],
): Promise<void> {
  const ids = deps.dice.id(ID_BYTES * rows.length);
  const made = rows.map((row, nth) =>
    understand(row, reader, rowId(ids.slice(nth * ID_BYTES * 2, (nth + 1) * ID_BYTES * 2))),
  );
  const phones = made.flatMap(({ phone, skip }) => (phone && (!skip || skip === 'joined') ? [phone] : []));
  const refused = await deps.people.refused(input.accountId, phones);
  for (const row of made) {
    if (row.skip !== 'duplicate' && row.phone && refused.has(row.phone)) {
      row.skip = 'opted-out';
      row.detail = null;
    }
    if (row.skip === 'joined') reader.joins.note(row.line, Number(row.detail));
    reader.tally.count(row);
  }
  await deps.recipients.append(input.campaignId, made);
}

const FURTHER = { first: 'duplicate', joined: 'joined', each: null } as const satisfies Record<
  RowsChoice,
  NewRecipient['skip']
>;

function understand({ line, cells }: TableRow, reader: Reader, wireId: string): Made {
  const { column, names, country, tally, choice } = reader;
  const written = reader.mended[line] ?? (cells[column] ?? '').trim();
  const fields: Record<string, string> = {};
  for (const [index, name] of names) fields[name] = index === column ? written : (cells[index] ?? '').trim();
  const { parsed, several } = firstNumber(written, country);
  if (!parsed.ok) return { line, written, phone: null, fields, skip: 'invalid', detail: parsed.why, wireId };
  const { phone } = parsed;
  const first = tally.sight(phone, line);
  if (first === null) tally.doubt(parsed.landline, several);
  const skip = first === null ? null : FURTHER[choice];
  const detail = skip === 'joined' ? String(first) : several ? 'several-numbers' : null;
  return { line, written, phone, fields, skip, detail, wireId };
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
  if (source.is === 'sheet') {
    const { sheet, names } = source;
    return { is: 'sheet', sheet, others: names.length - 1, names };
  }
  return { is: 'text', encoding: source.encoding, delimiter: source.delimiter };
}

/** Line and number of rows, as they were written. */
export async function* gapCsv(
  rows: AsyncIterable<Recipient>,
  words: { columns: readonly string[]; delimiter: string },
): AsyncIterable<string> {
  yield `\ufeff${words.columns.map(cell).join(words.delimiter)}\r\n`;
  for await (const row of rows)
    yield `${[String(row.line), row.written].map(cell).join(words.delimiter)}\r\n`;
}

/** `filas-malas.csv`: line, as written, reason. Opens in Excel; cells that look like formulas are tamed. */
export async function* badRows(
  campaign: CampaignId,
  recipients: Pick<RecipientStore, 'page'>,
  words: {
    columns: readonly [string, string, string];
    reason: (code: string, detail: string | null) => string;
    delimiter: string;
  },
): AsyncIterable<string> {
  yield `\ufeff${words.columns.map(cell).join(words.delimiter)}\r\n`;
  for await (const row of rowsOf(recipients, campaign, { atImport: true })) {
    const why = row.reason === 'invalid' ? (row.detail ?? 'invalid') : (row.reason ?? '');
    yield `${[String(row.line), row.written, words.reason(why, row.detail)].map(cell).join(words.delimiter)}\r\n`;
  }
}
