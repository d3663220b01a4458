/** A connection that is up and dead: nothing but a new process helps. */
import { describe, expect, it } from 'vitest';
import { fetchReport, plain, startWorld, toCsv, until } from './world.ts';

describe('a connection that answers keep-alives and brings nothing', () => {
  it('ends in a new process within three minutes, reported, and nobody is lost', {
    timeout: 600_000,
  }, async () => {
    await using world = await startWorld({ quietPhones: true, smallBatches: true });
    const ana = await world.connected();
    const says = (what: RegExp, timeoutMs: number) =>
      ana.waitForMessage(({ from, text }) => from === 'bot' && what.test(text ?? ''), {
        ...{ what: String(what), timeoutMs },
      });
    const rows = plain(120);
    await world.slowly();
    const campaign = await world.send(ana, toCsv(rows));
    await until(async () => (await world.phones.journal()).shown > 5, { what: 'some', everyMs: 50 });
    const before = await world.program.mainPid();
    await world.phones.faults({ silent: true });
    const since = performance.now();
    await until(async () => (await world.program.mainPid()) !== before, {
      what: 'a new process',
      timeoutMs: 180_000,
      everyMs: 500,
    });
    expect(performance.now() - since).toBeLessThan(180_000);
    const [row] = rows;
    await world.phones.say(row?.number ?? '', 'BAJA');
    await world.phones.faults({ clear: true });
    await says(/^WhatsApp dejó de contestar: reinicié a las/, 90_000);
    await world.finished(ana, campaign, 90_000);
    expect(await world.phones.journal()).toMatchObject({ shownTwice: 0, missing: 0, undecryptable: 0 });
    expect(await fetchReport(ana, campaign)).toMatchObject({ rows: 120, open: 0 });
    await until(
      async () => {
        await ana.say('/bajas');
        return says(/^Bajas: 1 persona/, 2_000).catch(() => false);
      },
      { what: 'the opt-out', timeoutMs: 20_000 },
    );
  });
});
