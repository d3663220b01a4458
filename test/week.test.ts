/** A simulated week: the real engine and the real store over virtual time (`simulation.ts`), with faults. */
import { rmSync } from 'node:fs';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededDice, type VirtualClock, virtualClock } from '../src/clock.ts';
import { dayOf } from '../src/queue/calendar.ts';
import type { Campaign, CampaignId, StopReason } from '../src/queue/campaign.ts';
import { createDisk } from '../src/queue/disk.ts';
import type { PhoneNumber } from '../src/queue/import/phone.ts';
import { DiskFull, type Outgoing, type RecipientStore } from '../src/queue/ports.ts';
import type { Sender, SenderRules } from '../src/queue/sending/sender.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { ACCOUNT, aCampaign, aPhone, aRow } from './builders.ts';
import { aFolder, aGateway, startEngine, textOf, ZONE } from './simulation.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Wednesday, 10:00 in Asunción. */
const START = Date.UTC(2026, 10, 25, 13);

const aPicture = { kind: 'image' as const, sha256: 'x', mime: 'image/jpeg', name: 'a', bytes: 1 };

/** The real store on a disk that refuses what these methods write. */
function onDisk(store: RecipientStore, refuses: () => readonly string[]): RecipientStore {
  return new Proxy(store, {
    get(target, name: keyof RecipientStore) {
      const write = target[name];
      return (...args: Parameters<typeof write>) => {
        if (refuses().includes(name)) return Promise.reject(new DiskFull('the disk is full'));
        return Reflect.apply(write, target, args);
      };
    },
  });
}

describe('a week', () => {
  let dir: string;
  let store: Store;
  let clock: VirtualClock;
  let sender: Sender | null;
  let stops: { id: CampaignId; reason: StopReason }[];
  let whatsapp: ReturnType<typeof aGateway>;
  let disk: { free: number; refuses: readonly string[] };
  let ending: AbortController;

  beforeEach(() => {
    dir = aFolder('week-');
    store = openStore({ dir });
    clock = virtualClock(START);
    whatsapp = aGateway(clock);
    stops = [];
    sender = null;
    disk = { free: 1e9, refuses: [] };
    ending = new AbortController();
  });
  afterEach(async () => {
    ending.abort(new Error('the test is over'));
    try {
      const closing = sender?.close();
      await clock.advance(HOUR);
      await closing;
    } finally {
      await store.close();
      rmSync(dir, { recursive: true });
    }
  });

  function begin(rules: Partial<SenderRules> = {}) {
    const guard = createDisk({
      account: ACCOUNT,
      accounts: store.accounts,
      room: {
        free: async () => disk.free,
        reserve: async () => disk.refuses.length === 0,
        useReserve: async () => undefined,
      },
      events: { held: () => undefined, released: () => sender?.poke() },
      clock,
      log: pino({ level: 'silent' }),
    });
    void guard.run(ending.signal);
    sender = startEngine({
      store,
      recipients: onDisk(store.recipients, () => disk.refuses),
      gateway: whatsapp.gateway,
      disk: guard,
      rules,
      stopped: (id, reason) => stops.push({ id, reason }),
      clock,
    }).sender;
  }

  const state = async (campaign: Campaign) => (await store.campaigns.get(campaign.id))?.state;
  const counts = (campaign: Campaign) => store.recipients.counts(campaign.id, clock.now());
  const perDay = () => {
    const days = new Map<string, number>();
    for (const { at } of whatsapp.world.sent) days.set(dayOf(at, ZONE), (days.get(dayOf(at, ZONE)) ?? 0) + 1);
    return [...days.values()];
  };
  /** Virtual time in steps, so that what a step sets off is done before the next. */
  async function pass(ms: number, step = ms) {
    // A test that ran out of time goes on by itself: it must not move the clock of the next one.
    const { signal } = ending;
    for (let left = ms; left > 0; left -= step) {
      signal.throwIfAborted();
      await clock.advance(Math.min(step, left));
      // Real microtasks of the store need real turns of the loop.
      for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    }
  }
  /** Virtual time until a campaign is finished; with nothing to do the engine looks so often that days take long. */
  async function finished(campaign: Campaign, { within, step }: { within: number; step: number }) {
    const late = clock.now() + within;
    while ((await state(campaign)) !== 'finished' && clock.now() < late) await pass(step);
    expect(await state(campaign)).toBe('finished');
  }

  it('sends a list in order, once, and ends by itself', async () => {
    const campaign = await aCampaign(store, { recipients: 250 });
    begin();
    await pass(MINUTE, 100);
    expect(await state(campaign)).toBe('finished');
    const lines = whatsapp.world.sent.map(({ text }) => Number(text.split(' ')[1]));
    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
    expect(new Set(whatsapp.world.sent.map(({ id }) => id)).size).toBe(250);
    expect(await counts(campaign)).toMatchObject({ delivered: 250, queued: 0, sending: 0 });
  });

  it('stops before a disk is full, and goes on by itself', async () => {
    const campaign = await aCampaign(store, { recipients: 250 });
    disk.free = 19e6;
    begin();
    await pass(10 * MINUTE, 5_000);
    expect(whatsapp.world.sent).toEqual([]);
    expect((await store.accounts.holds(ACCOUNT, clock.now())).map(({ reason }) => reason)).toEqual(['disk']);
    disk.free = 25e6;
    await pass(2 * MINUTE, 5_000);
    expect(whatsapp.world.sent).toEqual([]);
    disk.free = 31e6;
    await pass(2 * MINUTE, 500);
    expect(await counts(campaign)).toMatchObject({ delivered: 250 });
    expect(await store.accounts.holds(ACCOUNT, clock.now())).toEqual([]);
  });

  it.each(['intend', 'stillWanted', 'settle', 'requeueAll', 'claim'])(
    'waits out a disk that refuses what %s writes: nobody is lost, and nobody is written to anew',
    async (name) => {
      const campaign = await aCampaign(store, { recipients: 250 });
      begin();
      await pass(150, 10);
      disk.refuses = [name, 'note'];
      await pass(200, 10);
      const before = new Set(whatsapp.world.sent.map(({ id }) => id)).size;
      await pass(5 * MINUTE, 1_000);
      // What was encrypted when it happened may still leave where only acks can't be written.
      expect(new Set(whatsapp.world.sent.map(({ id }) => id)).size - before).toBeLessThanOrEqual(
        name === 'settle' || name === 'requeueAll' ? 200 : 0,
      );
      disk.refuses = [];
      await pass(3 * MINUTE, 500);
      expect(await counts(campaign)).toMatchObject({ delivered: 250, failed: 0, queued: 0, sending: 0 });
      expect(new Set(whatsapp.world.sent.map(({ id }) => id)).size).toBe(250);
      const lines = new Map(whatsapp.world.sent.map(({ id, text }) => [id, Number(text.split(' ')[1])]));
      expect([...lines.values()]).toEqual([...lines.values()].toSorted((a, b) => a - b));
    },
  );

  it('never exceeds the cap of any day, and goes on the next morning', async () => {
    await store.accounts.save(ACCOUNT, { linkedAt: START });
    const campaign = await aCampaign(store, { recipients: 220 });
    begin({ dailyCap: 'auto', quietHours: { from: 1200, to: 480 }, pace: 'maximum' });
    await finished(campaign, { within: 4 * DAY, step: 10 * MINUTE });
    expect(perDay()).toEqual([50, 50, 50, 70]);
    expect(await counts(campaign)).toMatchObject({ delivered: 220 });
    const hours = whatsapp.world.sent.map(
      ({ at }) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ZONE).hour,
    );
    expect(Math.min(...hours)).toBeGreaterThanOrEqual(8);
    expect(Math.max(...hours)).toBeLessThan(20);
  });

  it('passes over who sleeps abroad, lets another campaign go meanwhile, and closes it for the day', async () => {
    const zoned = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ZONE);
    // 17:30, when it is half past eight in the evening on the Canary Islands.
    await clock.advance(7.5 * HOUR);
    const phones = Array.from({ length: 10 }, (_, nth) => (nth % 2 ? `3461234500${nth}` : aPhone(nth)));
    const rows = phones.map((phone, nth) => aRow(nth, { phone: phone as PhoneNumber }));
    const abroad = await aCampaign(store, { rows });
    const home = await aCampaign(store, { recipients: 60, from: 100 });
    await store.campaigns.save(home.id, { pace: 1, closing: { daily: 18 * 60, by: null } });
    begin({ quietHours: { from: 20 * 60, to: 8 * 60 }, pace: 'maximum' });
    await pass(HOUR, 15_000);
    await finished(home, { within: 2 * DAY, step: 2 * MINUTE });
    await finished(abroad, { within: DAY, step: MINUTE });
    const at = (campaign: Campaign, spain: boolean) =>
      whatsapp.world.sent
        .map(({ text, at }) => ({ of: text.split(' ').map(Number), at }))
        .filter(({ of: [id, line = 0] }) => id === campaign.id && (line % 2 === 1) === spain)
        .map((one) => zoned(one.at).toPlainDateTime().toString().slice(5, 13));
    expect(at(abroad, false)).toEqual(Array(5).fill('11-25T17'));
    expect(at(abroad, true)).toEqual(Array(5).fill('11-26T05'));
    const hours = [...new Set([...at(home, false), ...at(home, true)])];
    expect(hours).toEqual(['11-25T17', '11-26T08']);
  });

  it('of a campaign a day, with a restart in each and a nap after it, reaches everybody once, in order', {
    timeout: 120_000,
  }, async () => {
    const rules: Partial<SenderRules> = { quietHours: { from: 20 * 60, to: 8 * 60 } };
    const dice = seededDice(11);
    /** The process ends wherever it is, and the link with it: what comes meanwhile is never heard. */
    async function stop() {
      const closing = sender?.close();
      whatsapp.world.ready = false;
      await pass(2_000, 100);
      await closing;
      sender = null;
    }
    begin(rules);
    whatsapp.setLink(true);
    for (let day = 0; day < 7; day += 1) {
      const campaign = await aCampaign(store, { recipients: 60, from: 60 * day });
      sender?.poke();
      await pass(20 + Math.floor(dice.next() * 200), 20);
      await stop();
      begin(rules);
      await pass(3_000, 500);
      whatsapp.setLink(true);
      await pass(2 * MINUTE, 5_000);
      expect(await counts(campaign)).toMatchObject({
        people: 60,
        queued: 0,
        sending: 0,
        failed: 0,
        skipped: 0,
      });
      expect(await state(campaign)).toBe('finished');
      await stop();
      await pass(DAY - 10 * MINUTE, DAY);
      begin(rules);
      await pass(3_000, 500);
      whatsapp.setLink(true);
    }
    const firsts = new Map<string, number>();
    for (const { id, text } of whatsapp.world.sent)
      if (!firsts.has(id)) firsts.set(id, Number(text.split(' ')[0]) * 1000 + Number(text.split(' ')[1]));
    expect(firsts.size).toBe(7 * 60);
    expect([...firsts.values()]).toEqual([...firsts.values()].toSorted((a, b) => a - b));
  });

  it('keeps the pace it was given, evenly', async () => {
    await aCampaign(store, { recipients: 60 });
    begin({ pace: 'normal' });
    await pass(MINUTE, 500);
    expect(whatsapp.world.sent.length).toBeGreaterThan(22);
    expect(whatsapp.world.sent.length).toBeLessThan(40);
    const gaps = whatsapp.world.sent.slice(1).map(({ at }, nth) => at - (whatsapp.world.sent[nth]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(1000);
  });

  it('stops within a batch at WhatsApp’s lock, burns nobody, and goes on when it ends', async () => {
    const campaign = await aCampaign(store, { recipients: 120 });
    whatsapp.world.locked = START + HOUR;
    whatsapp.world.refuse = () => (whatsapp.world.locked && whatsapp.world.locked > clock.now() ? 463 : null);
    begin();
    await pass(HOUR - MINUTE, 10_000);
    expect(whatsapp.world.sent.length).toBeLessThanOrEqual(10);
    expect(await counts(campaign)).toMatchObject({ queued: 120, failed: 0 });
    await pass(5 * MINUTE, 5_000);
    expect(await counts(campaign)).toMatchObject({ delivered: 120, failed: 0 });
  });

  it('burns nobody whose refusal comes after the lock was told, whatever is answered then', async () => {
    const campaign = await aCampaign(store, { recipients: 30 });
    whatsapp.world.refuse = () => {
      if (clock.now() >= START + HOUR) return null;
      whatsapp.world.locked = START + HOUR;
      return 463;
    };
    whatsapp.world.ackAfter = (message) => (Number(textOf(message).split(' ')[1]) > 6 ? 500 : 50);
    begin();
    await pass(300, 50);
    expect(whatsapp.world.sent).toHaveLength(10);
    whatsapp.world.locked = null;
    await pass(10 * MINUTE, 5000);
    expect(await counts(campaign)).toMatchObject({ queued: 30, failed: 0 });
    await pass(HOUR, 30_000);
    expect(await counts(campaign)).toMatchObject({ delivered: 30, failed: 0 });
  });

  it('has the next batch ready while two are under way, and holds it back when it is paused meanwhile', async () => {
    const campaign = await aCampaign(store, { recipients: 400 });
    whatsapp.world.delivers = false;
    // The first row stands in line 2; the first small batch is acked at once.
    whatsapp.world.ackAfter = (message) => (Number(textOf(message).split(' ')[1]) > 11 ? 20_000 : 50);
    begin();
    await pass(5000, 100);
    expect(whatsapp.world.sent).toHaveLength(210);
    expect(whatsapp.world.prepared).toBe(310);
    await store.campaigns.step(campaign.id, ['running'], { state: 'paused' });
    await pass(MINUTE, 1000);
    expect(whatsapp.world.sent).toHaveLength(210);
    expect(await counts(campaign)).toMatchObject({ accepted: 210, queued: 190, sending: 0 });
    await store.campaigns.step(campaign.id, ['paused'], { state: 'running' });
    await pass(2 * MINUTE, 1000);
    expect(await counts(campaign)).toMatchObject({ accepted: 400 });
    expect(new Set(whatsapp.world.sent.map(({ id }) => id)).size).toBe(400);
  });

  it('holds a batch that is ready back when a limit is told meanwhile', async () => {
    const campaign = await aCampaign(store, { recipients: 400 });
    const late = (message: Outgoing) => Number(textOf(message).split(' ')[1]) > 11;
    whatsapp.world.ackAfter = (message) => (late(message) ? 20_000 : 50);
    whatsapp.world.refuse = (message) => {
      if (clock.now() > START + HOUR || !late(message)) return null;
      whatsapp.world.locked = START + HOUR;
      return 463;
    };
    begin();
    await pass(10 * MINUTE, 1000);
    expect(whatsapp.world.sent).toHaveLength(210);
    expect(await counts(campaign)).toMatchObject({ queued: 390, failed: 0 });
    await pass(HOUR, 30_000);
    expect(await counts(campaign)).toMatchObject({ delivered: 400, failed: 0 });
  });

  /** A message that waits for no turn. */
  async function aNote(media: NonNullable<Campaign['content']>['media'] = []) {
    const note = await aCampaign(store, { recipients: 1, kind: 'test' });
    await store.campaigns.save(note.id, { content: { text: 'Hola', media } });
    return note;
  }

  it('does not insist under a lock with what waits for no turn; it leaves when the lock ends', async () => {
    whatsapp.world.locked = START + HOUR;
    whatsapp.world.refuse = () => (whatsapp.world.locked && whatsapp.world.locked > clock.now() ? 463 : null);
    const note = await aNote();
    begin();
    await pass(HOUR - MINUTE, 5_000);
    expect(whatsapp.world.sent.length).toBeLessThanOrEqual(7);
    expect(await counts(note)).toMatchObject({ queued: 1, failed: 0 });
    await pass(20 * MINUTE, 5_000);
    expect(await counts(note)).toMatchObject({ delivered: 1 });
  });

  it('fails what waits for no turn when its picture can’t be uploaded, and nothing else with it', async () => {
    const picture = {
      kind: 'image',
      sha256: '0',
      mime: 'image/jpeg',
      name: 'a.jpg',
      bytes: 1,
    } as const;
    const [note, plain] = [await aNote([picture]), await aNote()];
    whatsapp.world.uploadFails = 1000;
    begin();
    await pass(MINUTE, 500);
    expect(await counts(note)).toMatchObject({ failed: 1, reasons: { upload: 1 } });
    expect(await counts(plain)).toMatchObject({ delivered: 1 });
    expect(1000 - whatsapp.world.uploadFails).toBe(1);
  });

  it('fails one whom WhatsApp refuses without a lock, and never tries again', async () => {
    const campaign = await aCampaign(store, { recipients: 30 });
    const ids = new Set<string>();
    whatsapp.world.refuse = (message) => {
      const { id } = message;
      if (!textOf(message).endsWith(' 5')) return null;
      ids.add(id);
      return 463;
    };
    begin();
    await pass(10 * MINUTE, 200);
    expect(await counts(campaign)).toMatchObject({ failed: 1, delivered: 29, reasons: { refused: 1 } });
    expect(whatsapp.world.sent.filter(({ id }) => ids.has(id))).toHaveLength(1);
  });

  it('waits when it is too fast for WhatsApp, longer each time, and burns nobody', async () => {
    const campaign = await aCampaign(store, { recipients: 40 });
    let refused = 0;
    whatsapp.world.refuse = () => {
      if (clock.now() >= START + 5 * MINUTE) return null;
      refused += 1;
      return 429;
    };
    begin();
    await pass(50_000, 500);
    expect(refused).toBeLessThanOrEqual(10);
    expect((await store.accounts.holds(ACCOUNT, clock.now())).map(({ reason }) => reason)).toEqual([
      'too-fast',
    ]);
    expect(await counts(campaign)).toMatchObject({ queued: 40, failed: 0 });
    // After one minute and after two more a single one is tried: it goes slower then.
    await pass(5 * MINUTE, 1_000);
    expect(refused).toBeGreaterThan(10);
    expect(refused).toBeLessThanOrEqual(12);
    expect(await counts(campaign)).toMatchObject({ queued: 40, failed: 0 });
    // Told three times, it waits four minutes more, and then goes at an eighth: the rest takes five minutes.
    await pass(8 * MINUTE, 1_000);
    expect(await counts(campaign)).toMatchObject({ delivered: 40, failed: 0 });
    const rows = await store.recipients.page(campaign.id, { after: -1, limit: 50 });
    expect(rows.every(({ tries }) => tries === 0)).toBe(true);
  });

  it('goes at half its pace after that', async () => {
    await aCampaign(store, { recipients: 300 });
    whatsapp.world.refuse = () => (clock.now() < START + 1_000 ? 429 : null);
    begin({ pace: 'normal' });
    await pass(2 * MINUTE, 500);
    const before = whatsapp.world.sent.length;
    await pass(MINUTE, 500);
    expect(whatsapp.world.sent.length - before).toBeGreaterThanOrEqual(13);
    expect(whatsapp.world.sent.length - before).toBeLessThanOrEqual(17);
  });

  it('goes one by one, at half of one a second, after that, where the link was the only bound', async () => {
    await aCampaign(store, { recipients: 300 });
    whatsapp.world.refuse = () => (clock.now() < START + 1_000 ? 429 : null);
    begin();
    await pass(2 * MINUTE, 500);
    const before = whatsapp.world.sent.length;
    await pass(MINUTE, 500);
    const sent = whatsapp.world.sent.slice(before);
    expect(sent.length).toBeGreaterThanOrEqual(26);
    expect(sent.length).toBeLessThanOrEqual(34);
    expect(new Set(sent.map(({ at }) => at)).size).toBe(sent.length);
  });

  it.each([
    [400, 2, 'address'],
    [479, 2, 'address'],
    [599, 3, 'server'],
  ])('tries again what is refused by %i, %i times in all', async (code, tries, reason) => {
    const campaign = await aCampaign(store, { recipients: 3 });
    whatsapp.world.refuse = (message) => (textOf(message).endsWith(' 3') ? code : null);
    begin();
    await pass(10 * MINUTE, 1_000);
    expect(whatsapp.world.sent.filter(({ text }) => text.endsWith(' 3'))).toHaveLength(tries);
    expect(await counts(campaign)).toMatchObject({ delivered: 2, failed: 1, reasons: { [reason]: 1 } });
  });

  describe.each([2 * HOUR, -2 * HOUR])('in which the clock is set by %i ms in mid-campaign', (step) => {
    let ahead: number;
    beforeEach(() => {
      ahead = 0;
      const virtual = clock;
      clock = { ...virtual, now: () => virtual.now() + ahead };
    });

    it('waits a minute for an ack all the same, neither less nor two hours more', async () => {
      const campaign = await aCampaign(store, { recipients: 40 });
      let lost = 0;
      whatsapp.world.swallow = (message) => textOf(message).endsWith(' 41') && ++lost === 1;
      whatsapp.world.delivers = false;
      begin();
      await pass(2_000, 100);
      const times = () => whatsapp.world.sent.filter(({ text }) => text.endsWith(' 41')).length;
      expect(times()).toBe(1);
      ahead = step;
      await pass(30_000, 500);
      expect(times()).toBe(1);
      await pass(MINUTE, 500);
      expect(times()).toBe(2);
      expect(await counts(campaign)).toMatchObject({ accepted: 40 });
    });

    it('tries a row again that was told to wait, and gives the first few their ten minutes', async () => {
      const campaign = await aCampaign(store, { recipients: 40 });
      let refused = 0;
      whatsapp.world.refuse = (message) => (textOf(message).endsWith(' 3') && ++refused === 1 ? 599 : null);
      whatsapp.world.delivers = false;
      begin({ canary: 5 });
      await pass(2_000, 100);
      ahead = step;
      await pass(MINUTE, 500);
      expect(await counts(campaign)).toMatchObject({ accepted: 5, failed: 0 });
      expect(stops).toEqual([]);
      await pass(10 * MINUTE, 1_000);
      expect(stops.map(({ reason }) => reason)).toEqual(['canary']);
    });
  });

  it('sends an unconfirmed message three times with the same id, then gives it up', async () => {
    const campaign = await aCampaign(store, { recipients: 3 });
    whatsapp.world.swallow = (message) => textOf(message).endsWith(' 3');
    whatsapp.world.delivers = false;
    begin();
    await pass(10 * MINUTE, 500);
    const line = whatsapp.world.sent.filter(({ text }) => text.endsWith(' 3'));
    expect(line).toHaveLength(3);
    expect(new Set(line.map(({ id }) => id)).size).toBe(1);
    expect(await counts(campaign)).toMatchObject({ accepted: 2, failed: 1, reasons: { unconfirmed: 1 } });
  });

  it('spends no try on a lost link, and goes on where it was', async () => {
    const campaign = await aCampaign(store, { recipients: 200 });
    whatsapp.world.swallow = () => !whatsapp.world.ready;
    begin();
    for (let nth = 0; nth < 6; nth += 1) {
      await pass(120, 20);
      whatsapp.setLink(false);
      await pass(5000, 500);
      whatsapp.setLink(true);
    }
    await pass(2 * MINUTE, 500);
    expect(await state(campaign)).toBe('finished');
    const rows = await store.recipients.page(campaign.id, { after: -1, limit: 500 });
    expect(rows.every((row) => row.tries === 0 && row.state === 'delivered')).toBe(true);
  });

  it('tries a few first, and stops when they do not arrive', async () => {
    const campaign = await aCampaign(store, { recipients: 100 });
    whatsapp.world.delivers = false;
    begin({ canary: 5 });
    await pass(15 * MINUTE, 5000);
    expect(whatsapp.world.sent).toHaveLength(5);
    expect(stops).toEqual([{ id: campaign.id, reason: 'canary' }]);
    whatsapp.world.delivers = true;
    await store.campaigns.step(campaign.id, ['paused'], { state: 'running', overruled: ['canary'] });
    await pass(5 * MINUTE, 1000);
    expect(await state(campaign)).toBe('finished');
  });

  it('stops at a list that looks old', async () => {
    const campaign = await aCampaign(store, { recipients: 300 });
    whatsapp.world.missing = (phone) => Number(phone) % 2 === 0;
    begin({ canary: 5 });
    await pass(5 * MINUTE, 500);
    expect(stops).toEqual([{ id: campaign.id, reason: 'unregistered' }]);
  });

  it('waits out a server that refuses look-ups and uploads; nobody is skipped for it', async () => {
    const campaign = await aCampaign(store, { recipients: 20 });
    await store.campaigns.save(campaign.id, { content: { text: '', media: [aPicture] } });
    whatsapp.world.lookUpFails = 2;
    whatsapp.world.uploadFails = 2;
    begin();
    await pass(30 * MINUTE, 5000);
    expect(await counts(campaign)).toMatchObject({ delivered: 20, failed: 0, skipped: 0 });
  });

  it('asks a person after three rounds of uploads that fail, burns nobody, and tries again when told to', async () => {
    const campaign = await aCampaign(store, { recipients: 20 });
    await store.campaigns.save(campaign.id, { content: { text: '', media: [aPicture] } });
    whatsapp.world.uploadFails = 3;
    begin();
    await pass(10 * MINUTE, 5000);
    expect(stops).toEqual([{ id: campaign.id, reason: 'upload' }]);
    expect(await counts(campaign)).toMatchObject({ queued: 20, failed: 0 });
    expect(await store.accounts.holds(ACCOUNT, clock.now())).toEqual([]);
    expect(whatsapp.world.uploadFails).toBe(0);
    await store.campaigns.step(campaign.id, ['paused'], { state: 'running' });
    await pass(5 * MINUTE, 5000);
    expect(await counts(campaign)).toMatchObject({ delivered: 20 });
  });

  describe('with albums', () => {
    const media = [aPicture, aPicture, aPicture];
    async function anAlbum(recipients: number) {
      const campaign = await aCampaign(store, { recipients });
      await store.campaigns.save(campaign.id, { content: { text: 'Hola', media } });
      await store.recipients.setParts(campaign.id, 4);
      return campaign;
    }
    const partsSent = () => whatsapp.world.sent.map(({ id }) => id.slice(-2));

    it('sends the parts of each person together, in order, and is delivered with its last part', async () => {
      const campaign = await anAlbum(60);
      begin();
      await pass(20_000, 250);
      expect(partsSent()).toEqual(Array.from({ length: 60 }, () => ['00', '01', '02', '03']).flat());
      expect(await counts(campaign)).toMatchObject({ delivered: 60 });
      const early = await anAlbum(1);
      whatsapp.world.refuse = ({ id }) => (id.endsWith('03') ? 500 : null);
      await pass(3000, 250);
      expect(await counts(early)).toMatchObject({ accepted: 0, delivered: 0, queued: 1 });
    });

    it('sends a part again, alone, whose ack is lost or that is refused', async () => {
      const campaign = await anAlbum(3);
      let lost = 0;
      let last = 0;
      whatsapp.world.swallow = ({ id }) => id.endsWith('02') && ++lost <= 1;
      whatsapp.world.refuse = ({ id }) => (id.endsWith('03') && ++last === 3 ? 479 : null);
      whatsapp.world.delivers = false;
      begin();
      await pass(5 * MINUTE, 1000);
      expect(partsSent().slice(0, 12)).toEqual(
        Array.from({ length: 3 }, () => ['00', '01', '02', '03']).flat(),
      );
      const again = whatsapp.world.sent.slice(12).map(({ id }) => id);
      expect(again.map((id) => id.slice(-2)).toSorted()).toEqual(['02', '03']);
      expect(await counts(campaign)).toMatchObject({ accepted: 3, failed: 0 });
    });

    it('counts a person of whom every part is refused as refused once', async () => {
      const campaign = await anAlbum(2);
      whatsapp.world.refuse = ({ id }) =>
        id.startsWith(whatsapp.world.sent[0]?.id.slice(0, 20) ?? '') ? 463 : null;
      begin();
      await pass(3 * MINUTE, 500);
      expect(await counts(campaign)).toMatchObject({ failed: 1, delivered: 1 });
      expect(await store.accounts.holds(ACCOUNT, clock.now())).toEqual([]);
    });

    it('keeps within the bound of a server that allows few messages under way', async () => {
      const campaign = await anAlbum(10);
      let open = 0;
      let most = 0;
      whatsapp.world.ackAfter = () => {
        open += 1;
        most = Math.max(most, open);
        void clock.sleep(2_000).then(() => {
          open -= 1;
        });
        return 2_000;
      };
      whatsapp.world.delivers = false;
      begin({ maxInFlight: 30 });
      await pass(3 * MINUTE, 500);
      expect(await counts(campaign)).toMatchObject({ accepted: 10 });
      expect(most).toBeLessThanOrEqual(26);
    });
  });

  it('lets one campaign end before the next begins, an urgent one at the next batch', async () => {
    const [one, two] = [
      await aCampaign(store, { recipients: 30 }),
      await aCampaign(store, { recipients: 30, from: 40 }),
    ];
    begin({ pace: 'normal' });
    await pass(20_000, 500);
    expect(whatsapp.world.sent.every(({ text }) => text.startsWith(`${one.id} `))).toBe(true);
    await store.campaigns.save(two.id, { urgent: true });
    const before = whatsapp.world.sent.length;
    await pass(10_000, 500);
    expect(whatsapp.world.sent.slice(before + 1).every(({ text }) => text.startsWith(`${two.id} `))).toBe(
      true,
    );
  });

  it('asks nobody twice whom it looked up within a month', async () => {
    const phones = [...Array(20).keys()].map(aPhone);
    await aCampaign(store, { recipients: 20 });
    begin();
    await pass(MINUTE, 500);
    expect(whatsapp.world.lookedUp).toBe(phones.length);
    await aCampaign(store, { recipients: 20 });
    await pass(MINUTE, 500);
    expect(whatsapp.world.lookedUp).toBe(phones.length);
    expect(whatsapp.world.sent).toHaveLength(40);
  });
});
