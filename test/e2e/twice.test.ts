/** The same thing twice: a copied data folder, one session in two programs, one bot read by two, a token refused. */
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readLedger } from '../ledger.ts';
import { another, stopOthers } from './another.ts';
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

const reader =
  (ana: Operator) =>
  (what: RegExp, after: number, timeoutMs = 30_000) =>
    ana.waitForMessage((message) => message.from === 'bot' && what.test(textOf(message)), {
      what: String(what),
      after,
      timeoutMs,
    });

afterEach(stopOthers);

const shown = async (world: World) => (await world.phones.journal()).shown;
const linkOf = async (world: World) => {
  const answer: unknown = await (await fetch(`${world.programUrl}/healthz`)).json();
  return typeof answer === 'object' && answer && 'link' in answer ? answer.link : null;
};

describe('a copied data folder', () => {
  it('holds still until an admin says that the original is off, and then goes on where it was', {
    timeout: 300_000,
  }, async () => {
    await using world = await startWorld({ quietPhones: true, smallBatches: true });
    const ana = await world.connected();
    const says = reader(ana);
    await world.slowly();
    const campaign = await world.send(ana, toCsv(plain(200)));
    await until(async () => (await shown(world)) > 20, { what: 'some', everyMs: 50 });
    await world.program.stop();
    await world.hurry();
    const moved = `${world.dataRoot}-moved`;
    execFileSync('cp', ['-a', world.dataRoot, moved]);
    try {
      // All that the servers have taken, once the phones have got it.
      const states = new Set(['accepted', 'delivered', 'read']);
      const before = readLedger(moved).rows.filter(({ state }) => states.has(state)).length;
      await until(async () => (await shown(world)) >= before, { what: 'what was accepted' });
      const { connections } = await world.phones.state();
      const after = await lastId(ana);
      const copy = await another(world, moved);
      const asked = await says(/^Esto es una copia de la instalación/, after);
      expect(asked.silent).toBe(false);
      const said = await ana.say('/start');
      await says(/^Esto es una copia/, said);
      await ana.say('/estado');
      await pause(3_000);
      expect((await world.phones.state()).connections).toBe(connections);
      expect(await shown(world)).toBe(before);
      expect(await copy.link()).toBe('offline');
      // It is told once, and stays a copy over a restart.
      await copy.stop();
      const quiet = await lastId(ana);
      const again = await another(world, moved);
      await pause(1_500);
      expect(await lastId(ana)).toBe(quiet);
      await ana.tap('power:copy:yes', { messageId: asked.id });
      await until(async () => /^Bien: desde ahora/.test(textOf(await byId(ana, asked.id))), {
        what: 'the word',
      });
      await until(async () => (await again.link()) === 'online', { what: 'the link', timeoutMs: 20_000 });
      await world.finished(ana, campaign, 60_000);
      expect(await fetchReport(ana, campaign)).toMatchObject({ rows: 200, accepted: 200, open: 0 });
      await world.seen(200);
      expect(await world.phones.journal()).toMatchObject({ shown: 200, shownTwice: 0, missing: 0 });
      await again.stop();
      const third = await another(world, moved);
      await until(async () => (await third.link()) === 'online', { what: 'the link', timeoutMs: 20_000 });
    } finally {
      await stopOthers();
      await rm(moved, { recursive: true });
    }
  });

  it('is never seen in a restart, a kill or a start with other settings; made meanwhile it takes neither link nor chat', {
    timeout: 240_000,
  }, async () => {
    await using world = await startWorld({ quietPhones: true });
    const ana = await world.connected();
    const says = reader(ana);
    const online = () =>
      until(async () => (await linkOf(world).catch(() => null)) === 'online', { what: 'the link' });
    await world.restart();
    await online();
    await world.kill();
    await pause(1_000);
    await world.restart({ TZ: 'America/Santiago', HOSTNAME: 'another' });
    await online();
    const { messages } = await ana.chat();
    expect(messages.filter((message) => /copia/.test(textOf(message)))).toEqual([]);

    const copied = `${world.dataRoot}-copied`;
    execFileSync('cp', ['-a', world.dataRoot, copied]);
    try {
      const { connections } = await world.phones.state();
      const copy = await another(world, copied);
      const asked = await says(/^Esto es una copia de la instalación/, 0);
      // The original is back at the chat after its wait; the copy keeps away.
      await until(() => /another-poller|another program reads/.test(copy.said()), {
        what: 'the copy to give way',
        timeoutMs: 30_000,
      });
      const answer = await ana.tap('power:copy:yes', { messageId: asked.id, timeoutMs: 30_000 });
      expect(answer.toast).toMatch(/^El original sigue encendido/);
      const campaign = await world.send(ana, toCsv(plain(50)));
      await world.finished(ana, campaign, 40_000);
      expect((await world.phones.state()).connections).toBe(connections);
      expect(await copy.link()).toBe('offline');
    } finally {
      await stopOthers();
      await rm(copied, { recursive: true });
    }
  });
});

async function byId(ana: Operator, id: number) {
  return (await ana.chat()).messages.find((message) => message.id === id);
}

describe('one session in two programs', () => {
  it('is taken over by the second; the first stays out, also over a restart, until it is told otherwise', {
    timeout: 300_000,
  }, async () => {
    await using world = await startWorld({ quietPhones: true });
    const ana = await world.connected();
    const says = reader(ana);
    const other = `${world.dataRoot}-other`;
    execFileSync('mkdir', ['-p', other]);
    execFileSync('cp', ['-a', `${world.dataRoot}/bot_sessions`, other]);
    try {
      const after = await lastId(ana);
      const second = await another(world, other, { TELEGRAM_API_ROOT: 'http://127.0.0.1:9' });
      await until(async () => (await second.link()) === 'online', { what: 'the second', timeoutMs: 20_000 });
      const told = await says(/^Esta sesión está abierta en otro lugar/, after);
      expect(told.buttons?.flat().map(({ data }) => data)).toEqual(['connect:retry', 'connect:out']);
      await ana.tap('connect:out', { messageId: told.id });
      await until(async () => /^Me quedo fuera/.test(textOf(await byId(ana, told.id))), { what: 'the word' });
      const quiet = await lastId(ana);
      await world.restart();
      await until(async () => (await linkOf(world).catch(() => null)) === 'replaced', { what: 'the first' });
      await pause(3_000);
      expect(await second.link()).toBe('online');
      expect(await linkOf(world)).toBe('replaced');
      expect(await lastId(ana)).toBe(quiet);
      const campaign = await world.send(ana, toCsv(plain(20)));
      const card = await says(/^Sin conexión 0 % · sesión en otro lugar/, quiet);
      expect(await shown(world)).toBe(0);
      await ana.tap('connect:retry', { messageId: card.id });
      await until(async () => (await linkOf(world)) === 'online', { what: 'the first', timeoutMs: 20_000 });
      await until(async () => (await second.link()) === 'replaced', { what: 'the second to go' });
      await world.finished(ana, campaign, 30_000);
      await world.seen(20);
      expect(await world.phones.journal()).toMatchObject({ shown: 20, shownTwice: 0 });
    } finally {
      await stopOthers();
      await rm(other, { recursive: true });
    }
  });
});

describe('Telegram’s refusals', () => {
  let world: World;
  let ana: Operator;
  beforeAll(async () => {
    world = await startWorld({ quietPhones: true, smallBatches: true });
    ana = await world.connected();
  }, 90_000);
  afterAll(() => world.close());

  it.each([
    [
      'a token that it refuses',
      { failNext: { method: 'getUpdates', code: 401, description: 'Unauthorized', times: 2 } },
      /TELEGRAM_BOT_TOKEN/,
    ],
    [
      'another program that reads the same bot',
      {
        failNext: {
          method: 'getUpdates',
          code: 409,
          description: 'Conflict: terminated by other getUpdates request',
          times: 2,
        },
      },
      /another program reads/,
    ],
  ])('end no campaign: %s', { timeout: 180_000 }, async (_, fault, line) => {
    const before = await shown(world);
    await world.slowly();
    const campaign = await world.send(ana, toCsv(plain(100, before)));
    await until(async () => (await shown(world)) > before, { what: 'some', everyMs: 50 });
    const process = await world.program.mainPid();
    await world.telegramFaults(fault);
    // The poll that is under way ends with what is said.
    await ana.say('hola');
    await until(() => line.test(world.logs()), { what: 'a line' });
    expect(await shown(world)).toBeLessThan(before + 100);
    await world.hurry();
    await until(async () => (await shown(world)) === before + 100, { what: 'everybody', timeoutMs: 30_000 });
    await world.finished(ana, campaign, 30_000);
    const after = await ana.say('/estado');
    await reader(ana)(/^WhatsApp conectado/, after, 40_000);
    expect(await world.program.mainPid()).toBe(process);
  });
});
