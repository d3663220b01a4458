/** Sums by time, from the minutes that triggers keep. */
import { sql } from 'kysely';
import type { ActivityStore } from '../queue/ports.ts';
import type { Database } from './open.ts';
import { number, type Row } from './rows.ts';

const MINUTE = 60_000;

/** What happened when, from the rows that triggers keep for each minute. */
export function createActivityStore(db: Database): ActivityStore {
  return {
    async happened(account, { since, until, step, campaignId }) {
      const [from, to, width] = [Math.ceil(since / MINUTE), Math.ceil(until / MINUTE), step / MINUTE];
      const { rows } =
        await sql<Row>`SELECT CAST((m.minute - ${from}) / ${width} AS INTEGER) AS nth, sum(m.sent) AS sent,
          sum(m.delivered) AS delivered, sum(m.read) AS read, sum(m.failed) AS failed
        FROM by_minute m JOIN campaigns c ON c.id = m.campaign_id
        WHERE m.minute >= ${from} AND m.minute < ${to} AND c.account_id = ${account} AND c.kind = 'campaign'
          AND (${campaignId ?? null} IS NULL OR m.campaign_id = ${campaignId ?? null})
        GROUP BY nth ORDER BY nth`.execute(db);
      return rows.map((row) => ({
        at: from * MINUTE + number(row, 'nth') * step,
        sent: number(row, 'sent'),
        delivered: number(row, 'delivered'),
        read: number(row, 'read'),
        failed: number(row, 'failed'),
      }));
    },
  };
}
