import { type RawBuilder, sql } from 'kysely';
import type { AccountId, Campaign, CampaignPatch, Consent } from '../queue/campaign.ts';
import { type CampaignStore, type DerivedCampaign, PACES, type Pace } from '../queue/ports.ts';
import type { Database, Executor } from './open.ts';
import {
  flag,
  id,
  idOrNull,
  json,
  list,
  number,
  numberOrNull,
  type Row,
  text,
  textOrNull,
  word,
  wordOrNull,
} from './rows.ts';

/** Campaigns of all kinds; states are changed by compare-and-set. */
export function createCampaignStore(db: Database): CampaignStore {
  const all = async (query: RawBuilder<Row>) => (await query.execute(db)).rows.map(campaignOf);
  const one = async (query: RawBuilder<Row>) => (await all(query))[0] ?? null;

  return {
    async create(campaign) {
      const { rows } = await sql<Row>`
        INSERT INTO campaigns (account_id, kind, state, name, created_by, created_by_name, created_at,
          content, footer, parent_id)
        VALUES (${campaign.accountId}, ${campaign.kind}, ${campaign.state}, ${campaign.name},
          ${campaign.createdBy}, ${campaign.createdByName}, ${campaign.at},
          ${campaign.content ? JSON.stringify(campaign.content) : null}, ${(campaign.footer ?? true) ? 1 : 0},
          ${campaign.parentId ?? null})
        RETURNING *`.execute(db);
      return campaignOf(first(rows));
    },
    get: (id) => one(sql`SELECT * FROM campaigns WHERE id = ${id}`),
    async list({ accountId, states, kinds, createdBy, limit, offset }) {
      const where = sql`kind IN ${list(kinds ?? ['campaign'])}
        AND (${states ? JSON.stringify(states) : null} IS NULL
          OR state IN ${list(states ?? [])})
        AND (${accountId ?? null} IS NULL OR account_id = ${accountId ?? null})
        AND (${createdBy ?? null} IS NULL OR created_by = ${createdBy ?? null})`;
      const count = await sql<Row>`SELECT count(*) AS n FROM campaigns WHERE ${where}`.execute(db);
      const campaigns = await all(sql`SELECT * FROM campaigns WHERE ${where}
        ORDER BY id DESC LIMIT ${limit} OFFSET ${offset ?? 0}`);
      return { total: number(first(count.rows), 'n'), campaigns };
    },
    derive: (campaign) => db.transaction().execute((trx) => derive(trx, campaign)),
    step: (id, from, patch, dueAt) =>
      one(sql`UPDATE campaigns SET ${assignments(patch)}
        WHERE id = ${id} AND state IN ${list(from)}
        AND (${dueAt ?? null} IS NULL OR due_at = ${dueAt ?? null})
        RETURNING *`),
    save: (id, patch) => one(sql`UPDATE campaigns SET ${assignments(patch)} WHERE id = ${id} RETURNING *`),
    due: (account, now) =>
      all(sql`SELECT * FROM campaigns WHERE ${waiting(account)} AND due_at <= ${now}
        ORDER BY due_at, id`),
    async nextDue(account) {
      const { rows } = await sql<Row>`SELECT min(due_at) AS at FROM campaigns
        WHERE ${waiting(account)}`.execute(db);
      return rows[0] ? numberOrNull(rows[0], 'at') : null;
    },
    unfollowed: (account) =>
      all(sql`SELECT * FROM campaigns c
        WHERE account_id = ${account} AND repeat IS NOT NULL AND state NOT IN ('draft', 'cancelled')
        AND (started_at IS NOT NULL OR missed_at IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM campaigns n WHERE n.parent_id = c.id AND n.relation = 'next')
        ORDER BY id`),
    unfilled: (account) =>
      all(sql`SELECT * FROM campaigns
        WHERE account_id = ${account} AND state = 'scheduled' AND copy_of IS NOT NULL ORDER BY id`),
    turn: (account, now) =>
      one(sql`SELECT * FROM campaigns
        WHERE account_id = ${account} AND state = 'running' AND kind = 'campaign'
        AND (${now ?? null} IS NULL OR ifnull(waits ->> 'until', 0) <= ${now ?? null})
        ORDER BY urgent DESC, started_at, id LIMIT 1`),
    async consentFor(account, fingerprint) {
      const { rows } = await sql<Row>`SELECT consent FROM campaigns
        WHERE account_id = ${account} AND fingerprint = ${fingerprint} AND consent IS NOT NULL
        ORDER BY id DESC LIMIT 1`.execute(db);
      return rows[0] ? json<Consent>(rows[0], 'consent') : null;
    },
    answer: (account, name) =>
      one(sql`SELECT * FROM campaigns
        WHERE account_id = ${account} AND name = ${name} AND kind = 'answer'`),
    async remove(id) {
      await db.transaction().execute(async (trx) => {
        await sql`DELETE FROM recipients WHERE campaign_id =
          (SELECT id FROM campaigns WHERE id = ${id} AND state = 'draft')`.execute(trx);
        await sql`DELETE FROM campaigns WHERE id = ${id} AND state = 'draft'`.execute(trx);
        await sql`DELETE FROM counters WHERE campaign_id = ${id} AND count = 0`.execute(trx);
      });
    },
  };
}

const waiting = (account: AccountId) =>
  sql`account_id = ${account} AND kind = 'campaign' AND state = 'scheduled' AND missed_at IS NULL`;

async function derive(trx: Executor, wanted: DerivedCampaign) {
  const made =
    await sql<Row>`INSERT INTO campaigns (account_id, kind, state, name, created_by, created_by_name,
      created_at, parent_id, relation, copy_of)
    VALUES (${wanted.accountId}, 'campaign', 'scheduled', ${wanted.name}, ${wanted.createdBy},
      ${wanted.createdByName}, ${wanted.createdAt}, ${wanted.parentId}, ${wanted.relation}, ${wanted.parentId})
    ON CONFLICT DO NOTHING RETURNING id`.execute(trx);
  if (made.rows[0]) {
    const { content, footer, pace, closing, list, consent, dueAt, repeat } = wanted;
    const { rows } = await sql<Row>`UPDATE campaigns
      SET ${assignments({ content, footer, pace, closing, list, consent, dueAt, repeat })}
      WHERE id = ${number(made.rows[0], 'id')} RETURNING *`.execute(trx);
    return { campaign: campaignOf(first(rows)), made: true };
  }
  const { rows } = await sql<Row>`SELECT * FROM campaigns
    WHERE parent_id = ${wanted.parentId} AND relation = ${wanted.relation}`.execute(trx);
  return { campaign: campaignOf(first(rows)), made: false };
}

/** Column and value of every part of a patch. A list brings its fingerprint, for `consentFor`. */
function assignments(patch: CampaignPatch) {
  const columns: [string, unknown][] = [];
  const add = (column: string, value: unknown) => {
    if (value !== undefined) columns.push([column, value]);
  };
  const asJson = (value: unknown) =>
    value === undefined ? undefined : value === null ? null : JSON.stringify(value);
  const asFlag = (value: boolean | undefined) => (value === undefined ? undefined : value ? 1 : 0);
  add('state', patch.state);
  add('paused_by', asJson(patch.pausedBy));
  add('name', patch.name);
  add('started_at', patch.startedAt);
  add('ended_at', patch.endedAt);
  add('due_at', patch.dueAt);
  add('missed_at', patch.missedAt);
  add('repeat', asJson(patch.repeat));
  add('urgent', asFlag(patch.urgent));
  add('parent_id', patch.parentId);
  add('relation', patch.relation);
  add('copy_of', patch.copyOf);
  add('list', asJson(patch.list));
  if (patch.list !== undefined) add('fingerprint', patch.list?.summary.fingerprint ?? null);
  add('content', asJson(patch.content));
  add('pace', patch.pace === undefined || patch.pace === null ? patch.pace : String(patch.pace));
  add('closing', asJson(patch.closing));
  add('waits', asJson(patch.waits));
  add('overruled', asJson(patch.overruled));
  add('slowed', patch.slowed);
  add('footer', asFlag(patch.footer));
  add('footer_text', patch.footerText);
  add('consent', asJson(patch.consent));
  if (columns.length === 0) return sql`id = id`;
  return sql.join(columns.map(([column, value]) => sql`${sql.ref(column)} = ${value}`));
}

export function campaignOf(row: Row): Campaign {
  return {
    id: id(row, 'id'),
    accountId: id(row, 'account_id'),
    kind: word(row, 'kind'),
    state: word(row, 'state'),
    pausedBy: json(row, 'paused_by'),
    name: text(row, 'name'),
    createdBy: number(row, 'created_by'),
    createdByName: text(row, 'created_by_name'),
    createdAt: number(row, 'created_at'),
    startedAt: numberOrNull(row, 'started_at'),
    endedAt: numberOrNull(row, 'ended_at'),
    dueAt: numberOrNull(row, 'due_at'),
    missedAt: numberOrNull(row, 'missed_at'),
    repeat: json(row, 'repeat'),
    urgent: flag(row, 'urgent'),
    parentId: idOrNull(row, 'parent_id'),
    relation: wordOrNull(row, 'relation'),
    copyOf: idOrNull(row, 'copy_of'),
    list: json(row, 'list'),
    content: json(row, 'content'),
    pace: paceOf(textOrNull(row, 'pace')),
    closing: json(row, 'closing'),
    waits: json(row, 'waits'),
    overruled: json(row, 'overruled') ?? [],
    slowed: wordOrNull(row, 'slowed'),
    footer: flag(row, 'footer'),
    footerText: textOrNull(row, 'footer_text'),
    consent: json(row, 'consent'),
  };
}

function paceOf(text: string | null): Pace | null {
  if (text === null) return null;
  return PACES.find((pace) => pace === text) ?? Number(text);
}

function first(rows: readonly Row[]): Row {
  const [row] = rows;
  if (!row) throw new Error('the store returned no row where one must be');
  return row;
}
