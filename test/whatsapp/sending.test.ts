import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CampaignId } from '../../src/queue/campaign.ts';
import type { PhoneNumber } from '../../src/queue/import/phone.ts';
import { aPhone } from '../builders.ts';
import { all, openStage, phones, type Stage, until } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

describe('a batch', () => {
  it.each(['lid', 'pn'] as const)(
    'of 250 people is shown to all of them in order, addressed by %s',
    async (addressing) => {
      await stage.start({ addressing });
      await stage.scan();
      const people = phones(250);
      await stage.ask('POST /whatsapp/expect', { numbers: people });
      for (let from = 0; from < people.length; from += 100) {
        const batch = await stage.texts(people.slice(from, from + 100), `Hola ${from}`);
        await stage.client.gateway.send(batch, all);
      }
      await until(() => stage.acked() === 250, 20_000);
      await until(async () => (await stage.journal()).shown === 250, 20_000);
      expect(await stage.journal()).toMatchObject({
        shown: 250,
        shownTwice: 0,
        wrongOrder: 0,
        undecryptable: 0,
      });
    },
  );

  it('leaves out whoever is not on WhatsApp or not allowed any more', async () => {
    await stage.scan();
    const missing = '595981555000' as PhoneNumber;
    const found = await stage.client.gateway.lookUp([{ phone: missing }, { phone: aPhone(1) }]);
    expect(found.map((one) => one.found)).toEqual([false, true]);
    const batch = await stage.texts(phones(3));
    const [first] = batch;
    await stage.client.gateway.send(batch, async (ids) => new Set(ids.filter((id) => id !== first?.id)));
    await until(() => stage.acked() === 2);
    expect((await stage.journal()).shown).toBeLessThanOrEqual(2);
  });

  it('sent again under the same ids is shown once', async () => {
    await stage.scan();
    const batch = await stage.texts(phones(5));
    await stage.client.gateway.send(batch, all);
    await until(() => stage.acked() === 5);
    await stage.client.gateway.send(batch, all);
    await until(() => stage.acked() === 10);
    await until(async () => (await stage.journal()).repeatedIds === 5);
    expect(await stage.journal()).toMatchObject({ shown: 5, shownTwice: 0, undecryptable: 0 });
  });

  it('finds the one number that the server chokes on, and asks about the others', async () => {
    await stage.scan();
    const people = phones(8);
    await stage.ask('POST /whatsapp/faults', { errorUser: Number(people[5]) });
    const found = await stage.client.gateway.lookUp(people.map((phone) => ({ phone })));
    expect(found.filter((one) => one.found === true)).toHaveLength(7);
    expect(found[5]?.found).toBe('error');
  });

  it('whose refusal comes back says with which code', async () => {
    await stage.scan();
    await stage.ask('POST /whatsapp/faults', { errorAck: { code: 463, times: 1 } });
    await stage.client.gateway.send(await stage.texts(phones(2)), all);
    await until(() => stage.events.some((event) => event.type === 'refused'));
    expect(stage.events.find((event) => event.type === 'refused')).toMatchObject({ code: 463 });
    expect((await stage.client.gateway.limits()).reachOutLock).toMatchObject({ active: false });
  });
});

describe('a phone that could not open a message', () => {
  it('gets it again after a restart, from what was sent, unless the person has opted out', async () => {
    await stage.scan();
    const batch = await stage.texts(phones(2), 'Hola otra vez');
    await stage.ask('POST /whatsapp/faults', { retryReceipts: 2 });
    const [one, two] = batch;
    await stage.start({
      sent: {
        find: async (id) => ({
          campaignId: 1 as CampaignId,
          rendered: { text: 'Hola otra vez', media: [] },
          part: 0,
          allowed: id === one?.id,
        }),
      },
    });
    await stage.connect();
    await stage.client.gateway.send(batch, all);
    await until(() => stage.events.filter((event) => event.type === 'retry-asked').length >= 2);
    await until(async () => (await stage.journal()).shown === 1);
    const shown = (await stage.ask('GET /whatsapp/journal/people')) as {
      messages: { id: string }[];
    }[];
    expect(shown.flatMap((person) => person.messages.map((message) => message.id))).not.toContain(two?.id);
  });
});
