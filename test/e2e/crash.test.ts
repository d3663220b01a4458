/** Killed at any moment, with lost acks and torn sockets: nobody missed, nobody twice, every BAJA obeyed. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
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
      everyMs: 5,
    });
    if (!reached) break;
    await pause(Math.random() * 40);
    await world.cut();
    cuts += 1;
  }
  return cuts;
}

/** Everybody on WhatsApp saw it once, in the order of the list, and the report's sums agree. */
async function expectAllOnce(world: World, ana: Operator, campaign: number, rows: readonly Row[]) {
  await world.finished(ana, campaign, 120_000);
  await until(async () => (await world.phones.journal()).shown >= registered(rows).length, {
    what: 'everybody to see it',
    timeoutMs: 20_000,
  });
  const journal = await world.phones.journal();
  expect(journal).toMatchObject({
    shown: registered(rows).length,
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
  campaign: number,
  rows: readonly Row[],
  pictures: readonly Buffer[],
) {
  await world.finished(ana, campaign, 120_000);
  const parts = rows.length * (pictures.length + 1);
  await until(async () => (await world.phones.journal()).shown >= parts, { what: 'all parts' });
  expect(await world.phones.journal()).toMatchObject({
    ...{ shown: parts, shownTwice: 0, wrongOrder: 0, missing: 0, undecryptable: 0 },
    ...{ albums: rows.length, brokenAlbums: 0, brokenMedia: 0, mislabelled: 0, errors: [] },
  });
  const people = await world.phones.people();
  const hashes = await findOnPhones(world.stage, pictures, people);
  expect(people.map(({ messages }) => timesShown(messages, hashes, 'Hola '))).toEqual(rows.map(() => 1));
  const report = await fetchReport(ana, campaign);
  expect(report).toMatchObject({ rows: rows.length, accepted: rows.length, failed: 0, open: 0 });
}

describe('a campaign', () => {
  it('killed twelve times reaches everybody once, in order', { timeout: 300_000 }, async () => {
    await using world = await startWorld({ rttMs: 60, quietPhones: true });
    const ana = await world.connected();
    const rows = makeList(260);
    await world.phones.expect(rows.map((row) => row.number));
    const campaign = await world.send(ana, toCsv(rows));
    expect(await cutWhile(world, rows, 12)).toBe(12);
    const report = await expectAllOnce(world, ana, campaign, rows);
    expect(report.accepted).toBe(registered(rows).length);
  });

  it('of one image, killed four times, is shown whole and once', { timeout: 240_000 }, async () => {
    await using world = await startWorld({ rttMs: 40, quietPhones: true });
    const ana = await world.connected();
    const rows = plain(60);
    const bytes = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#c8553d' } })
      .jpeg()
      .toBuffer();
    const campaign = await world.send(ana, toCsv(rows), {
      name: 'promo.jpg',
      bytes,
      as: 'photo',
      caption: 'Hola {nombre|amigo}',
    });
    expect(await cutWhile(world, rows, 4)).toBe(4);
    await expectAllOnce(world, ana, campaign, rows);
    const people = await world.phones.people();
    expect(people.every(({ messages }) => messages.every((one) => one.image?.width === 640))).toBe(true);
  });

  it('of an album, killed between the second part and the third and at random, is shown whole, once, in order', {
    timeout: 300_000,
  }, async () => {
    await using world = await startWorld({ rttMs: 40, quietPhones: true });
    const ana = await world.connected();
    const rows = plain(40);
    await world.phones.expect(rows.map((row) => row.number));
    const pictures = await makePictures(3);
    // The third part of the first person's message is lost on the way, and nothing more leaves before the kill.
    await world.phones.faults({ dropAfterStanzas: 3, refuseConnections: true });
    const campaign = await world.send(ana, toCsv(rows), asAlbum(pictures));
    await until(async () => (await world.phones.journal()).shown === 2, { what: 'two parts', everyMs: 20 });
    await world.kill();
    expect((await world.phones.journal()).shown).toBe(2);
    await world.phones.faults({ clear: true, rttMs: 40 });
    const parts = rows.length * 4;
    for (const share of [0.2, 0.45, 0.7]) {
      const target = Math.floor(parts * share);
      await until(async () => (await world.phones.journal()).shown >= target, {
        what: `${target} parts`,
        timeoutMs: 60_000,
        everyMs: 5,
      });
      await pause(Math.random() * 40);
      await world.cut();
    }
    await expectAlbums(world, ana, campaign, rows, pictures);
  });

  it('of an album of which one part is refused sends that part again, alone', {
    timeout: 120_000,
  }, async () => {
    await using world = await startWorld({ quietPhones: true });
    const ana = await world.connected();
    const rows = plain(5);
    const pictures = await makePictures(2);
    await world.phones.faults({ errorAck: { code: 479, times: 1, afterMessages: 2 } });
    const campaign = await world.send(ana, toCsv(rows), asAlbum(pictures));
    await expectAlbums(world, ana, campaign, rows, pictures);
    expect(await world.stage.control.get('/whatsapp/journal')).toMatchObject({
      errorAcks: 1,
      stanzas: rows.length * 3 + 1,
      repeatedIds: 0,
    });
  });

  it('whose acks get lost shows nobody a second message, and counts who got it', {
    timeout: 240_000,
  }, async () => {
    await using world = await startWorld({ quietPhones: true });
    const ana = await world.connected();
    const rows = plain(200);
    await world.phones.expect(rows.map((row) => row.number));
    await world.phones.faults({ loseAcks: 0.1 });
    const campaign = await world.send(ana, toCsv(rows));
    const report = await expectAllOnce(world, ana, campaign, rows);
    expect(report.accepted).toBe(200);
  });

  it('whose connection is torn before and after acks goes on by itself', { timeout: 240_000 }, async () => {
    await using world = await startWorld({ quietPhones: true, rttMs: 20 });
    const ana = await world.connected();
    const rows = plain(200);
    await world.phones.expect(rows.map((row) => row.number));
    await world.phones.faults({ dropBeforeAck: 25 });
    const campaign = await world.send(ana, toCsv(rows));
    for (const fault of [{ dropAfterAck: 10 }, { dropAfterStanzas: 10 }]) {
      const before = (await world.phones.journal()).shown;
      await until(
        async () =>
          (await world.phones.journal()).shown > before || (await world.phones.journal()).shown >= 200,
        {
          what: 'the campaign to go on',
          timeoutMs: 60_000,
          everyMs: 20,
        },
      );
      await world.phones.faults(fault);
    }
    await expectAllOnce(world, ana, campaign, rows);
  });
});

describe('people who say BAJA while the program is killed ten times', () => {
  it('are all on the list, get one confirmation each, and nothing of the next campaign', {
    timeout: 340_000,
  }, async () => {
    await using world = await startWorld({ quietPhones: true });
    const ana = await world.connected();
    const rows = plain(150);
    const first = await world.send(ana, toCsv(rows), 'Primera');
    await world.finished(ana, first, 60_000);
    await until(async () => (await world.phones.journal()).shown === 150, { what: 'all phones' });

    const saying = (async () => {
      for (const { number } of rows) {
        await world.phones.say(number, 'BAJA');
        await pause(60);
      }
    })();
    for (let nth = 0; nth < 10; nth += 1) {
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
    await until(async () => (await total()) === 150, {
      what: '150 opt-outs',
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

    const others = makeList(340)
      .filter((row) => row.registered && !row.optsOut)
      .slice(150, 160);
    const second = await world.send(ana, toCsv([...rows, ...others]), 'Segunda');
    await world.finished(ana, second, 60_000);
    await until(async () => (await world.phones.journal()).people === 160, {
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
    expect(report).toMatchObject({ rows: 160, accepted: 10, skipped: 150, open: 0 });
  });
});
