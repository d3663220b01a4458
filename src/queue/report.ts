/** Rows → a CSV that opens in Excel, shows long numbers whole and carries no formula. */
import type { CampaignId } from './campaign.ts';
import type { Recipient, RecipientStore } from './ports.ts';

export const REPORT_COLUMNS = [
  'line',
  'written',
  'phone',
  'state',
  'reason',
  'accepted',
  'delivered',
  'read',
] as const;
export type ReportColumn = (typeof REPORT_COLUMNS)[number];

export interface ReportWords {
  column(column: ReportColumn): string;
  state(state: Recipient['state']): string;
  /** A code of `skip`, `failure` or of the import; an unknown one is shown as it is. */
  reason(code: string, detail: string | null): string;
}

/** All rows of a campaign in list order, a page at a time. */
export async function* pagesOf(
  recipients: Pick<RecipientStore, 'page'>,
  campaign: CampaignId,
): AsyncIterable<Recipient> {
  let after = -1;
  for (;;) {
    const rows = await recipients.page(campaign, { after, limit: 1000 });
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.line;
  }
}

/** Times are of the business's zone, `YYYY-MM-DD HH:MM:SS`. Excel in es and pt cuts at `;`, in en at `,`. */
export async function* reportCsv(
  rows: AsyncIterable<Recipient>,
  words: ReportWords,
  { zone, delimiter }: { zone: string; delimiter: ',' | ';' },
): AsyncIterable<string> {
  const line = (cells: readonly string[]) => `${cells.map(cell).join(delimiter)}\r\n`;
  yield `\ufeff${line(REPORT_COLUMNS.map((column) => words.column(column)))}`;
  for await (const row of rows) {
    const why = row.reason === 'invalid' ? (row.detail ?? row.reason) : row.reason;
    yield line([
      String(row.line),
      row.written,
      // With its plus Excel keeps all digits, once it isn't a formula any more.
      row.phone ? `+${row.phone}` : '',
      words.state(row.state),
      why ? words.reason(why, row.detail) : '',
      timeOf(row.acceptedAt, zone),
      timeOf(row.deliveredAt, zone),
      timeOf(row.readAt, zone),
    ]);
  }
}

/**
 * A quoted cell. An apostrophe keeps Excel from taking it for a formula, or for a sum: a long number would lose
 * its digits (5.95981E+11) and a local one its zero, and lists are mended in Excel and sent again.
 */
export function cell(value: string): string {
  const mangled = /^\s*[=+\-@\t\r]/.test(value) || /^\s*(0\d+|\d{11,})\s*$/.test(value);
  const tame = mangled ? `'${value}` : value;
  return `"${tame.replaceAll('"', '""')}"`;
}

export function timeOf(at: number | null, zone: string): string {
  if (at === null) return '';
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return local.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ');
}
