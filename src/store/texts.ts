import { sql } from 'kysely';
import type { AccountId } from '../queue/campaign.ts';
import type { Content } from '../queue/content.ts';
import type { MediaStore, SavedText, SavedTextId, TextStore } from '../queue/ports.ts';
import type { Database } from './open.ts';
import { json, number, type Row, text } from './rows.ts';

export function createTextStore(db: Database): TextStore {
  const get: TextStore['get'] = async (account, id) => {
    const { rows } = await sql<Row>`SELECT * FROM saved_texts
      WHERE account_id = ${account} AND id = ${id}`.execute(db);
    return rows[0] ? savedOf(rows[0]) : null;
  };
  return {
    async add({ accountId, name, content, by, at }) {
      const { rows } = await sql<Row>`INSERT INTO saved_texts
        (account_id, name, folded, content, saved_by, saved_by_name, saved_at)
        VALUES (${accountId}, ${name}, ${folded(name)}, ${JSON.stringify(content)}, ${by.id}, ${by.name}, ${at})
        ON CONFLICT DO NOTHING RETURNING *`.execute(db);
      return rows[0] ? savedOf(rows[0]) : null;
    },
    get,
    async named(account, name) {
      const { rows } = await sql<Row>`SELECT * FROM saved_texts
        WHERE account_id = ${account} AND folded = ${folded(name)}`.execute(db);
      return rows[0] ? savedOf(rows[0]) : null;
    },
    async list(account, { limit, offset }) {
      const count = await sql<Row>`SELECT count(*) AS n FROM saved_texts
        WHERE account_id = ${account}`.execute(db);
      const { rows } = await sql<Row>`SELECT * FROM saved_texts WHERE account_id = ${account}
        ORDER BY id DESC LIMIT ${limit} OFFSET ${offset}`.execute(db);
      return { total: number(count.rows[0] ?? {}, 'n'), texts: rows.map(savedOf) };
    },
    async rename(account, id, name) {
      const { rows } =
        await sql<Row>`UPDATE OR IGNORE saved_texts SET name = ${name}, folded = ${folded(name)}
        WHERE account_id = ${account} AND id = ${id} RETURNING *`.execute(db);
      if (rows[0]) return 'renamed';
      return (await get(account, id)) ? 'taken' : 'gone';
    },
    async remove(account, id) {
      const { rows } = await sql<Row>`DELETE FROM saved_texts
        WHERE account_id = ${account} AND id = ${id} RETURNING *`.execute(db);
      return rows[0] ? savedOf(rows[0]) : null;
    },
  };
}

/** Looks for hashes anywhere in a content, so that a new place for a file is seen without a change here. */
export function createMediaStore(db: Database): MediaStore {
  return {
    async referenced(endedSince) {
      const { rows } = await sql<Row>`
        SELECT DISTINCT node.value AS sha256 FROM campaigns, json_tree(campaigns.content) AS node
          WHERE content IS NOT NULL AND node.key = 'sha256'
            AND (state NOT IN ('finished', 'cancelled') OR ended_at IS NULL OR ended_at >= ${endedSince})
        UNION
        SELECT node.value AS sha256 FROM saved_texts, json_tree(saved_texts.content) AS node
          WHERE node.key = 'sha256'`.execute(db);
      return new Set(rows.map((row) => text(row, 'sha256')));
    },
  };
}

const folded = (name: string): string => name.normalize('NFKC').toLowerCase().trim();

function savedOf(row: Row): SavedText {
  const content = json<Content>(row, 'content');
  if (!content) throw new Error('a saved text without content');
  return {
    id: number(row, 'id') as SavedTextId,
    accountId: number(row, 'account_id') as AccountId,
    name: text(row, 'name'),
    content,
    by: { id: number(row, 'saved_by'), name: text(row, 'saved_by_name') },
    at: number(row, 'saved_at'),
  };
}
