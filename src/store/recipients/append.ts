/** How rows come into the queue. */
import { CompiledQuery, sql } from 'kysely';
import type { CampaignId } from '../../queue/campaign.ts';
import type { NewRecipient } from '../../queue/ports.ts';
import type { Database, Executor } from '../open.ts';
import { number, type Row, text } from '../rows.ts';

/** Rows that one statement inserts: more make it no faster. */
const AT_ONCE = 50;

/**
 * Idempotent by (campaign, line): a line that is there stays as it is. Rows of a draft don't wait for the disk:
 * a power cut may take the last of them, and the draft has no list before all are in, which is written with
 * everything that came before it. Other rows are on disk when the promise resolves.
 */
export async function append(db: Database, campaign: CampaignId, rows: readonly NewRecipient[]) {
  if (rows.length === 0) return;
  await db.connection().execute(async (connection) => {
    const { rows: found } = await sql<Row>`SELECT account_id, parts, state FROM campaigns
      WHERE id = ${campaign}`.execute(connection);
    const [owner] = found;
    if (!owner) return;
    const same = [campaign, number(owner, 'account_id'), number(owner, 'parts')] as const;
    const insert = () => connection.transaction().execute((trx) => insertRows(trx, same, rows));
    if (text(owner, 'state') !== 'draft') return insert();
    await sql`PRAGMA synchronous = NORMAL`.execute(connection);
    try {
      await insert();
    } finally {
      await sql`PRAGMA synchronous = FULL`.execute(connection);
    }
  });
}

/**
 * Rows that are new, counted in the same transaction. Values are bound and not sent as one JSON text, which would
 * take twice as long: a list may have a million rows.
 */
async function insertRows(
  trx: Executor,
  same: readonly [campaign: CampaignId, account: number, parts: number],
  rows: readonly NewRecipient[],
): Promise<void> {
  for (const [skip, alike] of Map.groupBy(rows, (row) => row.skip)) {
    const [state, atImport] = skip ? ['skipped', 1] : ['queued', 0];
    let added = 0n;
    for (let from = 0; from < alike.length; from += AT_ONCE) {
      const some = alike.slice(from, from + AT_ONCE);
      const values: unknown[] = [...same, state, skip, atImport];
      for (const { line, written, phone, address, fields, detail, wireId } of some)
        values.push(line, written, phone, address?.jid, address?.lid, JSON.stringify(fields), detail, wireId);
      const { numAffectedRows } = await trx.executeQuery(CompiledQuery.raw(insertOf(some.length), values));
      added += numAffectedRows ?? 0n;
    }
    await sql`INSERT INTO counters VALUES (${same[0]}, ${state}, ${skip ?? ''}, ${atImport}, ${added})
      ON CONFLICT DO UPDATE SET count = count + excluded.count`.execute(trx);
  }
}

/** The same text for the same number of rows, so that it is prepared once. */
function insertOf(count: number): string {
  const row = '(?1, ?2, ?3, ?4, ?5, ?6, ?, ?, ?, ?, ?, ?, ?, ?)';
  return `INSERT INTO recipients (campaign_id, account_id, parts, state, reason, at_import, line, written, phone,
    jid, lid, fields, detail, wire_id) VALUES ${Array(count).fill(row).join(', ')}
    ON CONFLICT (campaign_id, line) DO NOTHING`;
}
