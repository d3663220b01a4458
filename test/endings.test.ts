/** Simulated runs: what the card says at half time about the end, against the end. */
import { afterAll, describe, expect, it } from 'vitest';
import type { Campaign } from '../src/queue/campaign.ts';
import type { SenderRules } from '../src/queue/sending/sender.ts';
import { aCampaign } from './builders.ts';
import { openSimulation, type Simulation } from './simulation.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Wednesday, 10:00 in Asunción. */
const START = Date.UTC(2026, 10, 25, 13);
/** Of the whole run. */
const MOST = 0.1;

interface Run {
  readonly name: string;
  readonly people: number;
  readonly rules: Partial<SenderRules>;
  readonly start?: number;
  /** How exactly the run is watched. */
  readonly step: number;
  /** What happens when a quarter is done. */
  readonly atAQuarter?: (simulation: Simulation, campaign: Campaign) => Promise<void>;
  readonly ackAfter?: number;
}

const RUNS: readonly Run[] = [
  { name: 'normal pace, a few first', people: 100, rules: { pace: 'normal', canary: 5 }, step: SECOND },
  { name: 'a pace of its own', people: 60, rules: { pace: 12 }, step: SECOND },
  { name: 'a cap over three days', people: 110, rules: { pace: 'normal', dailyCap: 40 }, step: 5 * MINUTE },
  {
    name: 'quiet hours after half time',
    people: 60,
    rules: { pace: 2, quietHours: { from: 1200, to: 480 } },
    start: START + 9 * HOUR + 40 * MINUTE,
    step: 5 * MINUTE,
  },
  {
    name: 'quiet hours before half time',
    people: 60,
    rules: { pace: 2, quietHours: { from: 1200, to: 480 } },
    start: START + 9 * HOUR + 50 * MINUTE,
    step: 5 * MINUTE,
  },
  {
    name: 'an operator’s pause before half time',
    people: 80,
    rules: { pace: 'normal' },
    step: SECOND,
    async atAQuarter({ store, pass }, { id }) {
      await store.campaigns.step(id, ['running'], { state: 'paused' });
      await pass(5 * MINUTE, 5 * SECOND);
      await store.campaigns.step(id, ['paused'], { state: 'running' });
    },
  },
  {
    name: 'a slow link, in batches',
    people: 400,
    rules: { pace: 'maximum', maxInFlight: 44 },
    step: SECOND,
    ackAfter: 6 * SECOND,
  },
  {
    name: 'a link slower than the pace',
    people: 100,
    rules: { pace: 600, maxInFlight: 6 },
    step: SECOND,
    ackAfter: SECOND,
  },
  {
    name: 'a pace that was changed before half time',
    people: 80,
    rules: { pace: 6 },
    step: SECOND,
    async atAQuarter({ store }, { id }) {
      await store.campaigns.save(id, { pace: 'normal' });
    },
  },
  {
    name: 'a link that goes for a while before half time',
    people: 80,
    rules: { pace: 'normal' },
    step: SECOND,
    async atAQuarter({ whatsapp, pass }) {
      whatsapp.setLink(false);
      await pass(2 * MINUTE, 5 * SECOND);
      whatsapp.setLink(true);
    },
  },
];

/** How far the end was from what the card said at half time, as a part of the whole run; negative: it ended later. */
async function errorOf(run: Run): Promise<number> {
  await using simulation = openSimulation(run.start ?? START);
  const { store, clock, whatsapp } = simulation;
  const { ackAfter } = run;
  if (ackAfter !== undefined) whatsapp.world.ackAfter = () => ackAfter;
  const began = clock.now();
  const campaign = await aCampaign(store, { recipients: run.people });
  await store.campaigns.save(campaign.id, { startedAt: began });
  const progress = await simulation.begin(run.rules);
  const isDone = (part: number) => async () => {
    const counts = await store.recipients.counts(campaign.id, clock.now());
    return counts.accepted + counts.delivered + counts.read >= run.people * part;
  };
  await simulation.pass(5 * DAY, run.step, isDone(0.25));
  await run.atAQuarter?.(simulation, campaign);
  await simulation.pass(5 * DAY, run.step, isDone(0.5));
  const said = (await progress.card(campaign.id))?.endsAt ?? Number.NaN;
  await simulation.pass(5 * DAY, run.step, () => simulation.isFinished(campaign));
  const end = (await store.campaigns.get(campaign.id))?.endedAt ?? Number.NaN;
  return (said - end) / (end - began);
}

describe('the end that a card tells at half time', () => {
  const errors = new Map<string, number>();
  afterAll(() => {
    const lines = [...errors].map(([name, error]) => `${(error * 100).toFixed(1).padStart(6)} %  ${name}\n`);
    process.stdout.write(lines.join(''));
  });

  it.each(RUNS)('is at most a tenth of the run off: $name', async (run) => {
    const error = await errorOf(run);
    errors.set(run.name, error);
    expect(Math.abs(error)).toBeLessThanOrEqual(MOST);
  });
});
