import { sql } from 'kysely';
import type { AccountId, CampaignId } from '../queue/campaign.ts';
import type { PhoneNumber } from '../queue/import/phone.ts';
import type { KnownNumber, OptOut, PeopleStore, PersonKey } from '../queue/ports.ts';
import type { Forgotten } from './forgotten.ts';
import type { Database, Executor } from './open.ts';
import { findPerson, joinMany, lastCampaign, personKey, personOf, withRef } from './persons.ts';
import { addReply, repliesOf } from './replies.ts';
import { list, number, type Row, textOrNull, word } from './rows.ts';

/** Opt-outs, known numbers and answers, by person: a number, a LID, or both. */
export function createPeopleStore(db: Database, forgotten: Forgotten): PeopleStore {
  return {
    optOut: (account, entry) => db.transaction().execute((trx) => optOut(trx, account, entry)),
    optOutAll: (account, phones, { at, by }) =>
      db.transaction().execute(async (trx) => {
        let added = 0;
        for (const phone of phones) {
          const person = { phone, lid: null };
          if (await optOut(trx, account, { person, at, source: 'import', word: null, by })) added += 1;
        }
        return added;
      }),
    optIn: (account, person, at, by) =>
      db.transaction().execute((trx) => optIn(trx, forgotten, account, { person, at, by: by ?? null })),
    refused: (account, phones) => refused(db, forgotten, account, phones),
    async listed(account, person) {
      const { phone, lid } = person;
      if (phone && (await refused(db, forgotten, account, [phone])).has(phone)) return true;
      const { rows } = await sql<Row>`SELECT 1 FROM persons p JOIN opt_outs o ON o.person_id = p.id
        WHERE p.account_id = ${account} AND p.lid = ${lid}`.execute(db);
      return rows.length > 0 || (await forgotten.among(db, account, [person]))[0] === true;
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
        AND phone IN ${list(phones)} AND at >= ${since}`.execute(db);
      return rows.map(knownOf);
    },
    remember: (account, numbers) => db.transaction().execute((trx) => remember(trx, account, numbers)),
    join: (account, phone, lid, at) =>
      db.transaction().execute(async (trx) => {
        await personOf(trx, account, { phone, lid }, at);
      }),
    addReply: (account, reply) => db.transaction().execute((trx) => addReply(trx, account, reply)),
    replies: (account, filter) => repliesOf(db, account, filter),
    answered: (account, filter) => answered(db, account, filter),
    async person(account, ref) {
      const { rows } = await sql<Row>`SELECT person_id FROM person_refs WHERE ref = ${ref}`.execute(db);
      if (!rows[0]) return null;
      const person = await withRef(db, account, number(rows[0], 'person_id'));
      return { ...person, ref: ref as typeof person.ref };
    },
    named: (account, person) =>
      db.transaction().execute(async (trx) => {
        const known = await findPerson(trx, account, person);
        return withRef(trx, account, known ?? (await personOf(trx, account, person, 0)));
      }),
  };
}

type Entry = Parameters<PeopleStore['optOut']>[1];

async function optOut(trx: Executor, account: AccountId, entry: Entry): Promise<OptOut | null> {
  const { at, source, word, by } = entry;
  const person = await personOf(trx, account, entry.person, at);
  const campaign = source === 'message' ? await lastCampaign(trx, account, person) : null;
  const { rows } = await sql<Row>`INSERT INTO opt_outs (account_id, person_id, at, source, word, campaign_id)
    VALUES (${account}, ${person}, ${at}, ${source}, ${word}, ${campaign})
    ON CONFLICT DO NOTHING RETURNING id`.execute(trx);
  await sql`UPDATE doubts SET decided_at = ${at}, decision = 'out'
    WHERE person_id = ${person} AND decided_at IS NULL`.execute(trx);
  if (!rows[0]) return null;
  await note(trx, account, person, { at, what: 'out', source, word, by: by ?? null });
  return { person: entry.person, at, source, word, id: number(rows[0], 'id') };
}

async function optIn(
  trx: Executor,
  forgotten: Forgotten,
  account: AccountId,
  { person, at, by }: { person: PersonKey; at: number; by: string | null },
): Promise<boolean> {
  const back = await forgotten.undo(trx, account, person);
  const id = await findPerson(trx, account, person);
  if (id === null) return back;
  const { numAffectedRows } = await sql`DELETE FROM opt_outs WHERE person_id = ${id}`.execute(trx);
  const listed = Number(numAffectedRows ?? 0) > 0;
  if (listed)
    await note(trx, account, id, { at, what: 'in', source: by ? 'operator' : 'message', word: null, by });
  return listed || back;
}

async function remember(trx: Executor, account: AccountId, numbers: readonly KnownNumber[]): Promise<void> {
  const flat = numbers.map(({ phone, address, at }) => ({ phone, jid: address?.jid, lid: address?.lid, at }));
  await sql`INSERT INTO known_numbers (account_id, phone, jid, lid, at)
    SELECT ${account}, value ->> 'phone', value ->> 'jid', value ->> 'lid', value ->> 'at'
    FROM json_each(${JSON.stringify(flat)}) WHERE true
    ON CONFLICT DO UPDATE SET jid = excluded.jid, lid = excluded.lid, at = excluded.at`.execute(trx);
  await joinMany(trx, account, numbers);
}

async function note(
  trx: Executor,
  account: AccountId,
  person: number,
  entry: { at: number; what: 'out' | 'in'; source: string; word: string | null; by: string | null },
): Promise<void> {
  await sql`INSERT INTO opt_out_history (account_id, person_id, at, what, source, word, by_name) VALUES
    (${account}, ${person}, ${entry.at}, ${entry.what}, ${entry.source}, ${entry.word}, ${entry.by})`.execute(
    trx,
  );
}

async function refused(
  db: Executor,
  forgotten: Forgotten,
  account: AccountId,
  phones: readonly PhoneNumber[],
): Promise<ReadonlySet<PhoneNumber>> {
  const { rows } = await sql<Row>`SELECT p.phone FROM persons p JOIN opt_outs o ON o.person_id = p.id
    WHERE p.account_id = ${account}
    AND p.phone IN ${list(phones)}`.execute(db);
  const found = new Set(rows.map((row) => word<PhoneNumber>(row, 'phone')));
  const gone = await forgotten.among(
    db,
    account,
    phones.map((phone) => ({ phone, lid: null })),
  );
  for (const [nth, phone] of phones.entries()) if (gone[nth]) found.add(phone);
  return found;
}

async function answered(
  db: Database,
  account: AccountId,
  filter: { campaignId?: CampaignId; since?: number; until?: number },
) {
  const { campaignId, since = 0, until = Number.MAX_SAFE_INTEGER } = filter;
  const of = sql`account_id = ${account} AND at >= ${since} AND at < ${until}
    AND (${campaignId ?? null} IS NULL OR campaign_id = ${campaignId ?? null})`;
  const replies = await sql<Row>`SELECT count(DISTINCT person_id) AS n FROM replies WHERE ${of}`.execute(db);
  const out =
    await sql<Row>`SELECT count(*) AS n FROM opt_outs WHERE ${of} AND source IN ('message', 'forgotten')
      AND (source = 'message' OR campaign_id IS NOT NULL)`.execute(db);
  return { replies: number(replies.rows[0] ?? { n: 0 }, 'n'), optOuts: number(out.rows[0] ?? { n: 0 }, 'n') };
}

function optOutOf(row: Row): OptOut {
  const person: PersonKey = personKey(row);
  return {
    id: number(row, 'id'),
    person,
    at: number(row, 'at'),
    source: word(row, 'source'),
    word: textOrNull(row, 'word'),
  };
}

function knownOf(row: Row): KnownNumber {
  const [jid, lid] = [textOrNull(row, 'jid'), textOrNull(row, 'lid')];
  return {
    phone: word(row, 'phone'),
    address: jid && lid ? { jid, lid } : null,
    at: number(row, 'at'),
  };
}
