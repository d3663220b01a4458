/** Rows of persons: a number, a LID, or both; what is said of them follows when two turn out to be one. */
import { sql } from 'kysely';
import type { AccountId, CampaignId } from '../queue/campaign.ts';
import { variants } from '../queue/import/phone.ts';
import type { DoubtAbout, KnownNumber, Person, PersonKey } from '../queue/ports.ts';
import type { Executor } from './open.ts';
import { idOrNull, list, number, type Row, text, textOrNull, word, wordOrNull } from './rows.ts';

interface Known extends PersonKey {
  readonly id: number;
}

/**
 * The person of a number and a LID, made when nobody is. Two rows that turn out to be one person become one; a number
 * that has another LID than before may have another owner, which is a doubt.
 */
export async function personOf(
  trx: Executor,
  account: AccountId,
  key: PersonKey,
  at: number,
): Promise<number> {
  const { phone, lid } = key;
  const { rows } = await sql<Row>`SELECT id, phone, lid FROM persons WHERE account_id = ${account}
    AND (phone = ${phone} OR lid = ${lid})`.execute(trx);
  const found = rows.map(knownOf);
  const byPhone = found.find((one) => phone !== null && one.phone === phone);
  const byLid = found.find((one) => lid !== null && one.lid === lid);
  if (!byPhone && !byLid) {
    const made = await sql<Row>`INSERT INTO persons (account_id, phone, lid, seen_at)
      VALUES (${account}, ${phone}, ${lid}, ${at}) RETURNING id`.execute(trx);
    return number(made.rows[0] ?? {}, 'id');
  }
  const id = await oneOf(trx, account, { byPhone, byLid, phone, lid, at });
  await sql`UPDATE persons SET seen_at = max(seen_at, ${at}) WHERE id = ${id}`.execute(trx);
  return id;
}

/** Whole batches of new people in two statements; only those that are there already one by one. */
export async function joinMany(
  trx: Executor,
  account: AccountId,
  numbers: readonly KnownNumber[],
): Promise<void> {
  const pairs = numbers.flatMap(({ phone, address, at }) =>
    address ? [{ phone, lid: address.lid.replace('@lid', ''), at }] : [],
  );
  const input = JSON.stringify(pairs);
  await sql`INSERT INTO persons (account_id, phone, lid, seen_at)
    SELECT ${account}, value ->> 'phone', value ->> 'lid', value ->> 'at' FROM json_each(${input}) WHERE true
    ON CONFLICT DO NOTHING`.execute(trx);
  const { rows } =
    await sql<Row>`SELECT value ->> 'phone' AS phone, value ->> 'lid' AS lid, value ->> 'at' AS at
    FROM json_each(${input}) WHERE NOT EXISTS (SELECT 1 FROM persons
      WHERE account_id = ${account} AND phone = value ->> 'phone' AND lid = value ->> 'lid'
      AND seen_at >= value ->> 'at')`.execute(trx);
  for (const row of rows)
    await personOf(trx, account, { phone: word(row, 'phone'), lid: text(row, 'lid') }, number(row, 'at'));
}

/** Nobody is made: null when this person isn't known by any form of the number, nor by the LID. */
export async function findPerson(trx: Executor, account: AccountId, key: PersonKey): Promise<number | null> {
  return (await findPersons(trx, account, key))[0] ?? null;
}

/** All rows that may be this person, by any form of the number or by the LID; the likeliest first. */
export async function findPersons(
  trx: Executor,
  account: AccountId,
  { phone, lid }: PersonKey,
): Promise<number[]> {
  const forms = list(phone ? variants(phone) : []);
  // Two look-ups: with an OR over the list SQLite would walk all persons of the account.
  const { rows } = await sql<Row>`SELECT id FROM persons WHERE id IN (
      SELECT id FROM persons WHERE account_id = ${account} AND phone IN ${forms}
      UNION ALL SELECT id FROM persons WHERE account_id = ${account} AND lid = ${lid})
    ORDER BY phone IS NOT ${phone}, phone IS NULL`.execute(trx);
  return rows.map((row) => number(row, 'id'));
}

/** Once by its key: a doubt that was decided doesn't come back by the same message. */
export async function raiseDoubt(
  trx: Executor,
  account: AccountId,
  doubt: { person: number; about: DoubtAbout; key: string; at: number },
): Promise<boolean> {
  const { rows } = await sql<Row>`INSERT INTO doubts (account_id, person_id, about, key, at)
    VALUES (${account}, ${doubt.person}, ${doubt.about}, ${doubt.key}, ${doubt.at})
    ON CONFLICT DO NOTHING RETURNING id`.execute(trx);
  return rows.length > 0;
}

/** A person with a name for buttons, made at the first time from SQLite's own chance. */
export async function withRef(trx: Executor, account: AccountId, id: number): Promise<Person> {
  const select = () =>
    sql<Row>`SELECT p.phone, p.lid, r.ref FROM persons p JOIN person_refs r ON r.person_id = p.id
      WHERE p.id = ${id} AND p.account_id = ${account} LIMIT 1`.execute(trx);
  for (;;) {
    const { rows } = await select();
    if (rows[0]) return { ...personKey(rows[0]), ref: word(rows[0], 'ref') };
    await sql`INSERT INTO person_refs VALUES ('ref' || hex(randomblob(4)), ${id}) ON CONFLICT DO NOTHING`.execute(
      trx,
    );
  }
}

export const personKey = (row: Row): PersonKey => ({
  phone: wordOrNull(row, 'phone'),
  lid: textOrNull(row, 'lid'),
});

/** Everything that names a person by its row. */
const FOLLOWING = ['replies', 'doubts', 'opt_out_history', 'shown_people', 'person_refs'] as const;

const knownOf = (row: Row): Known => ({ id: number(row, 'id'), ...personKey(row) });

async function oneOf(
  trx: Executor,
  account: AccountId,
  now: PersonKey & { byPhone: Known | undefined; byLid: Known | undefined; at: number },
): Promise<number> {
  const { byPhone, byLid, phone, lid } = now;
  if (byPhone && byPhone.id === byLid?.id) return byPhone.id;
  const only = byPhone ?? byLid;
  if (only && (phone === null || lid === null)) return only.id;
  // The national forms of one number are one person, whichever was written.
  const same = byLid?.phone && phone && variants(phone).includes(byLid.phone);
  if (byLid && !byPhone && (byLid.phone === null || same)) {
    await sql`UPDATE persons SET phone = ifnull(phone, ${phone}) WHERE id = ${byLid.id}`.execute(trx);
    return byLid.id;
  }
  const id =
    byPhone?.id ??
    number(
      (
        await sql<Row>`INSERT INTO persons (account_id, phone) VALUES (${account}, ${phone}) RETURNING id`.execute(
          trx,
        )
      ).rows[0] ?? {},
      'id',
    );
  if (byPhone?.lid) await leaveBehind(trx, account, { ...byPhone, lid: byPhone.lid }, now);
  if (byLid && (byLid.phone === null || same)) await merge(trx, byLid.id, id);
  else if (byLid) {
    // Somebody has taken another number: a no goes with the person, and stays with the number.
    await copyOptOut(trx, byLid.id, id);
    await sql`UPDATE persons SET lid = NULL WHERE id = ${byLid.id}`.execute(trx);
  }
  await sql`UPDATE persons SET lid = ${lid} WHERE id = ${id}`.execute(trx);
  return id;
}

/** The number may have another owner: its no stays, and goes on for who had it before. */
async function leaveBehind(
  trx: Executor,
  account: AccountId,
  before: { id: number; phone: string | null; lid: string },
  { lid, at }: { lid: string | null; at: number },
): Promise<void> {
  await sql`UPDATE persons SET lid = NULL WHERE id = ${before.id}`.execute(trx);
  const { rows } = await sql<Row>`INSERT INTO persons (account_id, lid, seen_at)
    SELECT ${account}, ${before.lid}, ${at} WHERE EXISTS (SELECT 1 FROM opt_outs WHERE person_id = ${before.id})
    RETURNING id`.execute(trx);
  if (rows[0]) await copyOptOut(trx, before.id, number(rows[0], 'id'));
  await raiseDoubt(trx, account, {
    person: before.id,
    about: 'identity',
    key: `lid ${before.id} ${lid ?? ''}`,
    at,
  });
}

async function merge(trx: Executor, from: number, to: number): Promise<void> {
  await sql`UPDATE OR IGNORE opt_outs SET person_id = ${to} WHERE person_id = ${from}`.execute(trx);
  await sql`DELETE FROM opt_outs WHERE person_id = ${from}`.execute(trx);
  for (const table of FOLLOWING)
    await sql`UPDATE ${sql.table(table)} SET person_id = ${to} WHERE person_id = ${from}`.execute(trx);
  await sql`DELETE FROM persons WHERE id = ${from}`.execute(trx);
}

async function copyOptOut(trx: Executor, from: number, to: number): Promise<void> {
  await sql`INSERT INTO opt_outs (account_id, person_id, at, source, word)
    SELECT account_id, ${to}, at, source, word FROM opt_outs WHERE person_id = ${from}
    ON CONFLICT DO NOTHING`.execute(trx);
}

/** The campaign that wrote to this person last. By the number first: it has an index of its own. */
export async function lastCampaign(
  trx: Executor,
  account: AccountId,
  person: number,
): Promise<CampaignId | null> {
  const { rows: byPhone } = await sql<Row>`SELECT r.campaign_id FROM persons p
    JOIN recipients r ON r.account_id = p.account_id AND r.phone = p.phone AND r.intended_at IS NOT NULL
    JOIN campaigns c ON c.id = r.campaign_id AND c.kind = 'campaign'
    WHERE p.id = ${person} ORDER BY r.intended_at DESC, r.id DESC LIMIT 1`.execute(trx);
  if (byPhone[0]) return idOrNull(byPhone[0], 'campaign_id');
  const { rows } = await sql<Row>`SELECT r.campaign_id FROM persons p
    JOIN campaigns c ON c.account_id = ${account} AND c.kind = 'campaign' AND c.started_at IS NOT NULL
    JOIN recipients r INDEXED BY recipients_by_lid ON r.campaign_id = c.id AND r.lid = p.lid || '@lid'
    WHERE p.id = ${person} AND r.intended_at IS NOT NULL ORDER BY r.intended_at DESC, r.id DESC LIMIT 1`.execute(
    trx,
  );
  return rows[0] ? idOrNull(rows[0], 'campaign_id') : null;
}
