/** All that names a person, in one place: what is known of them, and how it is let go. */
import { setImmediate as breathe } from 'node:timers/promises';
import { sql } from 'kysely';
import type { AccountId, CampaignId, ListSource } from '../queue/campaign.ts';
import { type PhoneNumber, variants } from '../queue/import/phone.ts';
import { nameIn } from '../queue/names.ts';
import type { Dossier, PersonKey, PrivacyStore } from '../queue/ports.ts';
import { OPEN_STATES, TRANSITIONS } from '../queue/recipient.ts';
import { campaignOf } from './campaigns.ts';
import type { Forgotten } from './forgotten.ts';
import type { Database, Executor } from './open.ts';
import { findPerson, findPersons, personKey } from './persons.ts';
import { recipientOf, stretch } from './recipients/row.ts';
import { replyOf } from './replies.ts';
import { id, json, list, number, numberOrNull, type Row, text, textOrNull, word } from './rows.ts';

/** Answers that a card and the evidence show at most. */
const MOST_REPLIES = 500;
/** The fingerprint of so short a list could be tried for each number of a country. */
const SHORT_LIST = 10;

const NOBODY = sql`written = '', phone = NULL, jid = NULL, lid = NULL, fields = '{}'`;

/** `listed` says whether a person is on the opt-out list. */
export function createPrivacyStore(
  db: Database,
  forgotten: Forgotten,
  listed: (account: AccountId, person: PersonKey) => Promise<boolean>,
): PrivacyStore {
  return {
    async dossier(account, key) {
      const known = await wholeKey(db, account, key);
      const messages = await messagesOf(db, account, known.person);
      const replies =
        await sql<Row>`SELECT r.*, p.phone, p.lid FROM replies r JOIN persons p ON p.id = r.person_id
        WHERE r.person_id = ${known.id} ORDER BY r.id DESC LIMIT ${MOST_REPLIES}`.execute(db);
      const history = await sql<Row>`SELECT * FROM opt_out_history WHERE person_id = ${known.id}
        ORDER BY id`.execute(db);
      const doubt =
        await sql<Row>`SELECT about FROM doubts WHERE person_id = ${known.id} AND decided_at IS NULL
        LIMIT 1`.execute(db);
      return {
        person: known.person,
        name: replies.rows.map((row) => textOrNull(row, 'name')).find(Boolean) ?? nameFrom(messages),
        messages,
        replies: replies.rows.map(replyOf),
        history: history.rows.map(historyOf),
        listed: await listed(account, known.person),
        doubt: doubt.rows[0] ? word(doubt.rows[0], 'about') : null,
      };
    },
    forget: (account, person, at) => forget(db, forgotten, account, person, at),
    async unfinished(account) {
      const { rows } = await sql<Row>`SELECT phone, lid FROM forgetting WHERE account_id = ${account}
        ORDER BY id`.execute(db);
      return rows.map(personKey);
    },
    async forgot(account, person) {
      await sql`DELETE FROM forgetting WHERE ${beingForgotten(account, person)}`.execute(db);
    },
    async endedBefore(account, before) {
      const { rows } = await sql<Row>`SELECT id FROM campaigns WHERE account_id = ${account}
        AND state IN ('finished', 'cancelled') AND ended_at < ${before} AND anonymised_at IS NULL
        ORDER BY id`.execute(db);
      return rows.map((row) => id<CampaignId>(row, 'id'));
    },
    async anonymise(campaign, after) {
      const last = await stretch(db, campaign, after);
      if (last !== null)
        await sql`UPDATE recipients SET ${NOBODY} WHERE campaign_id = ${campaign}
          AND line > ${after} AND line <= ${last}`.execute(db);
      await breathe();
      return last;
    },
    anonymised: (campaign, at) =>
      db.transaction().execute(async (trx) => {
        await scrubList(trx, campaign, () => false);
        await sql`UPDATE campaigns SET anonymised_at = ${at} WHERE id = ${campaign}`.execute(trx);
      }),
    letGo: (account, before) => db.transaction().execute((trx) => letGo(trx, account, before)),
  };
}

/** Both names of a person, and the row if there is one. */
async function wholeKey(db: Executor, account: AccountId, key: PersonKey) {
  const id = await findPerson(db, account, key);
  if (id === null) return { id: null, person: key };
  const { rows } = await sql<Row>`SELECT phone, lid FROM persons WHERE id = ${id}`.execute(db);
  const person = personKey(rows[0] ?? {});
  return { id, person: { phone: person.phone ?? key.phone, lid: person.lid ?? key.lid } };
}

/** Rows that name this person, by any of the forms of the number or by the LID. */
const theirs = ({ phone, lid }: PersonKey) => {
  const forms = phone ? variants(phone) : [];
  return sql`(phone IN ${list(forms)}
    OR jid IN (SELECT value || '@s.whatsapp.net' FROM json_each(${JSON.stringify(forms)}))
    OR lid = ${lid === null ? null : `${lid}@lid`})`;
};

/** A long list is read whole, one campaign after the other, so that others get their turn in between. */
async function messagesOf(db: Database, account: AccountId, person: PersonKey): Promise<Dossier['messages']> {
  const { rows: campaigns } = await sql<Row>`SELECT * FROM campaigns WHERE account_id = ${account}
    AND kind <> 'test' AND state <> 'draft' ORDER BY id DESC`.execute(db);
  const found: Dossier['messages'][number][] = [];
  for (const campaign of campaigns) {
    const { rows } = await sql<Row>`SELECT * FROM recipients WHERE campaign_id = ${number(campaign, 'id')}
      AND ${theirs(person)} ORDER BY line DESC`.execute(db);
    found.push(...rows.map((row) => ({ campaign: campaignOf(campaign), row: recipientOf(row) })));
    await breathe();
  }
  return found;
}

function nameFrom(messages: Dossier['messages']): string | null {
  for (const { row } of messages) {
    const name = nameIn(row.fields);
    if (name) return name;
  }
  return null;
}

function historyOf(row: Row): Dossier['history'][number] {
  return {
    at: number(row, 'at'),
    what: text(row, 'what') === 'in' ? 'in' : 'out',
    source: word(row, 'source'),
    word: textOrNull(row, 'word'),
    by: textOrNull(row, 'by_name'),
  };
}

async function forget(
  db: Database,
  forgotten: Forgotten,
  account: AccountId,
  key: PersonKey,
  at: number,
): ReturnType<PrivacyStore['forget']> {
  const { rows: campaigns } = await sql<Row>`SELECT id FROM campaigns WHERE account_id = ${account}`.execute(
    db,
  );
  const { person } = await wholeKey(db, account, key);
  // The refusal first: who is half forgotten is written to by nobody.
  await db.transaction().execute(async (trx) => {
    const begun = await sql`SELECT 1 FROM forgetting WHERE ${beingForgotten(account, person)}`.execute(trx);
    if (begun.rows.length > 0) return;
    await refuseForEver(trx, forgotten, account, person, at);
    await sql`INSERT INTO forgetting (account_id, phone, lid)
      VALUES (${account}, ${person.phone}, ${person.lid})`.execute(trx);
  });
  let count = 0;
  for (const campaign of campaigns.map((row) => id<CampaignId>(row, 'id'))) {
    count += await db.transaction().execute((trx) => blank(trx, campaign, person, at));
    await breathe();
  }
  await db.transaction().execute((trx) => removePerson(trx, account, person));
  return count;
}

const beingForgotten = (account: AccountId, { phone, lid }: PersonKey) =>
  sql`account_id = ${account} AND phone IS ${phone} AND lid IS ${lid}`;

async function refuseForEver(
  trx: Executor,
  forgotten: Forgotten,
  account: AccountId,
  person: PersonKey,
  at: number,
): Promise<void> {
  const id = await findPerson(trx, account, person);
  const hashes = forgotten.hashes(account, person);
  const { rows } = await sql<Row>`SELECT campaign_id FROM opt_outs WHERE person_id = ${id}
    AND source = 'message'`.execute(trx);
  const answered = rows[0] ? numberOrNull(rows[0], 'campaign_id') : null;
  await sql`DELETE FROM opt_outs WHERE person_id = ${id} OR (account_id = ${account} AND person_id IS NULL
    AND (phone_hash = ${hashes.phone} OR lid_hash = ${hashes.lid}))`.execute(trx);
  await sql`INSERT INTO opt_outs (account_id, phone_hash, lid_hash, at, source, campaign_id)
    VALUES (${account}, ${hashes.phone}, ${hashes.lid}, ${at}, 'forgotten', ${answered})`.execute(trx);
}

/** What waits or is under way becomes a skip; a late ack still moves it on by its wire id. */
async function blank(trx: Executor, campaign: CampaignId, person: PersonKey, at: number): Promise<number> {
  const where = sql`campaign_id = ${campaign} AND ${theirs(person)}`;
  const { rows } = await sql<Row>`SELECT count(*) AS n, group_concat(written, char(10)) AS written
    FROM recipients WHERE ${where}`.execute(trx);
  const count = number(rows[0] ?? { n: 0 }, 'n');
  if (count === 0) return 0;
  const written = new Set((textOrNull(rows[0] ?? {}, 'written') ?? '').split('\n'));
  await sql`UPDATE recipients SET state = ${TRANSITIONS.skip.to}, reason = 'opted-out', failed_at = ${at}
    WHERE ${where} AND state IN (${sql.join(OPEN_STATES)})`.execute(trx);
  await sql`UPDATE recipients SET ${NOBODY} WHERE ${where}`.execute(trx);
  await scrubList(trx, campaign, (one) => !written.has(one));
  return count;
}

/** Examples of a list name people too, and so does what was put right in it. */
async function scrubList(
  trx: Executor,
  campaign: CampaignId,
  stays: (written: string) => boolean,
): Promise<void> {
  const { rows } = await sql<Row>`SELECT list FROM campaigns WHERE id = ${campaign}`.execute(trx);
  const list = json<ListSource>(rows[0] ?? {}, 'list');
  if (!list) return;
  const { summary, mended = {}, ...unmended } = list;
  const left = Object.entries(mended).filter(([, written]) => stays(written));
  const { badExample, accents: _, ...rest } = summary;
  const bare = summary.people <= SHORT_LIST;
  const next: ListSource = {
    ...unmended,
    ...(left.length > 0 ? { mended: Object.fromEntries(left) } : {}),
    summary: {
      ...rest,
      examples: summary.examples.filter(({ written }) => stays(written)),
      badExample: badExample !== null && stays(badExample) ? badExample : null,
      fingerprint: bare ? '' : summary.fingerprint,
    },
  };
  await sql`UPDATE campaigns SET list = ${JSON.stringify(next)},
    fingerprint = iif(${bare ? 1 : 0}, NULL, fingerprint) WHERE id = ${campaign}`.execute(trx);
}

async function removePerson(trx: Executor, account: AccountId, person: PersonKey): Promise<void> {
  const forms: readonly PhoneNumber[] = person.phone ? variants(person.phone) : [];
  await sql`DELETE FROM known_numbers WHERE account_id = ${account}
    AND phone IN ${list(forms)}`.execute(trx);
  for (const phone of forms)
    await sql`UPDATE audit SET detail = NULL WHERE instr(detail, ${phone}) > 0`.execute(trx);
  for (const row of await findPersons(trx, account, person)) await forgetRow(trx, row);
}

/** Somebody answered, nobody knows who: how many did still adds up. */
async function forgetRow(trx: Executor, id: number): Promise<void> {
  for (const table of ['shown_people', 'person_refs', 'doubts', 'opt_out_history'])
    await sql`DELETE FROM ${sql.table(table)} WHERE person_id = ${id}`.execute(trx);
  await sql`UPDATE replies SET name = NULL, text = NULL WHERE person_id = ${id}`.execute(trx);
  await sql`UPDATE persons SET phone = NULL, lid = NULL WHERE id = ${id}`.execute(trx);
  await sql`DELETE FROM persons WHERE id = ${id}
    AND NOT EXISTS (SELECT 1 FROM replies WHERE person_id = ${id})`.execute(trx);
}

async function letGo(trx: Executor, account: AccountId, before: number): Promise<number> {
  await sql`UPDATE replies SET name = NULL, text = NULL WHERE account_id = ${account} AND at < ${before}`.execute(
    trx,
  );
  await sql`DELETE FROM known_numbers WHERE account_id = ${account} AND at < ${before}`.execute(trx);
  const old = sql`SELECT id FROM campaigns WHERE account_id = ${account} AND anonymised_at IS NOT NULL
    AND kind IN ('answer', 'test')`;
  await sql`DELETE FROM recipients WHERE campaign_id IN (${old})`.execute(trx);
  await sql`DELETE FROM counters WHERE campaign_id IN (${old})`.execute(trx);
  await sql`DELETE FROM campaigns WHERE id IN (${old})`.execute(trx);
  // Confirmations of opt-outs belong to a campaign that never ends.
  await sql`UPDATE recipients SET ${NOBODY} WHERE campaign_id IN
      (SELECT id FROM campaigns WHERE account_id = ${account} AND kind = 'confirmation')
    AND state NOT IN (${sql.join(OPEN_STATES)}) AND ifnull(accepted_at, failed_at) < ${before}
    AND fields <> '{}'`.execute(trx);
  const { rows } =
    await sql<Row>`SELECT id FROM persons p WHERE account_id = ${account} AND seen_at < ${before}
    AND (phone IS NOT NULL OR lid IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM opt_outs WHERE person_id = p.id)
    AND NOT EXISTS (SELECT 1 FROM doubts WHERE person_id = p.id AND decided_at IS NULL)`.execute(trx);
  for (const row of rows) await forgetRow(trx, number(row, 'id'));
  return rows.length;
}
