/** Rows that wait: who is next, who they are, and who needs no message any more. */
import { sql } from 'kysely';
import type { CampaignId } from '../../queue/campaign.ts';
import type { PhoneNumber } from '../../queue/import/phone.ts';
import type { QueuedRows } from '../../queue/ports.ts';
import { SKIP_REASONS, TRANSITIONS } from '../../queue/recipient.ts';
import type { Forgotten } from '../forgotten.ts';
import type { Database, Executor } from '../open.ts';
import { list, number, type Row, text, wordOrNull } from '../rows.ts';
import { dropOptedOut } from './refused.ts';
import { selectRows, skip, stretch } from './row.ts';

export function createQueuedRows(db: Database, forgotten: Forgotten): QueuedRows {
  return {
    claim: (campaign, limit, now, { after = -1, asleep = [] } = {}) =>
      selectRows(
        db,
        sql<Row>`SELECT * FROM recipients WHERE campaign_id = ${campaign} AND state = 'queued'
        AND line > ${after} AND ifnull(not_before, 0) <= ${now} ${awake(asleep)} ORDER BY line LIMIT ${limit}`,
      ),
    claimHidden: (account, limit, now) =>
      selectRows(
        db,
        sql<Row>`SELECT r.* FROM campaigns c JOIN recipients r ON r.campaign_id = c.id
        WHERE c.account_id = ${account} AND c.state = 'running' AND c.kind <> 'campaign'
        AND r.state = 'queued' AND ifnull(r.not_before, 0) <= ${now} ORDER BY r.id LIMIT ${limit}`,
      ),
    heads: (campaign, after, since) => heads(db, campaign, after, since),
    async known(ids, since) {
      const { rows } = await sql<Row>`SELECT r.id FROM recipients r WHERE r.id IN ${list(ids)}
        AND ${wrote(since)}`.execute(db);
      return new Set(rows.map((row) => number(row, 'id')));
    },
    resolve: (results, at) => db.transaction().execute((trx) => resolve(trx, results, at)),
    dropOptedOut: (campaign, after, at) =>
      db.transaction().execute((trx) => dropOptedOut(trx, forgotten, campaign, after, at)),
    async dropCancelled(account, at) {
      const { numAffectedRows } = await sql`UPDATE recipients SET state = ${TRANSITIONS.skip.to},
        reason = 'cancelled', failed_at = ${at} WHERE state = 'queued' AND campaign_id IN
        (SELECT id FROM campaigns WHERE account_id = ${account} AND state = 'cancelled')`.execute(db);
      return Number(numAffectedRows ?? 0);
    },
  };
}

/**
 * A person whom an earlier line of the same campaign reaches already is a duplicate. The index is named because
 * SQLite would rather read all earlier lines, which makes a long campaign quadratic.
 */
async function resolve(trx: Executor, results: Parameters<QueuedRows['resolve']>[0], at: number) {
  const found = results.flatMap((result) =>
    'address' in result ? [{ id: result.id, ...result.address }] : [],
  );
  await sql`UPDATE recipients SET jid = value ->> 'jid', lid = value ->> 'lid'
    FROM json_each(${JSON.stringify(found)}) WHERE recipients.id = value ->> 'id'`.execute(trx);
  const { rows } = await sql<Row>`SELECT r.id FROM recipients r JOIN campaigns c ON c.id = r.campaign_id
    WHERE r.id IN ${list(found.map((one) => one.id))} AND c.kind = 'campaign' AND r.state = 'queued'
    AND ifnull(c.list ->> '$.rows', 'first') <> 'each'
    AND EXISTS (SELECT 1 FROM recipients e INDEXED BY recipients_by_lid
      WHERE e.campaign_id = r.campaign_id AND e.lid = r.lid AND e.line < r.line AND e.at_import = 0
      AND NOT (e.state = 'skipped' AND e.reason = 'duplicate'))`.execute(trx);
  await skip(
    trx,
    rows.map((row) => number(row, 'id')),
    'duplicate',
    at,
  );
  for (const reason of SKIP_REASONS) {
    const ids = results.flatMap((result) => ('skip' in result && result.skip === reason ? [result.id] : []));
    await skip(trx, ids, reason, at);
  }
}

/** The person of row `r` wrote to us after `since`; a no is a message too. */
export const wrote = (since: number) => sql`EXISTS (SELECT 1 FROM persons p WHERE p.account_id = r.account_id
  AND (p.phone = r.phone OR p.lid = replace(r.lid, '@lid', ''))
  AND (EXISTS (SELECT 1 FROM replies y WHERE y.person_id = p.id AND y.at >= ${since})
    OR EXISTS (SELECT 1 FROM opt_outs o WHERE o.person_id = p.id AND o.source = 'message' AND o.at >= ${since})))`;

/** Digits that numbers begin with: enough to tell countries that share a code. */
const HEAD = 4;

const awake = (asleep: readonly string[]) =>
  asleep.length === 0 ? sql`` : sql`AND ifnull(substr(phone, 1, ${HEAD}), '') NOT IN ${list(asleep)}`;

async function heads(db: Database, campaign: CampaignId, after: number, since: number) {
  const last = await stretch(db, campaign, after);
  if (last === null) return { heads: [], last };
  const { rows } =
    await sql<Row>`SELECT ifnull(substr(r.phone, 1, ${HEAD}), '') AS digits, max(r.phone) AS example,
      count(*) AS people, count(*) FILTER (WHERE r.phone IN (SELECT p.phone FROM replies y JOIN persons p ON p.id = y.person_id
        WHERE y.at >= ${since} AND p.phone IS NOT NULL)) AS known
    FROM recipients r WHERE r.campaign_id = ${campaign} AND r.state = 'queued' AND r.line > ${after}
    AND r.line <= ${last} GROUP BY 1`.execute(db);
  const heads = rows.map((row) => ({
    digits: text(row, 'digits'),
    example: wordOrNull<PhoneNumber>(row, 'example'),
    people: number(row, 'people'),
    known: number(row, 'known'),
  }));
  return { heads, last };
}
