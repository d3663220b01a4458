/**
 * Who asked to be forgotten is known by a hash alone, made with a secret that lies in another folder than the hashes:
 * whoever steals the database can't try all numbers of a country.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { AccountId } from '../queue/campaign.ts';
import { variants } from '../queue/import/phone.ts';
import type { PersonKey } from '../queue/ports.ts';
import type { Executor } from './open.ts';
import { flag, list, type Row, text } from './rows.ts';

export interface Forgotten {
  /** Null where that name of the person isn't known. */
  hashes(account: AccountId, person: PersonKey): { phone: string | null; lid: string | null };
  /** Which of these people asked to be forgotten; national forms of one number are one. */
  among(db: Executor, account: AccountId, people: readonly PersonKey[]): Promise<readonly boolean[]>;
  /** Lets a person who changed their mind be written to again; false when nobody had forgotten them. */
  undo(db: Executor, account: AccountId, person: PersonKey): Promise<boolean>;
}

/** Name of the secret's file, in the folder of the sessions. */
export const SECRET = 'people.key';

/** The secret of this installation, made at the first start. */
export function openSecret(dir: string): Buffer {
  const path = join(dir, SECRET);
  try {
    return Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const secret = randomBytes(32);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.part`, `${secret.toString('hex')}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.part`, path);
  return secret;
}

export function createForgotten(secret: Buffer): Forgotten {
  const hash = (account: AccountId, kind: 'phone' | 'lid', value: string) =>
    createHmac('sha256', secret).update(`${account} ${kind} ${value}`).digest('hex');

  const forms = (account: AccountId, { phone, lid }: PersonKey) => [
    ...(phone ? variants(phone).map((form) => hash(account, 'phone', form)) : []),
    ...(lid ? [hash(account, 'lid', lid)] : []),
  ];

  /** Those of the hashes that stand on the list. Where nobody was ever forgotten none is reckoned. */
  async function among(db: Executor, account: AccountId, people: readonly PersonKey[]) {
    // Each has an index of its own, so that a long list of opt-outs isn't read at every intent.
    const { rows: hashed } = await sql<Row>`SELECT
      EXISTS (SELECT 1 FROM opt_outs WHERE account_id = ${account} AND phone_hash IS NOT NULL)
      OR EXISTS (SELECT 1 FROM opt_outs WHERE account_id = ${account} AND lid_hash IS NOT NULL) AS found`.execute(
      db,
    );
    if (!hashed[0] || !flag(hashed[0], 'found')) return people.map(() => false);
    const asked = people.map((person) => forms(account, person));
    const those = list(asked.flat());
    const { rows } = await sql<Row>`
      SELECT phone_hash AS hash FROM opt_outs WHERE account_id = ${account} AND phone_hash IN ${those}
      UNION ALL
      SELECT lid_hash FROM opt_outs WHERE account_id = ${account} AND lid_hash IN ${those}`.execute(db);
    const found = new Set(rows.map((row) => text(row, 'hash')));
    return asked.map((hashes) => hashes.some((one) => found.has(one)));
  }

  return {
    hashes: (account, { phone, lid }) => ({
      phone: phone && hash(account, 'phone', phone),
      lid: lid && hash(account, 'lid', lid),
    }),
    among,
    async undo(db, account, person) {
      const those = list(forms(account, person));
      const { numAffectedRows } =
        await sql`DELETE FROM opt_outs WHERE account_id = ${account} AND person_id IS NULL
        AND (phone_hash IN ${those} OR lid_hash IN ${those})`.execute(db);
      return Number(numAffectedRows ?? 0) > 0;
    },
  };
}
