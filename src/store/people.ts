import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { AccountId, CampaignId } from '../queue/campaign.ts';
import type { PhoneNumber } from '../queue/import/phone.ts';
import type { KnownNumber, OptOut, PeopleStore, PersonKey, Reply } from '../queue/ports.ts';
import type { Database } from './open.ts';
import { number, numberOrNull, type Row, text, textOrNull } from './rows.ts';

type Executor = Database | Transaction<Record<string, never>>;

/** Opt-outs, known numbers and answers, by person: a number, a LID, or both. */
export function createPeopleStore(db: Database): PeopleStore {
  return {
    optOut: (account, entry) =>
      db.transaction().execute(async (trx) => {
        const person = await personOf(trx, account, entry.person);
        const { rows } = await sql<Row>`INSERT INTO opt_outs (account_id, person_id, at, source, word)
          VALUES (${account}, ${person}, ${entry.at}, ${entry.source}, ${entry.word})
          ON CONFLICT DO NOTHING RETURNING id`.execute(trx);
        return rows[0] ? { ...entry, id: number(rows[0], 'id') } : null;
      }),
    optIn: (account, person) =>
      db.transaction().execute(async (trx) => {
        const { numAffectedRows } =
          await sql`DELETE FROM opt_outs WHERE account_id = ${account} AND person_id =
          ${await personOf(trx, account, person)}`.execute(trx);
        const hash = person.phone ? await hashOf(trx, account, person.phone) : null;
        const forgotten = await sql`DELETE FROM opt_outs
          WHERE account_id = ${account} AND phone_hash = ${hash}`.execute(trx);
        return Number(numAffectedRows ?? 0) + Number(forgotten.numAffectedRows ?? 0) > 0;
      }),
    refused: (account, phones) => refused(db, account, phones),
    async listed(account, { phone, lid }) {
      if (phone && (await refused(db, account, [phone])).has(phone)) return true;
      const { rows } = await sql`SELECT 1 FROM persons p JOIN opt_outs o ON o.person_id = p.id
        WHERE p.account_id = ${account} AND p.lid = ${lid}`.execute(db);
      return rows.length > 0;
    },
    async optOuts(account, { before, limit }) {
      const total = await sql<Row>`SELECT count(*) AS n FROM opt_outs WHERE account_id = ${account}`.execute(
        db,
      );
      const { rows } = await sql<Row>`SELECT o.*, p.phone, p.lid FROM opt_outs o
        LEFT JOIN persons p ON p.id = o.person_id
        WHERE o.account_id = ${account} AND o.id < ${before ?? Number.MAX_SAFE_INTEGER}
        ORDER BY o.id DESC LIMIT ${limit}`.execute(db);
      return { total: total.rows[0] ? number(total.rows[0], 'n') : 0, entries: rows.map(optOutOf) };
    },
    async known(account, phones, since) {
      const { rows } = await sql<Row>`SELECT * FROM known_numbers WHERE account_id = ${account}
        AND phone IN (SELECT value FROM json_each(${JSON.stringify(phones)})) AND at >= ${since}`.execute(db);
      return rows.map(knownOf);
    },
    remember: (account, numbers) =>
      db.transaction().execute(async (trx) => {
        const flat = numbers.map(({ phone, address, at }) => ({
          phone,
          jid: address?.jid,
          lid: address?.lid,
          at,
        }));
        await sql`INSERT INTO known_numbers (account_id, phone, jid, lid, at)
          SELECT ${account}, value ->> 'phone', value ->> 'jid', value ->> 'lid', value ->> 'at'
          FROM json_each(${JSON.stringify(flat)}) WHERE true
          ON CONFLICT DO UPDATE SET jid = excluded.jid, lid = excluded.lid, at = excluded.at`.execute(trx);
        await joinMany(trx, account, numbers);
      }),
    join: (account, phone, lid) =>
      db.transaction().execute(async (trx) => {
        await personOf(trx, account, { phone, lid });
      }),
    addReply: (account, reply) => db.transaction().execute((trx) => addReply(trx, account, reply)),
    async replies(account, { campaignId, since, limit }) {
      const { rows } =
        await sql<Row>`SELECT r.*, p.phone, p.lid FROM replies r JOIN persons p ON p.id = r.person_id
        WHERE r.account_id = ${account} AND (${campaignId ?? null} IS NULL OR r.campaign_id = ${campaignId ?? null})
        AND r.at >= ${since ?? 0} ORDER BY r.at DESC LIMIT ${limit}`.execute(db);
      return rows.map(replyOf);
    },
    answered: (account, filter) => answered(db, account, filter),
    forget: (account, person) => db.transaction().execute((trx) => forget(trx, account, person)),
  };
}

/** The person of a number and a LID; two rows that turn out to be one person become one. */
async function personOf(trx: Executor, account: AccountId, { phone, lid }: PersonKey): Promise<number> {
  const { rows } = await sql<Row>`SELECT id, phone, lid FROM persons WHERE account_id = ${account}
    AND (phone = ${phone} OR lid = ${lid}) ORDER BY phone IS NULL, id`.execute(trx);
  const [keep, other] = rows;
  if (!keep) {
    const made = await sql<Row>`INSERT INTO persons (account_id, phone, lid)
      VALUES (${account}, ${phone}, ${lid}) RETURNING id`.execute(trx);
    return number(made.rows[0] ?? {}, 'id');
  }
  const id = number(keep, 'id');
  if (other) {
    const from = number(other, 'id');
    await sql`UPDATE OR IGNORE opt_outs SET person_id = ${id} WHERE person_id = ${from}`.execute(trx);
    await sql`DELETE FROM opt_outs WHERE person_id = ${from}`.execute(trx);
    await sql`UPDATE replies SET person_id = ${id} WHERE person_id = ${from}`.execute(trx);
    await sql`DELETE FROM persons WHERE id = ${from}`.execute(trx);
  }
  if (phone !== null || lid !== null)
    await sql`UPDATE persons SET phone = ifnull(phone, ${phone}), lid = ifnull(${lid}, lid) WHERE id = ${id}`.execute(
      trx,
    );
  return id;
}

/** Whole batches of new people in two statements; only those that are there already one by one. */
async function joinMany(trx: Executor, account: AccountId, numbers: readonly KnownNumber[]): Promise<void> {
  const pairs = numbers.flatMap(({ phone, address }) =>
    address ? [{ phone, lid: address.lid.replace('@lid', '') }] : [],
  );
  await sql`INSERT INTO persons (account_id, phone, lid)
    SELECT ${account}, value ->> 'phone', value ->> 'lid' FROM json_each(${JSON.stringify(pairs)}) WHERE true
    ON CONFLICT DO NOTHING`.execute(trx);
  const { rows } = await sql<Row>`SELECT value ->> 'phone' AS phone, value ->> 'lid' AS lid
    FROM json_each(${JSON.stringify(pairs)}) WHERE NOT EXISTS (SELECT 1 FROM persons
      WHERE account_id = ${account} AND phone = value ->> 'phone' AND lid = value ->> 'lid')`.execute(trx);
  for (const row of rows)
    await personOf(trx, account, { phone: text(row, 'phone') as PhoneNumber, lid: text(row, 'lid') });
}

async function refused(
  db: Executor,
  account: AccountId,
  phones: readonly PhoneNumber[],
): Promise<ReadonlySet<PhoneNumber>> {
  const { rows } = await sql<Row>`SELECT p.phone FROM persons p JOIN opt_outs o ON o.person_id = p.id
    WHERE p.account_id = ${account}
    AND p.phone IN (SELECT value FROM json_each(${JSON.stringify(phones)}))`.execute(db);
  const found = new Set(rows.map((row) => text(row, 'phone') as PhoneNumber));
  const hashed = await sql<Row>`SELECT phone_hash FROM opt_outs
    WHERE account_id = ${account} AND phone_hash IS NOT NULL`.execute(db);
  if (hashed.rows.length > 0) {
    const hashes = new Set(hashed.rows.map((row) => text(row, 'phone_hash')));
    const salt = await saltOf(db, account);
    for (const phone of phones) if (hashes.has(digest(salt, phone))) found.add(phone);
  }
  return found;
}

/** The campaign is the last one that wrote to this person. */
async function addReply(trx: Executor, account: AccountId, reply: Omit<Reply, 'campaignId'>) {
  const person = await personOf(trx, account, reply.person);
  const { rows: known } = await sql<Row>`SELECT phone, lid FROM persons WHERE id = ${person}`.execute(trx);
  const [phone, lid] = [textOrNull(known[0] ?? {}, 'phone'), textOrNull(known[0] ?? {}, 'lid')];
  const { rows: last } =
    await sql<Row>`SELECT r.campaign_id FROM recipients r JOIN campaigns c ON c.id = r.campaign_id
    WHERE r.account_id = ${account} AND c.kind = 'campaign' AND r.intended_at IS NOT NULL
    AND (r.phone = ${phone} OR (r.lid = ${lid ? `${lid}@lid` : null}))
    ORDER BY r.intended_at DESC LIMIT 1`.execute(trx);
  const campaignId = last[0] ? (number(last[0], 'campaign_id') as CampaignId) : null;
  const { rows } =
    await sql<Row>`INSERT INTO replies (account_id, key, person_id, at, name, text, kind, campaign_id)
    VALUES (${account}, ${reply.key}, ${person}, ${reply.at}, ${reply.name}, ${reply.text}, ${reply.kind},
      ${campaignId}) ON CONFLICT DO NOTHING RETURNING key`.execute(trx);
  return rows[0] ? { ...reply, campaignId } : null;
}

async function answered(
  db: Database,
  account: AccountId,
  filter: { campaignId?: CampaignId; since?: number; until?: number },
) {
  const { campaignId, since = 0, until = Number.MAX_SAFE_INTEGER } = filter;
  const replies =
    await sql<Row>`SELECT count(DISTINCT person_id) AS n FROM replies WHERE account_id = ${account}
    AND (${campaignId ?? null} IS NULL OR campaign_id = ${campaignId ?? null})
    AND at >= ${since} AND at < ${until}`.execute(db);
  const out =
    campaignId === undefined
      ? await sql<Row>`SELECT count(*) AS n FROM opt_outs WHERE account_id = ${account}
          AND source = 'message' AND at >= ${since} AND at < ${until}`.execute(db)
      : await sql<Row>`SELECT count(*) AS n FROM opt_outs o JOIN persons p ON p.id = o.person_id
          JOIN campaigns c ON c.id = ${campaignId}
          WHERE o.account_id = ${account} AND o.source = 'message' AND o.at >= ifnull(c.started_at, o.at + 1)
          AND EXISTS (SELECT 1 FROM recipients r WHERE r.campaign_id = c.id AND r.intended_at IS NOT NULL
            AND (r.phone = p.phone OR r.lid = p.lid || '@lid'))`.execute(db);
  return { replies: number(replies.rows[0] ?? { n: 0 }, 'n'), optOuts: number(out.rows[0] ?? { n: 0 }, 'n') };
}

/** Nothing of the person stays but, when they had said no, a salted hash that keeps refusing the number. */
async function forget(trx: Executor, account: AccountId, person: PersonKey): Promise<void> {
  const id = await personOf(trx, account, person);
  const { rows } = await sql<Row>`SELECT phone, lid FROM persons WHERE id = ${id}`.execute(trx);
  const phone = textOrNull(rows[0] ?? {}, 'phone');
  const hash = phone ? await hashOf(trx, account, phone) : null;
  await sql`UPDATE opt_outs SET person_id = NULL, phone_hash = ${hash}, word = NULL
    WHERE person_id = ${id}`.execute(trx);
  await sql`DELETE FROM replies WHERE person_id = ${id}`.execute(trx);
  await sql`DELETE FROM known_numbers WHERE account_id = ${account} AND phone = ${phone}`.execute(trx);
  await sql`UPDATE recipients SET written = '', phone = NULL, jid = NULL, lid = NULL, fields = '{}'
    WHERE account_id = ${account} AND phone = ${phone}`.execute(trx);
  await sql`DELETE FROM persons WHERE id = ${id}`.execute(trx);
}

const hashOf = async (trx: Executor, account: AccountId, phone: string) =>
  digest(await saltOf(trx, account), phone);

/** Made once per database, from SQLite's own chance. */
async function saltOf(trx: Executor, account: AccountId): Promise<string> {
  await sql`INSERT INTO settings VALUES (${`salt:${account}`}, '"' || hex(randomblob(16)) || '"')
    ON CONFLICT DO NOTHING`.execute(trx);
  const { rows } = await sql<Row>`SELECT value FROM settings WHERE key = ${`salt:${account}`}`.execute(trx);
  return text(rows[0] ?? {}, 'value');
}

const digest = (salt: string, phone: string) => createHash('sha256').update(`${salt} ${phone}`).digest('hex');

const personKey = (row: Row): PersonKey => ({
  phone: textOrNull(row, 'phone') as PhoneNumber | null,
  lid: textOrNull(row, 'lid'),
});

function optOutOf(row: Row): OptOut {
  return {
    id: number(row, 'id'),
    person: personKey(row),
    at: number(row, 'at'),
    source: text(row, 'source') as OptOut['source'],
    word: textOrNull(row, 'word'),
  };
}

function knownOf(row: Row): KnownNumber {
  const [jid, lid] = [textOrNull(row, 'jid'), textOrNull(row, 'lid')];
  return {
    phone: text(row, 'phone') as PhoneNumber,
    address: jid && lid ? { jid, lid } : null,
    at: number(row, 'at'),
  };
}

function replyOf(row: Row): Reply {
  return {
    key: text(row, 'key'),
    person: personKey(row),
    at: number(row, 'at'),
    name: textOrNull(row, 'name'),
    text: textOrNull(row, 'text'),
    kind: text(row, 'kind'),
    campaignId: numberOrNull(row, 'campaign_id') as CampaignId | null,
  };
}
