/** A sealed copy made in mid-campaign goes on elsewhere, without scanning; moving leaves the old place still. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { another, settingsFor, stopOthers } from './another.ts';
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

const root = fileURLToPath(new URL('../..', import.meta.url));
const PASSPHRASE = 'una frase de prueba';

describe('a sealed copy', () => {
  let world: World;
  let ana: Operator;
  let place: string;
  beforeAll(async () => {
    world = await startWorld({ quietPhones: true });
    place = await mkdtemp(join(tmpdir(), 'message-sender-copies-'));
    ana = await world.connected();
  }, 240_000);
  afterEach(stopOthers);
  afterAll(async () => {
    await world.close();
    await rm(place, { recursive: true, force: true });
  });

  /** `npm run backup` and `npm run restore`, on the folders below `dataRoot`. */
  async function run(entry: 'backup' | 'restore', dataRoot: string, args: string[], passphrase = PASSPHRASE) {
    await mkdir(dataRoot, { recursive: true });
    const env = { ...settingsFor(world, dataRoot), BACKUP_PASSPHRASE: passphrase };
    return new Promise<{ status: number; said: string }>((resolve) =>
      execFile(
        process.execPath,
        [`${root}${entry}.mjs`, ...args],
        { cwd: dataRoot, env },
        (error, out, err) => resolve({ status: error ? Number(error.code) : 0, said: out + err }),
      ),
    );
  }
  const shown = async () => (await world.phones.journal()).shown;
  const online = (program: { link(): Promise<unknown> }) =>
    until(async () => (await program.link()) === 'online', { what: 'the link', timeoutMs: 60_000 });

  it('goes on without scanning, and nobody gets twice what was sent since it was made', {
    timeout: 600_000,
  }, async () => {
    const people = plain(24);
    // Everybody's ratchet has moved before, moves on after the copy, and is the copy's to use again.
    const first = await world.send(ana, toCsv(people), 'Primero');
    await world.finished(ana, first, 120_000);
    // One every two seconds: whatever the machine does meanwhile, it is in mid-campaign.
    await world.restart({ PACE: 'normal' });
    const campaign = await world.send(ana, toCsv(people), 'Segundo');
    await until(async () => (await shown()) > 26, { what: 'some', everyMs: 100, timeoutMs: 60_000 });
    const file = join(place, 'copia.sealed');
    const made = await run('backup', world.dataRoot, [file]);
    expect(made).toMatchObject({ status: 0, said: expect.stringMatching(/^Copia sellada: /) });
    const then = await shown();
    await until(async () => (await shown()) > then + 2, { what: 'more', everyMs: 100, timeoutMs: 60_000 });
    await world.program.stop(0);
    expect(await shown()).toBeLessThan(48);

    const sealed = await readFile(file);
    expect(sealed.includes('SQLite format')).toBe(false);
    expect(sealed.includes(people[0]?.number ?? '?')).toBe(false);
    const second = join(place, 'second');
    expect(await run('restore', second, [file], 'otra frase larga')).toMatchObject({
      status: 1,
      said: expect.stringMatching(/^La frase no es esa/),
    });
    expect(await run('restore', second, [file])).toMatchObject({
      status: 0,
      said: expect.stringMatching(/campañas abiertas: 1\n/),
    });
    const program = await another(world, second);
    await online(program);
    await world.finished(ana, campaign, 120_000);
    expect(await world.phones.journal()).toMatchObject({ shownTwice: 0, missing: 0, undecryptable: 0 });
    expect(await shown()).toBe(48);
    expect(await fetchReport(ana, campaign)).toMatchObject({ rows: 24, accepted: 24, open: 0 });

    // What people write is opened with the keys of the copy.
    await world.phones.say(people[3]?.number ?? '', 'BAJA');
    await until(
      async () => {
        const after = await ana.say('/bajas');
        return ana
          .waitForMessage((one) => /^Bajas: 1 persona/.test(textOf(one)), {
            what: '1',
            after,
            timeoutMs: 3_000,
          })
          .catch(() => false);
      },
      { what: 'the opt-out', timeoutMs: 20_000 },
    );
  });

  it('made to move leaves the old place still; what was written meanwhile arrives at the new one', {
    timeout: 480_000,
  }, async () => {
    const [old, fresh] = [join(place, 'second'), join(place, 'third')];
    const people = plain(12, 24);
    const before = await another(world, old, { PACE: 'normal' });
    await online(before);
    const campaign = await world.send(ana, toCsv(people), 'Tercero');
    await until(async () => (await shown()) > 50, { what: 'some', everyMs: 50, timeoutMs: 60_000 });
    const file = join(place, 'mudanza.sealed');
    const running = await run('backup', old, [file, '--move']);
    expect(running).toMatchObject({ status: 1, said: expect.stringMatching(/^El programa está encendido/) });
    expect(await run('restore', old, [join(place, 'copia.sealed'), '--replace'])).toMatchObject({
      status: 1,
      said: expect.stringMatching(/^El programa está encendido/),
    });
    await before.stop();
    expect((await run('backup', old, [file, '--move'])).status).toBe(0);
    const last = people.at(-1)?.number ?? '';
    await world.phones.say(last, 'BAJA');

    await mkdir(join(fresh, 'data'), { recursive: true });
    await writeFile(join(fresh, 'data', 'other'), 'mine');
    expect(await run('restore', fresh, [file])).toMatchObject({
      status: 1,
      said: expect.stringMatching(/no está vacía/),
    });
    expect(await run('restore', fresh, [file, '--replace'])).toMatchObject({ status: 0 });
    const after = await lastId(ana);
    const program = await another(world, fresh);
    await online(program);
    await world.finished(ana, campaign, 120_000);
    const report = await fetchReport(ana, campaign);
    expect(report).toMatchObject({ rows: 12, accepted: 11, open: 0 });
    expect(await world.phones.journal()).toMatchObject({ shownTwice: 0, undecryptable: 0 });
    const { messages } = await ana.chat();
    expect(messages.filter(({ id }) => id > after).map(textOf)).not.toContainEqual(
      expect.stringMatching(/^Esto es una copia|QR/),
    );

    const { connections } = await world.phones.state();
    const awoken = await another(world, old);
    await ana.waitForMessage((one) => /^Esto es una copia de la instalación/.test(textOf(one)), {
      what: 'the word of the old place',
      after,
      timeoutMs: 20_000,
    });
    await pause(2_000);
    expect(await awoken.link()).toBe('offline');
    expect(await program.link()).toBe('online');
    expect((await world.phones.state()).connections).toBe(connections);
  });
});
