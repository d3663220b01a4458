/** The durable queue. `WHERE state IN (…)` is built from the transition table of `queue/recipient.ts`. */
import { CompiledQuery, type RawBuilder, sql, type Transaction } from 'kysely';
import type { AccountId, CampaignId } from '../queue/campaign.ts';
import type { PhoneNumber } from '../queue/import/phone.ts';
import type { Counts, Recipient, RecipientStore, SendingDay, Settled, Settlement } from '../queue/ports.ts';
import {
  OUT_REASONS,
  type OutReason,
  parsePartId,
  type RecipientEvent,
  type RecipientState,
  SKIP_REASONS,
  TRANSITIONS,
} from '../queue/recipient.ts';
import type { Forgotten } from './forgotten.ts';
import type { Database } from './open.ts';
import { flag, json, number, numberOrNull, type Row, text, textOrNull } from './rows.ts';

/** Without an ack after this time a row counts as unconfirmed. */
const UNCONFIRMED_AFTER = 60_000;
/** An intent that waited longer than this for its turn on the wire gets the later time. */
const INTENT_AGE = 1_000;

type Executor = Database | Transaction<Record<string, never>>;

export function createRecipientStore(db: Database, forgotten: Forgotten): RecipientStore {
  const select = async (query: RawBuilder<Row>) => (await query.execute(db)).rows.map(recipientOf);

  return {
    append: (campaign, rows) => append(db, campaign, rows),
    async clear(campaign) {
      await sql`DELETE FROM recipients WHERE campaign_id = ${campaign}`.execute(db);
      await sql`DELETE FROM counters WHERE campaign_id = ${campaign} AND count = 0`.execute(db);
    },
    lines: (campaign, lines) =>
      select(sql<Row>`SELECT * FROM recipients WHERE campaign_id = ${campaign} AND line IN ${list(lines)}
        ORDER BY line`),
    async refill(campaign, rows) {
      // Materialized, since SQLite would else read all given rows for every row of the campaign.
      await sql`WITH given AS MATERIALIZED (SELECT value ->> 'line' AS line, value ->> 'fields' AS fields
        FROM json_each(${JSON.stringify(rows)})) UPDATE recipients SET fields = given.fields FROM given
        WHERE campaign_id = ${campaign} AND recipients.line = given.line AND ${isDraft(campaign)}`.execute(
        db,
      );
    },
    longest: (campaign, fields, after) => longest(db, campaign, fields, after),
    lacking: (campaign, fields, after) => lacking(db, campaign, fields, after),
    leaveOut: (campaign, fields, after) =>
      db.transaction().execute((trx) => leaveOut(trx, campaign, fields, after)),
    async leaveOutLines(campaign, lines) {
      await sql`UPDATE recipients SET state = 'skipped', reason = 'long', detail = NULL, at_import = 1
        WHERE campaign_id = ${campaign} AND line IN ${list(lines)} AND state = 'queued'
        AND ${isDraft(campaign)}`.execute(db);
    },
    async setParts(campaign, parts) {
      await db.transaction().execute(async (trx) => {
        await sql`UPDATE campaigns SET parts = ${parts} WHERE id = ${campaign}`.execute(trx);
        await sql`UPDATE recipients SET parts = ${parts} WHERE campaign_id = ${campaign} AND parts <> ${parts}`.execute(
          trx,
        );
      });
    },
    claim: (campaign, limit, now, { after = -1, asleep = [] } = {}) =>
      select(sql<Row>`SELECT * FROM recipients WHERE campaign_id = ${campaign} AND state = 'queued'
        AND line > ${after} AND ifnull(not_before, 0) <= ${now} ${awake(asleep)} ORDER BY line LIMIT ${limit}`),
    heads: (campaign, after, since) => heads(db, campaign, after, since),
    async known(ids, since) {
      const { rows } = await sql<Row>`SELECT r.id FROM recipients r WHERE r.id IN ${list(ids)}
        AND ${wrote(since)}`.execute(db);
      return new Set(rows.map((row) => number(row, 'id')));
    },
    claimHidden: (account, limit, now) =>
      select(sql<Row>`SELECT r.* FROM campaigns c JOIN recipients r ON r.campaign_id = c.id
        WHERE c.account_id = ${account} AND c.state = 'running' AND c.kind <> 'campaign'
        AND r.state = 'queued' AND ifnull(r.not_before, 0) <= ${now} ORDER BY r.id LIMIT ${limit}`),
    resolve: (results, at) => db.transaction().execute((trx) => resolve(trx, results, at)),
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
    dropOptedOut: (campaign, after, at) =>
      db.transaction().execute((trx) => dropOptedOut(trx, forgotten, campaign, after, at)),
    async dropCancelled(account, at) {
      const { numAffectedRows } = await sql`UPDATE recipients SET state = ${TRANSITIONS.skip.to},
        reason = 'cancelled', failed_at = ${at} WHERE state = 'queued' AND campaign_id IN
        (SELECT id FROM campaigns WHERE account_id = ${account} AND state = 'cancelled')`.execute(db);
      return Number(numAffectedRows ?? 0);
    },
    find: (wireIds) =>
      // Rows that were sent have an index; of the rest only those of the hidden kinds are asked for.
      select(sql<Row>`SELECT * FROM recipients
          WHERE intended_at IS NOT NULL AND account_id IN (SELECT id FROM accounts) AND wire_id IN ${list(wireIds)}
        UNION ALL
        SELECT r.* FROM campaigns c JOIN recipients r ON r.campaign_id = c.id
          WHERE c.account_id IN (SELECT id FROM accounts) AND c.state = 'running' AND c.kind <> 'campaign'
          AND r.state = 'queued' AND r.intended_at IS NULL AND r.wire_id IN ${list(wireIds)}`),
    counts: (campaign, now) => counts(db, campaign, now),
    byState: (account) => byState(db, account),
    totals: (account, since) => totals(db, account, since),
    page: (campaign, { after, limit, states, atImport }) =>
      select(sql<Row>`SELECT * FROM recipients WHERE campaign_id = ${campaign} AND line > ${after}
        AND (${states ? 1 : 0} = 0 OR state IN ${list(states ?? [])})
        AND (${atImport === undefined ? 1 : 0} = 1 OR at_import = ${atImport ? 1 : 0})
        ORDER BY line LIMIT ${limit}`),
    unconfirmed: (account, before, limit) =>
      select(sql<Row>`SELECT r.* FROM campaigns c JOIN recipients r ON r.campaign_id = c.id
        WHERE c.account_id = ${account} AND r.state = 'sending' AND r.intended_at < ${before}
        ORDER BY r.id LIMIT ${limit}`),
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

/** Rows that one statement inserts: more make it no faster. */
const AT_ONCE = 50;

/**
 * Idempotent by (campaign, line): a line that is there stays as it is. Rows of a draft don't wait for the disk:
 * a power cut may take the last of them, and the draft has no list before all are in, which is written with
 * everything that came before it. Other rows are on disk when the promise resolves.
 */
async function append(db: Database, campaign: CampaignId, rows: Parameters<RecipientStore['append']>[1]) {
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
  rows: Parameters<RecipientStore['append']>[1],
): Promise<void> {
  for (const [skip, alike] of Map.groupBy(rows, (row) => row.skip)) {
    const [state, atImport] = skip ? ['skipped', 1] : ['queued', 0];
    let added = 0n;
    for (let from = 0; from < alike.length; from += AT_ONCE) {
      const some = alike.slice(from, from + AT_ONCE);
      const values: unknown[] = [...same, state, skip, atImport];
      for (const { line, written, phone, address, fields, detail, wireId } of some) {
        const [jid, lid] = [address?.jid ?? null, address?.lid ?? null];
        values.push(line, written, phone, jid, lid, JSON.stringify(fields), detail, wireId);
      }
      const { numAffectedRows } = await trx.executeQuery(CompiledQuery.raw(insertOf(some.length), values));
      added += numAffectedRows ?? 0n;
    }
    await sql`INSERT INTO counters VALUES (${same[0]}, ${state}, ${skip ?? ''}, ${atImport}, ${added})
      ON CONFLICT DO UPDATE SET count = count + excluded.count`.execute(trx);
  }
}

const inserts = new Map<number, string>();

/** The same text for the same number of rows, so that it is prepared once. */
function insertOf(count: number): string {
  const known = inserts.get(count);
  if (known) return known;
  const row = '(?1, ?2, ?3, ?4, ?5, ?6, ?, ?, ?, ?, ?, ?, ?, ?)';
  const text = `INSERT INTO recipients (campaign_id, account_id, parts, state, reason, at_import, line, written, phone,
    jid, lid, fields, detail, wire_id) VALUES ${Array(count).fill(row).join(', ')}
    ON CONFLICT (campaign_id, line) DO NOTHING`;
  inserts.set(count, text);
  return text;
}

/** Rows that are looked at in one go: some ten milliseconds in which nothing else happens. */
const STRETCH = 20_000;

const isDraft = (campaign: CampaignId) =>
  sql`EXISTS (SELECT 1 FROM campaigns WHERE id = ${campaign} AND state = 'draft')`;

/** The end of the next stretch of lines; null where there is none. */
async function stretch(db: Executor, campaign: CampaignId, after: number): Promise<number | null> {
  const { rows } = await sql<Row>`SELECT max(line) AS last FROM (SELECT line FROM recipients
    WHERE campaign_id = ${campaign} AND line > ${after} ORDER BY line LIMIT ${STRETCH})`.execute(db);
  return rows[0] ? numberOrNull(rows[0], 'last') : null;
}

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

/**
 * A person whom an earlier line of the same campaign reaches already is a duplicate. The index is named because
 * SQLite would rather read all earlier lines, which makes a long campaign quadratic.
 */
async function resolve(trx: Executor, results: Parameters<RecipientStore['resolve']>[0], at: number) {
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

/** The person of row `r` wrote to us after `since`; a no is a message too. */
const wrote = (since: number) => sql`EXISTS (SELECT 1 FROM persons p WHERE p.account_id = r.account_id
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
    example: textOrNull(row, 'example') as PhoneNumber | null,
    people: number(row, 'people'),
    known: number(row, 'known'),
  }));
  return { heads, last };
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

/**
 * Rows whose person said no become `skipped(opted-out)`, those of campaigns whose person waits for an operator's word
 * `skipped(unverified)`; the rest is returned. Confirmations of a no may pass, and what an operator writes to somebody
 * needs no word.
 */
async function dropRefused(
  trx: Executor,
  forgotten: Forgotten,
  ids: readonly number[],
  at: number,
): Promise<ReadonlySet<number>> {
  const { rows } = await sql<Row>`SELECT r.id, r.account_id, r.lid,
      ifnull(replace(r.jid, '@s.whatsapp.net', ''), r.phone) AS phone, c.kind, ${anybody(sql`opt_outs o`)} AS no,
      ${anybody(sql`doubts o`, sql`AND o.decided_at IS NULL`)} AS doubtful
    FROM recipients r JOIN campaigns c ON c.id = r.campaign_id
    WHERE r.id IN ${list(ids)} AND c.kind <> 'confirmation'`.execute(trx);
  const out: number[] = [];
  for (const [account, own] of Map.groupBy(rows, (row) => number(row, 'account_id'))) {
    const people = own.map((row) => ({
      phone: textOrNull(row, 'phone') as PhoneNumber | null,
      lid: textOrNull(row, 'lid')?.replace('@lid', '') ?? null,
    }));
    const gone = await forgotten.among(trx, account as AccountId, people);
    for (const [nth, row] of own.entries()) if (gone[nth] || flag(row, 'no')) out.push(number(row, 'id'));
  }
  const refused = new Set(out);
  const waiting = rows
    .filter(
      (row) => flag(row, 'doubtful') && text(row, 'kind') === 'campaign' && !refused.has(number(row, 'id')),
    )
    .map((row) => number(row, 'id'));
  await skip(trx, out, 'opted-out', at);
  await skip(trx, waiting, 'unverified', at);
  for (const id of waiting) refused.add(id);
  return new Set(ids.filter((id) => !refused.has(id)));
}

async function dropOptedOut(
  trx: Executor,
  forgotten: Forgotten,
  campaign: CampaignId,
  after: number,
  at: number,
) {
  const last = await stretch(trx, campaign, after);
  if (last === null) return { dropped: 0, last };
  const { rows } =
    await sql<Row>`SELECT id FROM recipients WHERE campaign_id = ${campaign} AND state = 'queued'
    AND line > ${after} AND line <= ${last}`.execute(trx);
  const ids = rows.map((row) => number(row, 'id'));
  return { dropped: ids.length - (await dropRefused(trx, forgotten, ids, at)).size, last };
}

/** Does the table say something of a row's person, by the number written, the one registered, or the LID? */
const anybody = (table: RawBuilder<unknown>, more = sql``) => {
  const by = (
    match: RawBuilder<unknown>,
  ) => sql`EXISTS (SELECT 1 FROM persons p JOIN ${table} ON o.person_id = p.id
    WHERE p.account_id = r.account_id AND ${match} ${more})`;
  return sql`(${by(sql`p.phone = r.phone`)} OR ${by(sql`p.lid = replace(ifnull(r.lid, ''), '@lid', '')`)}
    OR ${by(sql`p.phone = replace(ifnull(r.jid, ''), '@s.whatsapp.net', '')`)})`;
};

async function skip(db: Executor, ids: readonly number[], reason: string, at: number): Promise<void> {
  if (ids.length === 0) return;
  await sql`UPDATE recipients SET state = ${TRANSITIONS.skip.to}, reason = ${reason}, failed_at = ${at}
    WHERE id IN ${list(ids)} AND ${may('skip')}`.execute(db);
}

/** Masks first, then the state that all parts have reached; never backwards. */
async function settle(trx: Executor, facts: readonly Settlement[]): Promise<Settled[]> {
  const merged = merge(facts);
  const input = JSON.stringify(merged);
  const before = await sql<Row>`SELECT id, campaign_id, wire_id, state FROM recipients
    WHERE intended_at IS NOT NULL AND at_import = 0 AND account_id IN (SELECT id FROM accounts)
    AND wire_id IN (SELECT value ->> 'wireId' FROM json_each(${input}))`.execute(trx);
  if (before.rows.length === 0) return [];
  const ids = list(before.rows.map((row) => number(row, 'id')));
  const idOf = new Map(before.rows.map((row) => [text(row, 'wire_id'), number(row, 'id')]));
  const masks = merged.flatMap(({ wireId, acked, delivered, read }) => {
    const id = idOf.get(wireId);
    return id === undefined ? [] : [{ id, acked, delivered, read }];
  });
  // A receipt proves acceptance, and reading proves delivery.
  await sql`UPDATE recipients SET acked = acked | (value ->> 'acked'),
      delivered = delivered | (value ->> 'delivered'), read = read | (value ->> 'read')
    FROM json_each(${JSON.stringify(masks)}) WHERE recipients.id = value ->> 'id'`.execute(trx);
  const all = sql`((1 << parts) - 1)`;
  const move = async (event: 'ack' | 'delivered' | 'read', mask: 'acked' | 'delivered' | 'read') => {
    const reached = sql`(${sql.ref(mask)} & ${all}) = ${all}`;
    await sql`UPDATE recipients SET state = ${TRANSITIONS[event].to}, reason = NULL, failed_at = NULL
      WHERE id IN ${ids} AND ${reached} AND ${may(event)}`.execute(trx);
    const column = sql.ref(event === 'ack' ? 'accepted_at' : `${event}_at`);
    const times = merged.flatMap((one) => {
      const at = one[`${event}At`];
      const id = idOf.get(one.wireId);
      return at === null || id === undefined ? [] : [{ id, at }];
    });
    if (times.length > 0)
      await sql`UPDATE recipients SET ${column} = value ->> 'at' FROM json_each(${JSON.stringify(times)})
        WHERE recipients.id = value ->> 'id' AND ${column} IS NULL AND ${reached}`.execute(trx);
  };
  await move('ack', 'acked');
  await move('delivered', 'delivered');
  await move('read', 'read');
  const after = await sql<Row>`SELECT id, campaign_id, wire_id, state, accepted_at - intended_at AS ack_ms
      FROM recipients WHERE id IN ${ids}`.execute(trx);
  const was = new Map(before.rows.map((row) => [row.id, row.state]));
  return after.rows
    .filter((row) => was.get(row.id) !== row.state)
    .map((row) => ({
      id: text(row, 'wire_id'),
      campaignId: number(row, 'campaign_id') as CampaignId,
      recipientId: number(row, 'id'),
      state: text(row, 'state') as RecipientState,
      ackMs: text(row, 'state') === TRANSITIONS.ack.to ? numberOrNull(row, 'ack_ms') : null,
    }));
}

interface Merged {
  wireId: string;
  acked: number;
  delivered: number;
  read: number;
  ackAt: number | null;
  deliveredAt: number | null;
  readAt: number | null;
}

/** All that is told about one row, as masks and first times. What names no row of ours is left out. */
function merge(facts: readonly Settlement[]): Merged[] {
  const rows = new Map<string, Merged>();
  for (const { id, type, at } of facts) {
    const named = parsePartId(id);
    if (!named) continue;
    const row = rows.get(named.wireId) ?? {
      wireId: named.wireId,
      acked: 0,
      delivered: 0,
      read: 0,
      ackAt: null,
      deliveredAt: null,
      readAt: null,
    };
    const bit = 2 ** named.part;
    row.acked |= bit;
    if (type !== 'ack') row.delivered |= bit;
    if (type === 'read') row.read |= bit;
    const time = `${type}At` as const;
    row[time] = row[time] === null ? at : Math.min(row[time], at);
    rows.set(named.wireId, row);
  }
  return [...rows.values()];
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
    if (flag(row, 'at_import')) out[reason as OutReason] += count;
    else {
      states[text(row, 'state') as RecipientState] += count;
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
  for (const row of rows) counted[text(row, 'state') as RecipientState] = number(row, 'count');
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

const list = (values: readonly (string | number)[]) =>
  sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;

/** The states in which an event moves a row. Skips of the import never move. */
const may = (event: RecipientEvent) =>
  sql`at_import = 0 AND state IN (${sql.join(TRANSITIONS[event].from.map((state) => sql.lit(state)))})`;

export function recipientOf(row: Row): Recipient {
  const [jid, lid] = [textOrNull(row, 'jid'), textOrNull(row, 'lid')];
  return {
    id: number(row, 'id'),
    campaignId: number(row, 'campaign_id') as CampaignId,
    line: number(row, 'line'),
    written: text(row, 'written'),
    phone: textOrNull(row, 'phone') as PhoneNumber | null,
    address: jid && lid ? { jid, lid } : null,
    fields: json(row, 'fields') ?? {},
    state: text(row, 'state') as RecipientState,
    reason: textOrNull(row, 'reason'),
    detail: textOrNull(row, 'detail'),
    atImport: flag(row, 'at_import'),
    wireId: text(row, 'wire_id'),
    tries: number(row, 'tries'),
    parts: number(row, 'parts'),
    acked: number(row, 'acked'),
    delivered: number(row, 'delivered'),
    read: number(row, 'read'),
    intendedAt: numberOrNull(row, 'intended_at'),
    acceptedAt: numberOrNull(row, 'accepted_at'),
    deliveredAt: numberOrNull(row, 'delivered_at'),
    readAt: numberOrNull(row, 'read_at'),
    failedAt: numberOrNull(row, 'failed_at'),
  };
}
