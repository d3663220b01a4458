/** Texts and lists that people keep under names: the same table twice, but for what is kept. */
import { sql } from 'kysely';
import type {
  Kept,
  KeptStore,
  ListStore,
  MediaStore,
  SavedList,
  SavedText,
  TextStore,
} from '../queue/ports.ts';
import type { Database } from './open.ts';
import { id, json, number, type Row, text } from './rows.ts';

/** Saved messages. */
export function createTextStore(db: Database): TextStore {
  return createKeptStore<SavedText>(db, 'saved_texts', {
    stored: ({ content }) => content,
    read: (kept, row) => ({ ...kept, id: id(row, 'id'), content: contentOf(row) }),
  });
}

/** Saved lists. */
export function createListStore(db: Database): ListStore {
  const store = createKeptStore<SavedList>(db, 'saved_lists', {
    stored: ({ list }) => list,
    read: (kept, row) => ({ ...kept, id: id(row, 'id'), list: contentOf(row) }),
  });
  return {
    ...store,
    async replace(account, id, list) {
      await sql`UPDATE saved_lists SET content = ${JSON.stringify(list)}
        WHERE account_id = ${account} AND id = ${id}`.execute(db);
    },
    async paths() {
      const { rows } = await sql<Row>`SELECT content ->> 'path' AS path FROM saved_lists`.execute(db);
      return rows.map((row) => text(row, 'path'));
    },
  };
}

function createKeptStore<K extends Kept>(
  db: Database,
  name: 'saved_texts' | 'saved_lists',
  as: { stored: (one: Omit<K, 'id'>) => unknown; read: (kept: Omit<Kept, 'id'>, row: Row) => K },
): KeptStore<K> {
  const table = sql.table(name);
  const keptOf = (row: Row): K =>
    as.read(
      {
        accountId: id(row, 'account_id'),
        name: text(row, 'name'),
        by: { id: number(row, 'saved_by'), name: text(row, 'saved_by_name') },
        at: number(row, 'saved_at'),
      },
      row,
    );
  const get: KeptStore<K>['get'] = async (account, id) => {
    const { rows } = await sql<Row>`SELECT * FROM ${table}
      WHERE account_id = ${account} AND id = ${id}`.execute(db);
    return rows[0] ? keptOf(rows[0]) : null;
  };
  return {
    async add(one) {
      const { accountId, name, by, at } = one;
      const { rows } = await sql<Row>`INSERT INTO ${table}
        (account_id, name, folded, content, saved_by, saved_by_name, saved_at)
        VALUES (${accountId}, ${name}, ${folded(name)}, ${JSON.stringify(as.stored(one))}, ${by.id}, ${by.name}, ${at})
        ON CONFLICT DO NOTHING RETURNING *`.execute(db);
      return rows[0] ? keptOf(rows[0]) : null;
    },
    get,
    async named(account, name) {
      const { rows } = await sql<Row>`SELECT * FROM ${table}
        WHERE account_id = ${account} AND folded = ${folded(name)}`.execute(db);
      return rows[0] ? keptOf(rows[0]) : null;
    },
    async list(account, { limit, offset }) {
      const count = await sql<Row>`SELECT count(*) AS n FROM ${table}
        WHERE account_id = ${account}`.execute(db);
      const { rows } = await sql<Row>`SELECT * FROM ${table} WHERE account_id = ${account}
        ORDER BY id DESC LIMIT ${limit} OFFSET ${offset}`.execute(db);
      return { total: number(count.rows[0] ?? {}, 'n'), kept: rows.map(keptOf) };
    },
    async rename(account, id, name) {
      const { rows } = await sql<Row>`UPDATE OR IGNORE ${table} SET name = ${name}, folded = ${folded(name)}
        WHERE account_id = ${account} AND id = ${id} RETURNING *`.execute(db);
      if (rows[0]) return 'renamed';
      return (await get(account, id)) ? 'taken' : 'gone';
    },
    async remove(account, id) {
      const { rows } = await sql<Row>`DELETE FROM ${table}
        WHERE account_id = ${account} AND id = ${id} RETURNING *`.execute(db);
      return rows[0] ? keptOf(rows[0]) : null;
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

function contentOf<Content>(row: Row): Content {
  const content = json<Content>(row, 'content');
  if (!content) throw new Error('something was kept without content');
  return content;
}

const folded = (name: string): string => name.normalize('NFKC').toLowerCase().trim();
