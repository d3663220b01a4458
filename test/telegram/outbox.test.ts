/** The way out to the chats through long floods and outages: real Bot API calls, virtual waits. */
import { Api } from 'grammy';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ControlRoute } from '../../emulator/control-route.ts';
import { startTelegram, type TelegramWorld } from '../../emulator/telegram/server.ts';
import { createOutbox, type Outbox } from '../../src/bot/outbox.ts';
import { screen } from '../../src/bot/screen.ts';
import { type VirtualClock, virtualClock } from '../../src/clock.ts';

const TOKEN = '1:outbox';
const [ANA, BOB] = [1001, 1002];
const MINUTE = 60_000;

let telegram: TelegramWorld;
let clock: VirtualClock;
let outbox: Outbox;
let time: number;
let blocked: number[];

const ask = (name: string, body: Record<string, unknown>, params: Record<string, string> = {}) => {
  const route = telegram.routes.find(({ path }: ControlRoute) => path === name);
  return route?.handle({ params, query: {}, body });
};
const faults = (body: Record<string, unknown>) => ask('/telegram/faults', body);
const texts = (chat: number) =>
  [...telegram.state.chat(chat).messages.values()].flatMap(({ text }) => (text ? [text] : []));
const calls = async () => ((await ask('/telegram/calls', {})) as { calls: { method: string }[] }).calls;

/** Both clocks move together; what a step sets off over real sockets is done before the next. */
async function pass(ms: number, step: number) {
  for (let left = ms; left > 0; left -= step) {
    time += step;
    await clock.advance(step);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

beforeEach(async () => {
  time = Date.UTC(2026, 10, 25, 13);
  telegram = await startTelegram({ token: TOKEN, now: () => time });
  for (const id of [ANA, BOB]) {
    await ask('/telegram/users', { id, firstName: 'A' });
    await ask('/telegram/chats/:user/text', { text: '/start' }, { user: String(id) });
  }
  clock = virtualClock(time);
  blocked = [];
  outbox = createOutbox({
    api: new Api(TOKEN, { apiRoot: telegram.url }),
    clock,
    log: pino({ level: 'silent' }),
    blocked: async (chat) => void blocked.push(chat),
  });
});
afterEach(() => telegram.close());

const say = (chat: number, text: string, answer = false) => outbox.send(chat, screen([text]), { answer });

describe('an hour without Telegram', () => {
  it.each(['refuse', '500'])(
    '(%s) loses no news and keeps its order; an answer is given up',
    async (outage) => {
      await faults({ outage, outageSeconds: 3_600 });
      const answer = say(ANA, 'an answer', true).then(
        () => 'told',
        () => 'given up',
      );
      await pass(1_000, 100);
      const news = ['one', 'two', 'three'].map((text) => say(ANA, text));
      await pass(59 * MINUTE, 5_000);
      expect(texts(ANA)).toEqual(['/start']);
      expect(await answer).toBe('given up');
      await pass(3 * MINUTE, 1_000);
      expect((await Promise.all(news)).every((id) => id !== null)).toBe(true);
      expect(texts(ANA).filter((text) => text !== '/start')).toEqual(['one', 'two', 'three']);
    },
    60_000,
  );
});

describe('a flood of 240 seconds', () => {
  it('stills that chat alone, without a call before its time, and the last state of a card wins', async () => {
    const card = (await say(ANA, 'card 1')) ?? 0;
    await faults({ floodSeconds: 240, floodChats: [ANA] });
    const edits = [2, 3, 4].map((nth) => outbox.edit(ANA, card, screen([`card ${nth}`])));
    await pass(2_000, 100);
    const before = (await calls()).length;
    await pass(235_000, 1_000);
    expect((await calls()).length).toBe(before);
    expect(await say(BOB, 'elsewhere')).not.toBeNull();
    await pass(10_000, 500);
    expect(await Promise.all(edits)).toEqual(['done', 'done', 'done']);
    expect(texts(ANA)).toContain('card 4');
    expect(texts(ANA)).not.toContain('card 1');
  }, 30_000);
});

describe('an edit', () => {
  it.each([
    [400, "Bad Request: message can't be edited", 'gone'],
    [400, 'Bad Request: MESSAGE_ID_INVALID', 'gone'],
    [400, 'Bad Request: message is not modified: specified new message content and reply markup', 'done'],
  ])('refused by %i %s leaves its message %s', async (code, description, outcome) => {
    const card = (await say(ANA, 'card 1')) ?? 0;
    await faults({ failNext: { method: 'editMessageText', code, description, times: 1 } });
    expect(await outbox.edit(ANA, card, screen(['card 2']))).toBe(outcome);
  });

  it('of somebody who blocked the bot is nobody’s trouble', async () => {
    const card = (await say(ANA, 'card 1')) ?? 0;
    await ask('/telegram/chats/:user/block', { blocked: true }, { user: String(ANA) });
    expect(await outbox.edit(ANA, card, screen(['card 2']))).toBe('done');
    expect(await say(ANA, 'more')).toBeNull();
    expect(new Set(blocked)).toEqual(new Set([ANA]));
    expect(await say(BOB, 'elsewhere')).not.toBeNull();
  });
});
