import { describe, expect, it } from 'vitest';
import { virtualClock } from '../../clock.ts';
import { type Stats, weekBefore } from '../../queue/stats.ts';
import { createTexts, createVoice } from '../../texts/texts.ts';
import type { Kit } from '../context.ts';
import type { Screen } from '../screen.ts';
import { createWeekly, dueMonday } from './weekly.ts';

const ZONE = 'America/Asuncion';
const at = (text: string) => Temporal.ZonedDateTime.from(`${text}[${ZONE}]`).epochMilliseconds;
const HOUR = 3_600_000;

describe('the Monday that is due', () => {
  it.each([
    ['2026-11-23T08:59', '2026-11-16'],
    ['2026-11-23T09:00', '2026-11-23'],
    ['2026-11-25T00:00', '2026-11-23'],
    ['2026-11-29T23:59', '2026-11-23'],
  ])('at %s is %s', (now, monday) => expect(dueMonday(at(now), ZONE)).toBe(monday));
});

/** The week's figures over a store that outlives it, with a chat that writes down what it gets. */
function weeklyOver(memory: Map<string, unknown>, clock: ReturnType<typeof virtualClock>, drawn = true) {
  const sent: { chat: number; face: Screen; photo: boolean }[] = [];
  const voice = createVoice(createTexts(), 'es', { country: 'PY', zone: ZONE });
  const member = (id: number, patch = {}) => ({ id, blocked: false, plain: false, ...patch });
  const members = [member(1), member(2), member(3, { blocked: true }), member(4, { plain: true })];
  const kit = {
    clock,
    chats: {
      read: async (key: string) => memory.get(key),
      write: async (key: string, value: unknown) => void memory.set(key, value),
    },
    team: {
      members: async () => members,
      member: async (id: number) => members.find((one) => one.id === id) ?? null,
    },
    stats: {
      weekBefore: async (now: number) => {
        const { since, until } = weekBefore(now, ZONE);
        const figures = { sent: 10, delivered: 9, read: 8, failed: 0, replies: 1, optOuts: 0 };
        return { period: 'week', since, until, bars: [], bestHour: 10, ...figures } satisfies Stats;
      },
    },
    outbox: {
      photo: async (chat: number, _: Uint8Array, face: Screen) => {
        sent.push({ chat, face, photo: true });
        return 1;
      },
      send: async (chat: number, face: Screen) => {
        sent.push({ chat, face, photo: false });
        return 1;
      },
    },
    draw: async () => {
      if (!drawn) throw new Error('nothing to draw with');
      return new Uint8Array(8);
    },
    log: { warn: () => undefined },
    place: () => ({ country: 'PY', zone: ZONE }),
    voiceOf: async () => voice,
  } as unknown as Kit;
  return { weekly: createWeekly(kit), sent };
}

describe('the week’s figures', () => {
  it('come once each Monday at nine to who wants them, over restarts too', async () => {
    const memory = new Map<string, unknown>([
      ['weekly:1', { on: true, told: '2026-11-16' }],
      ['weekly:2', { on: false, told: '2026-11-16' }],
      ['weekly:3', { on: true, told: '2026-11-16' }],
      ['weekly:4', { on: true, told: '2026-11-16' }],
    ]);
    const clock = virtualClock(at('2026-11-23T08:30'));
    const first = weeklyOver(memory, clock);
    await first.weekly.tell();
    expect(first.sent).toEqual([]);
    await clock.advance(HOUR);
    await first.weekly.tell();
    await first.weekly.tell();
    const again = weeklyOver(memory, clock);
    await again.weekly.tell();
    expect(again.sent).toEqual([]);
    expect(first.sent.map(({ chat, photo }) => [chat, photo])).toEqual([
      [1, true],
      [4, false],
    ]);
    expect(first.sent[0]?.face.text).toMatch(/^Tu semana: 10 enviados, 8 leídos\n16 nov – 22 nov/);
    // The program was off for a Monday: it comes when the program is back.
    await clock.advance(9 * 24 * HOUR);
    await again.weekly.tell();
    expect(again.sent.map(({ chat }) => chat)).toEqual([1, 4]);
  });

  it('come in words when nothing can be drawn', async () => {
    const memory = new Map<string, unknown>([['weekly:1', { on: true, told: '' }]]);
    const { weekly, sent } = weeklyOver(memory, virtualClock(at('2026-11-25T10:00')), false);
    await weekly.tell();
    expect(sent).toMatchObject([{ chat: 1, photo: false }]);
  });
});
