/**
 * One campaign whose program dies in each step of a message's life, once in each: between the look-up, the intent, the
 * keys, the frames, the acks and the rows, and while people say BAJA. At the end everybody has seen it once.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ledger, readLedger } from '../ledger.ts';
import type { Order } from './die-at.ts';
import {
  fetchReport,
  lastId,
  type Operator,
  plain,
  prepare,
  startWorld,
  toCsv,
  until,
  type World,
} from './world.ts';

type Step = readonly [what: string, order: Order];

const before = (at: Order['at'], nth = 1): Order => ({ at, when: 'before', nth });
const after = (at: Order['at'], nth = 1): Order => ({ at, when: 'after', nth });

const SENDING: Step[] = [
  ['the look-up is there, and not written', before('lookup')],
  ['the look-up is written', after('lookup')],
  ['the intent is not written', before('intent')],
  ['the intent is written, nothing is encrypted', after('intent')],
  ['a batch is encrypted, its keys are not on disk', before('keys')],
  ['the keys are on disk, nothing has left', after('keys')],
  ['some frames of a batch have left', before('frame', 5)],
  ['all frames of a batch have left', after('frame', 10)],
  ['the first ack comes in', before('answer')],
  ['some acks are noted, one is not', before('ack', 5)],
  ['all acks are noted, no row knows of them', after('ack', 10)],
  ['acks are being settled', before('settle')],
  ['acks are settled', after('settle')],
  ['some receipts are noted, one is not', before('receipt', 5)],
  ['receipts are noted, no row knows of them', after('receipt', 10)],
  ['the next, larger batch is intended while the one before waits', after('intent', 2)],
  ['some of a larger batch have left', after('frame', 30)],
  ['what was under way is being queued again', before('requeue')],
];

const HEARING: Step[] = [
  ['a BAJA is opened, and not on disk', before('inbox')],
  ['a BAJA is on disk, and not confirmed', after('inbox')],
  ['a BAJA is being written to the list', before('optout')],
  ['a BAJA is on the list, and not marked as handled', after('optout')],
  ['a BAJA is marked as handled', after('handled')],
];

const PEOPLE = 240;

describe('a campaign whose program is killed when', () => {
  const dir = mkdtempSync(join(tmpdir(), 'die-at-'));
  const orders = join(dir, 'order');
  const rows = plain(PEOPLE);
  let world: World;
  let ana: Operator;
  let campaign = 0;
  let quitters = 0;

  beforeAll(async () => {
    const preload = new URL('die-at.ts', import.meta.url).href;
    world = await startWorld({
      rttMs: 60,
      quietPhones: true,
      env: { NODE_OPTIONS: `--import ${preload}`, DIE_AT: orders },
    });
    ana = await world.connected();
    await world.phones.expect(rows.map((row) => row.number));
    await prepare(ana, {
      list: { name: 'lista.csv', bytes: Buffer.from(toCsv(rows)) },
      content: 'Hola {nombre|amigo}',
    });
    await ana.tap('new:send');
    await ana.waitForButton('new:confirm');
  }, 60_000);
  afterAll(async () => {
    await world.close();
    rmSync(dir, { recursive: true });
  });

  /** Waits for the death that was ordered, looks at what is left, and starts it again. */
  async function dies(order: Order) {
    await until(() => !world.program.running, { what: 'the program to die', timeoutMs: 40_000, everyMs: 50 });
    expect(readFileSync(`${orders}.died`, 'utf8')).toBe(`${JSON.stringify(order)}\n`);
    let ledger: Ledger | undefined;
    await world.cut(() => {
      ledger = readLedger(world.dataRoot);
      for (const name of [orders, `${orders}.died`]) rmSync(name, { force: true });
    });
    expect(ledger?.complaints).toEqual([]);
    await expectOnlyIntended(ledger);
  }

  const give = (order: Order) => writeFileSync(orders, JSON.stringify(order));

  /** Nothing is on a phone whose row was not `sending` on disk before. */
  async function expectOnlyIntended(ledger: Ledger | undefined) {
    const intended = new Set(ledger?.rows.filter((row) => row.intendedAt !== null).map((row) => row.wireId));
    for (const { messages } of await world.phones.people())
      for (const { id } of messages) expect(intended).toContain(id.slice(0, 20));
  }

  it.each([
    ['it is confirmed, and not started', before('start')],
    ['it is started, and nobody was told', after('start')],
  ] satisfies Step[])('%s', { timeout: 120_000 }, async (_, order) => {
    give(order);
    const { data } = await ana.waitForButton('new:confirm');
    // Who taps when nobody answers gets no toast, after a while; the button is tapped again after the start.
    void ana.tap(data).catch(() => undefined);
    await dies(order);
  });

  it.each(SENDING)('%s', { timeout: 120_000 }, async (_, order) => {
    give(order);
    await dies(order);
  });

  it.each(HEARING)('%s', { timeout: 120_000 }, async (_, order) => {
    give(order);
    // From the end of the list: their turn is later than all of this.
    const who = rows.at(-1 - quitters);
    quitters += 1;
    await world.phones.say(who?.number ?? '', 'BAJA');
    await dies(order);
  });

  it('and at its end, is seen once by all but those who said BAJA, in order, and the sums agree', {
    timeout: 240_000,
  }, async () => {
    campaign = readLedger(world.dataRoot).campaigns[0]?.id ?? 0;
    const order = before('finish');
    give(order);
    await dies(order);
    await world.finished(ana, campaign, 60_000);
    await until(async () => (await world.phones.journal()).undecryptable === 0, { what: 'all to be opened' });
    const people = await world.phones.people();
    const seen = people.filter(({ messages }) => messages.some(({ text }) => text?.startsWith('Hola')));
    expect(seen).toHaveLength(PEOPLE - quitters);
    expect(await world.phones.journal()).toMatchObject({ shownTwice: 0, undecryptable: 0, errors: [] });
    const sum = { rows: PEOPLE, accepted: PEOPLE - quitters, skipped: quitters, failed: 0, open: 0 };
    expect(await fetchReport(ana, campaign)).toMatchObject(sum);
    const firsts = rows.flatMap(({ number }) => {
      const digits = number.replace(/\D/g, '');
      const own = seen.find((one) => one.number.replace(/\D/g, '') === digits)?.messages;
      return own
        ? [Math.min(...own.filter(({ text }) => text?.startsWith('Hola')).map(({ seq }) => seq))]
        : [];
    });
    expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
    expect(existsSync(orders)).toBe(false);
    expect(await lastId(ana)).toBeGreaterThan(0);
  });
});
