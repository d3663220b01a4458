import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import tls from 'node:tls';
import { pino } from 'pino';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PhoneNumber } from '../../src/queue/import/phone.ts';
import { createFfmpeg } from '../../src/queue/preparing/ffmpeg.ts';
import { limitsOf, prepareFile } from '../../src/queue/preparing/prepare.ts';
import { aPhone } from '../builders.ts';
import { all, openStage, partsFor, phones, type Stage, until } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
  await stage.scan();
});
afterEach(() => stage.close());

describe('a batch', () => {
  it.each(['lid', 'pn'] as const)(
    'of 250 people is shown to all of them in order, addressed by %s',
    async (addressing) => {
      await stage.start({ addressing });
      await stage.connect();
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

  it.each(['lid', 'pn'] as const)(
    'to oneself is shown by the own phone in its own chat, addressed by %s',
    async (addressing) => {
      await stage.start({ addressing });
      await stage.connect();
      const { lid } = stage.client.link.identity();
      const looked = await stage.texts(['595981000111' as PhoneNumber], 'Nota');
      expect(looked[0]?.address).toEqual({ jid: '595981000111@s.whatsapp.net', lid });
      const known = { jid: '595981000111@s.whatsapp.net', lid: lid ?? '' };
      const batch = [...looked, ...partsFor(known, { text: 'Otra', media: [] })];
      const written = await stage.client.gateway.send([...batch, ...(await stage.texts(phones(1)))], all);
      expect(written.map(({ outcome }) => outcome)).toEqual(['written', 'written', 'written']);
      await until(() => stage.acked() === 3);
      await until(async () => (await stage.journal()).shown === 3);
      expect(await stage.journal()).toMatchObject({
        people: 2,
        shown: 3,
        undecryptable: 0,
        withoutRecipient: 0,
        nacks: 0,
        errors: [],
      });
      // The phone has fetched its copy of what went to somebody else, and says so.
      await until(() => stage.events.some(({ type }) => type === 'own-phone'));
      const own = (await stage.ask('GET /whatsapp/phones/595981000111')) as { messages: { text: string }[] };
      expect(own.messages.map(({ text }) => text)).toEqual(['Nota', 'Otra']);
    },
  );

  it('leaves out whoever is not on WhatsApp or not allowed any more', async () => {
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
    const batch = await stage.texts(phones(5));
    await stage.client.gateway.send(batch, all);
    await until(() => stage.acked() === 5);
    await stage.client.gateway.send(batch, all);
    await until(() => stage.acked() === 10);
    await until(async () => (await stage.journal()).repeatedIds === 5);
    expect(await stage.journal()).toMatchObject({ shown: 5, shownTwice: 0, undecryptable: 0 });
  });

  it('whose refusal comes back says with which code', async () => {
    await stage.ask('POST /whatsapp/faults', { errorAck: { code: 463, times: 1 } });
    await stage.client.gateway.send(await stage.texts(phones(2)), all);
    await until(() => stage.events.some((event) => event.type === 'refused'));
    expect(stage.events.find((event) => event.type === 'refused')).toMatchObject({ code: 463 });
    expect((await stage.client.gateway.limits()).reachOutLock).toMatchObject({ active: false });
  });

  it('leaves only when its keys are on disk', async () => {
    let landed = false;
    let hold = false;
    await stage.start({
      store: (keys) => ({
        ...keys,
        async commit(change) {
          const slow = hold && change.keys?.session !== undefined;
          if (slow) await pause(300);
          await keys.commit(change);
          if (slow) landed = true;
        },
      }),
    });
    await stage.connect();
    const batch = await stage.texts(phones(10));
    hold = true;
    const before = (await stage.journal()).stanzas;
    const sending = stage.client.gateway.send(batch, async (ids) => {
      expect(landed).toBe(true);
      return new Set(ids);
    });
    await pause(150);
    expect((await stage.journal()).stanzas).toBe(before);
    await sending;
    await until(async () => (await stage.journal()).shown === 10);
  });

  it('whose connection is torn before its acks may go out again, and is shown once', async () => {
    const batch = await stage.texts(phones(20));
    await stage.ask('POST /whatsapp/faults', { dropBeforeAck: 5 });
    await stage.client.gateway.send(batch, all);
    await until(() => stage.client.link.state().is === 'reconnecting');
    expect(
      (await stage.client.gateway.send(batch, all)).every(({ outcome }) => outcome === 'link-down'),
    ).toBe(true);
    await until(() => stage.client.gateway.ready(), 15_000);
    await stage.client.gateway.send(batch, all);
    await until(async () => (await stage.journal()).shown === 20);
    expect(await stage.journal()).toMatchObject({ shown: 20, shownTwice: 0, undecryptable: 0 });
  });

  it('that nobody may get any more sends nothing', async () => {
    const batch = await stage.texts(phones(3));
    await stage.client.gateway.send(batch, async () => new Set<string>());
    await pause(200);
    expect((await stage.journal()).stanzas).toBe(0);
  });

  it('of pictures is uploaded once, and each phone shows the picture with its own words', async () => {
    const bytes = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#0a7' } })
      .jpeg()
      .toBuffer();
    const log = pino({ level: 'silent' });
    const ffmpeg = createFfmpeg({ searchPath: '', mostBytes: 0, signal: AbortSignal.abort(), log });
    const image = await prepareFile({ bytes, name: 'foto.jpg' }, { limits: limitsOf(1e6), ffmpeg });
    if (!image.ok) throw new Error('no picture');
    await writeFile(join(stage.dir, image.file.sha256), image.bytes);
    tls.setDefaultCACertificates([...tls.getCACertificates(), await readFile(stage.world.caFile, 'utf8')]);
    await stage.ask('POST /whatsapp/faults', { mediaStatus: { status: 500, times: 9 } });
    const content = { text: 'Hola {nombre}', media: [image.file] };
    await expect(stage.client.gateway.prepare(content)).rejects.toMatchObject({
      reason: 'upload',
    });
    await stage.ask('POST /whatsapp/faults', { clear: true });
    const addresses = (await stage.texts(phones(10))).map(({ address }) => address);
    const batch = addresses.flatMap((address, nth) =>
      partsFor(address, { text: `Hola ${nth}`, media: [image.file] }),
    );
    const written = await stage.client.gateway.send(batch, all);
    expect(written.every(({ outcome }) => outcome === 'written')).toBe(true);
    await until(async () => (await stage.journal()).shown === 10);
    expect(await stage.journal()).toMatchObject({ uploads: 1, brokenMedia: 0 });
    const [phone] = phones(1);
    expect(await stage.ask(`GET /whatsapp/phones/${phone}`)).toMatchObject({
      messages: [{ image: { width: 640, height: 480, caption: 'Hola 0' } }],
    });
  });
});

describe('limits', () => {
  const limits = () => stage.client.gateway.limits();

  it('are told when asked, and unasked when they come', async () => {
    expect(await limits()).toEqual({
      reachOutLock: { active: false, until: null },
      newChats: { total: -1, used: 0, capped: false, warning: 0, until: null },
    });
    const ends = Math.floor(Date.now() / 1000) + 3_600;
    await stage.ask('POST /whatsapp/faults', {
      reachoutTimelock: { isActive: true, until: ends, push: true },
      newChatCap: { total_quota: 100, used_quota: 100, cycle_end_timestamp: String(ends) },
    });
    const told = () =>
      stage.events.some((event) => event.type === 'limits' && event.limits.reachOutLock?.active === true);
    await until(told);
    expect(await limits()).toEqual({
      reachOutLock: { active: true, until: ends * 1000 },
      newChats: { total: 100, used: 100, capped: true, warning: 0, until: ends * 1000 },
    });
  });

  it('are unknown, not an error, without a connection', async () => {
    await stage.client.link.sleep();
    expect(await limits()).toEqual({ reachOutLock: null, newChats: null });
  });
});

describe('a phone that could not open a message', () => {
  it('gets it again after a restart, from what was sent, unless the person has opted out', async () => {
    const batch = await stage.texts(phones(2), 'Hola otra vez');
    await stage.ask('POST /whatsapp/faults', { retryReceipts: 2 });
    const [one, two] = batch;
    await stage.start({
      sent: {
        async find(id) {
          const message = batch.find((sent) => sent.id === id);
          return message ? { message, allowed: id === one?.id } : null;
        },
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
