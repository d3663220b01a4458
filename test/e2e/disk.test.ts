/** A server whose disk runs full: it stops before anything leaves, loses nothing, and goes on alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePictures } from '../../demo/pictures.ts';
import { aSmallDisk } from '../small-disk.ts';
import {
  fetchReport,
  lastId,
  type Operator,
  pause,
  plain,
  startWorld,
  textOf,
  toCsv,
  until,
  type World,
} from './world.ts';

/** Nothing leaves without so much room; a campaign begins only with more. */
const MB = 1_000_000;
const DISK_MB = 128;

const isFull = (text: string) => text.startsWith('Sin espacio en el servidor: pausé todo');
const told = async (who: Operator) =>
  (await who.chat()).messages.filter((message) => message.from === 'bot' && isFull(textOf(message)));
const shown = async (world: World) => (await world.phones.journal()).shown;
const someShown = (world: World, more: number) =>
  until(async () => (await shown(world)) >= more, {
    ...{ what: `${more} messages`, everyMs: 50, timeoutMs: 60_000 },
  });

/** Nobody was missed and nobody saw it twice. */
async function expectAllOnce(world: World, ana: Operator, campaign: number, people: number, before: number) {
  await world.finished(ana, campaign, 120_000);
  await until(async () => (await shown(world)) >= before + people, { what: 'everybody to see it' });
  expect(await world.phones.journal()).toMatchObject({
    ...{ shown: before + people, shownTwice: 0, undecryptable: 0 },
  });
  const report = await fetchReport(ana, campaign);
  expect(report).toMatchObject({ rows: people, accepted: people, failed: 0, skipped: 0, open: 0 });
}

/** What was on its way has arrived. */
async function settled(world: World): Promise<number> {
  let seen = -1;
  await until(
    async () => {
      const before = seen;
      seen = await shown(world);
      return seen === before;
    },
    { what: 'everything under way to arrive', everyMs: 3_000, timeoutMs: 60_000 },
  );
  return seen;
}

describe('a disk', () => {
  const disk = aSmallDisk(DISK_MB);
  let world: World;
  let ana: Operator;
  beforeAll(async () => {
    if (!disk) return;
    world = await startWorld({ quietPhones: true, smallBatches: true, env: { DATA_ROOT: disk.dir } });
    ana = await world.connected();
  }, 90_000);
  afterAll(async () => {
    await world?.close();
    disk?.[Symbol.dispose]();
  });

  it('that runs low holds a campaign, tells admins with sound, and lets it go on by itself', {
    timeout: 360_000,
  }, async ({ skip }) => {
    if (!disk) return skip();
    const before = await shown(world);
    await world.slowly();
    const campaign = await world.send(ana, toCsv(plain(120)));
    await someShown(world, before + 5);
    disk.fill(10 * MB);
    const { silent } = await ana.waitForMessage((message) => isFull(textOf(message)), {
      ...{ what: 'the alarm', timeoutMs: 40_000 },
    });
    expect(silent).toBe(false);
    await ana.waitForMessage((message) => /^Sin espacio en el servidor: esperando/.test(textOf(message)), {
      ...{ what: 'the card' },
    });
    const still = await settled(world);
    expect(still).toBeLessThan(before + 120);
    await pause(3_000);
    expect(await shown(world)).toBe(still);
    const asked = await ana.say('/status');
    await ana.waitForMessage((message) => /Ahora espera: espacio en disco/.test(textOf(message)), {
      ...{ what: 'the reason', after: asked },
    });
    disk.free();
    await ana.waitForMessage((message) => textOf(message).startsWith('Hay espacio otra vez'), {
      ...{ what: 'the end of it', timeoutMs: 40_000 },
    });
    await world.hurry();
    await expectAllOnce(world, ana, campaign, 120, before);
    expect(await told(ana)).toHaveLength(1);
  });

  it('to the last byte, again and again, while rows, keys and acks are written: all get it once', {
    timeout: 600_000,
  }, async ({ skip }) => {
    if (!disk) return skip();
    const before = await shown(world);
    await world.slowly();
    const campaign = await world.send(ana, toCsv(plain(300, 200)));
    for (const share of [0.05, 0.2, 0.35]) {
      await someShown(world, before + 300 * share);
      disk.fill();
      await pause(1_500);
      // What was put aside has been given away by now: that goes too.
      disk.fill();
      await pause(2_500);
      disk.free();
    }
    await world.hurry();
    await expectAllOnce(world, ana, campaign, 300, before);
  });

  it('at the start is waited for in place, not by starting again and again', {
    timeout: 360_000,
  }, async ({ skip }) => {
    if (!disk) return skip();
    const before = await shown(world);
    await world.slowly();
    const campaign = await world.send(ana, toCsv(plain(80, 600)));
    await someShown(world, before + 5);
    disk.fill();
    await pause(1_000);
    disk.fill();
    await world.kill();
    const still = await settled(world);
    const health = async (): Promise<unknown> => (await fetch(`${world.programUrl}/healthz`)).json();
    const waits = async () => JSON.stringify(await health()).includes('"waiting":"disk"');
    await until(() => waits().catch(() => false), {
      ...{ what: 'the program to wait', timeoutMs: 30_000 },
    });
    expect(await health()).toEqual({ ok: true, waiting: 'disk' });
    const pid = await world.program.mainPid();
    expect(pid).toBeDefined();
    await pause(5_000);
    expect(await world.program.mainPid()).toBe(pid);
    expect(await shown(world)).toBe(still);
    await world.hurry();
    disk.free();
    await expectAllOnce(world, ana, campaign, 80, before);
    expect(await world.program.mainPid()).toBe(pid);
    expect(await health()).toMatchObject({ ok: true, link: 'online' });
  });

  it('with too little room for a campaign is told before it begins, and before a file is fetched', {
    timeout: 180_000,
  }, async ({ skip }) => {
    if (!disk) return skip();
    const before = await shown(world);
    const alarms = (await told(ana)).length;
    const [bytes = Buffer.alloc(0)] = await makePictures(1);
    const list = await ana.sendFile({ name: 'lista.csv', bytes: Buffer.from(toCsv(plain(5, 700))) });
    await ana.waitForButton('new:list:ok', { after: list });
    await ana.tap('new:list:ok');
    await ana.waitForButton('new:templates:1', { after: list });
    disk.fill(45 * MB);
    const refused = await ana.sendFile({ name: 'a.jpg', bytes, as: 'photo' });
    await ana.waitForMessage((message) => textOf(message).startsWith('Sin espacio en el servidor: no pude'), {
      ...{ what: 'the refusal', after: refused },
    });
    const text = await ana.say('Hola {nombre|amigo}');
    await ana.waitForButton('new:send', { after: text });
    await ana.tap('new:send');
    const { message } = await ana.waitForButton('new:show', { after: text });
    expect(textOf(message)).toMatch(
      /^Falta espacio en el servidor para este envío\nNecesito 50 MB y quedan \d+ MB/,
    );
    expect(await told(ana)).toHaveLength(alarms);
    disk.free();
    await ana.tap('new:show');
    await ana.tap('new:send');
    await ana.waitForButton('new:confirm', { after: text });
    disk.fill(45 * MB);
    await ana.tap('new:confirm');
    await ana.waitForMessage((one) => textOf(one).startsWith('Falta espacio'), { what: 'the refusal' });
    disk.free();
    await ana.tap('new:show');
    const after = await lastId(ana);
    await ana.tap('new:send');
    await ana.tap('new:confirm');
    await ana.waitForButton(/^campaign:\d+:/, { after });
    await until(async () => (await shown(world)) === before + 5, { what: 'all five' });
  });
});
