/** What WhatsApp and the line to it may do at any time, one fault after another on one link. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../src/clock.ts';
import type { PhoneNumber } from '../../src/queue/import/phone.ts';
import type { LinkState } from '../../src/whatsapp/link.ts';
import type { Version } from '../../src/whatsapp/version.ts';
import { aPhone } from '../builders.ts';
import { all, openStage, phones, type Stage, until } from './stage.ts';

/** Our own waits pass ten times faster; what Baileys and the server measure does not. */
const HURRY = 10;

function hurried(): Clock {
  const system = systemClock();
  const [wall, start] = [system.now(), system.monotonic()];
  const passed = () => (system.monotonic() - start) * HURRY;
  return {
    now: () => Math.round(wall + passed()),
    monotonic: () => start + passed(),
    sleep: (ms, signal) => system.sleep(ms / HURRY, signal),
  };
}

let stage: Stage;
let next = 1;
const clock = hurried();
/** People nobody has written to yet. */
function strangers(count: number): PhoneNumber[] {
  next += count;
  return phones(next).slice(next - count);
}
const faults = (body: Record<string, unknown>) => stage.ask('POST /whatsapp/faults', body);
const state = async () =>
  (await stage.ask('GET /whatsapp/state')) as { connections: number; connects: number; keys: number };
const link = () => stage.client.link.state();
const ready = (ms = 30_000) => until(() => stage.client.gateway.ready(), ms);
const sendTo = async (people: readonly PhoneNumber[]) => {
  const batch = await stage.texts(people);
  const before = stage.acked();
  await stage.client.gateway.send(batch, all);
  await until(() => stage.acked() === before + batch.length, 20_000);
};

/** The states that the link goes through from now on. */
function path(): LinkState['is'][] {
  const states: LinkState['is'][] = [];
  stage.client.link.watch(({ is }) => states.push(is));
  return states;
}

beforeAll(async () => {
  stage = await openStage();
  await stage.start({ clock });
}, 30_000);
afterAll(() => stage.close());
afterEach(() => faults({ clear: true }));

describe('before there is a link', () => {
  it('a WhatsApp that can’t be reached is told as that, not as a code that expired', async () => {
    await faults({ refuseConnections: true });
    await stage.client.link.connect();
    await until(() => link().is === 'unreachable');
    await faults({ clear: true });
    await stage.scan();
    expect(link().is).toBe('online');
  });

  it('the answer to the login tells WhatsApp’s time', () => {
    const { theirs, age } = stage.heard.at(-1) ?? { theirs: 0, age: 0 };
    expect(Math.abs(Date.now() - theirs)).toBeLessThan(30_000);
    expect(age).toBeLessThan(60_000);
  });
});

describe('a link', () => {
  it.each([428, 503, 500, 408])(
    'that is ended by %i comes back by itself',
    { timeout: 80_000 },
    async (code) => {
      await faults({ disconnect: { code } });
      await until(() => link().is === 'reconnecting');
      await ready();
      await sendTo(strangers(2));
      // The tries count anew.
      await stage.client.link.sleep();
      await stage.connect();
    },
  );

  it('that hears 515 connects at once, and nobody is told that it was lost', {
    timeout: 80_000,
  }, async () => {
    await stage.start({ clock });
    await stage.connect();
    const states = path();
    await faults({ disconnect: { code: 515 } });
    await until(() => states.includes('online'));
    expect(states).toEqual(['connecting', 'online']);
    // Asked again and again it is no better than a line that is torn.
    const { connects } = await state();
    await faults({ disconnect: { code: 515 } });
    await until(() => link().is === 'reconnecting');
    await ready();
    expect((await state()).connects - connects).toBe(1);
  });

  it('that is half open is noticed by its keep-alives, and what was under way goes out again', {
    timeout: 120_000,
  }, async () => {
    const people = strangers(3);
    const batch = await stage.texts(people);
    await faults({ halfOpen: true });
    const { shown } = await stage.journal();
    await stage.client.gateway.send(batch, all);
    await until(() => link().is === 'reconnecting', 40_000);
    await ready();
    await stage.client.gateway.send(batch, all);
    await until(async () => (await stage.journal()).shown === (shown ?? 0) + 3);
  });

  it('that is slow is used as it is', { timeout: 120_000 }, async () => {
    await faults({ rttMs: 1_000 });
    await sendTo(strangers(5));
    expect(link().is).toBe('online');
  });

  it('whose login is heard and not answered is tried anew', { timeout: 80_000 }, async () => {
    await stage.client.link.sleep();
    await faults({ loginHangs: true });
    await stage.client.link.wake();
    await until(() => link().is === 'reconnecting', 20_000);
    await faults({ clear: true });
    await ready();
  });

  it('keeps a question that is not answered from holding up the next one', { timeout: 80_000 }, async () => {
    await faults({ usyncTimeout: 1 });
    await expect(stage.texts(strangers(2))).rejects.toMatchObject({ reason: 'timeout' });
    await sendTo(strangers(2));
  });
});

describe('a client that is too old for the server', () => {
  const NEW: Version = [2, 3000, 2_000_000_000];
  const connectsSince = async (before: number) => (await state()).connects - before;

  it('says so after one connection when no newer version can be found', { timeout: 60_000 }, async () => {
    await stage.client.link.sleep();
    const { connects } = await state();
    await faults({ leastVersion: NEW[2] });
    await stage.client.link.connect();
    await until(() => link().is === 'outdated');
    expect(await connectsSince(connects)).toBe(1);
  });

  it('tries once more as the version that WhatsApp’s page runs, and keeps it', {
    timeout: 80_000,
  }, async () => {
    await stage.start({ clock, newestVersion: async () => NEW });
    await faults({ leastVersion: NEW[2] });
    const { connects } = await state();
    await stage.connect();
    expect(await connectsSince(connects)).toBe(2);
    await stage.start({ clock });
    await stage.connect();
    expect(await connectsSince(connects)).toBe(3);
  });

  it('gives up when that is refused, too', { timeout: 60_000 }, async () => {
    const newer: Version = [2, 3000, NEW[2] + 1];
    await stage.start({ clock, newestVersion: async () => newer });
    await faults({ leastVersion: newer[2] + 1 });
    const { connects } = await state();
    await stage.client.link.connect();
    await until(() => link().is === 'outdated');
    expect(await connectsSince(connects)).toBe(2);
    await faults({ clear: true });
    await stage.connect();
  });
});

describe('an account', () => {
  it('that is suspended waits for the end of it, and comes back by itself', { timeout: 80_000 }, async () => {
    const { connects } = await state();
    const attrs = { code: '104', expire: '30' };
    await faults({ disconnect: { code: 402, kind: 'failure', attrs } });
    await until(() => link().is === 'banned');
    expect(link()).toMatchObject({ why: 'same-text' });
    const { until: end, at } = link() as Extract<LinkState, { is: 'banned' }>;
    expect(Math.abs((end ?? 0) - at - 30_000)).toBeLessThan(1_000);
    await ready();
    expect(clock.now()).toBeGreaterThanOrEqual(end ?? 0);
    expect((await state()).connects - connects).toBe(1);
  });

  it('tells a new-chat cap unasked', async () => {
    const ends = Math.floor(Date.now() / 1000) + 3_600;
    const newChatCap = { total_quota: 50, used_quota: 50, cycle_end_timestamp: String(ends), push: true };
    await faults({ newChatCap });
    await until(() => stage.events.some((event) => event.type === 'limits'));
    expect(stage.events.findLast((event) => event.type === 'limits')).toMatchObject({
      limits: { reachOutLock: null, newChats: { capped: true, until: ends * 1000 } },
    });
  });
});

describe('keys', () => {
  it('that run low are made anew, and whoever writes first meanwhile is read', {
    timeout: 60_000,
  }, async () => {
    await faults({ keepKeys: 2 });
    const people = strangers(6);
    for (const phone of people) await stage.ask(`POST /whatsapp/phones/${phone}/say`, { text: 'BAJA' });
    const from = () => new Set(stage.received.map(({ person }) => person.phone));
    await until(() => people.every((phone) => from().has(phone)), 20_000);
    await until(async () => (await state()).keys >= 5, 20_000);
    expect(await stage.journal()).toMatchObject({ nacks: 0 });
  });

  it.each([479, 400])(
    'of devices that changed are asked for again after %i',
    { timeout: 60_000 },
    async (code) => {
      const [phone = aPhone(0)] = strangers(1);
      await sendTo([phone]);
      await stage.ask(`POST /whatsapp/phones/${phone}/rule`, { devices: 2 });
      await faults({ errorAck: { code, times: 1 } });
      const batch = await stage.texts([phone]);
      await stage.client.gateway.send(batch, all);
      await until(() => stage.events.some((event) => event.type === 'refused' && event.id === batch[0]?.id));
      const { copies } = await stage.journal();
      await stage.client.gateway.send(batch, all);
      await until(async () => (await stage.journal()).copies === (copies ?? 0) + 2);
    },
  );
});

describe('a queue of 300 that waited while we were away', () => {
  it('is read to the last, though the line is torn meanwhile and some of it comes twice', {
    timeout: 360_000,
  }, async () => {
    const people = strangers(300);
    await stage.client.close();
    for (const [nth, phone] of people.entries())
      await stage.ask(`POST /whatsapp/phones/${phone}/say`, { text: nth % 3 === 0 ? 'BAJA' : 'hola' });
    const ours = () => stage.received.filter(({ person }) => people.some((phone) => phone === person.phone));
    await stage.start();
    await stage.client.link.connect();
    await until(() => ours().length > 20, 60_000);
    await faults({ disconnect: { kind: 'drop' } });
    await until(() => link().is === 'reconnecting');
    const said = () => new Map(ours().map(({ id, person, text }) => [id, `${person.phone} ${text}`]));
    await until(() => said().size === 300, 90_000);
    await ready(60_000);
    expect([...said().values()].filter((one) => one.endsWith('BAJA'))).toHaveLength(100);
    expect(await stage.journal()).toMatchObject({ nacks: 0 });
  });
});

describe('a login that is refused for good', () => {
  it.each([
    [403, 'locked'],
    [406, 'banned'],
    [401, 'while-away'],
  ])('by %i is no reason to insist, and another link can be made', { timeout: 80_000 }, async (code, why) => {
    await stage.client.link.sleep();
    await faults({ loginFailure: { code, times: 9 } });
    const { connects } = await state();
    await stage.client.link.wake();
    await until(() => link().is === 'logged-out');
    expect(link()).toMatchObject({ why, code });
    // Longer than the first try after a loss would wait.
    await clock.sleep(6_000);
    expect((await state()).connects - connects).toBe(1);
    expect(stage.client.link.identity().linked).toBe(false);
    await faults({ clear: true });
    await stage.scan();
  });

  it('tells a device that the phone removed', { timeout: 40_000 }, async () => {
    await stage.ask('POST /whatsapp/unlink');
    await until(() => link().is === 'logged-out');
    expect(link()).toMatchObject({ why: 'by-phone' });
  });
});
