import { sql } from 'kysely';
import type { Account, AccountStore, Hold, SentKind, SettingStore } from '../queue/ports.ts';
import type { Database } from './open.ts';
import { id, json, number, numberOrNull, type Row, text, textOrNull, word, wordOrNull } from './rows.ts';

/** Accounts: what is known of each, its waits, and what it did on which day. */
export function createAccountStore(db: Database): AccountStore {
  return {
    async list() {
      const { rows } = await sql<Row>`SELECT * FROM accounts ORDER BY id`.execute(db);
      return rows.map(accountOf);
    },
    async get(id) {
      const { rows } = await sql<Row>`SELECT * FROM accounts WHERE id = ${id}`.execute(db);
      return rows[0] ? accountOf(rows[0]) : null;
    },
    async save(id, { phone, linkedAt, ownedSince, restrictedAt, quota, countingDay, phoneAway }) {
      const keep = (value: unknown) => (value === undefined ? 1 : 0);
      await sql`UPDATE accounts SET
        phone = iif(${keep(phone)}, phone, ${phone ?? null}),
        linked_at = iif(${keep(linkedAt)}, linked_at, ${linkedAt ?? null}),
        owned_since = iif(${keep(ownedSince)}, owned_since, ${ownedSince ?? null}),
        restricted_at = iif(${keep(restrictedAt)}, restricted_at, ${restrictedAt ?? null}),
        quota = iif(${keep(quota)}, quota, ${quota ? JSON.stringify(quota) : null}),
        counting_day = iif(${keep(countingDay)}, counting_day, ${countingDay ? JSON.stringify(countingDay) : null}),
        phone_away = iif(${keep(phoneAway)}, phone_away, ${phoneAway ? JSON.stringify(phoneAway) : null})
        WHERE id = ${id}`.execute(db);
    },
    async hold({ accountId, reason, since, until, detail }) {
      await sql`INSERT INTO holds VALUES (${accountId}, ${reason}, ${since}, ${until}, ${detail})
        ON CONFLICT DO UPDATE SET until = excluded.until, detail = excluded.detail`.execute(db);
    },
    async release(id, reason) {
      await sql`DELETE FROM holds WHERE account_id = ${id} AND reason = ${reason}`.execute(db);
    },
    async holds(id, now) {
      const { rows } = await sql<Row>`SELECT * FROM holds WHERE account_id = ${id} ORDER BY since`.execute(
        db,
      );
      const over = rows.filter((row) => row.until !== null && number(row, 'until') <= now);
      for (const row of over)
        await sql`DELETE FROM holds WHERE account_id = ${id} AND reason = ${text(row, 'reason')}
          AND until <= ${now}`.execute(db);
      return rows.filter((row) => !over.includes(row)).map(holdOf);
    },
    async sentToday(id, day) {
      const { rows } = await sql<Row>`SELECT kind, count FROM sent_per_day
        WHERE account_id = ${id} AND day = ${day}`.execute(db);
      const sent: Record<SentKind, number> = { 'new-chat': 0, known: 0, 'look-up': 0 };
      for (const row of rows) sent[word<SentKind>(row, 'kind')] = number(row, 'count');
      return sent;
    },
    async note(id, day, kind, count) {
      if (count === 0) return;
      await sql`INSERT INTO sent_per_day VALUES (${id}, ${day}, ${kind}, ${count})
        ON CONFLICT DO UPDATE SET count = count + excluded.count`.execute(db);
    },
    async notice(id, day, signs) {
      await sql`INSERT INTO signals_per_day
        SELECT ${id}, ${day}, value ->> 'campaign', value ->> 'signal', value ->> 'count'
        FROM json_each(${JSON.stringify(signs)}) WHERE true
        ON CONFLICT DO UPDATE SET count = count + excluded.count`.execute(db);
    },
    async signals(id, { since, campaign }) {
      const { rows } = await sql<Row>`SELECT signal, sum(count) AS n FROM signals_per_day
        WHERE account_id = ${id} AND day >= ${since}
        AND (${campaign ?? null} IS NULL OR campaign_id = ${campaign ?? null}) GROUP BY signal`.execute(db);
      return Object.fromEntries(rows.map((row) => [text(row, 'signal'), number(row, 'n')]));
    },
  };
}

/** What was set in the chat. */
export function createSettingStore(db: Database): SettingStore {
  return {
    async all() {
      const { rows } = await sql<Row>`SELECT key, value FROM settings WHERE key NOT LIKE 'salt:%'`.execute(
        db,
      );
      return new Map(
        rows.map((row): [string, unknown] => [text(row, 'key'), JSON.parse(text(row, 'value'))]),
      );
    },
    async set(key, value) {
      await sql`INSERT INTO settings VALUES (${key}, ${JSON.stringify(value)})
        ON CONFLICT DO UPDATE SET value = excluded.value`.execute(db);
    },
    async remove(key) {
      await sql`DELETE FROM settings WHERE key = ${key}`.execute(db);
    },
  };
}

function accountOf(row: Row): Account {
  return {
    id: id(row, 'id'),
    phone: wordOrNull(row, 'phone'),
    linkedAt: numberOrNull(row, 'linked_at'),
    ownedSince: numberOrNull(row, 'owned_since'),
    restrictedAt: numberOrNull(row, 'restricted_at'),
    quota: json(row, 'quota'),
    countingDay: json(row, 'counting_day'),
    phoneAway: json(row, 'phone_away'),
  };
}

function holdOf(row: Row): Hold {
  return {
    accountId: id(row, 'account_id'),
    reason: word(row, 'reason'),
    since: number(row, 'since'),
    until: numberOrNull(row, 'until'),
    detail: textOrNull(row, 'detail'),
  };
}
