/** What WhatsApp and Telegram do to a campaign that runs, as its operator sees it; one world for all of it. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  answered,
  answeredInPlace,
  fetchReport,
  lastId,
  type Operator,
  plain,
  prepare,
  startWorld,
  textOf,
  toCsv,
  until,
  type World,
} from './world.ts';

describe('a campaign', () => {
  let world: World;
  let ana: Operator;
  let from = 0;
  beforeAll(async () => {
    world = await startWorld({ quietPhones: true, smallBatches: true });
    ana = await world.connected();
  }, 90_000);
  afterEach(async () => {
    await world.phones.faults({ clear: true, rttMs: 100 });
    await world.telegramFaults({ clear: true });
  });
  afterAll(() => world.close());

  const shown = async () => (await world.phones.journal()).shown;
  /** People nobody has written to yet. */
  const people = (count: number) => {
    from += count;
    return plain(count, from - count);
  };
  const cardOf = async (campaign: number) =>
    textOf(
      (await ana.chat()).messages.findLast((message) =>
        message.text?.includes(`Campaña ${campaign} · lista`),
      ),
    );
  const allSaw = (before: number, count: number) =>
    until(async () => (await shown()) === before + count, { what: 'everybody', timeoutMs: 90_000 });
  const online = () =>
    until(async () => (await world.phones.state()).online, { what: 'the link', timeoutMs: 60_000 });
  const restrictedAt = (): number => {
    const path = join(world.dataRoot, 'data', 'message-sender.db');
    using store = new DatabaseSync(path, { readOnly: true });
    return Number(store.prepare('SELECT restricted_at AS at FROM accounts').get()?.at ?? 0);
  };
  const unharmed = async (campaign: number, rows: number) => {
    await world.finished(ana, campaign, 90_000);
    expect(await fetchReport(ana, campaign)).toMatchObject({ rows, accepted: rows, failed: 0, open: 0 });
    expect(await world.phones.journal()).toMatchObject({ shownTwice: 0, undecryptable: 0 });
  };

  it('whose account may begin no more chats waits with all others until the server’s own end', {
    timeout: 360_000,
  }, async () => {
    const before = await shown();
    const inSeconds = (seconds: number) => Math.ceil(Date.now() / 1000) + seconds;
    const capped = (ends: number) => ({
      newChatCap: { total_quota: 100, used_quota: 100, cycle_end_timestamp: String(ends), push: true },
    });
    await world.slowly();
    const first = await world.send(ana, toCsv(people(120)));
    await until(async () => (await shown()) > before + 5, { what: 'the first ones', everyMs: 50 });
    await world.phones.faults(capped(inSeconds(3_600)));
    await until(async () => /^Detenida por WhatsApp/.test(await cardOf(first)), {
      what: 'the stop',
      timeoutMs: 30_000,
    });
    const second = await world.send(ana, toCsv(people(20)));
    const still = await shown();
    expect(still).toBeLessThanOrEqual(before + 60);
    await world.hurry();
    const ends = inSeconds(8);
    await world.phones.faults(capped(ends));
    await world.phones.faults({ newChatCap: { total_quota: 100, used_quota: 0 } });
    expect(await shown()).toBe(still);
    await allSaw(before, 140);
    expect(Date.now() / 1000).toBeGreaterThan(ends);
    await unharmed(first, 120);
    await unharmed(second, 20);
  });

  it('whose receipts come late, twice and the last first counts each once', {
    timeout: 240_000,
  }, async () => {
    const before = await shown();
    await world.phones.faults({ lateReceipts: true, reverseReceipts: true, repeatReceipts: 2 });
    const campaign = await world.send(ana, toCsv(people(60)));
    await allSaw(before, 60);
    await world.finished(ana, campaign, 60_000);
    expect(await fetchReport(ana, campaign)).toMatchObject({ accepted: 60, delivered: 0 });
    await world.phones.faults({ lateReceipts: false });
    await until(async () => (await fetchReport(ana, campaign)).delivered === 60, {
      what: 'all receipts',
      timeoutMs: 60_000,
      everyMs: 1_000,
    });
    const { read } = await world.phones.journal();
    expect(read).toBeGreaterThan(0);
    await unharmed(campaign, 60);
  });

  it('whose account is suspended says until when and why, and goes on by itself', {
    timeout: 360_000,
  }, async () => {
    const before = await shown();
    await world.slowly();
    const campaign = await world.send(ana, toCsv(people(100)));
    await until(async () => (await shown()) > before + 5, { what: 'the first ones', everyMs: 50 });
    const told = await answered(
      ana,
      () =>
        world.phones.faults({
          disconnect: { code: 402, kind: 'failure', attrs: { code: '101', expire: '15' } },
        }),
      /^WhatsApp suspendió la cuenta hasta/,
    );
    expect(textOf(told)).toContain('Su motivo: se escribió a muchas personas que no lo esperaban.');
    expect(told.buttons?.flat().map(({ data }) => data)).toEqual(['help:limits', 'list:1']);
    expect(told.silent).toBe(false);
    const { connects } = await world.phones.state();
    await until(async () => /^Cuenta suspendida/.test(await cardOf(campaign)), { what: 'the card' });
    // Its caps begin at the lowest step again.
    expect(restrictedAt()).toBeGreaterThan(Date.now() - 60_000);
    const after = await lastId(ana);
    await online();
    expect((await world.phones.state()).connects - connects).toBe(1);
    await ana.waitForMessage((message) => /^WhatsApp conectado/.test(textOf(message)), {
      what: 'the word that it is over',
      after,
    });
    await world.hurry();
    await allSaw(before, 100);
    await unharmed(campaign, 100);
  });

  it('is not hurt by 515 in its middle, and nobody is told of it', { timeout: 240_000 }, async () => {
    const before = await shown();
    await world.slowly();
    const campaign = await world.send(ana, toCsv(people(100)));
    await until(async () => (await shown()) > before + 20, { what: 'some', everyMs: 50 });
    const after = await lastId(ana);
    await world.phones.faults({ disconnect: { code: 515 } });
    await world.hurry();
    await allSaw(before, 100);
    await unharmed(campaign, 100);
    const { messages } = await ana.chat();
    expect(messages.filter(({ id, text }) => id > after && /^WhatsApp/.test(text ?? ''))).toEqual([]);
  });

  it('goes on while Telegram is away, starts once, and its end is told when Telegram is back', {
    timeout: 360_000,
  }, async () => {
    const before = await shown();
    await world.slowly();
    const campaign = await world.send(ana, toCsv(people(100)));
    await until(async () => (await shown()) > before + 5, { what: 'the first ones', everyMs: 50 });
    await world.telegramFaults({ outage: 'refuse', outageSeconds: 600 });
    await world.hurry();
    await allSaw(before, 100);
    expect(await cardOf(campaign)).not.toMatch(/terminada/);
    await world.telegramFaults({ outage: '500', outageSeconds: 3, repeatUpdates: 3 });
    await ana.waitForMessage(
      (message) => textOf(message).startsWith(`Campaña ${campaign} terminada: 100 de`),
      { what: 'the end', timeoutMs: 60_000 },
    );
    await unharmed(campaign, 100);
    const { messages } = await ana.chat();
    const ends = messages.filter((message) => textOf(message).startsWith(`Campaña ${campaign} terminada`));
    expect(ends.length).toBeLessThanOrEqual(2);
    expect(await shown()).toBe(before + 100);
  });

  it('whose card can’t be edited any more gets another, and shows its end there', {
    timeout: 240_000,
  }, async () => {
    const before = await shown();
    await world.slowly();
    const campaign = await world.send(ana, toCsv(people(100)));
    const old = await ana.waitForButton(`campaign:${campaign}:pause`);
    await until(async () => (await shown()) > before + 5, { what: 'the first ones', everyMs: 50 });
    const description = "Bad Request: message can't be edited";
    await world.telegramFaults({ failNext: { method: 'editMessageText', code: 400, description, times: 1 } });
    await ana.waitForButton(`campaign:${campaign}:show`, { after: old.message.id, timeoutMs: 60_000 });
    await world.hurry();
    await allSaw(before, 100);
    await unharmed(campaign, 100);
  });

  it('is slowed and told of it once, with sound; its refusals are named, thresholds and closing are set in the chat', {
    timeout: 240_000,
  }, async () => {
    await world.restart({ CANARY: '5' });
    await online();
    const newChatCap = { total_quota: 100, used_quota: 20, capping_status: 'FIRST_WARNING', push: true };
    await world.phones.faults({ newChatCap, errorAck: { code: '479', times: 1 } });
    const before = await lastId(ana);
    const campaign = await world.send(ana, toCsv(people(4)));
    const slowed = new RegExp(`^Campaña ${campaign} más lenta: aviso de WhatsApp`);
    const told = await ana.waitForMessage((message) => slowed.test(textOf(message)), {
      ...{ what: 'the word that it is slower', after: before, timeoutMs: 60_000 },
    });
    expect(told.silent).toBe(false);
    await unharmed(campaign, 4);
    const { messages } = await ana.chat();
    expect(messages.filter((message) => slowed.test(textOf(message)))).toHaveLength(1);
    const health = await answeredInPlace(
      ana,
      () => ana.tap('status:health', { messageId: told.id }),
      /^Salud/,
    );
    expect(textOf(health)).toMatch(/WhatsApp avisó: 20 de 100/);
    expect(textOf(health)).toMatch(/^• Código 479, 1:/m);

    const { id: messageId } = await answered(ana, () => ana.say('/ajustes'), /^Ajustes/);
    for (const payload of ['settings:health', 'settings:health:quota', 'settings:health:quota:ask']) {
      await ana.waitForButton(payload, { after: messageId - 1 });
      await ana.tap(payload, { messageId });
    }
    const wrong = await answered(ana, () => ana.say('mucho'), /^No entiendo "mucho"/);
    expect(textOf(wrong)).toMatch(/Escribe un porcentaje/);
    const set = await answered(ana, () => ana.say('95 %'), /^¿Cuándo freno o pauso/);
    expect(set.buttons?.flat().map(({ text }) => text)).toContain('Cupo de WhatsApp: 95 %');

    await prepare(ana, {
      list: { name: 'lista.csv', bytes: Buffer.from(toCsv(people(2))) },
      content: 'Hola {nombre|amigo}',
    });
    const preview = await ana.waitForButton('new:pace', { after: set.id });
    for (const payload of ['new:pace', 'new:closing']) {
      await ana.waitForButton(payload, { after: preview.message.id - 1 });
      await ana.tap(payload, { messageId: preview.message.id });
    }
    const no = await answered(ana, () => ana.say('temprano'), /^Eso no es una hora/);
    expect(no.silent).toBe(true);
    await answered(ana, () => ana.say('a las 25'), /^Eso no es una hora/);
    await answered(ana, () => ana.say('a las 6 y media de la tarde'), /Cada día cierra a las 18:30/);
    await ana.tap('new:cancel');
  });
});
