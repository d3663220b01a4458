/** What every store must do, whatever database is below it. Run by the tests beside each kind of store. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AccountId, CAMPAIGN_STATES } from '../src/queue/campaign.ts';
import type { MediaFile } from '../src/queue/content.ts';
import type { Counts, Recipient, SavedTextId } from '../src/queue/ports.ts';
import { RECIPIENT_STATES } from '../src/queue/recipient.ts';
import type { Store } from '../src/store/store.ts';
import {
  ACCOUNT,
  aCampaign,
  anAddress,
  aPhone,
  aRow,
  aWireId,
  NOW,
  onlyPart,
  sendingRows,
} from './builders.ts';

const A_LIST = {
  name: 'marzo.csv',
  path: '/marzo.csv',
  column: 0,
  columnName: 'telefono',
  country: 'PY',
  fields: ['nombre'],
  summary: {
    rows: 2,
    people: 2,
    out: { invalid: 0, duplicate: 0, optedOut: 0 },
    damaged: 0,
    examples: [],
    badExample: null,
    fingerprint: '',
  },
} as const;

export type OpenStore = () => Promise<{ store: Store; end(): Promise<void> }>;

/** The suites below share one open store per test. */
export function storeContract(name: string, open: OpenStore): void {
  let store: Store;
  let end: () => Promise<void>;
  beforeEach(async () => {
    ({ store, end } = await open());
  });
  afterEach(() => end());

  const only = async (campaign: { id: Recipient['campaignId'] }) => {
    const [row] = await store.recipients.page(campaign.id, { after: -1, limit: 1 });
    if (!row) throw new Error('no row');
    return row;
  };
  const sums = (counts: Counts) =>
    counts.queued +
    counts.sending +
    counts.accepted +
    counts.delivered +
    counts.read +
    counts.failed +
    counts.skipped;

  describe(`${name}: the durable queue`, () => {
    it('gives rows in the order of the list, and each line once', async () => {
      const campaign = await aCampaign(store, { rows: [aRow(2), aRow(0), aRow(1)] });
      await store.recipients.append(campaign.id, [aRow(1), aRow(3)]);
      const rows = await store.recipients.claim(campaign.id, 10, NOW);
      expect(rows.map((row) => row.line)).toEqual([2, 3, 4, 5]);
    });

    it('keeps the address that a row came with, of the first one of a line', async () => {
      const rows = [
        aRow(0, { address: anAddress(0) }),
        aRow(1),
        aRow(2, { phone: null, address: anAddress(2) }),
      ];
      const campaign = await aCampaign(store, { rows });
      await store.recipients.append(campaign.id, [aRow(0, { address: anAddress(7) })]);
      const kept = await store.recipients.page(campaign.id, { after: -1, limit: 9 });
      expect(kept.map(({ address }) => address)).toEqual([anAddress(0), null, anAddress(2)]);
    });

    it('counts what the import left out apart from people', async () => {
      const rows = [
        aRow(0),
        aRow(1, { skip: 'invalid', phone: null, detail: 'too-short' }),
        aRow(2, { skip: 'duplicate' }),
      ];
      const campaign = await aCampaign(store, { rows });
      const counts = await store.recipients.counts(campaign.id, NOW);
      expect(counts).toMatchObject({ rows: 3, people: 1, queued: 1, out: { invalid: 1, duplicate: 1 } });
    });

    it('lets nobody leave who said no, by number or by LID, and says so on the row', async () => {
      const campaign = await aCampaign(store, { recipients: 3 });
      await store.people.optOut(ACCOUNT, {
        person: { phone: aPhone(0), lid: null },
        at: NOW,
        source: 'message',
        word: 'BAJA',
      });
      const lid = anAddress(1).lid.replace('@lid', '');
      await store.people.optOut(ACCOUNT, {
        person: { phone: null, lid },
        at: NOW,
        source: 'message',
        word: 'BAJA',
      });
      const rows = await store.recipients.claim(campaign.id, 10, NOW);
      await store.recipients.resolve(
        rows.map((row, nth) => ({ id: row.id, address: anAddress(nth) })),
        NOW,
      );
      const may = await store.recipients.intend(
        rows.map((row) => row.id),
        NOW,
      );
      expect([...may]).toEqual([rows[2]?.id]);
      const counts = await store.recipients.counts(campaign.id, NOW);
      expect(counts).toMatchObject({ sending: 1, skipped: 2, reasons: { 'opted-out': 2 } });
    });

    it('asks once more right before the frame', async () => {
      const campaign = await aCampaign(store, { recipients: 2 });
      const rows = await sendingRows(store.recipients, campaign);
      await store.people.optOut(ACCOUNT, {
        person: { phone: aPhone(1), lid: null },
        at: NOW,
        source: 'message',
        word: 'BAJA',
      });
      const ids = rows.map((row) => row.id);
      expect([...(await store.recipients.stillWanted(ids, NOW))]).toEqual([ids[0]]);
    });

    it('lets a confirmation of the opt-out pass, once', async () => {
      const campaign = await aCampaign(store, { recipients: 1, kind: 'confirmation' });
      await store.people.optOut(ACCOUNT, {
        person: { phone: aPhone(0), lid: null },
        at: NOW,
        source: 'message',
        word: 'BAJA',
      });
      const rows = await store.recipients.claimHidden(ACCOUNT, 10, NOW);
      expect(
        await store.recipients.intend(
          rows.map((row) => row.id),
          NOW,
        ),
      ).toHaveProperty('size', 1);
      expect(await store.recipients.claimHidden(ACCOUNT, 10, NOW)).toEqual([]);
      expect((await store.recipients.counts(campaign.id, NOW)).sending).toBe(1);
    });

    it('intends nothing of a paused campaign', async () => {
      const campaign = await aCampaign(store, { recipients: 2 });
      const rows = await store.recipients.claim(campaign.id, 10, NOW);
      await store.campaigns.step(campaign.id, ['running'], { state: 'paused' });
      const may = await store.recipients.intend(
        rows.map((row) => row.id),
        NOW,
      );
      expect(may.size).toBe(0);
      expect((await store.recipients.counts(campaign.id, NOW)).queued).toBe(2);
    });

    it('keeps the earlier of two lines that reach the same person', async () => {
      const campaign = await aCampaign(store, { recipients: 2 });
      const rows = await store.recipients.claim(campaign.id, 10, NOW);
      await store.recipients.resolve(
        rows.map((row) => ({ id: row.id, address: anAddress(9) })),
        NOW,
      );
      const left = await store.recipients.claim(campaign.id, 10, NOW);
      expect(left.map((row) => row.line)).toEqual([2]);
      expect((await store.recipients.counts(campaign.id, NOW)).reasons).toEqual({ duplicate: 1 });
    });

    it('keeps each line of a person where every row is a message of its own', async () => {
      const campaign = await aCampaign(store, { recipients: 2 });
      await store.campaigns.save(campaign.id, { list: { ...A_LIST, rows: 'each' } });
      const rows = await store.recipients.claim(campaign.id, 10, NOW);
      await store.recipients.resolve(
        rows.map((row) => ({ id: row.id, address: anAddress(9) })),
        NOW,
      );
      expect((await store.recipients.counts(campaign.id, NOW)).queued).toBe(2);
    });

    it('gives rows by line, and other values to those of a draft alone', async () => {
      const draft = await aCampaign(store, { recipients: 3, state: 'draft' });
      const campaign = await aCampaign(store, { recipients: 1, from: 10 });
      expect((await store.recipients.lines(draft.id, [4, 2, 99])).map(({ line }) => line)).toEqual([2, 4]);
      await store.recipients.refill(draft.id, [{ line: 3, fields: { nombre: 'Ana y "Luis"' } }]);
      await store.recipients.refill(campaign.id, [{ line: 12, fields: { nombre: 'Eva' } }]);
      const names = async (id: typeof draft.id) =>
        (await store.recipients.page(id, { after: -1, limit: 9 })).map(({ fields }) => fields.nombre);
      expect(await names(draft.id)).toEqual(['Persona 0', 'Ana y "Luis"', 'Persona 2']);
      expect(await names(campaign.id)).toEqual(['Persona 10']);
    });

    it('leaves out rows of a draft that lack a value, takes them back, and counts with it', async () => {
      const odd = 'a "b" \\ 1';
      const fields = [
        { nombre: 'Ana', [odd]: 'x' },
        { nombre: '' },
        { [odd]: '' },
        { nombre: 'Eva', [odd]: '' },
      ];
      const rows = [...fields.map((one, nth) => aRow(nth, { fields: one })), aRow(4, { skip: 'duplicate' })];
      const draft = await aCampaign(store, { rows, state: 'draft' });
      const { counts, last } = await store.recipients.lacking(draft.id, ['nombre', odd], -1);
      expect([counts, last]).toEqual([[2, 3], 6]);
      expect((await store.recipients.lacking(draft.id, ['nombre'], 6)).last).toBeNull();
      const wide = await aCampaign(store, {
        rows: [aRow(0, { fields: { nombre: 'Ñandú 🎉', [odd]: '' } }), aRow(1, { fields: {} })],
        state: 'draft',
      });
      const none = await store.recipients.longest(draft.id, ['nombre', odd, 'nada'], -1);
      expect(none).toEqual({ bytes: [3, 1, 0], last: 6 });
      expect(await store.recipients.longest(wide.id, ['nombre', odd], -1)).toEqual({
        bytes: [12, 0],
        last: 3,
      });
      expect((await store.recipients.longest(wide.id, ['nombre'], 3)).last).toBeNull();
      const told = async (wanted: string[]) => {
        expect(await store.recipients.leaveOut(draft.id, wanted, -1)).toBe(6);
        const { people, queued, out, rows: all } = await store.recipients.counts(draft.id, NOW);
        expect(all).toBe(people + out.incomplete + out.duplicate + out.long);
        return [queued, out.incomplete];
      };
      expect(await told(['nombre'])).toEqual([2, 2]);
      expect(await told(['nombre'])).toEqual([2, 2]);
      expect(await told([odd])).toEqual([1, 3]);
      expect(await told([])).toEqual([4, 0]);
      expect(await store.recipients.leaveOut(draft.id, [], 6)).toBeNull();
      await store.recipients.leaveOutLines(draft.id, [2, 3, 99]);
      const long = await store.recipients.counts(draft.id, NOW);
      expect([long.queued, long.out.long, long.rows]).toEqual([2, 2, 5]);
      // Who lacks a value is left out for that.
      expect(await told(['nombre'])).toEqual([2, 2]);
      expect((await store.recipients.counts(draft.id, NOW)).out.long).toBe(0);
      expect(await told([])).toEqual([4, 0]);
      await store.campaigns.step(draft.id, ['draft'], { state: 'running' });
      expect(await told(['nombre'])).toEqual([4, 0]);
      await store.recipients.leaveOutLines(draft.id, [2]);
      expect((await store.recipients.counts(draft.id, NOW)).out.long).toBe(0);
    });

    it('moves rows forward by acks and receipts, late, twice and out of order, never back', async () => {
      const campaign = await aCampaign(store, { recipients: 1 });
      const [row] = await sendingRows(store.recipients, campaign);
      if (!row) throw new Error('no row');
      const id = onlyPart(row);
      await store.recipients.settle([{ type: 'read', id, at: NOW + 3 }]);
      expect((await only(campaign)).state).toBe('read');
      await store.recipients.settle([
        { type: 'ack', id, at: NOW + 1 },
        { type: 'delivered', id, at: NOW + 2 },
      ]);
      const after = await only(campaign);
      expect(after).toMatchObject({
        state: 'read',
        acceptedAt: NOW + 1,
        deliveredAt: NOW + 2,
        readAt: NOW + 3,
      });
      expect(await store.recipients.settle([{ type: 'delivered', id, at: NOW + 9 }])).toEqual([]);
    });

    it('leaves accepted_at empty when only a receipt came', async () => {
      const campaign = await aCampaign(store, { recipients: 1 });
      const [row] = await sendingRows(store.recipients, campaign);
      if (!row) throw new Error('no row');
      await store.recipients.settle([{ type: 'delivered', id: onlyPart(row), at: NOW }]);
      expect(await only(campaign)).toMatchObject({ state: 'delivered', acceptedAt: null, deliveredAt: NOW });
    });

    it('reaches a state only when all parts have', async () => {
      const campaign = await aCampaign(store, { recipients: 1 });
      await store.recipients.setParts(campaign.id, 3);
      const [row] = await sendingRows(store.recipients, campaign);
      if (!row) throw new Error('no row');
      const part = (nth: number) => `${row.wireId}0${nth}`;
      await store.recipients.settle([
        { type: 'ack', id: part(0), at: NOW },
        { type: 'delivered', id: part(1), at: NOW },
      ]);
      expect((await only(campaign)).state).toBe('sending');
      await store.recipients.settle([{ type: 'ack', id: part(2), at: NOW }]);
      expect((await only(campaign)).state).toBe('accepted');
    });

    it('takes a late ack of a row that was queued again, and sends it no more', async () => {
      const campaign = await aCampaign(store, { recipients: 2 });
      const [row] = await sendingRows(store.recipients, campaign);
      if (!row) throw new Error('no row');
      expect(await store.recipients.requeueAll(ACCOUNT, NOW)).toBe(2);
      await store.recipients.settle([{ type: 'ack', id: onlyPart(row), at: NOW }]);
      const left = await store.recipients.claim(campaign.id, 10, NOW);
      expect(left.map((one) => one.line)).toEqual([3]);
    });

    it('queues nothing of a cancelled campaign again', async () => {
      const campaign = await aCampaign(store, { recipients: 2 });
      const [row] = await sendingRows(store.recipients, campaign);
      if (!row) throw new Error('no row');
      await store.campaigns.step(campaign.id, ['running'], { state: 'cancelled' });
      await store.recipients.requeue([row.id], { countTry: false, notBefore: null, at: NOW });
      expect(await store.recipients.requeueAll(ACCOUNT, NOW)).toBe(1);
      const counts = await store.recipients.counts(campaign.id, NOW);
      expect(counts).toMatchObject({ queued: 0, sending: 0, skipped: 2, reasons: { cancelled: 2 } });
    });

    it('counts an intent from when its message leaves, and leaves out who was paused meanwhile', async () => {
      const campaign = await aCampaign(store, { recipients: 2 });
      const ids = (await sendingRows(store.recipients, campaign)).map((row) => row.id);
      expect((await store.recipients.stillWanted(ids, NOW + 50_000)).size).toBe(2);
      expect(await store.recipients.unconfirmed(ACCOUNT, NOW + 50_000, 10)).toEqual([]);
      await store.campaigns.step(campaign.id, ['running'], { state: 'paused' });
      expect((await store.recipients.stillWanted(ids, NOW + 60_000)).size).toBe(0);
    });

    it('spends a try only when told to, and waits before the next', async () => {
      const campaign = await aCampaign(store, { recipients: 1 });
      const [row] = await sendingRows(store.recipients, campaign);
      if (!row) throw new Error('no row');
      await store.recipients.requeue([row.id], { countTry: true, notBefore: NOW + 5000, at: NOW });
      expect(await store.recipients.claim(campaign.id, 1, NOW)).toEqual([]);
      const [again] = await store.recipients.claim(campaign.id, 1, NOW + 5000);
      expect(again).toMatchObject({ tries: 1, wireId: row.wireId });
    });

    it('tells which rows wait for an ack for too long', async () => {
      const campaign = await aCampaign(store, { recipients: 2 });
      await sendingRows(store.recipients, campaign, 1);
      expect(await store.recipients.unconfirmed(ACCOUNT, NOW, 10)).toEqual([]);
      expect(await store.recipients.unconfirmed(ACCOUNT, NOW + 1, 10)).toHaveLength(1);
      expect((await store.recipients.counts(campaign.id, NOW + 61_000)).unconfirmed).toBe(1);
    });

    it('lets all that is under way begin anew when the clock was set, in either direction', async () => {
      const campaign = await aCampaign(store, { recipients: 3 });
      const [first] = await sendingRows(store.recipients, campaign, 2);
      await store.recipients.requeue([first?.id ?? 0], { countTry: true, notBefore: NOW + 60_000, at: NOW });
      for (const at of [NOW + 7_200_000, NOW - 7_200_000]) {
        await store.recipients.renew(ACCOUNT, at);
        expect(await store.recipients.unconfirmed(ACCOUNT, at, 10)).toEqual([]);
        expect(await store.recipients.unconfirmed(ACCOUNT, at + 1, 10)).toHaveLength(1);
        expect(await store.recipients.claim(campaign.id, 5, at)).toHaveLength(2);
      }
      const [again] = await store.recipients.find([first?.wireId ?? '']);
      expect(again).toMatchObject({ state: 'queued', tries: 1 });
    });

    it('fails rows with their reasons, and takes a late receipt of a failed one', async () => {
      const campaign = await aCampaign(store, { recipients: 2 });
      const [one, two] = await sendingRows(store.recipients, campaign);
      if (!one || !two) throw new Error('no rows');
      await store.recipients.fail(
        [
          { id: one.id, reason: 'refused' },
          { id: two.id, reason: 'unconfirmed' },
        ],
        NOW,
      );
      expect((await store.recipients.counts(campaign.id, NOW)).reasons).toEqual({
        refused: 1,
        unconfirmed: 1,
      });
      await store.recipients.settle([{ type: 'delivered', id: onlyPart(two), at: NOW }]);
      expect(await store.recipients.counts(campaign.id, NOW)).toMatchObject({
        delivered: 1,
        failed: 1,
        reasons: { refused: 1 },
      });
    });

    it('skips what was still queued when a campaign is cancelled', async () => {
      const campaign = await aCampaign(store, { recipients: 3 });
      const other = await aCampaign(store, { recipients: 3, from: 10 });
      await sendingRows(store.recipients, campaign, 1);
      await store.campaigns.step(campaign.id, ['running'], { state: 'cancelled' });
      expect(await store.recipients.dropCancelled(ACCOUNT, NOW)).toBe(2);
      expect((await store.recipients.counts(other.id, NOW)).queued).toBe(3);
      expect(await store.recipients.counts(campaign.id, NOW)).toMatchObject({ sending: 1, skipped: 2 });
    });

    it('takes many rows at once, and the same ones again without a change', async () => {
      const campaign = await aCampaign(store, { recipients: 0 });
      const rows = Array.from({ length: 333 }, (_, nth) => ({
        line: nth + 2,
        written: String(nth),
        phone: nth % 3 === 0 ? null : aPhone(nth),
        fields: { nombre: `Ñandú "${nth}"` },
        skip: nth % 3 === 0 ? ('invalid' as const) : null,
        detail: nth % 3 === 0 ? 'letters' : null,
        wireId: aWireId(),
      }));
      for (const some of [rows.slice(0, 100), rows, rows.slice(50)])
        await store.recipients.append(campaign.id, some);
      expect(await store.recipients.counts(campaign.id, NOW)).toMatchObject({
        rows: 333,
        people: 222,
        queued: 222,
        out: { invalid: 111 },
      });
      const [row] = await store.recipients.page(campaign.id, { after: 2, limit: 1 });
      const { written, phone, fields, wireId } = rows[1] ?? rows[0] ?? {};
      expect(row).toMatchObject({ line: 3, written, phone, fields, wireId, state: 'queued', reason: null });
    });

    it('finds rows by wire id, counts the day, and pages by line', async () => {
      const campaign = await aCampaign(store, { recipients: 5 });
      const rows = await sendingRows(store.recipients, campaign, 3);
      await store.recipients.settle(rows.map((row) => ({ type: 'ack', id: onlyPart(row), at: NOW })));
      expect(await store.recipients.find([rows[1]?.wireId ?? '', aWireId()])).toHaveLength(1);
      expect(await store.recipients.totals(ACCOUNT, NOW)).toMatchObject({ sent: 3, delivered: 0 });
      expect(await store.recipients.totals(ACCOUNT, NOW + 1)).toMatchObject({ sent: 0 });
      const page = await store.recipients.page(campaign.id, { after: 3, limit: 2 });
      expect(page.map((row) => row.line)).toEqual([4, 5]);
      const queued = await store.recipients.page(campaign.id, { after: -1, limit: 9, states: ['queued'] });
      expect(queued).toHaveLength(2);
    });

    it('tells what happened when, by stretches of time, of listed campaigns of the account', async () => {
      const MINUTE = 60_000;
      const campaign = await aCampaign(store, { recipients: 6 });
      const test = await aCampaign(store, { recipients: 1, kind: 'test', from: 10 });
      const rows = await sendingRows(store.recipients, campaign);
      const [own] = await sendingRows(store.recipients, test);
      const part = (nth: number) => onlyPart(rows[nth] ?? { wireId: '' });
      await store.recipients.settle([
        { type: 'ack', id: part(0), at: NOW + 1 },
        { type: 'ack', id: part(1), at: NOW + 15 * MINUTE },
        { type: 'delivered', id: part(0), at: NOW + 15 * MINUTE },
        // A receipt without an ack, and one of reading alone.
        { type: 'delivered', id: part(2), at: NOW + 16 * MINUTE },
        { type: 'read', id: part(3), at: NOW + 31 * MINUTE },
        { type: 'ack', id: onlyPart(own ?? { wireId: '' }), at: NOW },
      ]);
      await store.recipients.fail([{ id: rows[4]?.id ?? 0, reason: 'refused' }], NOW + 2 * MINUTE);
      await store.recipients.fail([{ id: rows[5]?.id ?? 0, reason: 'refused' }], NOW + 2 * MINUTE);
      // Given up, and accepted all the same; then its ack comes late.
      await store.recipients.settle([{ type: 'ack', id: part(5), at: NOW + 32 * MINUTE }]);
      await store.recipients.settle([{ type: 'ack', id: part(2), at: NOW + 33 * MINUTE }]);
      const span = { since: NOW, until: NOW + 40 * MINUTE, step: 15 * MINUTE };
      const told = [
        { at: NOW, sent: 1, delivered: 0, read: 0, failed: 1 },
        { at: NOW + 15 * MINUTE, sent: 2, delivered: 2, read: 0, failed: 0 },
        { at: NOW + 30 * MINUTE, sent: 2, delivered: 1, read: 1, failed: 0 },
      ];
      expect(await store.activity.happened(ACCOUNT, span)).toEqual(told);
      expect(await store.activity.happened(ACCOUNT, { ...span, campaignId: campaign.id })).toEqual(told);
      expect(await store.activity.happened(ACCOUNT, { ...span, campaignId: test.id })).toEqual([]);
      expect(await store.activity.happened(2 as typeof ACCOUNT, span)).toEqual([]);
      const first = { ...span, until: NOW + MINUTE, step: MINUTE };
      expect(await store.activity.happened(ACCOUNT, first)).toMatchObject([{ sent: 1, failed: 0 }]);
      expect(await store.recipients.totals(ACCOUNT, NOW)).toEqual({
        sent: 5,
        delivered: 3,
        read: 1,
        failed: 1,
      });
      // What happened stays when nobody is left to tell of.
      await store.recipients.clear(campaign.id);
      expect(await store.activity.happened(ACCOUNT, span)).toEqual(told);
    });

    it('keeps its counters equal to its rows, whatever happens in whatever order', async () => {
      const act = fc.record({
        what: fc.constantFrom('intend', 'ack', 'delivered', 'read', 'fail', 'requeue', 'skip', 'cancel'),
        rows: fc.array(fc.nat(7), { minLength: 1, maxLength: 4 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
          const campaign = await aCampaign(store, {
            rows: [...Array(8).keys()].map((nth) => aRow(nth, nth === 7 ? { skip: 'invalid' } : {})),
          });
          const all = await store.recipients.page(campaign.id, { after: -1, limit: 100 });
          for (const { what, rows } of acts) {
            const some = rows.flatMap((nth) => all[nth] ?? []);
            const ids = some.map((row) => row.id);
            if (what === 'intend') await store.recipients.intend(ids, NOW);
            else if (what === 'fail')
              await store.recipients.fail(
                ids.map((id) => ({ id, reason: 'refused' })),
                NOW,
              );
            else if (what === 'requeue')
              await store.recipients.requeue(ids, { countTry: false, notBefore: null, at: NOW });
            else if (what === 'skip') await store.recipients.skip(ids, 'not-on-whatsapp', NOW);
            else if (what === 'cancel') {
              await store.campaigns.step(campaign.id, ['running'], { state: 'cancelled' });
              await store.recipients.dropCancelled(ACCOUNT, NOW);
            } else
              await store.recipients.settle(
                some.map((row) => ({
                  type: what as 'ack' | 'delivered' | 'read',
                  id: onlyPart(row),
                  at: NOW,
                })),
              );
          }
          const counts = await store.recipients.counts(campaign.id, NOW);
          const rows = await store.recipients.page(campaign.id, { after: -1, limit: 100 });
          expect(sums(counts)).toBe(counts.people);
          expect(counts.rows).toBe(8);
          for (const state of RECIPIENT_STATES)
            expect(counts[state]).toBe(rows.filter((row) => row.state === state && !row.atImport).length);
          const span = { since: NOW, until: NOW + 60_000, step: 60_000, campaignId: campaign.id };
          const [happened] = await store.activity.happened(ACCOUNT, span);
          const some = (of: (row: Recipient) => boolean) => rows.filter(of).length;
          expect(happened ?? { at: NOW, sent: 0, delivered: 0, read: 0, failed: 0 }).toEqual({
            at: NOW,
            sent: some((row) => (row.acceptedAt ?? row.deliveredAt ?? row.readAt) !== null),
            delivered: some((row) => (row.deliveredAt ?? row.readAt) !== null),
            read: some((row) => row.readAt !== null),
            failed: counts.failed,
          });
        }),
        { numRuns: 40 },
      );
    });
  });

  describe(`${name}: campaigns`, () => {
    it('move only from the states that were named: two taps start once', async () => {
      const campaign = await aCampaign(store, { state: 'draft' });
      const taps = await Promise.all(
        [1, 2].map(() => store.campaigns.step(campaign.id, ['draft'], { state: 'running' })),
      );
      expect(taps.filter(Boolean)).toHaveLength(1);
    });

    it('give the turn to the oldest running one, an urgent one first, hidden ones never', async () => {
      await aCampaign(store, { kind: 'confirmation' });
      const [one, two] = [await aCampaign(store, {}), await aCampaign(store, {})];
      expect((await store.campaigns.turn(ACCOUNT))?.id).toBe(one.id);
      await store.campaigns.save(two.id, { urgent: true });
      expect((await store.campaigns.turn(ACCOUNT))?.id).toBe(two.id);
    });

    it('are due when their time has come, the missed ones left out, and step only while that is their time', async () => {
      const [one, two] = [
        await aCampaign(store, { state: 'scheduled' }),
        await aCampaign(store, { state: 'scheduled' }),
      ];
      expect(await store.campaigns.nextDue(ACCOUNT)).toBeNull();
      await store.campaigns.save(one.id, { dueAt: NOW + 2 });
      await store.campaigns.save(two.id, { dueAt: NOW + 1 });
      expect(await store.campaigns.nextDue(ACCOUNT)).toBe(NOW + 1);
      const due = async (at: number) => (await store.campaigns.due(ACCOUNT, at)).map(({ id }) => id);
      expect([await due(NOW), await due(NOW + 1), await due(NOW + 2)]).toEqual([
        [],
        [two.id],
        [two.id, one.id],
      ]);
      await store.campaigns.save(two.id, { missedAt: NOW });
      expect(await due(NOW + 2)).toEqual([one.id]);
      expect(await store.campaigns.step(one.id, ['scheduled'], { state: 'running' }, NOW + 1)).toBeNull();
      expect((await store.campaigns.step(one.id, ['scheduled'], { state: 'running' }, NOW + 2))?.state).toBe(
        'running',
      );
      expect(await store.campaigns.nextDue(ACCOUNT)).toBeNull();
    });

    it('have one next and one retry each, however often they are asked for', async () => {
      const parent = await aCampaign(store, {});
      const repeat = { every: 'day', from: '2026-12-01T09:00' } as const;
      const kin = { ...parent, list: A_LIST, repeat, createdAt: NOW, dueAt: NOW, parentId: parent.id };
      expect(await store.campaigns.unfollowed(ACCOUNT)).toEqual([]);
      await store.campaigns.save(parent.id, { repeat });
      expect((await store.campaigns.unfollowed(ACCOUNT)).map(({ id }) => id)).toEqual([parent.id]);
      const all = await Promise.all(
        (['next', 'retry', 'next', 'retry'] as const).map((relation) =>
          store.campaigns.derive({ ...kin, relation }),
        ),
      );
      expect(all.map(({ made }) => made)).toEqual([true, true, false, false]);
      expect(new Set(all.map(({ campaign }) => campaign.id)).size).toBe(2);
      expect(all[0]?.campaign).toMatchObject({
        ...{ state: 'scheduled', kind: 'campaign', parentId: parent.id, copyOf: parent.id, relation: 'next' },
        ...{
          content: parent.content,
          footer: parent.footer,
          list: A_LIST,
          repeat,
          dueAt: NOW,
          missedAt: null,
        },
      });
      expect(await store.campaigns.unfollowed(ACCOUNT)).toEqual([]);
      expect((await store.campaigns.unfilled(ACCOUNT)).length).toBe(2);
      for (const { campaign } of all)
        await store.campaigns.step(campaign.id, ['scheduled'], { copyOf: null });
      expect(await store.campaigns.unfilled(ACCOUNT)).toEqual([]);
    });

    it('leave out, before they begin, who has said no since the list was read', async () => {
      const campaign = await aCampaign(store, { state: 'scheduled', recipients: 4 });
      const person = { phone: aPhone(2), lid: null };
      await store.people.optOut(ACCOUNT, { person, at: NOW, source: 'operator', word: null });
      expect(await store.recipients.dropOptedOut(campaign.id, -1, NOW)).toEqual({ dropped: 1, last: 5 });
      expect(await store.recipients.dropOptedOut(campaign.id, 5, NOW)).toEqual({ dropped: 0, last: null });
      expect(await store.recipients.counts(campaign.id, NOW)).toMatchObject({
        people: 4,
        queued: 3,
        skipped: 1,
        reasons: { 'opted-out': 1 },
      });
    });

    it('are listed newest first, without hidden ones, and a draft can be removed', async () => {
      await aCampaign(store, { kind: 'test' });
      const one = await aCampaign(store, { state: 'draft', recipients: 2 });
      const two = await aCampaign(store, {});
      const all = await store.campaigns.list({ limit: 10 });
      expect(all.campaigns.map((campaign) => campaign.id)).toEqual([two.id, one.id]);
      await store.campaigns.remove(two.id);
      await store.campaigns.remove(one.id);
      expect((await store.campaigns.list({ limit: 10, states: CAMPAIGN_STATES })).total).toBe(1);
    });

    it('remember who confirmed a list', async () => {
      const summary = {
        rows: 1,
        people: 1,
        out: { invalid: 0, duplicate: 0, optedOut: 0 },
        damaged: 0,
        examples: [],
        badExample: null,
        fingerprint: 'f00d',
      };
      const list = {
        name: 'm.csv',
        path: 'x',
        column: 0,
        columnName: '',
        country: 'PY',
        fields: [],
        summary,
      };
      const campaign = await aCampaign(store, {});
      await store.campaigns.save(campaign.id, { list });
      expect(await store.campaigns.consentFor(ACCOUNT, 'f00d')).toBeNull();
      await store.campaigns.save(campaign.id, { consent: { operatorId: 1, name: 'Ana', at: NOW } });
      expect(await store.campaigns.consentFor(ACCOUNT, 'f00d')).toMatchObject({ name: 'Ana' });
      expect((await store.campaigns.get(campaign.id))?.list).toEqual(list);
    });
  });

  describe(`${name}: people`, () => {
    const no = (person: { phone: ReturnType<typeof aPhone> | null; lid: string | null }) => ({
      person,
      at: NOW,
      source: 'message' as const,
      word: 'BAJA',
    });

    it('are put on the list once, and taken off', async () => {
      expect(await store.people.optOut(ACCOUNT, no({ phone: aPhone(1), lid: null }))).not.toBeNull();
      expect(await store.people.optOut(ACCOUNT, no({ phone: aPhone(1), lid: null }))).toBeNull();
      expect((await store.people.optOuts(ACCOUNT, { limit: 10 })).total).toBe(1);
      expect(await store.people.optIn(ACCOUNT, { phone: aPhone(1), lid: null }, NOW)).toBe(true);
      expect(await store.people.optIn(ACCOUNT, { phone: aPhone(1), lid: null }, NOW)).toBe(false);
      expect(await store.people.listed(ACCOUNT, { phone: aPhone(1), lid: null })).toBe(false);
    });

    it('who said no under a LID are refused by number as soon as both are known to be one', async () => {
      await store.people.optOut(ACCOUNT, no({ phone: null, lid: '77' }));
      expect((await store.people.refused(ACCOUNT, [aPhone(1)])).size).toBe(0);
      await store.people.join(ACCOUNT, aPhone(1), '77', NOW);
      expect((await store.people.refused(ACCOUNT, [aPhone(1)])).size).toBe(1);
      expect(await store.people.listed(ACCOUNT, { phone: null, lid: '77' })).toBe(true);
    });

    it('known twice become one person, with one opt-out', async () => {
      await store.people.optOut(ACCOUNT, no({ phone: null, lid: '77' }));
      await store.people.optOut(ACCOUNT, no({ phone: aPhone(1), lid: null }));
      await store.people.remember(ACCOUNT, [
        { phone: aPhone(1), address: { jid: 'x@s.whatsapp.net', lid: '77@lid' }, at: NOW },
      ]);
      expect((await store.people.optOuts(ACCOUNT, { limit: 10 })).total).toBe(1);
      expect((await store.people.refused(ACCOUNT, [aPhone(1)])).size).toBe(1);
    });

    it('looked up once are known until the answer is too old', async () => {
      await store.people.remember(ACCOUNT, [
        { phone: aPhone(1), address: anAddress(1), at: NOW },
        { phone: aPhone(2), address: null, at: NOW },
      ]);
      expect(await store.people.known(ACCOUNT, [aPhone(1), aPhone(2), aPhone(3)], NOW)).toHaveLength(2);
      expect(await store.people.known(ACCOUNT, [aPhone(1)], NOW + 1)).toEqual([]);
    });

    it('answer the last campaign that wrote to them, and an answer counts once', async () => {
      const campaign = await aCampaign(store, { recipients: 1 });
      await sendingRows(store.recipients, campaign);
      const reply = {
        key: 'k1',
        person: { phone: aPhone(0), lid: '5' },
        at: NOW,
        name: 'Ana',
        text: '¿A qué hora?',
        kind: 'text' as const,
      };
      expect((await store.people.addReply(ACCOUNT, reply))?.campaignId).toBe(campaign.id);
      expect(await store.people.addReply(ACCOUNT, reply)).toBeNull();
      expect(await store.people.answered(ACCOUNT, { campaignId: campaign.id })).toEqual({
        replies: 1,
        optOuts: 0,
      });
      await store.people.optOut(ACCOUNT, no({ phone: aPhone(0), lid: '5' }));
      expect((await store.people.answered(ACCOUNT, { campaignId: campaign.id })).optOuts).toBe(1);
    });
  });

  describe(`${name}: account, team and chats`, () => {
    it('holds end by themselves', async () => {
      const hold = { accountId: ACCOUNT, since: NOW, detail: null };
      await store.accounts.hold({ ...hold, reason: 'daily-cap', until: NOW + 10 });
      await store.accounts.hold({ ...hold, reason: 'restart', until: null });
      expect(await store.accounts.holds(ACCOUNT, NOW)).toHaveLength(2);
      expect((await store.accounts.holds(ACCOUNT, NOW + 10)).map((one) => one.reason)).toEqual(['restart']);
      await store.accounts.release(ACCOUNT, 'restart');
      expect(await store.accounts.holds(ACCOUNT, NOW)).toEqual([]);
    });

    it('counts a day, and keeps settings and the linked number', async () => {
      await store.accounts.note(ACCOUNT, '2026-11-25', 'new-chat', 2);
      await store.accounts.note(ACCOUNT, '2026-11-25', 'new-chat', 3);
      expect((await store.accounts.sentToday(ACCOUNT, '2026-11-25'))['new-chat']).toBe(5);
      await store.settings.set('language', 'pt');
      expect((await store.settings.all()).get('language')).toBe('pt');
      await store.accounts.save(ACCOUNT, { phone: aPhone(1), linkedAt: NOW });
      await store.accounts.save(ACCOUNT, { ownedSince: 5 });
      await store.accounts.save(ACCOUNT, { restrictedAt: NOW + 1 });
      await store.accounts.save(ACCOUNT, { quota: { total: 100, used: 3, warning: 1 } });
      const countingDay = { zone: 'America/Asuncion', at: 1, day: '2026-11-25', since: 1, over: 2, until: 2 };
      await store.accounts.save(ACCOUNT, { countingDay });
      await store.accounts.save(ACCOUNT, { phoneAway: { since: 7, told: 10 } });
      expect(await store.accounts.list()).toEqual([
        {
          id: ACCOUNT,
          phone: aPhone(1),
          linkedAt: NOW,
          ownedSince: 5,
          restrictedAt: NOW + 1,
          quota: { total: 100, used: 3, warning: 1 },
          countingDay,
          phoneAway: { since: 7, told: 10 },
        },
      ]);
      expect(await store.accounts.get(ACCOUNT)).toEqual((await store.accounts.list())[0]);
      expect(await store.accounts.get(99 as AccountId)).toBeNull();
    });

    it('counts who is written to, once a day and by what they are, and stops at the cap in list order', async () => {
      const campaign = await aCampaign(store, { recipients: 6 });
      const rows = await store.recipients.claim(campaign.id, 10, NOW);
      const ids = rows.map(({ id }) => id);
      await store.people.addReply(ACCOUNT, {
        key: 'a',
        person: { phone: aPhone(1), lid: null },
        at: NOW - 5,
        name: null,
        text: 'Hola',
        kind: 'text',
      });
      await store.people.optOut(ACCOUNT, {
        person: { phone: null, lid: anAddress(9).lid.replace('@lid', '') },
        at: NOW,
        source: 'message',
        word: 'BAJA',
      });
      expect(await store.recipients.known(ids, NOW - 10)).toEqual(new Set([ids[1]]));
      expect(await store.recipients.known(ids, NOW)).toEqual(new Set());
      const day = { day: '2026-11-25', since: NOW - 1000, knownSince: NOW - 10, cap: 3 };
      // Two new chats and a known person; then one more, and nobody behind the next.
      expect(await store.recipients.intend(ids.slice(0, 3), NOW, day)).toEqual(new Set(ids.slice(0, 3)));
      expect(await store.recipients.intend(ids.slice(3).toReversed(), NOW, day)).toEqual(new Set([ids[3]]));
      expect(await store.accounts.sentToday(ACCOUNT, day.day)).toEqual({
        'new-chat': 3,
        known: 1,
        'look-up': 0,
      });
      // The same row on the same day is no other chat; on the next day it is.
      await store.recipients.requeueAll(ACCOUNT, NOW);
      expect(await store.recipients.intend(ids.slice(0, 4), NOW + 1, day)).toEqual(new Set(ids.slice(0, 4)));
      await store.recipients.requeueAll(ACCOUNT, NOW);
      const next = { ...day, day: '2026-11-26', since: NOW + 10, cap: null };
      expect((await store.recipients.intend(ids, NOW + 20, next)).size).toBe(6);
      expect(await store.accounts.sentToday(ACCOUNT, next.day)).toMatchObject({ 'new-chat': 5, known: 1 });
    });

    it('counts hidden kinds without holding them back, and a test as known', async () => {
      const day = { day: '2026-11-25', since: NOW - 1000, knownSince: NOW - 10, cap: 0 };
      for (const kind of ['test', 'answer', 'confirmation'] as const) {
        const hidden = await aCampaign(store, { recipients: 1, kind, from: 20 });
        const [row] = await store.recipients.claim(hidden.id, 1, NOW);
        expect((await store.recipients.intend([row?.id ?? 0], NOW, day)).size).toBe(1);
      }
      expect(await store.accounts.sentToday(ACCOUNT, day.day)).toMatchObject({ 'new-chat': 2, known: 1 });
    });

    it('tells who waits by the first digits, passes over those who sleep, and keeps the order of the rest', async () => {
      const abroad = (nth: number) =>
        aRow(nth, { phone: `3460000${1000 + nth}` as ReturnType<typeof aPhone> });
      const rows = [aRow(0), abroad(1), aRow(2), abroad(3), aRow(4, { phone: null })];
      const campaign = await aCampaign(store, { rows });
      const { heads, last } = await store.recipients.heads(campaign.id, -1, NOW);
      expect(heads).toEqual([
        { digits: '', example: null, people: 1, known: 0 },
        { digits: '3460', example: '34600001003', people: 2, known: 0 },
        { digits: '5959', example: aPhone(2), people: 2, known: 0 },
      ]);
      expect(await store.recipients.heads(campaign.id, last ?? 0, NOW)).toEqual({ heads: [], last: null });
      const awake = await store.recipients.claim(campaign.id, 10, NOW, { asleep: ['3460'] });
      expect(awake.map(({ line }) => line)).toEqual([2, 4, 6]);
      const some = await store.recipients.claim(campaign.id, 10, NOW, { asleep: ['5959', ''], after: 3 });
      expect(some.map(({ line }) => line)).toEqual([5]);
    });

    it('adds up signs of trouble by day and campaign', async () => {
      const [one, two] = ['2026-11-24', '2026-11-25'] as const;
      await store.accounts.notice(ACCOUNT, one, [{ campaign: 3, signal: 'refused-463', count: 2 }]);
      await store.accounts.notice(ACCOUNT, two, [
        { campaign: 3, signal: 'refused-463', count: 1 },
        { campaign: 0, signal: 'asked-again', count: 5 },
      ]);
      expect(await store.accounts.signals(ACCOUNT, { since: one })).toEqual({
        'refused-463': 3,
        'asked-again': 5,
      });
      expect(await store.accounts.signals(ACCOUNT, { since: two, campaign: 3 })).toEqual({
        'refused-463': 1,
      });
    });

    it('gives no turn to a campaign that waits, and keeps what was chosen for its speed', async () => {
      const [one, two] = [await aCampaign(store), await aCampaign(store)];
      const waits = { why: 'closing', until: NOW + 10 } as const;
      const closing = { daily: 1080, by: NOW + 99 };
      const chosen = { waits, closing, pace: 20, overruled: ['canary'], slowed: 'few-answers' } as const;
      expect(await store.campaigns.save(one.id, chosen)).toMatchObject(chosen);
      expect((await store.campaigns.turn(ACCOUNT))?.id).toBe(one.id);
      expect((await store.campaigns.turn(ACCOUNT, NOW))?.id).toBe(two.id);
      expect((await store.campaigns.turn(ACCOUNT, NOW + 10))?.id).toBe(one.id);
      expect(await store.campaigns.get(two.id)).toMatchObject({ closing: null, waits: null, overruled: [] });
    });

    it('uses an invitation up once', async () => {
      await store.team.invite({ code: 'A', createdBy: 1, expiresAt: NOW });
      const bob = { id: 2, name: 'Bob', language: 'en' };
      expect(await store.team.accept('A', bob, NOW)).toBeNull();
      expect(await store.team.members()).toEqual([]);
      const carla = { id: 3, name: 'Carla', language: 'pt' };
      const taken = await Promise.all([bob, carla].map((who) => store.team.accept('A', who, NOW - 1)));
      expect(taken.filter((one) => one !== null)).toHaveLength(1);
      expect(await store.team.members()).toEqual([
        expect.objectContaining({ ...(taken[0] ? bob : carla), role: 'operator', listed: false }),
      ]);
    });

    it('lets nobody in by an invitation that was revoked, and revokes none that was used', async () => {
      for (const code of ['A', 'B']) await store.team.invite({ code, createdBy: 1, expiresAt: NOW });
      expect(await store.team.revoke('A')).toBe(true);
      expect(await store.team.revoke('A')).toBe(false);
      expect((await store.team.invitations(NOW - 1)).map(({ code }) => code)).toEqual(['B']);
      expect(await store.team.invitations(NOW)).toEqual([]);
      const bob = { id: 2, name: 'Bob', language: null };
      expect(await store.team.accept('A', bob, NOW - 1)).toBeNull();
      expect(await store.team.accept('B', bob, NOW - 1)).toMatchObject({ createdBy: 1 });
      expect(await store.team.revoke('B')).toBe(false);
      expect(await store.team.invitations(NOW - 1)).toEqual([]);
    });

    it('removes a member with the cards and questions of that chat, and nobody else’s', async () => {
      for (const id of [5, 15])
        await store.team.put({ id, name: `${id}`, role: 'operator', since: NOW, listed: false });
      const card = { what: 'card:12', messageId: 5, threadId: null, drawn: 'x', at: NOW };
      for (const chatId of [5, 15]) {
        await store.chats.keep({ ...card, chatId });
        await store.chats.write(`question:${chatId}`, { asked: true });
      }
      expect(await store.team.remove(5)).toEqual([{ ...card, chatId: 5 }]);
      expect(await store.team.member(5)).toBeNull();
      expect(await store.chats.read('question:5')).toBeUndefined();
      expect(await store.chats.cards('card:12')).toEqual([{ ...card, chatId: 15 }]);
      expect(await store.chats.read('question:15')).toEqual({ asked: true });
    });

    it('lets an update that was cut be handled once more, but not for ever', async () => {
      expect(await store.chats.begin(8, NOW)).toBe(true);
      expect(await store.chats.begin(8, NOW)).toBe(true);
      expect(await store.chats.begin(8, NOW)).toBe(false);
    });

    it('handles an update once, and keeps cards and dialogues', async () => {
      expect(await store.chats.begin(7, NOW)).toBe(true);
      await store.chats.done(7);
      expect(await store.chats.begin(7, NOW)).toBe(false);
      const place = { chatId: 1, what: 'card:12', messageId: 5, threadId: null, drawn: 'x', at: NOW };
      await store.chats.keep(place);
      await store.chats.keep({ ...place, messageId: 6 });
      expect(await store.chats.cards('card:12')).toEqual([{ ...place, messageId: 6 }]);
      await store.chats.write('q', { a: [1] });
      expect(await store.chats.read('q')).toEqual({ a: [1] });
      await store.chats.erase('q');
      expect(await store.chats.read('q')).toBeUndefined();
    });

    it('keeps members, their wishes, and what was done', async () => {
      await store.team.put({ id: 5, name: 'Ana', role: 'admin', since: NOW, listed: true });
      await store.team.change(5, { language: 'pt', blocked: true });
      expect(await store.team.member(5)).toMatchObject({
        role: 'admin',
        language: 'pt',
        blocked: true,
        listed: true,
      });
      await store.team.note({ at: NOW, operatorId: 5, name: 'Ana', what: 'x', campaignId: 3, detail: null });
      expect(await store.team.history({ campaignId: 3, limit: 5 })).toHaveLength(1);
      for (const what of ['y', 'z'])
        await store.team.note({ at: NOW, operatorId: null, name: '', what, campaignId: null, detail: 'd' });
      expect(await store.team.deeds()).toBe(3);
      const [newest, ...older] = await store.team.history({ limit: 9 });
      expect([newest?.what, ...older.map(({ what }) => what)]).toEqual(['z', 'y', 'x']);
      expect(await store.team.history({ limit: 9, before: newest?.id ?? 0 })).toEqual(older);
      expect((await store.team.history({ limit: 1, offset: 1 }))[0]?.what).toBe('y');
    });
  });

  describe(`${name}: saved texts and the files they need`, () => {
    const aText = (name: string, hashes: readonly string[] = []) => ({
      accountId: ACCOUNT,
      name,
      content: { text: 'Hola {nombre}', media: hashes.map(aFile) },
      by: { id: 1001, name: 'Ana' },
      at: NOW,
    });
    const names = async (page: { limit: number; offset: number }) => {
      const { total, kept } = await store.texts.list(ACCOUNT, page);
      return [total, ...kept.map((one) => one.name)];
    };

    it('are found by number and by name, the latest first, a page at a time', async () => {
      const saved = await store.texts.add(aText('Uno', ['a']));
      for (const other of ['Dos', 'Tres']) await store.texts.add(aText(other));
      expect(saved).toMatchObject(aText('Uno', ['a']));
      expect(await store.texts.get(ACCOUNT, saved?.id ?? never)).toEqual(saved);
      expect(await store.texts.named(ACCOUNT, ' UNO ')).toEqual(saved);
      expect(await names({ limit: 2, offset: 0 })).toEqual([3, 'Tres', 'Dos']);
      expect(await names({ limit: 2, offset: 2 })).toEqual([3, 'Uno']);
    });

    it('have each name once, however it is written', async () => {
      const first = await store.texts.add(aText('Promoción'));
      const other = await store.texts.add(aText('Recordatorio'));
      expect(await store.texts.add(aText('PROMOCIÓN'))).toBeNull();
      expect(await store.texts.rename(ACCOUNT, other?.id ?? never, 'promoción')).toBe('taken');
      expect(await store.texts.rename(ACCOUNT, first?.id ?? never, 'promoción')).toBe('renamed');
      expect(await names({ limit: 9, offset: 0 })).toEqual([2, 'Recordatorio', 'promoción']);
    });

    it('are removed once, and their number never means another text', async () => {
      const saved = await store.texts.add(aText('Uno'));
      const id = saved?.id ?? never;
      expect(await store.texts.remove(ACCOUNT, id)).toEqual(saved);
      expect(await store.texts.remove(ACCOUNT, id)).toBeNull();
      expect(await store.texts.rename(ACCOUNT, id, 'Otro')).toBe('gone');
      expect((await store.texts.add(aText('Uno')))?.id).toBeGreaterThan(id);
    });

    it('stand beside lists, which are kept alike and name where their files lie', async () => {
      const aList = (name: string, path: string) => ({
        ...{ accountId: ACCOUNT, name, by: { id: 1001, name: 'Ana' }, at: NOW },
        list: { ...A_LIST, path },
      });
      await store.texts.add(aText('Clientes'));
      const saved = await store.lists.add(aList('Clientes', '/uploads/1/a.list'));
      expect(saved).toMatchObject(aList('Clientes', '/uploads/1/a.list'));
      expect(await store.lists.add(aList('CLIENTES', '/uploads/1/b.list'))).toBeNull();
      if (!saved) throw new Error('not kept');
      const counted = { ...saved.list, column: 3 };
      await store.lists.replace(ACCOUNT, saved.id, counted);
      expect(await store.lists.get(ACCOUNT, saved.id)).toEqual({ ...saved, list: counted });
      await store.lists.replace(ACCOUNT, saved.id, saved.list);
      await store.lists.add(aList('Otra', '/uploads/2/c.list'));
      expect((await store.lists.paths()).sort()).toEqual(['/uploads/1/a.list', '/uploads/2/c.list']);
      expect(await store.lists.remove(ACCOUNT, saved.id)).toEqual(saved);
      expect(await store.lists.paths()).toEqual(['/uploads/2/c.list']);
      expect((await store.lists.list(ACCOUNT, { limit: 9, offset: 0 })).total).toBe(1);
    });

    it('name the files that must stay: of texts, and of all that is or was a while ago to be sent', async () => {
      const kept = await store.texts.add(aText('Con foto', ['text-1', 'text-2']));
      const campaigns = ['draft', 'scheduled', 'running', 'paused', 'finished', 'cancelled'] as const;
      for (const state of campaigns)
        for (const ended of ['lately', 'long-ago']) {
          const campaign = await aCampaign(store, { state });
          await store.campaigns.save(campaign.id, {
            content: { text: '', media: [aFile(`${state} ${ended}`)] },
            ...(state === 'finished' || state === 'cancelled'
              ? { endedAt: ended === 'lately' ? NOW : NOW - 1 }
              : {}),
          });
        }
      const test = await aCampaign(store, { kind: 'test' });
      await store.campaigns.save(test.id, { content: { text: '', media: [aFile('test')] } });
      const open = campaigns
        .slice(0, 4)
        .flatMap((state) => ['lately', 'long-ago'].map((ended) => `${state} ${ended}`));
      const over = ['finished lately', 'cancelled lately'];
      const texts = ['text-1', 'text-2'];
      const found = async () => [...(await store.media.referenced(NOW))].sort();
      expect(await found()).toEqual([...open, ...over, 'test', ...texts].sort());
      await store.texts.remove(ACCOUNT, kept?.id ?? never);
      expect(await found()).toEqual([...open, ...over, 'test'].sort());
    });
  });
}

/** An id that no row has. */
const never = -1 as SavedTextId;

const aFile = (sha256: string): MediaFile => ({
  kind: 'image',
  sha256,
  mime: 'image/jpeg',
  name: 'promo.jpg',
  bytes: 1,
});
