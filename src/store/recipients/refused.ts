/** Whom nobody may write to: the last word is asked for here, in the transaction of what depends on it. */
import { type RawBuilder, sql } from 'kysely';
import type { AccountId, CampaignId } from '../../queue/campaign.ts';
import type { PhoneNumber } from '../../queue/import/phone.ts';
import type { Forgotten } from '../forgotten.ts';
import type { Executor } from '../open.ts';
import { flag, id, list, number, type Row, text, textOrNull, wordOrNull } from '../rows.ts';
import { skip, stretch } from './row.ts';

/**
 * Rows whose person said no become `skipped(opted-out)`, those of campaigns whose person waits for an operator's word
 * `skipped(unverified)`; the rest is returned. Confirmations of a no may pass, and what an operator writes to somebody
 * needs no word.
 */
export async function dropRefused(
  trx: Executor,
  forgotten: Forgotten,
  ids: readonly number[],
  at: number,
): Promise<ReadonlySet<number>> {
  const { rows } = await sql<Row>`SELECT r.id, r.account_id, r.lid,
      ifnull(replace(r.jid, '@s.whatsapp.net', ''), r.phone) AS phone, c.kind, ${anybody(sql`opt_outs o`)} AS no,
      ${anybody(sql`doubts o`, sql`AND o.decided_at IS NULL`)} AS doubtful
    FROM recipients r JOIN campaigns c ON c.id = r.campaign_id
    WHERE r.id IN ${list(ids)} AND c.kind <> 'confirmation'`.execute(trx);
  const out: number[] = [];
  for (const [account, own] of Map.groupBy(rows, (row) => id<AccountId>(row, 'account_id'))) {
    const people = own.map((row) => ({
      phone: wordOrNull<PhoneNumber>(row, 'phone'),
      lid: textOrNull(row, 'lid')?.replace('@lid', '') ?? null,
    }));
    const gone = await forgotten.among(trx, account, people);
    for (const [nth, row] of own.entries()) if (gone[nth] || flag(row, 'no')) out.push(number(row, 'id'));
  }
  const refused = new Set(out);
  const waiting = rows
    .filter(
      (row) => flag(row, 'doubtful') && text(row, 'kind') === 'campaign' && !refused.has(number(row, 'id')),
    )
    .map((row) => number(row, 'id'));
  await skip(trx, out, 'opted-out', at);
  await skip(trx, waiting, 'unverified', at);
  for (const id of waiting) refused.add(id);
  return new Set(ids.filter((id) => !refused.has(id)));
}

/** The same for the queued rows of a stretch of lines. */
export async function dropOptedOut(
  trx: Executor,
  forgotten: Forgotten,
  campaign: CampaignId,
  after: number,
  at: number,
) {
  const last = await stretch(trx, campaign, after);
  if (last === null) return { dropped: 0, last };
  const { rows } =
    await sql<Row>`SELECT id FROM recipients WHERE campaign_id = ${campaign} AND state = 'queued'
    AND line > ${after} AND line <= ${last}`.execute(trx);
  const ids = rows.map((row) => number(row, 'id'));
  return { dropped: ids.length - (await dropRefused(trx, forgotten, ids, at)).size, last };
}

/** Does the table say something of a row's person, by the number written, the one registered, or the LID? */
const anybody = (table: RawBuilder<unknown>, more = sql``) => {
  const by = (
    match: RawBuilder<unknown>,
  ) => sql`EXISTS (SELECT 1 FROM persons p JOIN ${table} ON o.person_id = p.id
    WHERE p.account_id = r.account_id AND ${match} ${more})`;
  return sql`(${by(sql`p.phone = r.phone`)} OR ${by(sql`p.lid = replace(ifnull(r.lid, ''), '@lid', '')`)}
    OR ${by(sql`p.phone = replace(ifnull(r.jid, ''), '@s.whatsapp.net', '')`)})`;
};
