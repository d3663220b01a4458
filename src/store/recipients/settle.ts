/** What the wire says of messages, as states of their rows. */
import { sql } from 'kysely';
import type { Settled, Settlement } from '../../queue/ports.ts';
import { parsePartId, TRANSITIONS } from '../../queue/recipient.ts';
import type { Executor } from '../open.ts';
import { id, list, number, numberOrNull, type Row, text, word } from '../rows.ts';
import { may } from './row.ts';

/** Masks first, then the state that all parts have reached; never backwards. */
export async function settle(trx: Executor, facts: readonly Settlement[]): Promise<Settled[]> {
  const merged = merge(facts);
  const input = JSON.stringify(merged);
  const before = await sql<Row>`SELECT id, campaign_id, wire_id, state FROM recipients
    WHERE intended_at IS NOT NULL AND at_import = 0 AND account_id IN (SELECT id FROM accounts)
    AND wire_id IN (SELECT value ->> 'wireId' FROM json_each(${input}))`.execute(trx);
  if (before.rows.length === 0) return [];
  const ids = list(before.rows.map((row) => number(row, 'id')));
  const idOf = new Map(before.rows.map((row) => [text(row, 'wire_id'), number(row, 'id')]));
  const masks = merged.flatMap(({ wireId, acked, delivered, read }) => {
    const id = idOf.get(wireId);
    return id === undefined ? [] : [{ id, acked, delivered, read }];
  });
  // A receipt proves acceptance, and reading proves delivery.
  await sql`UPDATE recipients SET acked = acked | (value ->> 'acked'),
      delivered = delivered | (value ->> 'delivered'), read = read | (value ->> 'read')
    FROM json_each(${JSON.stringify(masks)}) WHERE recipients.id = value ->> 'id'`.execute(trx);
  const all = sql`((1 << parts) - 1)`;
  const move = async (event: 'ack' | 'delivered' | 'read', mask: 'acked' | 'delivered' | 'read') => {
    const reached = sql`(${sql.ref(mask)} & ${all}) = ${all}`;
    await sql`UPDATE recipients SET state = ${TRANSITIONS[event].to}, reason = NULL, failed_at = NULL
      WHERE id IN ${ids} AND ${reached} AND ${may(event)}`.execute(trx);
    const column = sql.ref(event === 'ack' ? 'accepted_at' : `${event}_at`);
    const times = merged.flatMap((one) => {
      const at = one[`${event}At`];
      const id = idOf.get(one.wireId);
      return at === null || id === undefined ? [] : [{ id, at }];
    });
    if (times.length > 0)
      await sql`UPDATE recipients SET ${column} = value ->> 'at' FROM json_each(${JSON.stringify(times)})
        WHERE recipients.id = value ->> 'id' AND ${column} IS NULL AND ${reached}`.execute(trx);
  };
  await move('ack', 'acked');
  await move('delivered', 'delivered');
  await move('read', 'read');
  const after = await sql<Row>`SELECT id, campaign_id, wire_id, state, accepted_at - intended_at AS ack_ms
      FROM recipients WHERE id IN ${ids}`.execute(trx);
  const was = new Map(before.rows.map((row) => [row.id, row.state]));
  return after.rows
    .filter((row) => was.get(row.id) !== row.state)
    .map((row) => ({
      id: text(row, 'wire_id'),
      campaignId: id(row, 'campaign_id'),
      recipientId: number(row, 'id'),
      state: word(row, 'state'),
      ackMs: text(row, 'state') === TRANSITIONS.ack.to ? numberOrNull(row, 'ack_ms') : null,
    }));
}

interface Merged {
  wireId: string;
  acked: number;
  delivered: number;
  read: number;
  ackAt: number | null;
  deliveredAt: number | null;
  readAt: number | null;
}

/** All that is told about one row, as masks and first times. What names no row of ours is left out. */
function merge(facts: readonly Settlement[]): Merged[] {
  const rows = new Map<string, Merged>();
  for (const { id, type, at } of facts) {
    const named = parsePartId(id);
    if (!named) continue;
    const row = rows.get(named.wireId) ?? {
      wireId: named.wireId,
      acked: 0,
      delivered: 0,
      read: 0,
      ackAt: null,
      deliveredAt: null,
      readAt: null,
    };
    const bit = 2 ** named.part;
    row.acked |= bit;
    if (type !== 'ack') row.delivered |= bit;
    if (type === 'read') row.read |= bit;
    const time = `${type}At` as const;
    row[time] = row[time] === null ? at : Math.min(row[time], at);
    rows.set(named.wireId, row);
  }
  return [...rows.values()];
}
