import { sql } from 'kysely';
import type { AuditEntry, CardPlace, ChatStore, Invitation, Member, TeamStore } from '../team/team.ts';
import type { Database } from './open.ts';
import { flag, number, numberOrNull, type Row, text, textOrNull } from './rows.ts';

/** How many updates are remembered: far more than Telegram would send again. */
const UPDATES_KEPT = 10_000;
/** How often one is begun at the most. */
const TRIES = 2;

export function createTeamStore(db: Database): TeamStore {
  const member = async (id: number) => {
    const { rows } = await sql<Row>`SELECT * FROM members WHERE id = ${id}`.execute(db);
    return rows[0] ? memberOf(rows[0]) : null;
  };
  return {
    member,
    async members() {
      const { rows } = await sql<Row>`SELECT * FROM members ORDER BY since, id`.execute(db);
      return rows.map(memberOf);
    },
    async put({ id, name, role, since }) {
      const { rows } = await sql<Row>`INSERT INTO members (id, name, role, since)
        VALUES (${id}, ${name}, ${role}, ${since})
        ON CONFLICT DO UPDATE SET name = excluded.name, role = excluded.role RETURNING *`.execute(db);
      return memberOf(rows[0] ?? {});
    },
    async change(id, patch) {
      const now = await member(id);
      if (!now) return null;
      const next = { ...now, ...patch };
      await sql`UPDATE members SET name = ${next.name}, role = ${next.role}, language = ${next.language},
        plain = ${next.plain ? 1 : 0}, replies = ${next.replies ? 1 : 0}, blocked = ${next.blocked ? 1 : 0},
        last_seen_at = ${next.lastSeenAt} WHERE id = ${id}`.execute(db);
      return next;
    },
    async remove(id) {
      await sql`DELETE FROM members WHERE id = ${id}`.execute(db);
    },
    async invite({ code, createdBy, expiresAt }) {
      await sql`INSERT INTO invitations (code, created_by, expires_at)
        VALUES (${code}, ${createdBy}, ${expiresAt})`.execute(db);
    },
    async accept(code, now) {
      const { rows } = await sql<Row>`UPDATE invitations SET used = 1
        WHERE code = ${code} AND used = 0 AND expires_at > ${now} RETURNING *`.execute(db);
      return rows[0] ? invitationOf(rows[0]) : null;
    },
    async revoke(code) {
      await sql`DELETE FROM invitations WHERE code = ${code}`.execute(db);
    },
    async note({ at, operatorId, name, what, campaignId, detail }) {
      await sql`INSERT INTO audit (at, operator_id, name, what, campaign_id, detail)
        VALUES (${at}, ${operatorId}, ${name}, ${what}, ${campaignId}, ${detail})`.execute(db);
    },
    async history({ campaignId, limit }) {
      const { rows } = await sql<Row>`SELECT * FROM audit
        WHERE ${campaignId ?? null} IS NULL OR campaign_id = ${campaignId ?? null}
        ORDER BY id DESC LIMIT ${limit}`.execute(db);
      return rows.map(entryOf);
    },
  };
}

export function createChatStore(db: Database): ChatStore {
  return {
    async card(chatId, what) {
      const { rows } =
        await sql<Row>`SELECT * FROM cards WHERE chat_id = ${chatId} AND what = ${what}`.execute(db);
      return rows[0] ? cardOf(rows[0]) : null;
    },
    async cards(what) {
      const { rows } = await sql<Row>`SELECT * FROM cards WHERE what = ${what}`.execute(db);
      return rows.map(cardOf);
    },
    async keep({ chatId, what, messageId, threadId, drawn, at }) {
      await sql`INSERT INTO cards VALUES (${chatId}, ${what}, ${messageId}, ${threadId}, ${drawn}, ${at})
        ON CONFLICT DO UPDATE SET message_id = excluded.message_id, thread_id = excluded.thread_id,
        drawn = excluded.drawn, at = excluded.at`.execute(db);
    },
    async drop(chatId, what) {
      await sql`DELETE FROM cards WHERE chat_id = ${chatId} AND what = ${what}`.execute(db);
    },
    async begin(updateId, at) {
      const { numAffectedRows } = await sql`INSERT INTO updates_seen (id, at, done, tries)
        VALUES (${updateId}, ${at}, 0, 1)
        ON CONFLICT DO UPDATE SET tries = tries + 1 WHERE done = 0 AND tries < ${TRIES}`.execute(db);
      if (updateId % 1000 === 0)
        await sql`DELETE FROM updates_seen WHERE id < ${updateId - UPDATES_KEPT}`.execute(db);
      return Number(numAffectedRows ?? 0) === 1;
    },
    async done(updateId) {
      await sql`UPDATE updates_seen SET done = 1 WHERE id = ${updateId}`.execute(db);
    },
    async read(key) {
      const { rows } = await sql<Row>`SELECT value FROM dialogues WHERE key = ${key}`.execute(db);
      return rows[0] ? JSON.parse(text(rows[0], 'value')) : undefined;
    },
    async write(key, value) {
      await sql`INSERT INTO dialogues VALUES (${key}, ${JSON.stringify(value)})
        ON CONFLICT DO UPDATE SET value = excluded.value`.execute(db);
    },
    async erase(key) {
      await sql`DELETE FROM dialogues WHERE key = ${key}`.execute(db);
    },
  };
}

function memberOf(row: Row): Member {
  return {
    id: number(row, 'id'),
    name: text(row, 'name'),
    role: text(row, 'role') as Member['role'],
    since: number(row, 'since'),
    language: textOrNull(row, 'language'),
    plain: flag(row, 'plain'),
    replies: flag(row, 'replies'),
    blocked: flag(row, 'blocked'),
    lastSeenAt: numberOrNull(row, 'last_seen_at'),
  };
}

function invitationOf(row: Row): Invitation {
  return {
    code: text(row, 'code'),
    createdBy: number(row, 'created_by'),
    expiresAt: number(row, 'expires_at'),
  };
}

function entryOf(row: Row): AuditEntry {
  return {
    at: number(row, 'at'),
    operatorId: numberOrNull(row, 'operator_id'),
    name: text(row, 'name'),
    what: text(row, 'what'),
    campaignId: numberOrNull(row, 'campaign_id'),
    detail: textOrNull(row, 'detail'),
  };
}

function cardOf(row: Row): CardPlace {
  return {
    chatId: number(row, 'chat_id'),
    what: text(row, 'what'),
    messageId: number(row, 'message_id'),
    threadId: numberOrNull(row, 'thread_id'),
    drawn: text(row, 'drawn'),
    at: number(row, 'at'),
  };
}
