/** People's answers, what each operator has been told of them, and which message of a chat shows whom. */
import { sql } from 'kysely';
import type { AccountId, CampaignId } from '../queue/campaign.ts';
import { REPLY_KINDS, type Reply, type ReplyKind, type ReplyStore } from '../queue/ports.ts';
import type { Database, Executor } from './open.ts';
import { lastCampaign, personKey, personOf, withRef } from './persons.ts';
import { flag, idOrNull, number, numberOrNull, type Row, text, textOrNull } from './rows.ts';

/** A message that was shown longer ago than this answers nobody any more. */
const SHOWN_FOR = 90 * 86_400_000;

/** What operators have been told of answers, and which of their messages shows whom. */
export function createReplyStore(db: Database): ReplyStore {
  const of = (account: AccountId, campaign: CampaignId) =>
    sql`r.account_id = ${account} AND r.campaign_id = ${campaign}`;
  return {
    async unread(account, chat, since, limit) {
      const told = await toldUpTo(db, account, chat);
      // From the row told last on, whatever came before: a business has a hundred thousand answers in some years.
      const { rows } = await sql<Row>`SELECT r.*, p.phone, p.lid,
          r.campaign_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM replies e WHERE e.account_id = r.account_id
            AND e.campaign_id = r.campaign_id AND e.id < r.id) AS first,
          EXISTS (SELECT 1 FROM doubts d WHERE d.person_id = r.person_id AND d.decided_at IS NULL
            AND d.key = r.key) AS doubtful
        FROM replies r NOT INDEXED JOIN persons p ON p.id = r.person_id
        WHERE r.account_id = ${account} AND r.id > ${told ?? 0} AND r.at >= ${told === null ? since : 0}
        AND NOT EXISTS (SELECT 1 FROM reply_mutes q WHERE q.chat_id = ${chat} AND q.campaign_id = r.campaign_id)
        ORDER BY r.id LIMIT ${limit}`.execute(db);
      return rows.map((row) => ({
        reply: replyOf(row),
        first: flag(row, 'first'),
        doubtful: flag(row, 'doubtful'),
      }));
    },
    async told(account, chat, upTo) {
      await sql`INSERT INTO reply_readers VALUES (${chat}, ${account}, ${upTo})
        ON CONFLICT DO UPDATE SET told = max(told, excluded.told)`.execute(db);
    },
    async latest(account) {
      const { rows } = await sql<Row>`SELECT ifnull(max(id), 0) AS n FROM replies
        WHERE account_id = ${account}`.execute(db);
      return number(rows[0] ?? { n: 0 }, 'n');
    },
    async mute(chat, campaign, muted) {
      if (muted)
        await sql`INSERT INTO reply_mutes VALUES (${chat}, ${campaign}) ON CONFLICT DO NOTHING`.execute(db);
      else
        await sql`DELETE FROM reply_mutes WHERE chat_id = ${chat} AND campaign_id = ${campaign}`.execute(db);
    },
    async muted(chat, campaign) {
      const { rows } = await sql<Row>`SELECT 1 FROM reply_mutes
        WHERE chat_id = ${chat} AND campaign_id = ${campaign}`.execute(db);
      return rows.length > 0;
    },
    async reply(account, id) {
      const { rows } =
        await sql<Row>`SELECT r.*, p.phone, p.lid FROM replies r JOIN persons p ON p.id = r.person_id
        WHERE r.account_id = ${account} AND r.id = ${id}`.execute(db);
      return rows[0] ? replyOf(rows[0]) : null;
    },
    async page(account, { campaignId, limit, offset }) {
      const total =
        await sql<Row>`SELECT count(*) AS n FROM replies r WHERE ${of(account, campaignId)}`.execute(db);
      const { rows } =
        await sql<Row>`SELECT r.*, p.phone, p.lid FROM replies r JOIN persons p ON p.id = r.person_id
        WHERE ${of(account, campaignId)} ORDER BY r.id DESC LIMIT ${limit} OFFSET ${offset}`.execute(db);
      return { total: number(total.rows[0] ?? { n: 0 }, 'n'), replies: rows.map(replyOf) };
    },
    show: (account, { chat, message, person, replyId, at }) =>
      db.transaction().execute(async (trx) => {
        const id = await personOf(trx, account, person, at);
        await sql`INSERT INTO shown_people VALUES (${chat}, ${message}, ${account}, ${id}, ${replyId}, ${at})
          ON CONFLICT DO UPDATE SET person_id = excluded.person_id, reply_id = excluded.reply_id,
          at = excluded.at`.execute(trx);
        await sql`DELETE FROM shown_people WHERE chat_id = ${chat} AND at < ${at - SHOWN_FOR}`.execute(trx);
      }),
    async shown(account, chat, message) {
      const { rows } = await sql<Row>`SELECT person_id, reply_id FROM shown_people
        WHERE chat_id = ${chat} AND message_id = ${message} AND account_id = ${account}`.execute(db);
      if (!rows[0]) return null;
      const person = await withRef(db, account, number(rows[0], 'person_id'));
      return { person, replyId: numberOrNull(rows[0], 'reply_id') };
    },
  };
}

/** The answer up to which this chat has been told; null when it never was. */
async function toldUpTo(db: Executor, account: AccountId, chat: number): Promise<number | null> {
  const { rows } = await sql<Row>`SELECT told FROM reply_readers
    WHERE chat_id = ${chat} AND account_id = ${account}`.execute(db);
  return rows[0] ? number(rows[0], 'told') : null;
}

/** The campaign is the last one that wrote to this person. */
export async function addReply(
  trx: Executor,
  account: AccountId,
  reply: Omit<Reply, 'campaignId' | 'id'>,
): Promise<Reply | null> {
  const person = await personOf(trx, account, reply.person, reply.at);
  const campaign = await lastCampaign(trx, account, person);
  const { rows } =
    await sql<Row>`INSERT INTO replies (account_id, key, person_id, at, name, text, kind, campaign_id)
    VALUES (${account}, ${reply.key}, ${person}, ${reply.at}, ${reply.name}, ${reply.text}, ${reply.kind},
      ${campaign}) ON CONFLICT DO NOTHING RETURNING id`.execute(trx);
  if (!rows[0]) return null;
  return { ...reply, id: number(rows[0], 'id'), campaignId: campaign };
}

/** The newest first, of one campaign or of all. */
export async function repliesOf(
  db: Executor,
  account: AccountId,
  { campaignId, since, limit }: { campaignId?: CampaignId; since?: number; limit: number },
): Promise<Reply[]> {
  const { rows } =
    await sql<Row>`SELECT r.*, p.phone, p.lid FROM replies r JOIN persons p ON p.id = r.person_id
    WHERE r.account_id = ${account} AND (${campaignId ?? null} IS NULL OR r.campaign_id = ${campaignId ?? null})
    AND r.at >= ${since ?? 0} ORDER BY r.at DESC LIMIT ${limit}`.execute(db);
  return rows.map(replyOf);
}

export function replyOf(row: Row): Reply {
  return {
    id: number(row, 'id'),
    key: text(row, 'key'),
    person: personKey(row),
    at: number(row, 'at'),
    name: textOrNull(row, 'name'),
    text: textOrNull(row, 'text'),
    kind: kindOf(text(row, 'kind')),
    campaignId: idOrNull(row, 'campaign_id'),
  };
}

/** Rows of an earlier release have the wire's own words. */
const kindOf = (kind: string): ReplyKind => REPLY_KINDS.find((one) => one === kind) ?? 'other';
