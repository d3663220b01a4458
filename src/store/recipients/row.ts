/** How a row of the queue stands in its columns, and what moves it. */
import { type RawBuilder, sql } from 'kysely';
import type { CampaignId } from '../../queue/campaign.ts';
import type { Recipient } from '../../queue/ports.ts';
import { type RecipientEvent, TRANSITIONS } from '../../queue/recipient.ts';
import type { Executor } from '../open.ts';
import {
  flag,
  id,
  json,
  list,
  number,
  numberOrNull,
  type Row,
  text,
  textOrNull,
  word,
  wordOrNull,
} from '../rows.ts';

/** The rows that a query finds. */
export const selectRows = async (db: Executor, query: RawBuilder<Row>): Promise<Recipient[]> =>
  (await query.execute(db)).rows.map(recipientOf);

export function recipientOf(row: Row): Recipient {
  const [jid, lid] = [textOrNull(row, 'jid'), textOrNull(row, 'lid')];
  return {
    id: number(row, 'id'),
    campaignId: id(row, 'campaign_id'),
    line: number(row, 'line'),
    written: text(row, 'written'),
    phone: wordOrNull(row, 'phone'),
    address: jid && lid ? { jid, lid } : null,
    fields: json(row, 'fields') ?? {},
    state: word(row, 'state'),
    reason: textOrNull(row, 'reason'),
    detail: textOrNull(row, 'detail'),
    atImport: flag(row, 'at_import'),
    wireId: text(row, 'wire_id'),
    tries: number(row, 'tries'),
    parts: number(row, 'parts'),
    acked: number(row, 'acked'),
    delivered: number(row, 'delivered'),
    read: number(row, 'read'),
    intendedAt: numberOrNull(row, 'intended_at'),
    acceptedAt: numberOrNull(row, 'accepted_at'),
    deliveredAt: numberOrNull(row, 'delivered_at'),
    readAt: numberOrNull(row, 'read_at'),
    failedAt: numberOrNull(row, 'failed_at'),
  };
}

/** The states in which an event moves a row. Skips of the import never move. */
export const may = (event: RecipientEvent) =>
  sql`at_import = 0 AND state IN (${sql.join(TRANSITIONS[event].from.map((state) => sql.lit(state)))})`;

/** Ends rows that may still be ended; the reason is told. */
export async function skip(db: Executor, ids: readonly number[], reason: string, at: number): Promise<void> {
  if (ids.length === 0) return;
  await sql`UPDATE recipients SET state = ${TRANSITIONS.skip.to}, reason = ${reason}, failed_at = ${at}
    WHERE id IN ${list(ids)} AND ${may('skip')}`.execute(db);
}

/** Rows that are looked at in one go: some ten milliseconds in which nothing else happens. */
const STRETCH = 20_000;

/** The end of the next stretch of lines; null where there is none. */
export async function stretch(db: Executor, campaign: CampaignId, after: number): Promise<number | null> {
  const { rows } = await sql<Row>`SELECT max(line) AS last FROM (SELECT line FROM recipients
    WHERE campaign_id = ${campaign} AND line > ${after} ORDER BY line LIMIT ${STRETCH})`.execute(db);
  return rows[0] ? numberOrNull(rows[0], 'last') : null;
}
