import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, anAddress, NOW } from '../../../test/builders.ts';
import { ANA, type Drafts, openDrafts } from '../../../test/drafts.ts';
import { ROWS_CHOICES } from '../campaign.ts';
import { parsePhone } from './phone.ts';

let drafts: Drafts;
beforeEach(async () => {
  drafts = await openDrafts();
});
afterEach(() => drafts.end());

const LIST = `tel;alumno;apellido;nota
0981 100001;Luis;Benítez;
0981 100002;Eva;Gómez;bien
+595 981 100001;Ana;Benítez;
0981100001;Inés;Benítez;bien
`;
const messages = async () =>
  (await drafts.rows()).map(({ state, reason, detail, fields: { tel, ...fields } }) => [
    state,
    reason,
    detail,
    Object.values(fields).join(', '),
    tel,
  ]);

describe('several rows of one number', () => {
  it('are one message with the values of the first, unless something else was chosen', async () => {
    const { list } = await drafts.read(LIST);
    expect(list?.summary).toMatchObject({
      rows: 4,
      people: 2,
      repeated: 2,
      out: { duplicate: 2, joined: 0 },
    });
    expect(await messages()).toEqual([
      ['queued', null, null, 'Luis, Benítez, ', '0981 100001'],
      ['queued', null, null, 'Eva, Gómez, bien', '0981 100002'],
      ['skipped', 'duplicate', null, 'Ana, Benítez, ', '+595 981 100001'],
      ['skipped', 'duplicate', null, 'Inés, Benítez, bien', '0981100001'],
    ]);
  });

  it('are joined into one message: each value once, the number as the first row has it', async () => {
    const { list } = await drafts.read(LIST, 'joined');
    expect(list).toMatchObject({
      rows: 'joined',
      summary: { rows: 4, people: 2, repeated: 2, out: { duplicate: 0, joined: 2 } },
    });
    expect(await messages()).toEqual([
      ['queued', null, null, 'Luis, Ana e Inés, Benítez, bien', '0981 100001'],
      ['queued', null, null, 'Eva, Gómez, bien', '0981 100002'],
      ['skipped', 'joined', '2', 'Ana, Benítez, ', '+595 981 100001'],
      ['skipped', 'joined', '2', 'Inés, Benítez, bien', '0981100001'],
    ]);
  });

  it('are a message each, and stay so when the look-up says that it is one person', async () => {
    const { list, id } = await drafts.read(LIST, 'each');
    expect(list).toMatchObject({ rows: 'each', summary: { rows: 4, people: 4, repeated: 2 } });
    const rows = await drafts.rows();
    await drafts.store.recipients.resolve(
      rows.map((row) => ({ id: row.id, address: anAddress(row.phone === rows[1]?.phone ? 1 : 0) })),
      NOW,
    );
    expect((await drafts.store.recipients.counts(id, NOW)).queued).toBe(4);
  });

  it('can be chosen about again: the list is the same one', async () => {
    await drafts.read(LIST, 'joined');
    const again = async (rows: 'first' | 'each') => {
      const read = await drafts.control.readList(ANA, { rows });
      return read.ok ? read.draft.list : null;
    };
    expect(await again('each')).toMatchObject({ rows: 'each', summary: { people: 4 } });
    const read = await drafts.control.readList(ANA, { country: 'PY' });
    expect(read.ok && read.draft.list).toMatchObject({ rows: 'each' });
    expect((await again('first'))?.rows ?? 'first').toBe('first');
    expect((await messages())[0]).toEqual(['queued', null, null, 'Luis, Benítez, ', '0981 100001']);
  });

  it.each(ROWS_CHOICES)('of somebody who said no are no message: %s', async (choice) => {
    const parsed = parsePhone('0981100001', 'PY');
    await drafts.store.people.optOut(ACCOUNT, {
      person: { phone: parsed.ok ? parsed.phone : null, lid: null },
      at: NOW,
      source: 'message',
      word: 'BAJA',
    });
    const { list } = await drafts.read(LIST, choice);
    expect(list?.summary).toMatchObject({ rows: 4, people: 1 });
    expect((await drafts.rows()).map(({ reason }) => reason)).toEqual(
      choice === 'first'
        ? ['opted-out', null, 'duplicate', 'duplicate']
        : ['opted-out', null, 'opted-out', 'opted-out'],
    );
  });

  it('far from each other, and many, are joined all the same', async () => {
    const rows = Array.from(
      { length: 6_000 },
      (_, nth) => `09811${String(nth % 2_000).padStart(5, '0')};N${nth}`,
    );
    const { list } = await drafts.read(`tel;nombre\n${rows.join('\n')}\n`, 'joined');
    expect(list?.summary).toMatchObject({ rows: 6_000, people: 2_000, out: { joined: 4_000 } });
    const stored = await drafts.rows();
    expect(stored[0]?.fields.nombre).toBe('N0, N2000 y N4000');
    expect(stored[1_999]?.fields.nombre).toBe('N1999, N3999 y N5999');
    expect(stored.slice(0, 2_000).every(({ fields }) => fields.nombre?.includes(' y '))).toBe(true);
  });

  it('leave sums that add up in the list and in the queue, whatever was chosen', {
    timeout: 60_000,
  }, async () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom('', 'Ana', 'Luis'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 15 }),
        fc.constantFrom(...ROWS_CHOICES),
        async (rows, choice) => {
          const lines = rows.map(([nth, name]) => `${nth === 0 ? 'abc' : `098110000${nth}`};${name}`);
          const { list } = await drafts.read(`tel;nombre\n0981100009;Eva\n${lines.join('\n')}\n`, choice);
          const { summary } = list ?? {};
          const { invalid = 0, duplicate = 0, optedOut = 0, joined = 0 } = summary?.out ?? {};
          expect((summary?.people ?? 0) + invalid + duplicate + optedOut + joined).toBe(rows.length + 1);
          const { out, ...counts } = await drafts.counts();
          expect(counts).toMatchObject({ rows: rows.length + 1, people: summary?.people });
          expect(out).toMatchObject({ invalid, duplicate, joined });
          const numbers = new Set(rows.map(([nth]) => nth).filter((nth) => nth > 0)).size + 1;
          const valid = rows.filter(([nth]) => nth > 0).length + 1;
          expect(summary?.people).toBe(choice === 'each' ? valid : numbers);
          expect(summary?.repeated).toBe(valid - numbers);
        },
      ),
      { numRuns: 60 },
    );
  });
});
