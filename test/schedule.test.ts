/** Campaigns that leave later and again: the real store and loop over virtual time, killed where it hurts. */
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededDice, type VirtualClock, virtualClock } from '../src/clock.ts';
import type { Campaign, CampaignId, Every } from '../src/queue/campaign.ts';
import type { QueueEvent } from '../src/queue/events.ts';
import type { PhoneNumber } from '../src/queue/import/phone.ts';
import type { CampaignStore, RecipientStore } from '../src/queue/ports.ts';
import { localOf, momentOf } from '../src/queue/schedule.ts';
import { createScheduler } from '../src/queue/scheduler.ts';
import { ACCOUNT, aPhone, aRow } from './builders.ts';
import { ANA, type Drafts, openDrafts } from './drafts.ts';

const ZONE = 'America/Asuncion';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Wednesday, 10:00 in Asunción. */
const START = Date.UTC(2026, 10, 25, 13);
const at = (local: string) => momentOf(local, ZONE) ?? 0;

describe('a campaign that leaves later', () => {
  let clock: VirtualClock;
  let drafts: Drafts;
  let events: string[];
  let trusted: boolean;
  let ending: AbortController;

  beforeEach(async () => {
    clock = virtualClock(START);
    events = [];
    trusted = true;
    ending = new AbortController();
    drafts = await openDrafts({
      clock,
      emit: (event: QueueEvent) => {
        if (event.type === 'campaign') events.push(`${event.campaign.id} ${event.what}`);
      },
    });
  });
  afterEach(async () => {
    await stop();
    await drafts.end();
  });

  /** The loop as one process runs it; `between` may end it where it likes. */
  function run(
    wrap: { campaigns?: Partial<CampaignStore>; recipients?: Partial<RecipientStore> } = {},
    signal = ending.signal,
  ) {
    const { store, control } = drafts;
    const scheduler = createScheduler({
      account: ACCOUNT,
      ...store,
      campaigns: { ...store.campaigns, ...wrap.campaigns },
      recipients: { ...store.recipients, ...wrap.recipients },
      control,
      zone: () => ZONE,
      clockIsRight: () => trusted,
      clock,
      dice: seededDice(Math.random() * 1e9),
      log: pino({ level: 'silent' }),
    });
    const running = scheduler.run(signal);
    running.catch(() => undefined);
    return running;
  }

  async function stop() {
    ending.abort();
    await pass(1);
    ending = new AbortController();
  }

  /** Virtual time in steps, so that what a step sets off is done before the next. */
  async function pass(ms: number, step = ms) {
    for (let left = ms; left > 0; left -= step) {
      await clock.advance(Math.min(step, left));
      for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async function aScheduled(local: string | null, every: Every | null = null): Promise<CampaignId> {
    await drafts.read(
      'nombre,telefono\nAna,0981123456\nLuis,0981123457\nAna,0981123456\nEva,abc\nMia,0981123458\n',
    );
    await drafts.control.setText(ANA, 'Hola {nombre}');
    await drafts.control.setWhen(ANA, local === null ? null : at(local));
    const draft = await drafts.control.setRepeat(ANA, every);
    const started = await drafts.control.start(ANA, draft?.id ?? (0 as CampaignId), { consent: true });
    if (!started.ok) throw new Error(started.why);
    return started.campaign.id;
  }

  const get = async (id: CampaignId): Promise<Campaign> => {
    const found = await drafts.store.campaigns.get(id);
    if (!found) throw new Error('gone');
    return found;
  };
  const all = async () => (await drafts.store.campaigns.list({ limit: 100 })).campaigns.toReversed();
  const next = async (id: CampaignId) => (await all()).find(({ parentId }) => parentId === id);
  const finish = async (id: CampaignId) => {
    const rows = await drafts.store.recipients.page(id, { after: -1, limit: 100, states: ['queued'] });
    await drafts.store.recipients.fail(
      rows.map((row) => ({ id: row.id, reason: 'server' })),
      clock.now(),
    );
    await drafts.control.finish(id);
  };

  it('leaves at its time, and not before', async () => {
    const id = await aScheduled('2026-11-25T18:00');
    void run();
    await pass(8 * HOUR - MINUTE, 10 * MINUTE);
    expect(await get(id)).toMatchObject({ state: 'scheduled', startedAt: null });
    await pass(MINUTE + 1000);
    const { state, startedAt } = await get(id);
    expect({ state, started: localOf(startedAt ?? 0, ZONE) }).toEqual({
      state: 'running',
      started: '2026-11-25T18:00',
    });
    expect(events).toEqual([`${id} scheduled`, `${id} started`]);
  });

  it('can be moved, sent at once and cancelled; the loop never acts on a time that is not its own any more', async () => {
    const [moved, now, gone] = [
      await aScheduled('2026-11-25T18:00'),
      await aScheduled('2026-11-25T18:00'),
      await aScheduled('2026-11-25T18:00'),
    ];
    void run();
    await drafts.control.reschedule(ANA, moved, at('2026-11-26T09:00'));
    expect((await drafts.control.sendNow(ANA, now)).changed).toBe(true);
    expect((await drafts.control.sendNow(ANA, now)).changed).toBe(false);
    await drafts.control.cancel(ANA, gone);
    // What was read before it was moved.
    expect((await drafts.control.startDue(moved, at('2026-11-25T18:00'))).changed).toBe(false);
    expect((await drafts.control.miss(moved, at('2026-11-25T18:00'))).changed).toBe(false);
    await pass(10 * HOUR, HOUR);
    expect((await get(moved)).state).toBe('scheduled');
    expect((await get(now)).state).toBe('running');
    expect((await get(gone)).state).toBe('cancelled');
    await pass(DAY, HOUR);
    expect((await get(moved)).state).toBe('running');
  });

  it('that should have left while the program was off leaves within half an hour, later it asks', async () => {
    const [early, late] = [await aScheduled('2026-11-25T18:00'), await aScheduled('2026-11-25T17:20')];
    await pass(8 * HOUR + 25 * MINUTE);
    void run();
    await pass(6 * HOUR, 30 * MINUTE);
    expect((await get(early)).state).toBe('running');
    expect(await get(late)).toMatchObject({ state: 'scheduled', startedAt: null });
    expect(events.filter((event) => event.endsWith('missed'))).toEqual([`${late} missed`]);
    await drafts.control.sendNow(ANA, late);
    expect(await get(late)).toMatchObject({ state: 'running', missedAt: null });
  });

  it('that was missed can have another time, and leaves then', async () => {
    const id = await aScheduled('2026-11-25T11:00');
    await pass(3 * HOUR);
    void run();
    await pass(MINUTE);
    expect((await get(id)).missedAt).not.toBeNull();
    await drafts.control.reschedule(ANA, id, at('2026-11-25T18:00'));
    await pass(6 * HOUR, 10 * MINUTE);
    expect(await get(id)).toMatchObject({ state: 'running', missedAt: null });
  });

  it('waits while the clock can’t be trusted, and while somebody has switched all off', async () => {
    const id = await aScheduled('2026-11-25T11:00');
    trusted = false;
    void run();
    await pass(HOUR + 5 * MINUTE, MINUTE);
    expect((await get(id)).state).toBe('scheduled');
    trusted = true;
    const hold = { accountId: ACCOUNT, reason: 'disabled', since: START, until: null, detail: null } as const;
    await drafts.store.accounts.hold(hold);
    await pass(10 * MINUTE, MINUTE);
    expect((await get(id)).state).toBe('scheduled');
    await drafts.store.accounts.release(ACCOUNT, 'disabled');
    await pass(2 * MINUTE, 5_000);
    expect((await get(id)).state).toBe('running');
  });

  it('whose time has passed before it was confirmed is not sent', async () => {
    await drafts.read('nombre,telefono\nAna,0981123456\n');
    await drafts.control.setText(ANA, 'Hola');
    const draft = await drafts.control.setWhen(ANA, START + MINUTE);
    await clock.advance(2 * MINUTE);
    expect(await drafts.control.start(ANA, draft?.id ?? (0 as CampaignId), { consent: true })).toEqual({
      ok: false,
      why: 'past',
    });
  });

  it('leaves out who said no between the list and the start', async () => {
    const id = await aScheduled('2026-11-25T18:00');
    const person = { phone: '595981123457' as PhoneNumber, lid: null };
    await drafts.store.people.optOut(ACCOUNT, { person, at: START, source: 'operator', word: null });
    void run();
    await pass(9 * HOUR, HOUR);
    expect(await drafts.store.recipients.counts(id, clock.now())).toMatchObject({
      people: 3,
      queued: 2,
      skipped: 1,
      reasons: { 'opted-out': 1 },
    });
  });

  describe('and again', () => {
    it('makes the next one when it begins: same list, message and consent, under ids of its own', async () => {
      const id = await aScheduled('2026-11-25T18:00', 'week');
      void run();
      await pass(9 * HOUR, HOUR);
      const second = await next(id);
      if (!second) throw new Error('no next one');
      const first = await get(id);
      expect(second).toMatchObject({
        state: 'scheduled',
        relation: 'next',
        copyOf: null,
        name: first.name,
        content: first.content,
        consent: first.consent,
        pace: first.pace,
      });
      expect(localOf(second.dueAt ?? 0, ZONE)).toBe('2026-12-02T18:00');
      const [before, after] = await Promise.all(
        [id, second.id].map((one) => drafts.store.recipients.page(one, { after: -1, limit: 100 })),
      );
      const told = (rows: typeof before) =>
        rows?.map(({ line, written, phone, fields, state, reason, atImport }) => {
          return { line, written, phone, fields, state, reason, atImport };
        });
      expect(told(after)).toEqual(told(before));
      expect(new Set([...(before ?? []), ...(after ?? [])].map(({ wireId }) => wireId)).size).toBe(10);
    });

    it('goes on for as long as nobody ends it, whatever became of each', async () => {
      const id = await aScheduled('2026-11-25T18:00', 'day');
      void run();
      for (let day = 0; day < 4; day += 1) {
        await pass(DAY, HOUR);
        for (const { id: one, state } of await all()) if (state === 'running') await finish(one);
      }
      const series = await all();
      expect(series.map(({ state }) => state)).toEqual([...Array(4).fill('finished'), 'scheduled']);
      expect(series.map(({ startedAt, dueAt }) => localOf(startedAt ?? dueAt ?? 0, ZONE).slice(8))).toEqual([
        '25T18:00',
        '26T18:00',
        '27T18:00',
        '28T18:00',
        '29T18:00',
      ]);
      // Whoever was written to once is written to again, and what the import left out stays out.
      for (const one of series)
        expect(await drafts.store.recipients.counts(one.id, clock.now())).toMatchObject({
          rows: 5,
          people: 3,
        });
      const last = series.at(-1);
      await drafts.control.cancel(ANA, last?.id ?? id);
      await pass(DAY + HOUR, HOUR);
      expect((await all()).length).toBe(5);
    });

    it('begins at once where no time was chosen, and then at that hour', async () => {
      const id = await aScheduled(null, 'day');
      void run();
      await pass(MINUTE);
      expect((await get(id)).state).toBe('running');
      expect(localOf((await next(id))?.dueAt ?? 0, ZONE)).toBe('2026-11-26T10:00');
    });

    it('asks about one that was missed, and makes one more, not one for each day that passed', async () => {
      const id = await aScheduled('2026-11-25T18:00', 'day');
      await pass(6 * DAY);
      void run();
      await pass(MINUTE, 1_000);
      expect(await get(id)).toMatchObject({ state: 'scheduled', missedAt: clock.now() - MINUTE });
      expect((await all()).length).toBe(2);
      expect(localOf((await next(id))?.dueAt ?? 0, ZONE)).toBe('2026-12-01T18:00');
      await drafts.control.cancel(ANA, id);
      await pass(DAY, HOUR);
      expect((await next(id))?.state).toBe('running');
    });

    it('moves with the one that is moved, and stays when it is told not to repeat', async () => {
      const id = await aScheduled('2026-11-25T18:00', 'day');
      await drafts.control.reschedule(ANA, id, at('2026-11-26T09:30'));
      void run();
      await pass(DAY, HOUR);
      const second = (await next(id))?.id ?? id;
      expect(localOf((await get(second)).dueAt ?? 0, ZONE)).toBe('2026-11-27T09:30');
      await drafts.control.repeatEvery(ANA, second, null);
      await pass(DAY + HOUR, HOUR);
      expect((await get(second)).state).toBe('running');
      expect((await all()).length).toBe(2);
    });

    it('is made exactly once, with all its rows, wherever it was killed and by how many it is made', async () => {
      const rows = Array.from({ length: 1_800 }, (_, nth) => aRow(nth));
      const id = await aScheduled('2026-11-25T18:00', 'week');
      await drafts.store.recipients.append(
        id,
        rows.map((row) => ({ ...row, line: row.line + 100 })),
      );
      await pass(8 * HOUR);
      const { recipients, campaigns } = drafts.store;
      const killed = new Error('killed');
      let pages = 0;
      const kills: Parameters<typeof run>[0][] = [
        { campaigns: { derive: () => Promise.reject(killed) } },
        {
          campaigns: {
            derive: async (one) => {
              await campaigns.derive(one);
              throw killed;
            },
          },
        },
        { recipients: { append: () => Promise.reject(killed) } },
        {
          recipients: {
            append: async (...args) => {
              await recipients.append(...args);
              pages += 1;
              if (pages === 2) throw killed;
            },
          },
        },
        { campaigns: { step: () => Promise.reject(killed) } },
      ];
      for (const kill of kills) {
        const over = run(kill).then(
          () => 'ended',
          (error) => error,
        );
        await pass(2_000, 500);
        expect(await over).toBe(killed);
      }
      void run();
      void run();
      await pass(5_000, 500);
      const second = await next(id);
      expect((await all()).length).toBe(2);
      expect(second?.copyOf).toBeNull();
      expect(await recipients.counts(second?.id ?? id, clock.now())).toMatchObject({
        rows: 1_805,
        people: 1_803,
        queued: 1_803,
      });
      expect(aPhone(0)).toBe(rows[0]?.phone);
    });

    it('takes back who has opted in since, and leaves out who has opted out', async () => {
      const person = (phone: string) => ({ phone: phone as PhoneNumber, lid: null });
      const no = { at: START, source: 'operator', word: null } as const;
      await drafts.store.people.optOut(ACCOUNT, { person: person('595981123456'), ...no });
      const id = await aScheduled('2026-11-25T18:00', 'day');
      await drafts.store.people.optIn(ACCOUNT, person('595981123456'), START);
      await drafts.store.people.optOut(ACCOUNT, { person: person('595981123458'), ...no });
      void run();
      await pass(9 * HOUR, HOUR);
      const rows = await drafts.store.recipients.page((await next(id))?.id ?? id, { after: -1, limit: 10 });
      expect(rows.map(({ line, state, reason }) => `${line} ${state} ${reason ?? ''}`)).toEqual([
        '2 queued ',
        '3 queued ',
        '4 skipped duplicate',
        '5 skipped invalid',
        '6 skipped opted-out',
      ]);
    });
  });

  describe('and another try', () => {
    /** One that is over: `reasons` are those of its people, in order; null got it. */
    async function over(reasons: readonly (string | null)[]): Promise<CampaignId> {
      const id = await aScheduled(null);
      const rows = await drafts.store.recipients.page(id, { after: -1, limit: 10, states: ['queued'] });
      const failed = rows.flatMap(({ id: row }, nth) => {
        const reason = reasons[nth];
        return reason ? [{ id: row, reason }] : [];
      });
      await drafts.store.recipients.fail(failed, clock.now());
      await drafts.store.recipients.skip(
        rows.filter((_, nth) => !reasons[nth]).map((row) => row.id),
        'not-on-whatsapp',
        clock.now(),
      );
      await drafts.control.finish(id);
      return id;
    }

    it('is a campaign of its own with those who failed, but for those who may have got it', async () => {
      const id = await over(['server', 'unconfirmed', null]);
      void run();
      const tries = await Promise.all([drafts.control.retry(ANA, id), drafts.control.retry(ANA, id)]);
      expect(tries.map((one) => one.ok && one.made).toSorted()).toEqual([false, true]);
      await pass(MINUTE, 1_000);
      const [, again, ...others] = await all();
      expect(others).toEqual([]);
      const first = await get(id);
      expect(again).toMatchObject({
        ...{ state: 'running', relation: 'retry', parentId: id, repeat: null },
        ...{ consent: first.consent, content: first.content, name: first.name },
      });
      const rows = await drafts.store.recipients.page(again?.id ?? id, { after: -1, limit: 10 });
      expect(rows.map(({ line, state }) => `${line} ${state}`)).toEqual(['2 queued']);
      expect(events).toContain(`${id} retried`);
      // Its own failures are its own to retry; those of the first one are taken.
      await drafts.store.recipients.fail([{ id: rows[0]?.id ?? 0, reason: 'server' }], clock.now());
      await drafts.control.finish(again?.id ?? id);
      expect(await drafts.control.retry(ANA, id)).toMatchObject({ ok: true, made: false });
      expect(await drafts.control.retry(ANA, again?.id ?? id)).toMatchObject({ ok: true, made: true });
    });

    it('is refused where nobody is left, and before it is over', async () => {
      expect(await drafts.control.retry(ANA, await over(['unconfirmed', null, null]))).toEqual({
        ok: false,
        why: 'nobody',
      });
      expect(await drafts.control.retry(ANA, await aScheduled(null))).toEqual({ ok: false, why: 'not-over' });
    });

    it('leaves out who has said no since', async () => {
      const id = await over(['server', 'server', null]);
      const person = { phone: '595981123457' as PhoneNumber, lid: null };
      await drafts.store.people.optOut(ACCOUNT, { person, at: START, source: 'operator', word: null });
      void run();
      const tried = await drafts.control.retry(ANA, id);
      await pass(MINUTE, 1_000);
      const rows = await drafts.store.recipients.page(tried.ok ? tried.campaign.id : id, {
        after: -1,
        limit: 9,
      });
      expect(rows.map(({ line, state, reason }) => `${line} ${state} ${reason ?? ''}`)).toEqual([
        '2 queued ',
        '3 skipped opted-out',
      ]);
    });

    it('as a copy is a draft with the same message and settings, whose list is asked for', async () => {
      const id = await over(['server', null, null]);
      const copied = await drafts.control.copy(ANA, id);
      const { content, footer, pace, name } = await get(id);
      expect(copied).toMatchObject({
        ok: true,
        lost: 0,
        draft: {
          ...{ state: 'draft', relation: 'copy', parentId: id, list: null },
          content,
          footer,
          pace,
          name,
        },
      });
    });
  });
});
