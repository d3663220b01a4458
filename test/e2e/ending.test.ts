/** How it ends: told to in the middle of a batch, cut off with torn files, without folders, again and again. */
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startProgram } from '../../demo/processes.ts';
import { seededDice } from '../../src/clock.ts';
import { type Ledger, readLedger } from '../ledger.ts';
import { tearFiles } from '../power-cut.ts';
import { aSmallDisk } from '../small-disk.ts';
import { answered, fetchReport, plain, startWorld, textOf, toCsv, until, type World } from './world.ts';

const shown = async (world: World) => (await world.phones.journal()).shown;
const someShown = (world: World, more: number) =>
  until(async () => (await shown(world)) >= more, {
    ...{ what: `${more} messages`, everyMs: 50, timeoutMs: 60_000 },
  });
const inState = (ledger: Ledger | undefined, ...states: string[]) =>
  ledger?.rows.filter(({ state }) => states.includes(state)).length ?? 0;

it('SIGTERM in the middle of a batch lets its acks in: nothing is left open, nothing goes out again', {
  timeout: 300_000,
}, async () => {
  await using world = await startWorld({ quietPhones: true, smallBatches: true });
  const ana = await world.connected();
  await world.slowly();
  const campaign = await world.send(ana, toCsv(plain(160)));
  for (const target of [15, 70]) {
    await someShown(world, target);
    const { killed, status } = await world.program.stop();
    expect({ killed, status }).toEqual({ killed: false, status: 0 });
    const ledger = readLedger(world.dataRoot);
    expect(ledger.complaints).toEqual([]);
    expect(inState(ledger, 'sending')).toBe(0);
    // Phones may show a moment after the server has taken it.
    const accepted = inState(ledger, 'accepted', 'delivered', 'read');
    await someShown(world, accepted);
    expect(accepted).toBe(await shown(world));
    await world.restart();
  }
  await world.hurry();
  await world.finished(ana, campaign, 90_000);
  await someShown(world, 160);
  expect(await world.phones.journal()).toMatchObject({ shown: 160, shownTwice: 0, repeatedIds: 0 });
  expect(await fetchReport(ana, campaign)).toMatchObject({ rows: 160, accepted: 160, open: 0 });
});

it('power cuts that tear what was not on disk yet lose nobody, and the databases are whole', {
  timeout: 300_000,
}, async () => {
  const dice = seededDice(20_261_128);
  await using world = await startWorld({ quietPhones: true, rttMs: 200, smallBatches: true });
  const ana = await world.connected();
  const rows = plain(160);
  await world.phones.expect(rows.map((row) => row.number));
  const campaign = await world.send(ana, toCsv(rows));
  for (let cut = 1; cut <= 3; cut += 1) {
    await someShown(world, cut * 12 + Math.floor(dice.next() * 20));
    let ledger: Ledger | undefined;
    await world.cut(() => {
      tearFiles(world.dataRoot, dice.next);
      ledger = readLedger(world.dataRoot);
    });
    expect(ledger?.complaints).toEqual([]);
  }
  // While it runs, too, its files are at each moment as a cut would have to leave them.
  for (let look = 0; look < 20 && (await shown(world)) < 160; look += 1)
    expect((await world.program.frozen(() => readLedger(world.dataRoot))).complaints).toEqual([]);
  await world.finished(ana, campaign, 90_000);
  const everybody = { shown: 160, shownTwice: 0, wrongOrder: 0, missing: 0, undecryptable: 0 };
  await until(async () => (await shown(world)) >= 160, { what: 'everybody to see it' });
  expect(await world.phones.journal()).toMatchObject(everybody);
  expect(await fetchReport(ana, campaign)).toMatchObject({ rows: 160, accepted: 160, open: 0 });
});

describe('a folder that can’t be written', () => {
  it('is told at the start with what to do, all of them at once, and nothing is tried again', {
    timeout: 120_000,
  }, async ({ skip }) => {
    using disk = aSmallDisk(8);
    if (!disk) return skip();
    disk.readOnly(true);
    const program = startAlone({ DATA_ROOT: disk.dir });
    await until(() => !program.running && /LOG_DIR/.test(program.logs()), {
      what: 'the end',
      timeoutMs: 50_000,
    });
    const said = program.logs();
    for (const name of ['DATA_DIR', 'SESSIONS_DIR', 'UPLOADS_DIR', 'LOG_DIR'])
      expect(said).toMatch(new RegExp(`${name} is .* mounted read-only: mount it writable`));
    expect(said.match(/DATA_DIR/g)).toHaveLength(1);
    expect(await program.stop()).toEqual({ killed: false, status: 78 });
  });

  it('later on, is told to who sends a file; campaigns go on', { timeout: 240_000 }, async ({ skip }) => {
    using disk = aSmallDisk(128);
    if (!disk) return skip();
    await using world = await startWorld({
      quietPhones: true,
      smallBatches: true,
      env: { UPLOADS_DIR: join(disk.dir, 'uploads') },
    });
    const ana = await world.connected();
    await world.slowly();
    const campaign = await world.send(ana, toCsv(plain(100)));
    await someShown(world, 10);
    disk.readOnly(true);
    const list = { name: 'otra.csv', bytes: Buffer.from(toCsv(plain(3, 600))) };
    await answered(ana, () => ana.sendFile(list), /^No pude guardar eso: carpeta de solo lectura/);
    await world.hurry();
    await world.finished(ana, campaign, 60_000);
    expect(await fetchReport(ana, campaign)).toMatchObject({ rows: 100, accepted: 100, open: 0 });
    disk.readOnly(false);
    await answered(ana, () => ana.sendFile(list), /3 personas/);
  });
});

it('a program that ends again and again, and then starts, says after how many tries it is back', {
  timeout: 180_000,
}, async () => {
  await using world = await startWorld({ quietPhones: true });
  const ana = await world.connected();
  await ana.say('/disable');
  await ana.waitForButton('power:cancel');
  const typed = await ana.say('demo1234');
  // Another program takes its port while it is away.
  const port = Number(new URL(world.programUrl).port);
  const taken = await until(
    () =>
      new Promise<ReturnType<typeof createServer> | false>((resolve) => {
        const server = createServer().listen(port, '0.0.0.0', () => resolve(server));
        server.once('error', () => resolve(false));
      }),
    { what: 'the port', everyMs: 50, timeoutMs: 30_000 },
  );
  await until(() => /ended \(status 1\) 2 times in a row/.test(world.logs()), {
    what: 'two tries',
    timeoutMs: 40_000,
  });
  taken.close();
  const back = await ana.waitForMessage((message) => /^Volví tras \d+ intentos, en/.test(textOf(message)), {
    what: 'the word',
    after: typed,
    timeoutMs: 40_000,
  });
  expect(Number(/\d+/.exec(textOf(back))?.[0])).toBeGreaterThanOrEqual(3);
});

/** Without emulators: nothing answers at these addresses. */
function startAlone(env: Record<string, string>) {
  return startProgram({
    cwd: tmpdir(),
    env: {
      TELEGRAM_BOT_TOKEN: '123456:AAAAAAAAAAAA',
      TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
      WHATSAPP_WS_URL: 'ws://127.0.0.1:9',
      PORT: '0',
      ...env,
    },
  });
}
