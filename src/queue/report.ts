import type { Recipient } from './ports.ts';

/** In this order: what follows the first eight may grow. The list's own columns come after them. */
export const REPORT_COLUMNS = [
  'line',
  'written',
  'phone',
  'state',
  'reason',
  'accepted',
  'delivered',
  'read',
  'unsent',
] as const;
export type ReportColumn = (typeof REPORT_COLUMNS)[number];

/** What a spreadsheet program cuts columns at, by the region it is set to. */
export type Delimiter = ',' | ';';

export interface ReportWords {
  column(column: ReportColumn): string;
  state(state: Recipient['state']): string;
  /** A code of `skip`, `failure` or of the import; an unknown one is shown as it is. */
  reason(code: string, detail: string | null): string;
}

export interface ReportForm {
  /** Times are of this zone. */
  readonly zone: string;
  readonly delimiter: Delimiter;
  /** Columns of the list that stand behind the report's own. */
  readonly fields: readonly string[];
}

/**
 * Header and rows, some lines at a time. Every row of the file is there, also those that were left out, so that the
 * sums are those of the card. Times are `YYYY-MM-DD HH:MM:SS`, which spreadsheets of all languages read.
 */
export async function* reportCsv(
  rows: AsyncIterable<Recipient>,
  words: ReportWords,
  { zone, delimiter, fields }: ReportForm,
): AsyncIterable<string> {
  const line = (cells: readonly string[]) => `${cells.map(cell).join(delimiter)}\r\n`;
  const time = clockOf(zone);
  let text = `\ufeff${line([...REPORT_COLUMNS.map((column) => words.column(column)), ...fields])}`;
  for await (const row of rows) {
    const why = row.reason === 'invalid' ? (row.detail ?? row.reason) : row.reason;
    text += line([
      String(row.line),
      row.written,
      // With its plus Excel keeps all digits, once it isn't a formula any more.
      row.phone ? `+${row.phone}` : '',
      words.state(row.state),
      why ? words.reason(why, row.detail) : '',
      time(row.acceptedAt),
      time(row.deliveredAt),
      time(row.readAt),
      time(row.failedAt),
      ...fields.map((name) => row.fields[name] ?? ''),
    ]);
    if (text.length < PIECE) continue;
    yield text;
    text = '';
  }
  yield text;
}

/** Letters that are handed on at once. */
const PIECE = 32_000;

/**
 * A quoted cell. An apostrophe keeps spreadsheets from taking it for a formula, or for a sum: a long number would
 * lose its digits (5.95981E+11) and a local one its zero, and lists are mended there and sent again. Inside of the
 * cell it does the same wherever a program that cuts at another sign would see a cell begin.
 */
export function cell(value: string): string {
  const number = /^\s*(0\d+|\d{11,})\s*$/.test(value);
  const tame = number ? `'${value}` : value.replace(FORMULA, "$1$2'");
  return `"${tame.replaceAll('"', '""')}"`;
}

/** Signs that begin a formula, the full-width ones of Asian keyboards too. */
const FORMULA = /(^|[,;\t\r\n])([\s"]*)(?=[=+\-@＝＋－＠])/g;

/** `YYYY-MM-DD HH:MM:SS` in a zone; many rows have the same second: the last one is remembered. */
export function clockOf(zone: string): (at: number | null) => string {
  let [second, text] = [Number.NaN, ''];
  return (at) => {
    if (at === null) return '';
    const now = Math.floor(at / 1000);
    if (now === second) return text;
    const local = Temporal.Instant.fromEpochMilliseconds(now * 1000).toZonedDateTimeISO(zone);
    [second, text] = [now, local.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ')];
    return text;
  };
}
