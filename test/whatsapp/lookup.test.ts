import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PhoneNumber } from '../../src/queue/import/phone.ts';
import type { LookUpResult, Outgoing } from '../../src/queue/ports.ts';
import { aPhone } from '../builders.ts';
import { all, openStage, phones, type Stage, until } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
  await stage.scan();
});
afterEach(() => stage.close());

const lookUp = (people: readonly PhoneNumber[]) =>
  stage.client.gateway.lookUp(people.map((phone) => ({ phone })));
const there = (results: readonly LookUpResult[]) => results.filter(({ found }) => found === true).length;
const rule = (phone: PhoneNumber, body: Record<string, unknown>) =>
  stage.ask(`POST /whatsapp/phones/${phone}/rule`, body);
const faults = (body: Record<string, unknown>) => stage.ask('POST /whatsapp/faults', body);

describe('a look-up', () => {
  it('lets the one number that the server has no answer for fail alone', async () => {
    const people = phones(8);
    await faults({ errorUser: Number(people[5]) });
    const found = await lookUp(people);
    expect(there(found)).toBe(7);
    expect(found[5]).toEqual({ phone: people[5], found: 'error', code: '500' });
  });

  it('that the server refuses as a whole is halved, and only who is refused alone fails', async () => {
    // All together and apart, then both halves in both ways, then the first two people.
    await faults({ usyncError: { code: 400, times: 8 } });
    const found = await lookUp(phones(4));
    expect(there(found)).toBeLessThan(4);
    expect(found.every((one) => one.found !== false)).toBe(true);
    await faults({ clear: true });
    expect(there(await lookUp(phones(4)))).toBe(4);
  });

  it('asks for devices apart when the server refuses all in one question, and still reaches people', async () => {
    await faults({ usyncError: { code: 400, times: 1 } });
    const batch = await stage.texts(phones(3));
    expect(batch).toHaveLength(3);
    await stage.client.gateway.send(batch, all);
    await until(async () => (await stage.journal()).shown === 3);
  });

  it.each([
    [429, 'rate'],
    [500, 'answer'],
    [503, 'answer'],
  ])('that is answered by %i burns nobody, and asks once: %s', async (code, reason) => {
    await faults({ usyncError: { code, times: 1 } });
    await expect(lookUp(phones(30))).rejects.toMatchObject({ name: 'GatewayError', reason });
    expect(there(await lookUp(phones(30)))).toBe(30);
  });

  it('can be given up when nobody waits for its answer any more', async () => {
    await faults({ usyncTimeout: 1 });
    const given = AbortSignal.timeout(100);
    const asked = stage.client.gateway.lookUp([{ phone: aPhone(1) }], given);
    await expect(asked).rejects.toMatchObject({ name: 'GatewayError' });
  });

  it('without a connection says so', async () => {
    await stage.client.link.sleep();
    await expect(lookUp(phones(1))).rejects.toMatchObject({ reason: 'link-down' });
  });

  it('takes the form of a number that WhatsApp knows, whichever was written', async () => {
    // São Luís (98) lost its ninth digit at WhatsApp, Mexico its 1, Argentina keeps its 9.
    const written = ['5598987654321', '5215512345678', '541123456789'] as PhoneNumber[];
    const found = await lookUp(written);
    expect(found.map((one) => one.phone)).toEqual(written);
    expect(found.map((one) => (one.found === true ? one.address.jid : one.found))).toEqual([
      '559887654321@s.whatsapp.net',
      '525512345678@s.whatsapp.net',
      '5491123456789@s.whatsapp.net',
    ]);
  });
});

describe('without a number check', () => {
  it('reaches people as their numbers are written, and asks nobody whether they are there', async () => {
    await stage.start({ numberCheck: false });
    await stage.connect();
    const people = phones(5);
    await faults({ usyncError: { code: 400, times: 1 } });
    const batch = await stage.texts(people);
    expect(batch.map(({ address }) => address.jid)).toEqual(people.map((phone) => `${phone}@s.whatsapp.net`));
    await stage.client.gateway.send(batch, all);
    await until(async () => (await stage.journal()).shown === 5);
  });

  it('makes who has no phone there unreachable, alone', async () => {
    await stage.start({ numberCheck: false });
    await stage.connect();
    await rule(aPhone(11), { registered: false });
    const results = await lookUp([aPhone(1), aPhone(11)]);
    expect(results[0]).toMatchObject({ found: true });
    expect(results[1]?.found).not.toBe(true);
  });
});

describe('devices', () => {
  it('of a person all get the message, also those that were added since', async () => {
    const [phone] = phones(1);
    if (!phone) return;
    await rule(phone, { devices: 2 });
    await stage.client.gateway.send(await stage.texts([phone]), all);
    await until(() => stage.acked() === 1);
    await rule(phone, { devices: 3 });
    await faults({ phashOnAck: 1 });
    await stage.client.gateway.send(await stage.texts([phone], 'otra vez'), all);
    await stage.client.gateway.send(await stage.texts([phone], 'y otra'), all);
    await until(() => stage.acked() === 3);
    expect(await stage.journal()).toMatchObject({ undecryptable: 0, withoutRecipient: 0 });
  });

  it('that give no keys make their person unreachable, and nobody else', async () => {
    const [phone, ...others] = phones(3);
    await faults({ bundleMissing: Number(phone) });
    const batch = await stage.texts([phone ?? aPhone(1), ...others]);
    const written = await stage.client.gateway.send(batch, all);
    expect(written.map(({ outcome }) => outcome)).toEqual(['unreachable', 'written', 'written']);
  });

  it('are asked for again when the program has slept since the look-up', async () => {
    const batch = await stage.texts(phones(5));
    await stage.start();
    await stage.connect();
    await stage.client.gateway.send(batch, all);
    await until(async () => (await stage.journal()).shown === 5);
  });

  it('of a phone that was set up anew are written to once it has asked again', async () => {
    const phone = aPhone(1);
    const sent = new Map<string, Outgoing>();
    await stage.start({
      sent: {
        find: async (id) => {
          const message = sent.get(id);
          return message ? { message, allowed: true } : null;
        },
      },
    });
    await stage.connect();
    const write = async (text: string) => {
      const batch = await stage.texts([phone], text);
      for (const message of batch) sent.set(message.id, message);
      await stage.client.gateway.send(batch, all);
    };
    await write('antes');
    await until(async () => (await stage.journal()).shown === 1);
    await rule(phone, { newIdentity: true });
    await write('después');
    await until(async () => (await stage.journal()).shown === 2);
    await write('y ahora');
    await until(async () => (await stage.journal()).shown === 3);
    expect((await stage.journal()).undecryptable).toBe(0);
  });
});
