/** Ways down and back: asked, by routine, because WhatsApp went silent; and leaving the phone's list of devices. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

const PASSWORD = 'demo1234';

/** What Ana reads after what she does, or later. */
function reader(ana: Operator) {
  return (what: RegExp, after: number, timeoutMs = 40_000) =>
    ana.waitForMessage((message) => message.from === 'bot' && what.test(textOf(message)), {
      what: String(what),
      after,
      timeoutMs,
    });
}

describe('a restart', () => {
  let world: World;
  let ana: Operator;
  let says: ReturnType<typeof reader>;
  beforeAll(async () => {
    world = await startWorld({ quietPhones: true, smallBatches: true });
    ana = await world.connected();
    says = reader(ana);
  }, 60_000);
  afterAll(() => world.close());

  const shown = async () => (await world.phones.journal()).shown;

  it('that is asked for is told step by step, and goes on with the figures of the campaign', {
    timeout: 180_000,
  }, async () => {
    await world.slowly();
    const campaign = await world.send(ana, toCsv(plain(300)));
    await until(async () => (await shown()) > 20, { what: 'some', everyMs: 50, timeoutMs: 30_000 });
    await ana.say('/help');
    await ana.tap('help:power');
    await ana.waitForButton('power:ask:restart');
    await ana.tap('power:ask:restart');
    const question = await says(/^Reinicio seguro: escribe la clave/, 0);
    const typed = await ana.say(PASSWORD);
    const back = await says(/^De vuelta en \d+ segundos?/, typed);
    expect(back.silent).toBe(false);
    expect(textOf(back)).toMatch(new RegExp(`La campaña ${campaign} sigue sola desde [\\d.]+ de 300`));
    expect(back.buttons?.flat().map(({ data }) => data)).toContain(`campaign:${campaign}:show`);
    const { messages, deleted } = await ana.chat();
    expect(deleted).toEqual(expect.arrayContaining([typed, question.id]));
    const steps = textOf(messages.find((message) => /^Reiniciando: guardando/.test(textOf(message))));
    expect(steps.split('\n').slice(1)).toEqual([
      expect.stringMatching(
        /^Hecho: campañas en espera, (lote confirmado \(\d+ de \d+\)|nada iba en camino)$/,
      ),
      'Hecho: conexiones web cerradas',
      'Hecho: WhatsApp cerrado, sigue vinculado',
      'Hecho: todo guardado',
      'Sigue: apagar y volver',
    ]);
    await world.hurry();
    await world.finished(ana, campaign);
    expect(await fetchReport(ana, campaign)).toMatchObject({ rows: 300, accepted: 300, open: 0 });
    expect(await world.phones.journal()).toMatchObject({ shownTwice: 0, wrongOrder: 0, undecryptable: 0 });
  });

  it('by routine is silent, and says what it took', { timeout: 300_000 }, async () => {
    const after = await lastId(ana);
    await world.restart({ RESTART_CRON: '* * * * *' });
    const back = await says(
      /^Reinicio de rutina a las \d+:\d\d: \d+ segundos?, todo en orden$/,
      after,
      100_000,
    );
    expect(back.silent).toBe(true);
    expect((await world.phones.state()).online).toBe(true);
    await world.restart({ RESTART_CRON: 'off' });
    await until(async () => (await world.phones.state()).online, { what: 'the link', timeoutMs: 20_000 });
  });

  it('after which WhatsApp is missing says so, aloud', { timeout: 300_000 }, async () => {
    await ana.say('/disable');
    await ana.waitForButton('power:cancel');
    await world.phones.faults({ refuseConnections: true });
    const typed = await ana.say(PASSWORD);
    const back = await says(/^De vuelta en 1 min \d+ s/, typed, 120_000);
    expect(textOf(back)).toContain('Falta WhatsApp');
    expect(back.silent).toBe(false);
    await world.phones.faults({ clear: true });
    await ana.tap('connect:retry', { messageId: back.id });
    await until(async () => (await world.phones.state()).online, { what: 'the link', timeoutMs: 20_000 });
  });

  it('is not begun by a wrong password, nor by an answer that comes too late', {
    timeout: 120_000,
  }, async () => {
    await ana.say('/disable');
    await ana.waitForButton('power:cancel');
    const wrong = await ana.say('not it');
    await says(/^Clave incorrecta\. Te quedan 4 intentos/, wrong);
    await ana.say('/cancel');
    const { connections } = await world.phones.state();
    await pause(2_000);
    expect((await world.phones.state()).connections).toBe(connections);
    expect((await ana.chat()).deleted).toContain(wrong);
  });

  it('that is not wanted: unlinking asks once more, and only right after the password', {
    timeout: 120_000,
  }, async () => {
    await ana.say('/logout');
    await says(/^Desvincular WhatsApp: escribe la clave/, 0);
    const typed = await ana.say(PASSWORD);
    const sure = await says(/^¿Desvincular \+595 981 000111\?[\s\S]*WhatsApp puede negarlo/, typed);
    expect((await ana.chat()).deleted).toContain(typed);
    expect((await world.phones.state()).linked).toBe(true);
    await ana.tap('power:unlink:yes', { messageId: sure.id });
    await until(async () => !(await world.phones.state()).linked, { what: 'the end of the link' });
    await until(
      async () => {
        const message = (await ana.chat()).messages.find(({ id }) => id === sure.id);
        return /^WhatsApp desvinculado\. Las campañas esperan/.test(textOf(message));
      },
      { what: 'the word' },
    );
    const again = await ana.tap('power:unlink:yes', { messageId: sure.id, force: true });
    expect(again.toast).toMatch(/^Este menú ya no sirve/);
    const after = await ana.say('/logout');
    await says(/^WhatsApp no está vinculado/, after);
  });
});
