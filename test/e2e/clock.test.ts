/** The machine's clock is set in mid-campaign: nobody is lost, nobody gets it twice, and the admins hear of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answered,
  fetchReport,
  lastId,
  type Operator,
  plain,
  startWorld,
  textOf,
  toCsv,
  until,
  type World,
} from './world.ts';

const HOUR = 3_600_000;

describe('a clock that is set', () => {
  let world: World;
  let ana: Operator;
  const dir = mkdtempSync(join(tmpdir(), 'clock-'));
  const file = join(dir, 'ahead');
  const set = (ahead: number) => writeFile(file, String(ahead));
  const shown = async () => (await world.phones.journal()).shown;

  beforeAll(async () => {
    await set(0);
    const preload = new URL('set-clock.mjs', import.meta.url).href;
    world = await startWorld({
      quietPhones: true,
      smallBatches: true,
      env: { NODE_OPTIONS: `--import=${preload}`, CLOCK_AHEAD_FILE: file },
    });
    ana = await world.connected();
  }, 90_000);
  afterAll(async () => {
    await world.close();
    rmSync(dir, { recursive: true });
  });

  it.each([
    [2 * HOUR, /^El reloj del servidor va (2 h|1 h 59 min|2 h 1 min) adelantado/],
    [-2 * HOUR, /^El reloj del servidor va (2 h|1 h 59 min|2 h 1 min) atrasado/],
  ])(
    'by %i ms in mid-campaign is told to the admins, and the campaign goes on',
    { timeout: 480_000 },
    async (ahead, sentence) => {
      const before = await shown();
      await world.slowly();
      const campaign = await world.send(ana, toCsv(plain(100, before)));
      await until(async () => (await shown()) > before + 5, { what: 'some', everyMs: 50 });
      const told = await answered(ana, () => set(ahead), sentence, 60_000);
      expect(told.silent).toBe(false);
      await answered(
        ana,
        () => ana.say('/estado'),
        /El reloj del servidor va .*: lo programado espera/,
        60_000,
      );
      await world.hurry();
      await world.finished(ana, campaign, 90_000);
      await until(async () => (await shown()) === before + 100, { what: 'everybody', timeoutMs: 60_000 });
      expect(await world.phones.journal()).toMatchObject({ shownTwice: 0, repeatedIds: 0, wrongOrder: 0 });
      expect(await fetchReport(ana, campaign)).toMatchObject({ rows: 100, accepted: 100, open: 0 });
      const after = await lastId(ana);
      const right = await answered(ana, () => set(0), /^El reloj del servidor está en hora otra vez/, 60_000);
      expect(right).toMatchObject({ silent: true });
      expect(right.id).toBeGreaterThan(after);
      // A jump forward looks like a long silence to the link: it may be on its way up again.
      const online = async () => (await world.phones.state()).online;
      await until(online, { what: 'the link', timeoutMs: 60_000 });
      const status = await answered(ana, () => ana.say('/estado'), /^WhatsApp (conectado|sin conexión)/);
      expect(textOf(status)).not.toContain('El reloj');
    },
  );
});
