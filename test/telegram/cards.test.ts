/** Live cards while a campaign runs: the real engine, store, outbox and grammY against the Bot API, in virtual time. */
import { Api } from 'grammy';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ControlRoute } from '../../emulator/control-route.ts';
import type { Message } from '../../emulator/telegram/chat.ts';
import { startTelegram, type TelegramWorld } from '../../emulator/telegram/server.ts';
import { type Cards, createCards } from '../../src/bot/card/cards.ts';
import { createOutbox, type Outbox } from '../../src/bot/outbox.ts';
import { screen } from '../../src/bot/screen.ts';
import type { Campaign } from '../../src/queue/campaign.ts';
import type { SenderRules } from '../../src/queue/sending/sender.ts';
import { createTexts, createVoice } from '../../src/texts/texts.ts';
import { aCampaign, NOW } from '../builders.ts';
import { openSimulation, type Simulation, ZONE } from '../simulation.ts';

const TOKEN = '1:cards';
const TEAM = [1001, 1002, 1003] as const;
const [ANA, BOB] = TEAM;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** As fine as cards are looked at. */
const STEP = 400;

let telegram: TelegramWorld;
let simulation: Simulation;
let outbox: Outbox;
let cards: Cards;
/** Requests that have no answer yet. */
let underWay: number;
/** As if what stands in the chats were so much older. */
let telegramAhead: number;
/** Chats that were told of the end. */
let told: number[];

const ask = (name: string, body: Record<string, unknown>, user = 0) =>
  telegram.routes
    .find(({ path }: ControlRoute) => path === name)
    ?.handle({ params: { user: String(user) }, query: {}, body });

interface Call {
  readonly at: number;
  readonly method: string;
  readonly chatId?: number;
  readonly ok: boolean;
}
const calls = async (chat: number) => {
  const { calls: all } = (await ask('/telegram/calls', {})) as { calls: Call[] };
  return all.filter(({ chatId, method }) => chatId === chat && /^(send|edit|delete)/.test(method));
};
const gaps = (times: readonly number[]) => times.slice(1).map((at, nth) => at - (times[nth] ?? 0));
const messages = (chat: number) => [...telegram.state.chat(chat).messages.values()];
const cardIn = (chat: number): Message => {
  const card = messages(chat).findLast(({ text }) => /Campaña 1 · Promo/.test(text ?? ''));
  if (!card) throw new Error(`no card in ${chat}`);
  return card;
};

/** What a step sets off over real sockets is done before the next. */
async function settle() {
  for (let quiet = 0; quiet < 5; quiet = underWay === 0 ? quiet + 1 : 0)
    await new Promise((resolve) => setImmediate(resolve));
}

async function pass(ms: number, each: () => unknown = () => undefined) {
  for (let left = ms; left > 0; left -= STEP) {
    await each();
    await simulation.clock.advance(Math.min(STEP, left));
    await settle();
  }
}

/** A campaign that runs, with a card in every chat. */
async function running(people: number, rules: Partial<SenderRules>): Promise<Campaign> {
  const progress = await simulation.begin(rules);
  const { store, clock } = simulation;
  const api = new Api(TOKEN, { apiRoot: telegram.url });
  api.config.use(async (call, method, payload, signal) => {
    underWay += 1;
    return call(method, payload, signal).finally(() => {
      underWay -= 1;
    });
  });
  const log = pino({ level: 'silent' });
  outbox = createOutbox({ api, clock, log, blocked: async () => undefined });
  const voice = createVoice(createTexts(), 'es', { country: 'PY', zone: ZONE });
  cards = createCards(
    {
      ...{ chats: store.chats, team: store.team, outbox, progress, clock, log },
      control: { campaign: (id) => store.campaigns.get(id) },
      link: { state: () => ({ is: 'online', phone: '595981123456', since: NOW }) },
      voiceOf: async () => voice,
    },
    async (chat) => {
      told.push(chat);
      await outbox.send(chat, screen(['over']));
    },
  );
  return aCampaign(store, { recipients: people });
}

beforeEach(async () => {
  [underWay, telegramAhead, told] = [0, 0, []];
  simulation = openSimulation(NOW);
  telegram = await startTelegram({ token: TOKEN, now: () => simulation.clock.now() + telegramAhead });
  for (const id of TEAM) {
    await ask('/telegram/users', { id, firstName: 'A' });
    await ask('/telegram/chats/:user/text', { text: '/start' }, id);
    await simulation.store.team.put({ id, name: 'A', role: 'admin', since: NOW, listed: false });
  }
});
afterEach(async () => {
  const closing = cards.close();
  await pass(2 * SECOND);
  await closing;
  await simulation[Symbol.asyncDispose]();
  await telegram.close();
});

describe('a card while its campaign runs', () => {
  it.each([
    [0, 2],
    [5 * MINUTE, 5],
    [20 * MINUTE, 15],
  ])(
    'is edited as often as agreed after %i ms, every %i s in every chat',
    async (age, seconds) => {
      const { id } = await running(500, { pace: 100 });
      await simulation.store.campaigns.save(id, { startedAt: NOW - age });
      await pass(Math.max(28, seconds * 5) * SECOND, () => cards.poke(id));
      for (const chat of TEAM) {
        const edits = (await calls(chat)).filter(({ method }) => method === 'editMessageText');
        expect(edits.length).toBeGreaterThan(3);
        expect(Math.min(...gaps(edits.map(({ at }) => at)))).toBeGreaterThanOrEqual(seconds * SECOND);
        // And it lives: whoever looks sees what was true a moment ago.
        expect(Math.max(...gaps(edits.map(({ at }) => at)))).toBeLessThanOrEqual((seconds + 1) * SECOND);
      }
    },
    60_000,
  );

  it('shows changes of state at once, yet never more than one edit a second', async () => {
    const { id } = await running(500, { pace: 60 });
    await pass(40 * SECOND, () => cards.poke(id));
    const since = simulation.clock.now();
    let nth = 0;
    await pass(20 * SECOND, async () => {
      nth += 1;
      const state = nth % 2 ? ('paused' as const) : ('running' as const);
      const pausedBy = { by: 'person' as const, operatorId: ANA, name: `Ana ${nth}`, at: NOW };
      await simulation.store.campaigns.step(id, ['running', 'paused'], { state, pausedBy });
      cards.poke(id, true);
    });
    await pass(2 * SECOND);
    for (const chat of TEAM) {
      const edits = (await calls(chat)).map(({ at }) => at).filter((at) => at >= since);
      expect(edits.length).toBeGreaterThan(10);
      expect(Math.min(...gaps(edits))).toBeGreaterThanOrEqual(SECOND);
      expect(cardIn(chat).text).toMatch(/^Enviando/);
    }
  }, 60_000);

  it('in a flooded chat waits without a call and keeps no other waiting; then it says what is true by then', async () => {
    const { id } = await running(1_000, { pace: 60 });
    const poke = () => cards.poke(id);
    await pass(MINUTE, poke);
    const since = simulation.clock.now();
    await ask('/telegram/faults', { floodSeconds: 90, floodChats: [ANA] });
    await pass(89 * SECOND, poke);
    const [flooded = [], free = []] = [await calls(ANA), await calls(BOB)].map((some) =>
      some.filter(({ at }) => at > since),
    );
    expect(flooded.map(({ ok }) => ok)).toEqual([false]);
    expect(Math.max(...gaps(free.map(({ at }) => at)))).toBeLessThanOrEqual(6 * SECOND);
    await pass(3 * SECOND, poke);
    // One edit, of what is true now and not when Telegram stopped listening.
    expect((await calls(ANA)).filter(({ at, ok }) => ok && at > since)).toHaveLength(1);
    const sentIn = (chat: number) => Number(/Enviados (\d+)/.exec(cardIn(chat).text ?? '')?.[1]);
    expect(Math.abs(sentIn(ANA) - sentIn(BOB))).toBeLessThan(10);
  }, 60_000);

  it('arrives at its end in every chat, also through a flood, and is told once', async () => {
    const campaign = await running(40, { pace: 60 });
    const poke = () => cards.poke(campaign.id);
    await pass(35 * SECOND, poke);
    await ask('/telegram/faults', { floodSeconds: 60, floodChats: [ANA] });
    await pass(30 * SECOND, poke);
    expect(await simulation.isFinished(campaign)).toBe(true);
    expect(told.toSorted()).toEqual(TEAM.slice(1));
    expect(cardIn(BOB).text).toMatch(/^Terminada: 40 de 40 enviados/);
    await pass(40 * SECOND, poke);
    for (const chat of TEAM) {
      expect(cardIn(chat).text).toMatch(/^Terminada: 40 de 40 enviados/);
      expect(telegram.state.chat(chat).pinned).toBeNull();
      expect(messages(chat).filter(({ text }) => text === 'over')).toHaveLength(1);
    }
    expect(told.toSorted()).toEqual(TEAM);
    expect(await simulation.store.chats.cards(`card:${campaign.id}`)).toEqual([]);
  }, 60_000);
});

describe('a card of three days', () => {
  it('is edited still; brought anew it is closed, since Telegram deletes it no more', async () => {
    const { id } = await running(50, { pace: 60 });
    await pass(2 * SECOND, () => cards.poke(id));
    const old = cardIn(ANA);
    expect(telegram.state.chat(ANA).pinned).toBe(old.id);
    telegramAhead = 72 * HOUR;
    const { edits } = old;
    await pass(20 * SECOND, () => cards.poke(id));
    expect(cardIn(ANA)).toMatchObject({ id: old.id });
    expect(cardIn(ANA).edits).toBeGreaterThan(edits);
    const bringing = cards.bring(ANA, id);
    await pass(2 * SECOND);
    await bringing;
    const [before, now] = [telegram.state.chat(ANA).messages.get(old.id), cardIn(ANA)];
    expect(before?.text).toBe('Sigue más abajo');
    expect(before?.buttons ?? []).toEqual([]);
    expect(now.id).toBeGreaterThan(old.id);
    expect(telegram.state.chat(ANA).pinned).toBe(now.id);
    // The next one is young, and goes.
    const again = cards.bring(ANA, id);
    await pass(2 * SECOND);
    await again;
    expect(telegram.state.chat(ANA).messages.has(now.id)).toBe(false);
    expect(messages(ANA).filter(({ text }) => /Campaña 1/.test(text ?? ''))).toHaveLength(1);
  }, 60_000);
});
