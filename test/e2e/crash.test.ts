/** Killed at any moment, with lost acks and torn sockets: nobody missed, nobody twice, every BAJA obeyed. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findOnPhones, makePictures, timesShown } from '../../demo/pictures.ts';
import {
  fetchReport,
  makeList,
  type Operator,
  pause,
  plain,
  type Row,
  startWorld,
  toCsv,
  until,
  type World,
} from './world.ts';

const registered = (rows: readonly Row[]) => rows.filter((row) => row.registered);

/** Cuts the power whenever some more people have seen their message. */
async function cutWhile(world: World, rows: readonly Row[], times: number): Promise<number> {
  const before = (await world.phones.journal()).shown;
  let cuts = 0;
  for (let nth = 1; nth <= times; nth += 1) {
    const target = before + Math.floor((rows.length * nth) / (times + 1));
    const reached = await until(async () => (await world.phones.journal()).shown >= target, {
      what: `${target} shown`,
      timeoutMs: 60_000,
      everyMs: 50,
    });
    if (!reached) break;
    await pause(Math.random() * 40);
    await world.cut();
    cuts += 1;
  }
  return cuts;
}

/** Everybody on WhatsApp saw it once, in the order of the list, and the report's sums agree. */
async function expectAllOnce(
  world: World,
  ana: Operator,
  { campaign, rows, before = 0 }: { campaign: number; rows: readonly Row[]; before?: number },
) {
  await world.finished(ana, campaign, 120_000);
  const shown = before + registered(rows).length;
  await until(async () => (await world.phones.journal()).shown >= shown, {
    what: 'everybody to see it',
    timeoutMs: 20_000,
  });
  expect(await world.phones.journal()).toMatchObject({
    shown,
    shownTwice: 0,
    wrongOrder: 0,
    undecryptable: 0,
  });
  let report = await fetchReport(ana, campaign);
  expect(report).toMatchObject({ rows: rows.length, open: 0 });
  expect(report.accepted + report.failed + report.skipped).toBe(rows.length);
  // A receipt is told once: none of them went with a process that was killed.
  for (let tries = 0; tries < 5 && report.delivered < report.accepted; tries += 1) {
    await pause(1000);
    report = await fetchReport(ana, campaign);
  }
  expect(report.delivered).toBe(report.accepted);
  return report;
}

const asAlbum = (pictures: readonly Buffer[]) =>
  pictures.map((bytes, nth) => ({
    ...{ name: `promo-${nth}.jpg`, bytes, as: 'photo' as const },
    ...(nth === 0 ? { caption: 'Hola {nombre|amigo}' } : {}),
  }));

/** Everybody saw every picture once, in order, the text on the first; and the album counts as delivered. */
async function expectAlbums(
  world: World,
  ana: Operator,
  {
    campaign,
    rows,
    pictures,
    before = 0,
  }: { campaign: number; rows: readonly Row[]; pictures: readonly Buffer[]; before?: number },
) {
  await world.finished(ana, campaign, 120_000);
  const shown = before + rows.length * (pictures.length + 1);
  await until(async () => (await world.phones.journal()).shown >= shown, { what: 'all parts' });
  expect(await world.phones.journal()).toMatchObject({
    ...{ shown, shownTwice: 0, wrongOrder: 0, missing: 0, undecryptable: 0 },
    ...{ brokenAlbums: 0, brokenMedia: 0, mislabelled: 0, errors: [] },
  });
  const ours = new Set(rows.map(({ number }) => number.replace(/\D/g, '')));
  const people = (await world.phones.people()).filter(({ number }) => ours.has(number));
  const hashes = await findOnPhones(world.stage, pictures, people);
  expect(people.map(({ messages }) => timesShown(messages, hashes, 'Hola '))).toEqual(rows.map(() => 1));
  const report = await fetchReport(ana, campaign);
  expect(report).toMatchObject({ rows: rows.length, accepted: rows.length, failed: 0, open: 0 });
}

describe('a campaign', () => {
  let world: World;
  let ana: Operator;
  beforeAll(async () => {
    world = await startWorld({ quietPhones: true });
    ana = await world.connected();
  }, 90_000);
  afterAll(() => world.close());
  const shown = async () => (await world.phones.journal()).shown;

  it('killed three times reaches everybody once, in order', { timeout: 300_000 }, async () => {
    const rows = makeList(160);
    await world.phones.expect(rows.map((row) => row.number));
    await world.phones.faults({ rttMs: 60 });
    const campaign = await world.send(ana, toCsv(rows));
    expect(await cutWhile(world, rows, 3)).toBe(3);
    const report = await expectAllOnce(world, ana, { campaign, rows });
    expect(report.accepted).toBe(registered(rows).length);
  });

  it('of one image, killed twice, is shown whole and once', { timeout: 240_000 }, async () => {
    const before = await shown();
    const rows = plain(45, 200);
    const bytes = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#c8553d' } })
      .jpeg()
      .toBuffer();
    const campaign = await world.send(ana, toCsv(rows), {
      name: 'promo.jpg',
      bytes,
      as: 'photo',
      caption: 'Hola {nombre|amigo}',
    });
    expect(await cutWhile(world, rows, 2)).toBe(2);
    await expectAllOnce(world, ana, { campaign, rows, before });
    const people = await world.phones.people();
    const pictures = people.flatMap(({ messages }) => messages.flatMap(({ image }) => image ?? []));
    expect(pictures.map(({ width }) => width)).toEqual(rows.map(() => 640));
  });

  it('whose acks get lost shows nobody a second message, and counts who got it', {
    timeout: 240_000,
  }, async () => {
    const before = await shown();
    const rows = plain(100, 300);
    await world.phones.faults({ loseAcks: 0.1 });
    const campaign = await world.send(ana, toCsv(rows));
    const report = await expectAllOnce(world, ana, { campaign, rows, before });
    expect(report.accepted).toBe(100);
  });

  it('whose connection is torn before and after acks goes on by itself', { timeout: 240_000 }, async () => {
    const start = await shown();
    const rows = plain(100, 400);
    await world.phones.faults({ clear: true, rttMs: 20, dropBeforeAck: 25 });
    const campaign = await world.send(ana, toCsv(rows));
    for (const fault of [{ dropAfterAck: 10 }, { dropAfterStanzas: 10 }]) {
      const before = await shown();
      await until(async () => (await shown()) > before || (await shown()) >= start + 100, {
        what: 'the campaign to go on',
        timeoutMs: 60_000,
        everyMs: 50,
      });
      await world.phones.faults(fault);
    }
    await expectAllOnce(world, ana, { campaign, rows, before: start });
  });
});

describe('an album', () => {
  let world: World;
  let ana: Operator;
  beforeAll(async () => {
    world = await startWorld({ quietPhones: true });
    ana = await world.connected();
  }, 90_000);
  afterAll(() => world.close());

  it('of which one part is refused sends that part again, alone', {
    timeout: 120_000,
  }, async () => {
    const rows = plain(5, 100);
    const pictures = await makePictures(2);
    await world.phones.faults({ errorAck: { code: 479, times: 1, afterMessages: 2 } });
    const campaign = await world.send(ana, toCsv(rows), asAlbum(pictures));
    await expectAlbums(world, ana, { campaign, rows, pictures });
    expect(await world.stage.control.get('/whatsapp/journal')).toMatchObject({
      errorAcks: 1,
      stanzas: rows.length * 3 + 1,
      repeatedIds: 0,
    });
  });

  it('killed between the second part and the third and at random, is shown whole, once, in order', {
    timeout: 300_000,
  }, async () => {
    await world.phones.faults({ clear: true });
    const before = (await world.phones.journal()).shown;
    const rows = plain(30);
    await world.phones.expect(rows.map((row) => row.number));
    const pictures = await makePictures(3);
    // The third part of the first person's message is lost on the way, and nothing more leaves before the kill.
    await world.phones.faults({ dropAfterStanzas: 3, refuseConnections: true });
    const campaign = await world.send(ana, toCsv(rows), asAlbum(pictures));
    await until(async () => (await world.phones.journal()).shown === before + 2, {
      what: 'two parts',
      everyMs: 50,
    });
    await world.kill();
    expect((await world.phones.journal()).shown).toBe(before + 2);
    await world.phones.faults({ clear: true, rttMs: 40 });
    const parts = rows.length * 4;
    for (const share of [0.3, 0.7]) {
      const target = before + Math.floor(parts * share);
      await until(async () => (await world.phones.journal()).shown >= target, {
        what: `${target} parts`,
        timeoutMs: 60_000,
        everyMs: 50,
      });
      await pause(Math.random() * 40);
      await world.cut();
    }
    await expectAlbums(world, ana, { campaign, rows, pictures, before });
  });
});

describe('people who say BAJA while the program is killed three times', () => {
  it('are all on the list, get one confirmation each, and nothing of the next campaign', {
    timeout: 340_000,
  }, async () => {
    await using world = await startWorld({ quietPhones: true });
    const ana = await world.connected();
    const rows = plain(60);
    const first = await world.send(ana, toCsv(rows), 'Primera');
    await world.finished(ana, first, 60_000);
    await until(async () => (await world.phones.journal()).shown === 60, { what: 'all phones' });

    const saying = (async () => {
      for (const { number } of rows) {
        await world.phones.say(number, 'BAJA');
        await pause(120);
      }
    })();
    for (let nth = 0; nth < 3; nth += 1) {
      await pause(300 + Math.random() * 900);
      await world.cut();
    }
    await saying;

    const total = async () => {
      await ana.say('/bajas');
      const answer = await ana.waitForMessage((message) => /^Bajas: /.test(message.text ?? ''), {
        what: '/bajas',
      });
      return Number(/\d+/.exec(answer.text ?? '')?.[0] ?? 0);
    };
    await until(async () => (await total()) === 60, {
      what: 'all opt-outs',
      timeoutMs: 60_000,
      everyMs: 1000,
    });
    const confirmations = async () =>
      (await world.phones.people()).map(
        ({ messages }) => messages.filter(({ text }) => text?.includes('ALTA')).length,
      );
    await until(async () => (await confirmations()).every((count) => count === 1), {
      what: 'one confirmation each',
      timeoutMs: 60_000,
      everyMs: 1000,
    });

    const others = makeList(160)
      .filter((row) => row.registered && !row.optsOut)
      .slice(60, 70);
    const second = await world.send(ana, toCsv([...rows, ...others]), 'Segunda');
    await world.finished(ana, second, 60_000);
    await until(async () => (await world.phones.journal()).people === 70, {
      what: 'the others',
      timeoutMs: 20_000,
    });
    const people = await world.phones.people();
    const gotSecond = people.filter(({ messages }) =>
      messages.some(({ text }) => text?.startsWith('Segunda')),
    );
    expect(gotSecond.map(({ number }) => `+${number.replace(/\D/g, '')}`).toSorted()).toEqual(
      others.map((row) => row.number).toSorted(),
    );
    const report = await fetchReport(ana, second);
    expect(report).toMatchObject({ rows: 70, accepted: 10, skipped: 60, open: 0 });
  });
});
