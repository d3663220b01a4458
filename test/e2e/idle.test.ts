/** A link that nobody uses sleeps, stays linked, and is up again when it is needed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
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

describe('an idle link', () => {
  let world: World;
  let ana: Operator;
  beforeAll(async () => {
    // Six seconds; announced after five.
    world = await startWorld({ quietPhones: true, env: { INACTIVITY_MINUTES: '0.1' } });
    ana = await world.connected();
  }, 60_000);
  afterAll(() => world.close());

  const says = (what: RegExp, after: number) =>
    ana.waitForMessage((message) => what.test(textOf(message)), {
      what: String(what),
      after,
      timeoutMs: 20_000,
    });
  const online = async () => (await world.phones.state()).online;
  const asleep = async () => {
    await until(async () => !(await online()), { what: 'sleep', timeoutMs: 20_000 });
    await ana.waitForButton('connect:wake');
  };

  it('is announced in one silent message, stays up for who asks, and then sleeps, still linked', {
    timeout: 120_000,
  }, async () => {
    const notice = await says(/^En menos de 1 min me duermo: nadie me usa/, 0);
    expect(notice.silent).toBe(true);
    const tapped = await ana.tap('connect:awake', { messageId: notice.id });
    expect(tapped.toast).toBe('Sigo despierto.');
    await pause(3_000);
    expect(await online()).toBe(true);
    const second = await says(/^En menos de 1 min me duermo/, notice.id);
    await asleep();
    const message = (await ana.chat()).messages.find(({ id }) => id === second.id);
    expect(textOf(message)).toMatch(/^Dormido\. Despierto solo si hay algo que enviar/);
    expect((await world.phones.state()).linked).toBe(true);
    const { connections } = await world.phones.state();
    await pause(3_000);
    expect((await world.phones.state()).connections).toBe(connections);
    expect(await (await fetch(`${world.programUrl}/healthz`)).json()).toMatchObject({ link: 'asleep' });
  });

  it('says so where people look, and a tap wakes it', { timeout: 120_000 }, async () => {
    const after = await lastId(ana);
    await ana.say('/start');
    await says(/^WhatsApp dormido · despierta solo/, after);
    await ana.say('/estado');
    await says(/^WhatsApp dormido · cola/, after);
    expect(await online()).toBe(false);
    expect((await ana.tap('connect:wake')).toast).toBe('Despertando…');
    await until(online, { what: 'the link', timeoutMs: 10_000 });
  });

  it('gets what people wrote while it slept, BAJA included', { timeout: 120_000 }, async () => {
    await asleep();
    const [row] = plain(1);
    await world.phones.say(row?.number ?? '', 'BAJA');
    await pause(1_000);
    await ana.tap('connect:wake');
    const confirmed = async () =>
      (await world.phones.phone(row?.number ?? '')).messages.some(
        ({ from, text }) => from === 'business' && /no te escribiremos/.test(text ?? ''),
      );
    await until(confirmed, { what: 'the confirmation', timeoutMs: 15_000 });
  });

  it('is woken by a campaign, and does not sleep while it runs', { timeout: 180_000 }, async () => {
    await asleep();
    const before = (await world.phones.journal()).shown;
    await world.phones.faults({ rttMs: 1_000 });
    const rows = plain(30, 10);
    const campaign = await world.send(ana, toCsv(rows));
    await until(online, { what: 'the link', timeoutMs: 15_000 });
    await world.finished(ana, campaign, 60_000);
    await world.phones.faults({ clear: true });
    expect((await world.phones.journal()).shown - before).toBe(30);
    const { messages } = await ana.chat();
    const card = messages.findLast((message) => message.text?.includes(`Campaña ${campaign} ·`));
    const later = messages.filter(({ id, text }) => id > (card?.id ?? 0) && /me duermo/.test(text ?? ''));
    expect(later).toEqual([]);
  });

  it('is woken by a test to oneself', { timeout: 120_000 }, async () => {
    await asleep();
    const sent = await ana.sendFile({ name: 'dos.csv', bytes: Buffer.from(toCsv(plain(2, 60))) });
    const read = await ana.waitForButton('new:list:ok', { after: sent });
    await ana.tap('new:list:ok', { messageId: read.message.id });
    await ana.waitForButton('new:list', { after: sent });
    const after = await ana.say('Hola {nombre|amigo}');
    await ana.waitForButton('new:test', { after });
    await ana.tap('new:test');
    await says(/^Prueba enviada/, after);
    expect(await online()).toBe(true);
  });
});
