/** Rows of a draft, which are still being chosen. */
import { sql } from 'kysely';
import type { CampaignId } from '../../queue/campaign.ts';
import type { DraftRows } from '../../queue/ports.ts';
import type { Database, Executor } from '../open.ts';
import { list, number, numberOrNull, type Row } from '../rows.ts';
import { append } from './append.ts';
import { selectRows, stretch } from './row.ts';

export function createDraftRows(db: Database): DraftRows {
  return {
    append: (campaign, rows) => append(db, campaign, rows),
    async clear(campaign) {
      await sql`DELETE FROM recipients WHERE campaign_id = ${campaign}`.execute(db);
      await sql`DELETE FROM counters WHERE campaign_id = ${campaign} AND count = 0`.execute(db);
    },
    lines: (campaign, lines) =>
      selectRows(
        db,
        sql<Row>`SELECT * FROM recipients WHERE campaign_id = ${campaign} AND line IN ${list(lines)}
        ORDER BY line`,
      ),
    async refill(campaign, rows) {
      // Materialized, since SQLite would else read all given rows for every row of the campaign.
      await sql`WITH given AS MATERIALIZED (SELECT value ->> 'line' AS line, value ->> 'fields' AS fields
        FROM json_each(${JSON.stringify(rows)})) UPDATE recipients SET fields = given.fields FROM given
        WHERE campaign_id = ${campaign} AND recipients.line = given.line AND ${isDraft(campaign)}`.execute(
        db,
      );
    },
    async setParts(campaign, parts) {
      await db.transaction().execute(async (trx) => {
        await sql`UPDATE campaigns SET parts = ${parts} WHERE id = ${campaign}`.execute(trx);
        await sql`UPDATE recipients SET parts = ${parts} WHERE campaign_id = ${campaign} AND parts <> ${parts}`.execute(
          trx,
        );
      });
    },
    lacking: (campaign, fields, after) => lacking(db, campaign, fields, after),
    longest: (campaign, fields, after) => longest(db, campaign, fields, after),
    leaveOut: (campaign, fields, after) =>
      db.transaction().execute((trx) => leaveOut(trx, campaign, fields, after)),
    async leaveOutLines(campaign, lines) {
      await sql`UPDATE recipients SET state = 'skipped', reason = 'long', detail = NULL, at_import = 1
        WHERE campaign_id = ${campaign} AND line IN ${list(lines)} AND state = 'queued'
        AND ${isDraft(campaign)}`.execute(db);
    },
  };
}

const isDraft = (campaign: CampaignId) =>
  sql`EXISTS (SELECT 1 FROM campaigns WHERE id = ${campaign} AND state = 'draft')`;

/** Names of columns are whatever people write: as keys they need no quoting, which a path would. */
async function lacking(db: Database, campaign: CampaignId, fields: readonly string[], after: number) {
  const last = await stretch(db, campaign, after);
  if (last === null) return { counts: fields.map(() => 0), last };
  const columns = fields.map(
    (field, nth) => sql`count(*) FILTER (WHERE NOT EXISTS
      (SELECT 1 FROM json_each(fields) WHERE key = ${field} AND value <> '')) AS ${sql.ref(`n${nth}`)}`,
  );
  const { rows } = await sql<Row>`SELECT ${sql.join(columns)} FROM recipients
    WHERE campaign_id = ${campaign} AND state = 'queued' AND line > ${after} AND line <= ${last}`.execute(db);
  return { counts: fields.map((_, nth) => (rows[0] ? number(rows[0], `n${nth}`) : 0)), last };
}

/** Bytes are at least as many as the letters that anybody else counts. */
async function longest(db: Database, campaign: CampaignId, fields: readonly string[], after: number) {
  const last = await stretch(db, campaign, after);
  if (last === null || fields.length === 0) return { bytes: fields.map(() => 0), last };
  const columns = fields.map(
    (field, nth) => sql`max((SELECT octet_length(value) FROM json_each(fields) WHERE key = ${field}))
      AS ${sql.ref(`n${nth}`)}`,
  );
  const { rows } = await sql<Row>`SELECT ${sql.join(columns)} FROM recipients
    WHERE campaign_id = ${campaign} AND state = 'queued' AND line > ${after} AND line <= ${last}`.execute(db);
  return { bytes: fields.map((_, nth) => (rows[0] ? (numberOrNull(rows[0], `n${nth}`) ?? 0) : 0)), last };
}

/** These moves are no part of the transition table: a draft's rows are still being chosen. */
async function leaveOut(
  trx: Executor,
  campaign: CampaignId,
  fields: readonly string[],
  after: number,
): Promise<number | null> {
  const last = await stretch(trx, campaign, after);
  if (last === null) return null;
  await sql`UPDATE recipients SET state = iif(lacks IS NULL, 'queued', 'skipped'), detail = lacks,
      reason = iif(lacks IS NULL, NULL, 'incomplete'), at_import = lacks IS NOT NULL
    FROM (SELECT id AS seen, (SELECT wanted.value FROM json_each(${JSON.stringify(fields)}) wanted
        WHERE NOT EXISTS (SELECT 1 FROM json_each(fields) own WHERE own.key = wanted.value AND own.value <> '')
        LIMIT 1) AS lacks
      FROM recipients WHERE campaign_id = ${campaign} AND line > ${after} AND line <= ${last}
      AND (state = 'queued' OR (state = 'skipped' AND reason IN ('incomplete', 'long'))))
    WHERE id = seen AND ((lacks IS NULL) = (state = 'skipped') OR (lacks IS NOT NULL AND (detail IS NOT lacks OR reason = 'long')))
    AND ${isDraft(campaign)}`.execute(trx);
  return last;
}
