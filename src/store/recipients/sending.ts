/** Rows on their way: the intent before, and back to the queue where nothing came of it. */
import { type RawBuilder, sql } from 'kysely';
import type { SendingDay, SendingRows } from '../../queue/ports.ts';
import { TRANSITIONS } from '../../queue/recipient.ts';
import type { Forgotten } from '../forgotten.ts';
import type { Database, Executor } from '../open.ts';
import { flag, list, number, type Row, text } from '../rows.ts';
import { wrote } from './queued.ts';
import { dropRefused } from './refused.ts';
import { may, selectRows, skip } from './row.ts';
import { settle } from './settle.ts';

/** An intent that waited longer than this for its turn on the wire gets the later time. */
const INTENT_AGE = 1_000;

export function createSendingRows(db: Database, forgotten: Forgotten): SendingRows {
  return {
    intend: (ids, at, day) => db.transaction().execute((trx) => intend(trx, forgotten, ids, at, day)),
    stillWanted: (ids, at) => db.transaction().execute((trx) => stillWanted(trx, forgotten, ids, at)),
    settle: (facts) =>
      facts.length === 0 ? Promise.resolve([]) : db.transaction().execute((trx) => settle(trx, facts)),
    requeue: (ids, { countTry, notBefore, at }) =>
      db.transaction().execute(async (trx) => {
        await requeue(trx, sql`id IN ${list(ids)}`, { tries: countTry ? 1 : 0, notBefore, at });
      }),
    requeueAll: (account, at) =>
      db.transaction().execute((trx) => {
        const own = sql`campaign_id IN (SELECT id FROM campaigns WHERE account_id = ${account})`;
        return requeue(trx, own, { tries: 0, notBefore: null, at });
      }),
    async fail(rows, at) {
      await sql`UPDATE recipients SET state = ${TRANSITIONS.fail.to}, failed_at = ${at},
          reason = value ->> 'reason' FROM json_each(${JSON.stringify(rows)})
        WHERE recipients.id = value ->> 'id' AND ${may('fail')}`.execute(db);
    },
    async skip(ids, reason, at) {
      await skip(db, ids, reason, at);
    },
    unconfirmed: (account, before, limit) =>
      selectRows(
        db,
        sql<Row>`SELECT r.* FROM campaigns c JOIN recipients r ON r.campaign_id = c.id
        WHERE c.account_id = ${account} AND r.state = 'sending' AND r.intended_at < ${before}
        ORDER BY r.id LIMIT ${limit}`,
      ),
    async renew(account, at) {
      const own = sql`campaign_id IN
        (SELECT id FROM campaigns WHERE account_id = ${account} AND state IN ('running', 'paused'))`;
      await db.transaction().execute(async (trx) => {
        await sql`UPDATE recipients SET intended_at = ${at} WHERE state = 'sending' AND ${own}`.execute(trx);
        await sql`UPDATE recipients SET not_before = NULL
          WHERE state = 'queued' AND not_before IS NOT NULL AND ${own}`.execute(trx);
      });
    },
  };
}

/** The question *opted out?* and the intent, in one transaction. */
async function intend(
  trx: Executor,
  forgotten: Forgotten,
  ids: readonly number[],
  at: number,
  day: SendingDay | undefined,
): Promise<ReadonlySet<number>> {
  const { rows } = await sql<Row>`SELECT r.id FROM recipients r JOIN campaigns c ON c.id = r.campaign_id
    WHERE r.id IN ${list(ids)} AND r.state = 'queued' AND c.state = 'running'`.execute(trx);
  const allowed = await dropRefused(
    trx,
    forgotten,
    rows.map((row) => number(row, 'id')),
    at,
  );
  const wanted = day ? await countOn(trx, allowed, day) : allowed;
  await sql`UPDATE recipients SET state = ${TRANSITIONS.intend.to}, intended_at = ${at}
    WHERE id IN ${list([...wanted])} AND ${may('intend')}`.execute(trx);
  return wanted;
}

/** Counts who is written to for the first time on this day; returns who may be, up to the first beyond the cap. */
async function countOn(
  trx: Executor,
  ids: ReadonlySet<number>,
  { day, since, knownSince, cap }: SendingDay,
): Promise<ReadonlySet<number>> {
  const { rows } =
    await sql<Row>`SELECT r.id, c.kind, r.account_id, ifnull(r.intended_at, 0) >= ${since} AS counted,
      (c.kind = 'test' OR ${wrote(knownSince)}) AS known
    FROM recipients r JOIN campaigns c ON c.id = r.campaign_id
    WHERE r.id IN ${list([...ids])} ORDER BY r.campaign_id, r.line`.execute(trx);
  const [first] = rows;
  if (!first) return ids;
  const account = number(first, 'account_id');
  const before = await sql<Row>`SELECT count FROM sent_per_day
    WHERE account_id = ${account} AND day = ${day} AND kind = 'new-chat'`.execute(trx);
  const room =
    cap === null ? Number.POSITIVE_INFINITY : cap - (before.rows[0] ? number(before.rows[0], 'count') : 0);
  const wanted = new Set<number>();
  const sent: Record<'new-chat' | 'known', number> = { 'new-chat': 0, known: 0 };
  let full = false;
  for (const row of rows) {
    const kind = flag(row, 'known') ? ('known' as const) : ('new-chat' as const);
    const counts = !flag(row, 'counted');
    const listed = text(row, 'kind') === 'campaign';
    full ||= listed && counts && kind === 'new-chat' && sent['new-chat'] >= room;
    if (full && listed) continue;
    if (counts) sent[kind] += 1;
    wanted.add(number(row, 'id'));
  }
  for (const [kind, count] of Object.entries(sent))
    if (count > 0)
      await sql`INSERT INTO sent_per_day VALUES (${account}, ${day}, ${kind}, ${count})
        ON CONFLICT DO UPDATE SET count = count + excluded.count`.execute(trx);
  return wanted;
}

/** Asked between encryption and writing. A write only where there was a wait, so that most batches cost no commit. */
async function stillWanted(
  trx: Executor,
  forgotten: Forgotten,
  ids: readonly number[],
  at: number,
): Promise<ReadonlySet<number>> {
  const { rows } = await sql<Row>`SELECT r.id FROM recipients r JOIN campaigns c ON c.id = r.campaign_id
    WHERE r.id IN ${list(ids)} AND c.state = 'running'`.execute(trx);
  const wanted = await dropRefused(
    trx,
    forgotten,
    rows.map((row) => number(row, 'id')),
    at,
  );
  await sql`UPDATE recipients SET intended_at = ${at} WHERE id IN ${list([...wanted])}
    AND state = ${TRANSITIONS.intend.to} AND intended_at < ${at - INTENT_AGE}`.execute(trx);
  return wanted;
}

/** Returns how many went back, those of cancelled campaigns included. */
async function requeue(
  trx: Executor,
  which: RawBuilder<unknown>,
  { tries, notBefore, at }: { tries: number; notBefore: number | null; at: number },
): Promise<number> {
  const gone = sql`campaign_id IN (SELECT id FROM campaigns WHERE state = 'cancelled')`;
  const dropped = await sql`UPDATE recipients SET state = ${TRANSITIONS.skip.to}, reason = 'cancelled',
    failed_at = ${at} WHERE ${which} AND state = ${TRANSITIONS.intend.to} AND ${gone}`.execute(trx);
  const back = await sql`UPDATE recipients SET state = ${TRANSITIONS.requeue.to}, tries = tries + ${tries},
    not_before = ${notBefore} WHERE ${which} AND ${may('requeue')}`.execute(trx);
  return Number(dropped.numAffectedRows ?? 0) + Number(back.numAffectedRows ?? 0);
}
