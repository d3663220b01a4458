/** Rows whose number is none, put right one by one or in the file that names them. */
import type { CampaignId, Mended } from './campaign.ts';
import { PHONE_PROBLEMS, type PhoneProblem, unwrap } from './import/phone.ts';
import { inspect, isDamage, readRows } from './import/table.ts';
import type { RecipientStore } from './ports.ts';
import { rowsOf } from './rows.ts';

export interface BadRow {
  readonly line: number;
  /** As it stands in the list. */
  readonly written: string;
  readonly why: PhoneProblem;
  readonly fields: Readonly<Record<string, string>>;
  /** How many rows have no number, this one included. */
  readonly left: number;
}

/** How the columns of line and number are called, in every language that somebody may have got the file in. */
export interface MendTitles {
  readonly line: readonly string[];
  readonly written: readonly string[];
}

/** The first row below line `after` whose number is none; null when there is no further one. */
export async function badRow(
  recipients: Pick<RecipientStore, 'page' | 'counts'>,
  campaign: CampaignId,
  after: number,
): Promise<BadRow | null> {
  for await (const row of rowsOf(recipients, campaign, { after, atImport: true })) {
    if (row.reason !== 'invalid') continue;
    const why = PHONE_PROBLEMS.find((one) => one === row.detail) ?? 'not-valid';
    const { out } = await recipients.counts(campaign, 0);
    return { line: row.line, written: row.written, why, fields: row.fields, left: out.invalid };
  }
  return null;
}

/**
 * A file is one of this list's bad rows when it has both columns, and most of its lines were left out of the list. What
 * stands there unchanged, or empty, is no answer.
 */
export async function mendings(
  recipients: Pick<RecipientStore, 'page'>,
  campaign: CampaignId,
  path: string,
  titles: MendTitles,
): Promise<Mended | null> {
  const told = await linesIn(path, titles);
  if (!told || told.size === 0) return null;
  const mended: Record<string, string> = {};
  let known = 0;
  const first = Math.min(...told.keys()) - 1;
  for await (const row of rowsOf(recipients, campaign, { after: first, atImport: true })) {
    const written = told.get(row.line);
    if (written === undefined) continue;
    known += 1;
    // A repeated number may be a slip of the pen; who said no stays out.
    if (row.reason !== 'invalid' && row.reason !== 'duplicate') continue;
    if (unwrap(written) !== '' && unwrap(written) !== unwrap(row.written)) mended[row.line] = written;
  }
  return known * 2 >= told.size ? mended : null;
}

/** Line → number of all rows; null when the file has no such columns. */
async function linesIn(path: string, titles: MendTitles): Promise<ReadonlyMap<number, string> | null> {
  const inspected = await inspect(path, { country: null });
  if (!inspected.ok || !inspected.inspection.hasHeader) return null;
  const { inspection } = inspected;
  const columnOf = (names: readonly string[]) =>
    inspection.columns.find(({ name }) => names.includes(name.trim().toLowerCase()))?.index;
  const [line, written] = [columnOf(titles.line), columnOf(titles.written)];
  if (line === undefined || written === undefined) return null;
  const told = new Map<number, string>();
  try {
    for await (const rows of readRows(path, inspection, { country: null }))
      for (const { cells } of rows) {
        const at = Number(unwrap(cells[line] ?? ''));
        if (Number.isInteger(at) && at > 0) told.set(at, (cells[written] ?? '').trim());
      }
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
  return told;
}
