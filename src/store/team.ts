import { sql } from 'kysely';
import type { AuditEntry, CardPlace, ChatStore, Invitation, Member, TeamStore } from '../team/team.ts';
import type { Database } from './open.ts';
import { flag, number, numberOrNull, type Row, text, textOrNull, word } from './rows.ts';

/** How many updates are remembered: far more than Telegram would send again. */
const UPDATES_KEPT = 10_000;
/** How often one is begun at the most. */
const TRIES = 2;

/** Members, invitations, and the record of what was done. */
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
    async put({ id, name, role, since, listed }) {
      const { rows } = await sql<Row>`INSERT INTO members (id, name, role, since, listed)
        VALUES (${id}, ${name}, ${role}, ${since}, ${listed ? 1 : 0})
        ON CONFLICT DO UPDATE SET name = excluded.name, role = excluded.role, listed = excluded.listed
        RETURNING *`.execute(db);
      return memberOf(rows[0] ?? {});
    },
    async change(id, patch) {
      const now = await member(id);
      if (!now) return null;
      const next = { ...now, ...patch };
      await sql`UPDATE members SET name = ${next.name}, role = ${next.role}, language = ${next.language},
        plain = ${next.plain ? 1 : 0}, replies = ${next.replies ? 1 : 0}, blocked = ${next.blocked ? 1 : 0},
        last_seen_at = ${next.lastSeenAt}, listed = ${next.listed ? 1 : 0} WHERE id = ${id}`.execute(db);
      return next;
    },
    remove: (id) =>
      db.transaction().execute(async (step) => {
        await sql`DELETE FROM members WHERE id = ${id}`.execute(step);
        const { rows } = await sql<Row>`DELETE FROM cards WHERE chat_id = ${id} RETURNING *`.execute(step);
        // Keys of dialogues end with the chat: `question:1002`.
        await sql`DELETE FROM dialogues WHERE substr(key, instr(key, ':') + 1) = ${String(id)}`.execute(step);
        return rows.map(cardOf);
      }),
    async invite({ code, createdBy, expiresAt }) {
      await sql`INSERT INTO invitations (code, created_by, expires_at)
        VALUES (${code}, ${createdBy}, ${expiresAt})`.execute(db);
    },
    accept: (code, { id, name, language }, now) =>
      db.transaction().execute(async (step) => {
        const { rows } = await sql<Row>`UPDATE invitations SET used = 1
          WHERE code = ${code} AND used = 0 AND expires_at > ${now} RETURNING *`.execute(step);
        if (!rows[0]) return null;
        await sql`INSERT INTO members (id, name, role, since, language)
          VALUES (${id}, ${name}, 'operator', ${now}, ${language}) ON CONFLICT DO NOTHING`.execute(step);
        return invitationOf(rows[0]);
      }),
    async revoke(code) {
      const { numAffectedRows } =
        await sql`DELETE FROM invitations WHERE code = ${code} AND used = 0`.execute(db);
      return Number(numAffectedRows ?? 0) === 1;
    },
    async invitations(now) {
      const { rows } = await sql<Row>`SELECT * FROM invitations WHERE used = 0 AND expires_at > ${now}
        ORDER BY expires_at, code`.execute(db);
      return rows.map(invitationOf);
    },
    async note({ at, operatorId, name, what, campaignId, detail }) {
      await sql`INSERT INTO audit (at, operator_id, name, what, campaign_id, detail)
        VALUES (${at}, ${operatorId}, ${name}, ${what}, ${campaignId}, ${detail})`.execute(db);
    },
    async history({ campaignId, before, limit, offset = 0 }) {
      const { rows } = await sql<Row>`SELECT * FROM audit
        WHERE (${campaignId ?? null} IS NULL OR campaign_id = ${campaignId ?? null})
        AND (${before ?? null} IS NULL OR id < ${before ?? null})
        ORDER BY id DESC LIMIT ${limit} OFFSET ${offset}`.execute(db);
      return rows.map(entryOf);
    },
    async deeds() {
      const { rows } = await sql<Row>`SELECT count(*) AS count FROM audit`.execute(db);
      return rows[0] ? number(rows[0], 'count') : 0;
    },
  };
}

/** The bot's own memory: cards, dialogues, updates seen. */
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
    role: word(row, 'role'),
    since: number(row, 'since'),
    language: textOrNull(row, 'language'),
    plain: flag(row, 'plain'),
    replies: flag(row, 'replies'),
    blocked: flag(row, 'blocked'),
    lastSeenAt: numberOrNull(row, 'last_seen_at'),
    listed: flag(row, 'listed'),
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
    id: number(row, 'id'),
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
