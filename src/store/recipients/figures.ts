/** What rows add up to, and rows as they are asked for. */
import { sql } from 'kysely';
import type { AccountId, CampaignId } from '../../queue/campaign.ts';
import type { Counts, RowFigures } from '../../queue/ports.ts';
import { OUT_REASONS, type OutReason, type RecipientState } from '../../queue/recipient.ts';
import type { Database } from '../open.ts';
import { flag, list, number, type Row, text, word } from '../rows.ts';
import { selectRows } from './row.ts';

/** Without an ack after this time a row counts as unconfirmed. */
const UNCONFIRMED_AFTER = 60_000;

export function createRowFigures(db: Database): RowFigures {
  return {
    find: (wireIds) =>
      // Rows that were sent have an index; of the rest only those of the hidden kinds are asked for.
      selectRows(
        db,
        sql<Row>`SELECT * FROM recipients
          WHERE intended_at IS NOT NULL AND account_id IN (SELECT id FROM accounts) AND wire_id IN ${list(wireIds)}
        UNION ALL
        SELECT r.* FROM campaigns c JOIN recipients r ON r.campaign_id = c.id
          WHERE c.account_id IN (SELECT id FROM accounts) AND c.state = 'running' AND c.kind <> 'campaign'
          AND r.state = 'queued' AND r.intended_at IS NULL AND r.wire_id IN ${list(wireIds)}`,
      ),
    page: (campaign, { after, limit, states, atImport }) =>
      selectRows(
        db,
        sql<Row>`SELECT * FROM recipients WHERE campaign_id = ${campaign} AND line > ${after}
        AND (${states ? 1 : 0} = 0 OR state IN ${list(states ?? [])})
        AND (${atImport === undefined ? 1 : 0} = 1 OR at_import = ${atImport ? 1 : 0})
        ORDER BY line LIMIT ${limit}`,
      ),
    counts: (campaign, now) => counts(db, campaign, now),
    byState: (account) => byState(db, account),
    totals: (account, since) => totals(db, account, since),
  };
}

async function counts(db: Database, campaign: CampaignId, now: number): Promise<Counts> {
  const { rows } = await sql<Row>`SELECT state, reason, at_import, count FROM counters
    WHERE campaign_id = ${campaign} AND count > 0`.execute(db);
  const late = await sql<Row>`SELECT count(*) AS n FROM recipients WHERE campaign_id = ${campaign}
    AND state = 'sending' AND intended_at < ${now - UNCONFIRMED_AFTER}`.execute(db);
  const out: Record<OutReason, number> = {
    invalid: 0,
    duplicate: 0,
    'opted-out': 0,
    joined: 0,
    incomplete: 0,
    long: 0,
  };
  const states = noRows();
  const reasons: Record<string, number> = {};
  for (const row of rows) {
    const count = number(row, 'count');
    const reason = text(row, 'reason');
    if (flag(row, 'at_import')) out[word<OutReason>(row, 'reason')] += count;
    else {
      states[word<RecipientState>(row, 'state')] += count;
      if (reason !== '') reasons[reason] = (reasons[reason] ?? 0) + count;
    }
  }
  const people = Object.values(states).reduce((sum, count) => sum + count, 0);
  const outside = OUT_REASONS.reduce((sum, reason) => sum + out[reason], 0);
  const unconfirmed = late.rows[0] ? number(late.rows[0], 'n') : 0;
  return { rows: people + outside, out, people, ...states, unconfirmed, reasons };
}

async function byState(db: Database, account: AccountId) {
  const { rows } = await sql<Row>`SELECT n.state, sum(n.count) AS count
    FROM campaigns c JOIN counters n ON n.campaign_id = c.id
    WHERE c.account_id = ${account} AND c.kind = 'campaign' AND c.state <> 'draft' AND n.at_import = 0
    GROUP BY n.state`.execute(db);
  const counted = noRows();
  for (const row of rows) counted[word<RecipientState>(row, 'state')] = number(row, 'count');
  return counted;
}

async function totals(db: Database, account: AccountId, since: number) {
  const { rows } =
    await sql<Row>`SELECT sum(m.sent) AS sent, sum(m.delivered) AS delivered, sum(m.read) AS read,
      sum(m.failed) AS failed
    FROM by_minute m JOIN campaigns c ON c.id = m.campaign_id
    WHERE m.minute >= ${Math.ceil(since / 60_000)} AND c.account_id = ${account} AND c.kind = 'campaign'`.execute(
      db,
    );
  const row = rows[0] ?? {};
  return {
    sent: number(row, 'sent'),
    delivered: number(row, 'delivered'),
    read: number(row, 'read'),
    failed: number(row, 'failed'),
  };
}

const noRows = (): Record<RecipientState, number> => ({
  queued: 0,
  sending: 0,
  accepted: 0,
  delivered: 0,
  read: 0,
  failed: 0,
  skipped: 0,
});
