import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aPhone } from '../builders.ts';
import { all, openStage, phones, type Stage, until } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

describe('what people write', () => {
  it('arrives with the person by number and LID, in words', async () => {
    await stage.scan();
    await stage.client.gateway.send(await stage.texts([aPhone(1)]), all);
    await until(async () => (await stage.journal()).shown === 1);
    await stage.ask(`POST /whatsapp/phones/${aPhone(1)}/say`, { text: 'BAJA', via: 'lid' });
    await until(() => stage.received.length === 1);
    expect(stage.received[0]).toMatchObject({ text: 'BAJA', kind: 'text', person: { phone: aPhone(1) } });
    expect(stage.received[0]?.person.lid).toMatch(/^\d+$/);
  });

  it('while we were away is handled before we say that we are ready', async () => {
    await stage.scan();
    await stage.client.gateway.send(await stage.texts(phones(30)), all);
    await until(async () => (await stage.journal()).shown === 30);
    await stage.client.close();
    for (const phone of phones(30)) await stage.ask(`POST /whatsapp/phones/${phone}/say`, { text: 'BAJA' });
    await stage.start();
    await stage.connect();
    expect(stage.received).toHaveLength(30);
  });

  it('is handed over again when handling it failed', async () => {
    await stage.scan();
    let failures = 1;
    stage.client.onMessage(async (messages) => {
      if (failures-- > 0) throw new Error('the store was busy');
      stage.received.push(...messages);
    });
    await stage.ask(`POST /whatsapp/phones/${aPhone(1)}/say`, { text: 'BAJA' });
    await until(() => stage.received.length === 1);
  });

  it('is on disk before its receipt leaves, and not asked for again after a kill', async () => {
    let hold = true;
    await stage.start({
      store: (keys) => ({
        ...keys,
        // A disk that takes for ever, from the moment on that something comes in.
        commit: (change) =>
          hold && change.inbox?.length ? new Promise<void>(() => undefined) : keys.commit(change),
      }),
    });
    await stage.scan();
    await stage.ask(`POST /whatsapp/phones/${aPhone(1)}/say`, { text: 'BAJA' });
    await pause(500);
    const queued = async () =>
      ((await stage.ask('GET /whatsapp/state')) as { queuedOffline: number }).queuedOffline;
    expect(stage.received).toHaveLength(0);
    await stage.start();
    hold = false;
    await stage.connect();
    await until(() => stage.received.length === 1);
    await until(async () => (await queued()) === 0);
    expect(stage.received[0]?.text).toBe('BAJA');
  });

  it('while we write to the same people is understood, and so is what we write', async () => {
    await stage.scan();
    const people = phones(20);
    await stage.client.gateway.send(await stage.texts(people, 'uno'), all);
    await until(async () => (await stage.journal()).shown === 20);
    const answers = people.map((phone) =>
      stage.ask(`POST /whatsapp/phones/${phone}/say`, { text: `de ${phone}`, via: 'pn' }),
    );
    for (const text of ['dos', 'tres', 'cuatro'])
      await stage.client.gateway.send(await stage.texts(people, text), all);
    await Promise.all(answers);
    await until(() => stage.received.length === 20 && stage.acked() === 80);
    await until(async () => (await stage.journal()).shown === 80);
    expect(await stage.journal()).toMatchObject({ undecryptable: 0, retriesAsked: 0, nacks: 0 });
  });

  it('by someone whom only a LID names is not taken for a number', async () => {
    await stage.scan();
    await stage.ask(`POST /whatsapp/phones/${aPhone(5)}/say`, { text: 'hola', via: 'lid' });
    await until(() => stage.received.length === 1);
    const { phone, lid } = stage.received[0]?.person ?? {};
    expect([null, aPhone(5)]).toContain(phone);
    expect(lid).toMatch(/^\d+$/);
  });

  it('that comes unencrypted is read like any other', async () => {
    await stage.scan();
    await stage.ask(`POST /whatsapp/phones/${aPhone(1)}/say`, { text: 'BAJA', encrypted: false });
    await until(() => stage.received.length === 1);
    expect(stage.received[0]).toMatchObject({ text: 'BAJA', kind: 'text', person: { phone: aPhone(1) } });
  });

  it('is waited for no longer than it moves: an offline queue without an end does not stop us', async () => {
    await stage.scan();
    await stage.client.close();
    await stage.ask('POST /whatsapp/faults', { holdOffline: true });
    await stage.ask(`POST /whatsapp/phones/${aPhone(1)}/say`, { text: 'BAJA' });
    await stage.start();
    await stage.connect();
    expect(stage.received).toHaveLength(1);
  });

  it('may still be waited for when the program ends, which is no failure', async () => {
    await stage.scan();
    await stage.client.close();
    await stage.ask('POST /whatsapp/faults', { holdOffline: true });
    await stage.start();
    const { link, gateway } = stage.client;
    await link.connect();
    await until(() => link.state().is === 'online');
    expect(gateway.ready()).toBe(false);
    await stage.client.close();
  });
});
