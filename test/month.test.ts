/**
 * A simulated month, many times over: whatever campaigns, paces, ages of the link, restarts, changes of the clocks and of
 * the business's zone come together, no day sees more new chats than its cap.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dice, seededDice } from '../src/clock.ts';
import { dayOf, nextDayAt, startOfDay } from '../src/queue/calendar.ts';
import type { Pace } from '../src/queue/ports.ts';
import type { SenderRules } from '../src/queue/sending/sender.ts';
import { ACCOUNT, aCampaign } from './builders.ts';
import { openSimulation, type Simulation } from './simulation.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Each a week or so before its clocks change: an hour is skipped at midnight or at two, or comes twice, or half of one. */
const PLACES = [
  { zone: 'America/Santiago', start: Date.UTC(2026, 7, 28, 15) },
  { zone: 'America/Santiago', start: Date.UTC(2026, 2, 28, 15) },
  { zone: 'America/New_York', start: Date.UTC(2026, 2, 2, 15) },
  { zone: 'America/New_York', start: Date.UTC(2026, 9, 26, 15) },
  { zone: 'Australia/Lord_Howe', start: Date.UTC(2026, 8, 28, 1) },
  { zone: 'America/Asuncion', start: Date.UTC(2026, 10, 1, 15) },
] as const;
const OTHER_ZONES = ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Madrid', 'Asia/Kolkata'] as const;

interface Plan {
  readonly place: (typeof PLACES)[number];
  readonly rules: Partial<SenderRules>;
  readonly days: number;
  /** Of each campaign: its people, and a pace of its own. */
  readonly campaigns: readonly { readonly people: number; readonly pace: Pace | null }[];
  /** The link is so many days old at the start. */
  readonly age: number;
  /** What may come between two lives of the engine, beside time. */
  readonly between: (simulation: Simulation, dice: Dice) => Promise<void>;
  readonly zones: readonly string[];
  readonly seed: number;
}

/** A row's first message, by the clock and the zone of that moment. */
interface Left {
  readonly at: number;
  readonly zone: string;
  /** What that day may see, by the rules as they are told to people. */
  readonly cap: number;
}

/** By DESIGN: 50 a day on days 0 to 3, 100 to 7, 250 to 14, 500 to 30. A restriction and a new link start anew. */
function capFor(
  { dailyCap = 'auto' }: Partial<SenderRules>,
  since: number,
  at: number,
  zone: string,
): number {
  if (typeof dailyCap === 'number') return dailyCap;
  const date = (moment: number) => Temporal.PlainDate.from(dayOf(moment, zone));
  const { days } = date(since).until(date(at), { largestUnit: 'days' });
  return [50, 100, 250, 500][[3, 7, 14, 30].findIndex((until) => days < until)] ?? 2000;
}

/** Engines live for minutes or hours, end wherever they are, and are away for hours or days. */
async function play(simulation: Simulation, plan: Plan) {
  const { store, clock, whatsapp } = simulation;
  const dice = seededDice(plan.seed);
  let zone: string = plan.place.zone;
  const left = new Map<string, Left>();
  const changes: { at: number; from: string; to: string }[] = [];
  await store.accounts.save(ACCOUNT, { linkedAt: clock.now() - plan.age * DAY });
  for (const { people, pace } of plan.campaigns) {
    const from = (await store.recipients.byState(ACCOUNT)).queued;
    const campaign = await aCampaign(store, { recipients: people, from });
    await store.campaigns.save(campaign.id, { pace });
  }
  const send = whatsapp.gateway.send;
  whatsapp.gateway.send = async (batch, allowed) => {
    const [own] = await store.accounts.list();
    const since = Math.max(own?.linkedAt ?? 0, own?.restrictedAt ?? 0);
    const before = whatsapp.world.sent.length;
    const written = await send(batch, allowed);
    for (const { id, at } of whatsapp.world.sent.slice(before))
      if (!left.has(id)) left.set(id, { at, zone, cap: capFor(plan.rules, since, at, zone) });
    return written;
  };
  const move = () => {
    const to = plan.zones[changes.length % plan.zones.length] ?? zone;
    changes.push({ at: clock.now(), from: zone, to });
    zone = to;
  };
  let restarts = 0;
  // An engine without a campaign looks every two seconds, and days take long.
  const people = plan.campaigns.reduce((sum, campaign) => sum + campaign.people, 0);
  const end = clock.monotonic() + plan.days * DAY;
  for (; clock.monotonic() < end && left.size < people; restarts += 1) {
    await simulation.begin(() => ({ ...plan.rules, zone }));
    // Some lives end right after something left, unacked; some see the day's cap full.
    const enough = whatsapp.world.sent.length + (dice.next() < 0.4 ? 1 : Number.POSITIVE_INFINITY);
    const life = Math.round((0.05 + dice.next() ** 2) * HOUR);
    await simulation.pass(
      life,
      10 * MINUTE,
      () => whatsapp.world.sent.length >= enough || left.size === people,
    );
    const moves = plan.zones.length > 0 && dice.next() < 0.15;
    const whileItRuns = dice.next() < 0.5;
    if (moves && whileItRuns) {
      move();
      simulation.poke();
      await simulation.pass(20 * MINUTE, 10 * MINUTE, () => left.size === people);
    }
    await simulation.stop();
    await plan.between(simulation, dice);
    // Who moves on within the hour was wrong about the first place.
    const off = Math.round(dice.next() * 16 * HOUR) + (moves ? HOUR : 0) + MINUTE;
    await simulation.pass(off, off);
    if (moves && !whileItRuns) move();
  }
  return { left: [...left.values()], changes, restarts };
}

type Played = Awaited<ReturnType<typeof play>>;

/** Days of each zone by how many people something first went to, above their cap. */
function exceeded({ left, changes }: Played): string[] {
  const days = Map.groupBy(left, ({ at, zone }) => `${zone} ${dayOf(at, zone)}`);
  const over = [...days].filter(([, some]) => some.length > Math.max(...some.map(({ cap }) => cap)));
  // The day in which the zone was changed goes on until a day begins where the business is now: judged where it stays.
  const longer = changes.filter(({ at, from, to }, nth) => {
    const over = nextDayAt(at, from, 0);
    const end = startOfDay(over, to) === over ? over : nextDayAt(over, to, 0);
    if ((changes[nth + 1]?.at ?? end) < end) return false;
    const begin = Math.max(startOfDay(at, from), changes[nth - 1]?.at ?? 0);
    const some = left.filter((one) => one.at >= begin && one.at < end);
    return some.length > Math.max(0, ...some.map(({ cap }) => cap));
  });
  return [
    ...over.map(([day, some]) => `${day}: ${some.length}`),
    ...longer.map(({ at, from, to }) => `${dayOf(at, from)}: from ${from} to ${to}`),
  ];
}

async function month(plan: Plan): Promise<Played> {
  await using simulation = openSimulation(plan.place.start, { busyFor: 3_000 });
  const played = await play(simulation, plan);
  expect(exceeded(played)).toEqual([]);
  // Nobody has a message of a second id.
  const texts = new Map(simulation.whatsapp.world.sent.map(({ id, text }) => [id, text]));
  expect(new Set(texts.values()).size).toBe(texts.size);
  return played;
}

const daysAtCap = ({ left }: Played) =>
  [...Map.groupBy(left, ({ at, zone }) => dayOf(at, zone)).values()].filter(
    (some) => some.length === some[0]?.cap,
  ).length;

const paces = fc.constantFrom<Pace | null>(null, 'maximum', 'normal', 60, 1);
const quiet = fc.constantFrom<Partial<SenderRules>>({}, { quietHours: { from: 20 * 60, to: 8 * 60 } });
const campaigns = (least: number, most: number, pace: fc.Arbitrary<Pace | null> = paces) =>
  fc.array(fc.record({ people: fc.integer({ min: least, max: most }), pace }), {
    minLength: 2,
    maxLength: 3,
  });
const nothing = async () => undefined;

describe('a month', { timeout: 60_000 }, () => {
  it('with caps of one’s own never exceeds them, over restarts, clock changes and clocks that are set', async () => {
    let full = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          place: fc.constantFrom(...PLACES),
          cap: fc.integer({ min: 2, max: 9 }),
          campaigns: campaigns(40, 90),
          quiet,
          sets: fc.boolean(),
          seed: fc.nat(),
        }),
        async ({ cap, quiet, sets, ...rest }) => {
          const played = await month({
            ...{ ...rest, rules: { pace: 'maximum', dailyCap: cap, ...quiet }, days: 30, age: 0, zones: [] },
            between: async ({ store, clock }, dice) => {
              if (!sets || dice.next() > 0.3) return;
              clock.adjust(Math.round((dice.next() - 0.5) * 8 * HOUR));
              await store.recipients.renew(ACCOUNT, clock.now());
            },
          });
          expect(played.restarts).toBeGreaterThan(15);
          full += daysAtCap(played);
        },
      ),
      { numRuns: 2, endOnFailure: true },
    );
    expect(full).toBeGreaterThan(15);
  });

  it('with the caps of the link’s age never exceeds them, over new links and restrictions', async () => {
    let full = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          place: fc.constantFrom(...PLACES),
          age: fc.integer({ min: 0, max: 6 }),
          campaigns: campaigns(300, 400, fc.constantFrom<Pace | null>(null, 'maximum')),
          seed: fc.nat(),
        }),
        async (plan) => {
          const played = await month({
            ...{ ...plan, rules: { pace: 'maximum', dailyCap: 'auto' }, days: 14, zones: [] },
            between: async ({ store, clock }, dice) => {
              if (dice.next() > 0.05) return;
              const at = clock.now();
              await store.accounts.save(ACCOUNT, dice.next() < 0.5 ? { linkedAt: at } : { restrictedAt: at });
            },
          });
          full += daysAtCap(played);
        },
      ),
      { numRuns: 2, endOnFailure: true },
    );
    expect(full).toBeGreaterThan(5);
  });

  it('in which the business moves around the world opens no second cap for one day', async () => {
    let moves = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          place: fc.constantFrom(...PLACES),
          cap: fc.integer({ min: 2, max: 9 }),
          campaigns: campaigns(60, 90),
          quiet,
          zones: fc.shuffledSubarray([...OTHER_ZONES], { minLength: 2 }),
          seed: fc.nat(),
        }),
        async ({ cap, quiet, ...rest }) => {
          const rules = { pace: 'maximum' as const, dailyCap: cap, quietZone: 'business' as const, ...quiet };
          const played = await month({ ...rest, rules, days: 30, age: 0, between: nothing });
          moves += played.changes.length;
        },
      ),
      { numRuns: 2, endOnFailure: true },
    );
    expect(moves).toBeGreaterThan(5);
  });
});
