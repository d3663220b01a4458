import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANA, type Drafts, openDrafts } from '../../test/drafts.ts';

let drafts: Drafts;
beforeEach(async () => {
  drafts = await openDrafts();
});
afterEach(() => drafts.end());

const LIST =
  'tel;Nombre;"Curso ""A"""\n0981100001;Ana;1\n0981100002;;2\n0981100003;Eva;\n0981100004;;\nabc;;\n';
const asked = async () => (await drafts.preview()).gaps.map(({ field, count }) => `${count} ${field}`);
const start = async () => {
  const { draft } = await drafts.preview();
  return drafts.control.start(ANA, draft.id, { consent: true });
};

describe('a field that is empty for somebody', () => {
  it('is a question that keeps the draft from being sent', async () => {
    await drafts.read(LIST);
    await drafts.control.setText(ANA, 'Hola { NOMBRE }, {curso "a"|x}');
    expect(await asked()).toEqual(['2 NOMBRE']);
    expect(await start()).toMatchObject({ ok: false, why: 'empty-fields' });
    const { draft } = await drafts.preview();
    const words = { columns: ['línea', 'número'], delimiter: ';' };
    let csv = '';
    for await (const part of drafts.control.gapRows(draft.id, 0, words)) csv += part;
    expect(csv.split('\r\n').slice(1)).toEqual([`"3";"'0981100002"`, `"5";"'0981100004"`, '']);
  });

  it('is none where the text says what stands there, be it nothing', async () => {
    await drafts.read(LIST);
    await drafts.control.setText(ANA, 'Hola {nombre|amigo} {curso "a"|}');
    expect(await asked()).toEqual([]);
    expect((await start()).ok).toBe(true);
  });

  it('is answered by a word, which stands in the text from then on', async () => {
    await drafts.read(LIST);
    await drafts.control.setText(ANA, 'Hola {nombre}');
    await drafts.control.fillGap(ANA, 0, 'amigo');
    const { gaps, samples } = await drafts.preview();
    expect(gaps).toEqual([]);
    expect(samples.map(({ text }) => text)).toEqual(['Hola Ana', 'Hola amigo', 'Hola Eva']);
    expect((await start()).ok).toBe(true);
  });

  it('is answered by leaving people out, which can be taken back', async () => {
    await drafts.read(LIST);
    await drafts.control.setText(ANA, '{nombre} {curso "a"}');
    expect(await asked()).toEqual(['2 nombre', '2 curso "a"']);
    await drafts.control.leaveOut(ANA, 0);
    expect(await asked()).toEqual(['1 curso "a"']);
    await drafts.control.leaveOut(ANA, 1);
    expect(await asked()).toEqual([]);
    const { people, draft } = await drafts.preview();
    expect(people).toBe(1);
    expect(draft.list?.summary.out).toMatchObject({ invalid: 1, incomplete: 3 });
    expect((await drafts.rows()).map(({ state, reason, detail }) => [state, reason, detail])).toEqual([
      ['queued', null, null],
      ['skipped', 'incomplete', 'nombre'],
      ['skipped', 'incomplete', 'curso "a"'],
      ['skipped', 'incomplete', 'nombre'],
      ['skipped', 'invalid', 'letters'],
    ]);
    await drafts.control.takeBack(ANA);
    expect((await drafts.preview()).people).toBe(4);
    expect(await asked()).toEqual(['2 nombre', '2 curso "a"']);
  });

  it('leaves out nobody any more when the text needs it no more, or the list is another', async () => {
    await drafts.read(LIST);
    await drafts.control.setText(ANA, '{nombre} {curso "a"}');
    await drafts.control.leaveOut(ANA, 0);
    await drafts.control.setText(ANA, 'Curso {curso "a"|nuevo}');
    expect((await drafts.preview()).people).toBe(4);
    expect((await drafts.counts()).out.incomplete).toBe(0);
    await drafts.control.setText(ANA, 'Hola {nombre}');
    await drafts.control.leaveOut(ANA, 0);
    await drafts.read('tel;nombre\n0981100001;\n0981100002;Ana\n');
    expect(await asked()).toEqual(['1 nombre']);
  });

  it('never leaves out everybody', async () => {
    await drafts.read('tel;nombre;curso\n0981100001;Ana;\n0981100002;;1\n');
    await drafts.control.setText(ANA, '{nombre} {curso}');
    await drafts.control.leaveOut(ANA, 0);
    expect(await drafts.control.leaveOut(ANA, 1)).toBeNull();
    expect((await drafts.preview()).people).toBe(1);
    expect(await asked()).toEqual(['1 curso']);
  });

  it('and a text that is too long leave out each its own, the latter for this very text alone', async () => {
    const long = 'x'.repeat(4_082);
    await drafts.read(
      `tel;nombre\n0981100001;Ana\n0981100002;\n0981100003;Maximiliano de los Ángeles\n0981100004;Eva\n`,
    );
    await drafts.control.setText(ANA, `{nombre}${long}`);
    await drafts.control.leaveOut(ANA, 0);
    expect((await drafts.preview()).tooLong).toMatchObject({ count: 1, longest: 4_108 });
    expect(await start()).toMatchObject({ ok: false, why: 'too-long' });
    await drafts.control.leaveOutLong(ANA);
    const { people, tooLong, draft } = await drafts.preview();
    expect([people, tooLong]).toEqual([2, null]);
    expect(draft.list?.summary.out).toMatchObject({ incomplete: 1, long: 1 });
    expect((await drafts.rows()).map(({ state, reason }) => [state, reason])).toEqual([
      ['queued', null],
      ['skipped', 'incomplete'],
      ['skipped', 'long'],
      ['queued', null],
    ]);
    // The other choice keeps this one; a shorter text needs it no more.
    await drafts.control.setText(ANA, `{nombre|amigo}${long}`);
    expect(await drafts.preview()).toMatchObject({ people: 4, tooLong: { count: 1 } });
    await drafts.control.leaveOutLong(ANA);
    expect((await drafts.preview()).people).toBe(3);
    await drafts.control.setText(ANA, 'Hola {nombre|amigo}');
    expect(await drafts.preview()).toMatchObject({ people: 4, tooLong: null });
    expect((await drafts.counts()).out.long).toBe(0);
    expect((await start()).ok).toBe(true);
  });

  it('is not settled by leaving out everybody whose text is too long', async () => {
    await drafts.read('tel;nombre\n0981100001;Ana María\n0981100002;Eva María\n');
    await drafts.control.setText(ANA, `{nombre}${'x'.repeat(4_088)}`);
    expect(await drafts.control.leaveOutLong(ANA)).toBeNull();
    expect(await drafts.preview()).toMatchObject({ people: 2, tooLong: { count: 2 } });
    expect((await drafts.preview()).draft.list).not.toHaveProperty('leftOutLong');
  });

  it('is mended after a kill between the rows and the list', async () => {
    const draft = await drafts.read(LIST);
    await drafts.control.setText(ANA, 'Hola {nombre}');
    await drafts.store.recipients.leaveOut(draft.id, ['nombre'], -1);
    expect(await asked()).toEqual(['2 nombre']);
    expect((await drafts.preview()).people).toBe(4);
  });

  it('is found in a list longer than one look', { timeout: 30_000 }, async () => {
    const rows = Array.from(
      { length: 45_000 },
      (_, nth) => `09811${String(nth).padStart(5, '0')};${nth % 9 ? 'Ana' : ''}`,
    );
    await drafts.read(`tel;nombre\n${rows.join('\n')}\n`);
    await drafts.control.setText(ANA, 'Hola {nombre}');
    expect(await asked()).toEqual(['5000 nombre']);
    await drafts.control.leaveOut(ANA, 0);
    expect((await drafts.preview()).people).toBe(40_000);
    expect(await drafts.counts()).toMatchObject({ rows: 45_000, queued: 40_000, out: { incomplete: 5000 } });
  });

  it('leaves sums that add up, whatever is left out and taken back', { timeout: 60_000 }, async () => {
    const value = fc.constantFrom('', 'x');
    const row = fc.tuple(fc.integer({ min: 1, max: 6 }), value, value);
    const act = fc.constantFrom<'out 0' | 'out 1' | 'back' | 'text'>('out 0', 'out 1', 'back', 'text');
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 12 }),
        fc.array(act, { maxLength: 6 }),
        async (rows, acts) => {
          await drafts.read(`tel;a;b\n${rows.map(([n, a, b]) => `098110000${n};${a};${b}`).join('\n')}\n`);
          await drafts.control.setText(ANA, '{a}{b}');
          for (const what of acts) {
            if (what === 'back') await drafts.control.takeBack(ANA);
            else if (what === 'text') await drafts.control.setText(ANA, '{b} y {a|z}');
            else await drafts.control.leaveOut(ANA, Number(what.slice(-1)));
            const { people, draft, gaps } = await drafts.preview();
            const { duplicate = 0, incomplete = 0 } = draft.list?.summary.out ?? {};
            expect(people).toBeGreaterThan(0);
            expect(people + duplicate + incomplete).toBe(rows.length);
            const counts = await drafts.counts();
            expect(counts).toMatchObject({ rows: rows.length, people, queued: people });
            const queued = (await drafts.rows()).filter(({ state }) => state === 'queued');
            for (const { column, count } of gaps)
              expect(queued.filter(({ fields }) => !fields[column])).toHaveLength(count);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
