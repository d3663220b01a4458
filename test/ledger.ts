/**
 * What an installation has written down, read from outside: its databases are copied as they lie there, opened as a
 * next start would open them, and everything that must add up is added up.
 */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

const campaign = z.object({
  id: z.number(),
  kind: z.string(),
  state: z.string(),
  name: z.string(),
  /** Rows of the file, as the import counted them; null before there is a list. */
  listed: z.number().nullable(),
});
const row = z.object({
  campaign: z.number(),
  line: z.number(),
  phone: z.string().nullable(),
  state: z.string(),
  reason: z.string().nullable(),
  atImport: z.number(),
  wireId: z.string(),
  tries: z.number(),
  intendedAt: z.number().nullable(),
  acked: z.number(),
});
const optOut = z.object({
  phone: z.string().nullable(),
  lid: z.string().nullable(),
  /** When the message that said so was worked off; null: no message did, or nobody has yet. */
  handledAt: z.number().nullable(),
});
const handled = z.object({ sender: z.string(), at: z.number().nullable() });

export type LedgerCampaign = z.infer<typeof campaign>;
export type LedgerRow = z.infer<typeof row>;

export interface Ledger {
  readonly campaigns: LedgerCampaign[];
  readonly rows: LedgerRow[];
  readonly optOuts: z.infer<typeof optOut>[];
  /** Messages of people that nobody has handled yet. */
  readonly unhandled: number;
  /** What is wrong: damage, sums that don't add up, an id that two rows have. */
  readonly complaints: string[];
}

/** Leaves the folder as it is. Throws only where a database can't be opened at all. */
export function readLedger(dataRoot: string): Ledger {
  const dir = mkdtempSync(join(tmpdir(), 'ledger-'));
  try {
    const store = copied(join(dataRoot, 'data', 'message-sender.db'), dir);
    const keys = copied(join(dataRoot, 'bot_sessions', '1.db'), dir);
    try {
      return read(store, keys);
    } finally {
      store.close();
      keys.close();
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Without the index of the log (`-shm`), which a next start makes anew. */
function copied(path: string, dir: string): DatabaseSync {
  const to = join(dir, path.split('/').at(-1) ?? '');
  for (const end of ['', '-wal']) if (existsSync(path + end)) cpSync(path + end, to + end);
  return new DatabaseSync(to);
}

function read(store: DatabaseSync, keys: DatabaseSync): Ledger {
  const ledger = {
    campaigns: all(
      store,
      campaign,
      `SELECT id, kind, state, name, list ->> '$.summary.rows' AS listed FROM campaigns ORDER BY id`,
    ),
    rows: all(
      store,
      row,
      `SELECT campaign_id AS campaign, line, phone, state, reason, at_import AS atImport, wire_id AS wireId, tries,
        intended_at AS intendedAt, acked FROM recipients ORDER BY campaign_id, line`,
    ),
    optOuts: optOutsOf(store, keys),
    unhandled: Number(keys.prepare('SELECT count(*) AS n FROM inbox WHERE handled_at IS NULL').get()?.n),
  };
  const damage = [store, keys].flatMap(damageOf);
  return { ...ledger, complaints: [...damage, ...sumsOf(ledger, countersOf(store))] };
}

const all = <T>(db: DatabaseSync, shape: z.ZodType<T>, text: string): T[] =>
  z.array(shape).parse(db.prepare(text).all());

function optOutsOf(store: DatabaseSync, keys: DatabaseSync) {
  const said = all(
    keys,
    handled,
    `SELECT sender, min(handled_at) AS at FROM inbox WHERE instr(plaintext, CAST('BAJA' AS BLOB)) GROUP BY sender`,
  );
  const times = new Map(said.map(({ sender, at }) => [sender.replace(/[:@].*/, ''), at]));
  return all(
    store,
    optOut.omit({ handledAt: true }),
    'SELECT p.phone, p.lid FROM opt_outs o JOIN persons p ON p.id = o.person_id',
  ).map((one) => ({ ...one, handledAt: times.get(one.lid ?? '') ?? times.get(one.phone ?? '') ?? null }));
}

function damageOf(db: DatabaseSync): string[] {
  const found = db
    .prepare('PRAGMA integrity_check')
    .all()
    .map((one) => String(one.integrity_check));
  const orphans = db.prepare('PRAGMA foreign_key_check').all().length;
  return [
    ...found.filter((one) => one !== 'ok'),
    ...(orphans > 0 ? [`${orphans} rows without what they belong to`] : []),
  ];
}

/** The counters from which cards are drawn, under the name of what they count. */
function countersOf(store: DatabaseSync): Map<string, number> {
  const counters = store.prepare('SELECT * FROM counters WHERE count <> 0').all();
  return new Map(
    counters.map((one) => [
      `${one.campaign_id} ${one.state} ${one.reason} ${one.at_import}`,
      Number(one.count),
    ]),
  );
}

function sumsOf(ledger: Pick<Ledger, 'campaigns' | 'rows'>, counters: Map<string, number>): string[] {
  const complaints: string[] = [];
  const counted = new Map<string, number>();
  const perCampaign = new Map<number, number>();
  const ids = new Set<string>();
  for (const one of ledger.rows) {
    const key = `${one.campaign} ${one.state} ${one.reason ?? ''} ${one.atImport}`;
    counted.set(key, (counted.get(key) ?? 0) + 1);
    perCampaign.set(one.campaign, (perCampaign.get(one.campaign) ?? 0) + 1);
    if (ids.has(one.wireId))
      complaints.push(`campaign ${one.campaign}, line ${one.line}: an id of another row`);
    ids.add(one.wireId);
    if (one.state === 'sending' && one.intendedAt === null)
      complaints.push(`campaign ${one.campaign}, line ${one.line}: under way without an intent`);
  }
  for (const key of new Set([...counted.keys(), ...counters.keys()]))
    if (counted.get(key) !== counters.get(key))
      complaints.push(`${key}: ${counted.get(key) ?? 0} rows, ${counters.get(key) ?? 0} on the card`);
  for (const { id, kind, state, listed } of ledger.campaigns) {
    const rows = perCampaign.get(id) ?? 0;
    if (kind === 'campaign' && state !== 'draft' && listed !== rows)
      complaints.push(`campaign ${id}: a file of ${listed} rows, ${rows} in the store`);
  }
  return complaints;
}
