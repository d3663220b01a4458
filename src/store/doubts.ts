import { sql } from 'kysely';
import type { AccountId } from '../queue/campaign.ts';
import { DOUBTS, type DoubtAbout, type DoubtStore } from '../queue/ports.ts';
import { TRANSITIONS } from '../queue/recipient.ts';
import type { Database, Executor } from './open.ts';
import { findPerson, personOf, raiseDoubt, withRef } from './persons.ts';
import { number, type Row, text } from './rows.ts';

/** Who waits for an operator's word. */
export function createDoubtStore(db: Database): DoubtStore {
  return {
    raise: (account, { person, ...doubt }) =>
      db.transaction().execute(async (trx) => {
        const id = await personOf(trx, account, person, doubt.at);
        return raiseDoubt(trx, account, { ...doubt, person: id });
      }),
    async open(account, { about, limit }) {
      const which = sql`account_id = ${account} AND decided_at IS NULL
        AND (${about ?? null} IS NULL OR about = ${about ?? null})`;
      const total = await sql<Row>`SELECT count(DISTINCT person_id) AS n FROM doubts WHERE ${which}`.execute(
        db,
      );
      const { rows } = await sql<Row>`SELECT person_id, min(at) AS at, about FROM doubts WHERE ${which}
        GROUP BY person_id ORDER BY min(id) LIMIT ${limit}`.execute(db);
      const doubts = [];
      for (const row of rows)
        doubts.push({
          person: await withRef(db, account, number(row, 'person_id')),
          about: aboutOf(row),
          at: number(row, 'at'),
        });
      return { total: number(total.rows[0] ?? { n: 0 }, 'n'), doubts };
    },
    async about(account, person) {
      const id = await findPerson(db, account, person);
      const { rows } = await sql<Row>`SELECT about FROM doubts WHERE person_id = ${id} AND decided_at IS NULL
        ORDER BY id LIMIT 1`.execute(db);
      return rows[0] ? aboutOf(rows[0]) : null;
    },
    decide: (account, person, decision, at) =>
      db.transaction().execute(async (trx) => {
        const id = await findPerson(trx, account, person);
        const { numAffectedRows } = await sql`UPDATE doubts SET decided_at = ${at}, decision = ${decision}
          WHERE person_id = ${id} AND decided_at IS NULL`.execute(trx);
        const decided = Number(numAffectedRows ?? 0) > 0;
        if (id !== null && decided && decision === 'keep') await release(trx, account, id);
        return decided;
      }),
  };
}

const aboutOf = (row: Row): DoubtAbout => DOUBTS.find((one) => one === text(row, 'about')) ?? 'opt-out';

/** Their rows wait again where the campaign goes on; what has ended stays as it is told. */
async function release(trx: Executor, account: AccountId, person: number): Promise<void> {
  await sql`UPDATE recipients SET state = ${TRANSITIONS.release.to}, reason = NULL, failed_at = NULL
    WHERE at_import = 0 AND state IN (${sql.join(TRANSITIONS.release.from)}) AND reason = 'unverified'
    AND campaign_id IN (SELECT id FROM campaigns WHERE account_id = ${account} AND state IN ('running', 'paused'))
    AND (phone = (SELECT phone FROM persons WHERE id = ${person})
      OR lid = (SELECT lid || '@lid' FROM persons WHERE id = ${person}))`.execute(trx);
}
