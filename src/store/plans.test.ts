import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ACCOUNT, aCampaign, anAddress, aPhone, NOW, onlyPart, sendingRows } from '../../test/builders.ts';
import type { PersonKey } from '../queue/ports.ts';
import { openKeys } from './keys.ts';
import { openStore } from './store.ts';

/*
 * What is asked for each batch and each message that comes must not walk a table that grows over years: SQLite tells by
 * its plan. A soak of 100,000 messages found three statements that did, each milliseconds long by then.
 */
let dir: string;
let statements: Set<string>;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'plans-'));
  statements = new Set();
  const prepare = DatabaseSync.prototype.prepare;
  vi.spyOn(DatabaseSync.prototype, 'prepare').mockImplementation(function (this: DatabaseSync, text) {
    statements.add(text);
    return prepare.call(this, text);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(dir, { recursive: true });
});

/** Statements of `work` that read all of a table, or all that an account has in it. */
async function walks(db: () => DatabaseSync, work: () => Promise<unknown>): Promise<string[]> {
  statements.clear();
  await work();
  const seen = [...statements].filter((text) => /^\s*(select|insert|update|delete|with)\b/i.test(text));
  const raw = db();
  const found = seen.flatMap((text) =>
    raw
      .prepare(`EXPLAIN QUERY PLAN ${text}`)
      .all()
      .map((row) => String(row.detail))
      .filter(reads)
      .map((step) => `${step}: ${text.replace(/\s+/g, ' ')}`),
  );
  raw.close();
  return found;
}

const GROWING =
  'recipients|replies|persons|opt_outs|doubts|known_numbers|inbox|keys|person_refs|shown_people';
/** A step of a plan; what an account has is found by the index's own name, since tables have other names in a query. */
const reads = (step: string) =>
  (/^SCAN /.test(step) && !/VIRTUAL TABLE|VALUES CLAUSE|CONSTANT ROW|INDEX inbox_waiting/.test(step)) ||
  (new RegExp(`INDEX (sqlite_autoindex_)?(${GROWING})\\w* \\(account_id=\\?\\)`).test(step) &&
    !/recipients_due/.test(step));

const person: PersonKey = { phone: aPhone(1), lid: anAddress(1).lid.slice(0, -4) };

it('nothing that is asked for each message that comes reads a whole table', async () => {
  const store = openStore({ dir });
  const campaign = await aCampaign(store, { recipients: 2 });
  await sendingRows(store.recipients, campaign);
  const { people, replies, doubts } = store;
  const said = { person, at: NOW, name: 'Ana', text: 'sí', kind: 'text' as const };
  const found = await walks(
    () => new DatabaseSync(join(dir, 'message-sender.db')),
    async () => {
      await people.join(ACCOUNT, aPhone(1), person.lid ?? '', NOW);
      await people.listed(ACCOUNT, person);
      await people.addReply(ACCOUNT, { ...said, key: 'a' });
      await replies.unread(ACCOUNT, 1001, 0, 50);
      await replies.told(ACCOUNT, 1001, 1);
      await people.named(ACCOUNT, person);
      await doubts.raise(ACCOUNT, { person, about: 'opt-out', key: 'b', at: NOW });
      await doubts.about(ACCOUNT, person);
      await people.optIn(ACCOUNT, person, NOW);
      await people.optOut(ACCOUNT, { person, at: NOW, source: 'message', word: 'BAJA' });
    },
  );
  await store.close();
  expect(found).toEqual([]);
});

it('nor does what is kept of it beside the keys', async () => {
  const keys = openKeys({ dir, account: 1 });
  const found = await walks(
    () => new DatabaseSync(join(dir, '1.db')),
    async () => {
      await keys.get('session', ['a', 'b']);
      await keys.commit({
        keys: { session: { a: 'v', b: null } },
        inbox: [{ key: 'a', sender: 's', plaintext: Buffer.from('sí'), at: 1 }],
      });
      await keys.opened('a');
      await keys.describe('a', {});
      await keys.waiting(100);
      await keys.handled(['a'], NOW);
    },
  );
  await keys.close();
  expect(found).toEqual([]);
});

it('nor does a batch that leaves and its acks', async () => {
  const store = openStore({ dir });
  const campaign = await aCampaign(store, { recipients: 2 });
  const { recipients, people } = store;
  const found = await walks(
    () => new DatabaseSync(join(dir, 'message-sender.db')),
    async () => {
      const rows = await sendingRows(recipients, campaign);
      await recipients.stillWanted(
        rows.map(({ id }) => id),
        NOW,
      );
      await recipients.settle(rows.map((row) => ({ type: 'ack', id: onlyPart(row), at: NOW })));
      await people.refused(ACCOUNT, [aPhone(1)]);
      await people.known(ACCOUNT, [aPhone(1)], 0);
      await people.remember(ACCOUNT, [{ phone: aPhone(1), address: anAddress(1), at: NOW }]);
      await recipients.counts(campaign.id, NOW);
    },
  );
  await store.close();
  expect(found).toEqual([]);
});
