/**
 * The real engine and the real store over virtual time, with a gateway that behaves like WhatsApp in the ways that
 * matter to them.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type Clock, seededDice, type VirtualClock, virtualClock } from '../src/clock.ts';
import type { Campaign, CampaignId, StopReason } from '../src/queue/campaign.ts';
import { createCheckup } from '../src/queue/checkup.ts';
import type { PhoneNumber } from '../src/queue/import/phone.ts';
import {
  type Gateway,
  GatewayError,
  type GatewayEvent,
  type Outgoing,
  type RecipientStore,
} from '../src/queue/ports.ts';
import { createProgress, type Progress } from '../src/queue/progress.ts';
import { KNOWN_FOR } from '../src/queue/sending/caps.ts';
import { HEALTH_LIMITS } from '../src/queue/sending/health.ts';
import { hasQuiet } from '../src/queue/sending/hours.ts';
import { createSender, type Sender, type SenderDeps, type SenderRules } from '../src/queue/sending/sender.ts';
import { createWaiting } from '../src/queue/waiting.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { ACCOUNT } from './builders.ts';

export const ZONE = 'America/Asuncion';

/** No bound but the link. */
export const FREE: SenderRules = {
  pace: 'maximum',
  dailyCap: 'off',
  quietHours: 'off',
  quietDays: [],
  quietZone: 'recipient',
  canary: 'off',
  zone: ZONE,
  maxInFlight: null,
};

export const textOf = ({ body }: Outgoing) =>
  body.is === 'text' ? body.text : body.is === 'media' ? body.caption : '';

/** WhatsApp as the engine sees it: everybody exists, acks come after 50 ms, receipts after a second. */
export function aGateway(clock: VirtualClock) {
  const listeners = new Set<(event: GatewayEvent) => void>();
  const emit = (event: GatewayEvent) => {
    for (const listener of listeners) listener(event);
  };
  const world = {
    ready: true,
    delivers: true,
    missing: (_phone: PhoneNumber) => false,
    lookUpFails: 0,
    uploadFails: 0,
    locked: null as number | null,
    refuse: (_message: Outgoing) => null as number | null,
    swallow: (_message: Outgoing) => false,
    ackAfter: (_message: Outgoing) => 50,
    sent: [] as { id: string; at: number; text: string }[],
    /** Encrypted, and maybe waiting for room. */
    prepared: 0,
    lookedUp: 0,
  };
  const gateway: Gateway = {
    ready: () => world.ready,
    async lookUp(people) {
      if (world.lookUpFails > 0) {
        world.lookUpFails -= 1;
        throw new GatewayError('rate', '429');
      }
      world.lookedUp += people.length;
      return people.map(({ phone }) =>
        world.missing(phone)
          ? { phone, found: false as const }
          : {
              phone,
              found: true as const,
              address: { jid: `${phone}@s.whatsapp.net`, lid: `7${phone}@lid` },
            },
      );
    },
    async prepare() {
      if (world.uploadFails > 0) {
        world.uploadFails -= 1;
        throw new GatewayError('upload', 'no host took it');
      }
    },
    async send(batch, allowed) {
      world.prepared += batch.length;
      const may = await allowed(batch.map(({ id }) => id));
      for (const message of batch) {
        if (!may.has(message.id)) continue;
        world.sent.push({ id: message.id, at: clock.now(), text: textOf(message) });
        const code = world.refuse(message);
        void clock.sleep(world.ackAfter(message)).then(() => {
          if (world.swallow(message)) return;
          if (code !== null) emit({ type: 'refused', id: message.id, code, at: clock.now() });
          else emit({ type: 'ack', id: message.id, at: clock.now() });
        });
        if (code === null && world.delivers)
          void clock
            .sleep(1000)
            .then(() => emit({ type: 'receipt', id: message.id, kind: 'delivered', at: clock.now() }));
      }
      return batch.map(({ id }) => ({
        id,
        outcome: may.has(id) ? ('written' as const) : ('link-down' as const),
      }));
    },
    limits: async () => ({
      reachOutLock: { active: world.locked !== null && world.locked > clock.now(), until: world.locked },
      newChats: null,
    }),
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const setLink = (ready: boolean) => {
    world.ready = ready;
    emit({ type: 'link', ready });
  };
  return { world, gateway, setLink };
}

/** Starts an engine on a store; its owner closes the sender. */
export function startEngine(deps: {
  store: Store;
  gateway: Gateway;
  /** Asked at each use where they may change. */
  rules: Partial<SenderRules> | (() => Partial<SenderRules>);
  clock: Clock;
  /** That of the store, unless its disk is to fail. */
  recipients?: RecipientStore;
  disk?: SenderDeps['disk'];
  /** The engine stopped a campaign by itself. */
  stopped?: (id: CampaignId, reason: StopReason) => void;
  slowed?: (id: CampaignId) => void;
}): { sender: Sender; progress: Progress } {
  const { store, clock } = deps;
  const own = deps.rules;
  const rules = (): SenderRules => ({ ...FREE, ...(typeof own === 'function' ? own() : own) });
  const checkup = createCheckup({
    account: ACCOUNT,
    ...store,
    limits: () => HEALTH_LIMITS,
    zone: () => rules().zone,
    clock,
  });
  const waiting = createWaiting({
    recipients: store.recipients,
    knownSince: () => clock.now() - KNOWN_FOR,
    matters: () => hasQuiet(rules()) || rules().dailyCap !== 'off',
    clock,
  });
  const sender = createSender({
    account: ACCOUNT,
    ...store,
    recipients: deps.recipients ?? store.recipients,
    checkup,
    waiting,
    gateway: deps.gateway,
    disk: deps.disk ?? ENDLESS_DISK,
    control: {
      finish: (id) => store.campaigns.step(id, ['running'], { state: 'finished', endedAt: clock.now() }),
      async stop(id, reason) {
        deps.stopped?.(id, reason);
        return store.campaigns.step(id, ['running'], { state: 'paused' });
      },
    },
    render: (campaign, row) => ({
      text: `${campaign.id} ${row.line}`,
      media: campaign.content?.media ?? [],
    }),
    rules,
    clock,
    dice: seededDice(7),
    log: pino({ level: 'silent' }),
    events: {
      moved: () => undefined,
      acked: () => undefined,
      slowed: deps.slowed ?? (() => undefined),
      held: () => undefined,
      released: () => undefined,
    },
    onFatal: (error) => {
      throw error;
    },
  });
  const progress = createProgress({
    account: ACCOUNT,
    ...store,
    waiting,
    checkup,
    speed: () => sender.speed(),
    rules,
    clock,
  });
  return { sender, progress };
}

const ENDLESS_DISK: SenderDeps['disk'] = {
  full: () => false,
  hasRoom: async () => true,
  patiently: (work) => work(),
  refused: async () => undefined,
};

/** Empty, and in memory where there is such a place: nothing here loses its power, and a disk takes most of the time. */
export function aFolder(prefix: string): string {
  return mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), prefix));
}

/** Where Linux keeps files in memory. */
const MEMORY = '/dev/shm';

/** While something left so lately, time passes in steps that are fine enough to measure a pace. */
const BUSY_FOR = 60_000;
const FINE = 1_000;

/** One store and one WhatsApp, on which engines come and go. */
export interface Simulation extends AsyncDisposable {
  readonly store: Store;
  readonly clock: VirtualClock;
  readonly whatsapp: ReturnType<typeof aGateway>;
  /** Starts the engine; the link is up. */
  begin(rules: Parameters<typeof startEngine>[0]['rules']): Promise<Progress>;
  /** The rules have changed: the engine looks now. */
  poke(): void;
  /** The process ends wherever it is, and the link with it: what comes meanwhile is never heard. */
  stop(): Promise<void>;
  /** Lets time pass in steps at most, until it is over or something is the case; what a step sets off is done then. */
  pass(ms: number, step: number, until?: () => boolean | Promise<boolean>): Promise<void>;
  isFinished(campaign: Campaign): Promise<boolean>;
}

/** `busyFor`: how long time passes finely after something left. */
export function openSimulation(start: number, { busyFor = BUSY_FOR } = {}): Simulation {
  const dir = aFolder('simulation-');
  const store = openStore({ dir });
  const clock = virtualClock(start);
  const whatsapp = aGateway(clock);
  let sender: Sender | null = null;
  let over = false;
  let [seen, lastSent] = [0, 0];

  async function pass(ms: number, step: number, until?: () => boolean | Promise<boolean>) {
    const end = clock.monotonic() + ms;
    while (clock.monotonic() < end && !(await until?.())) {
      if (over) throw new Error('the simulation is over');
      if (whatsapp.world.sent.length > seen)
        [seen, lastSent] = [whatsapp.world.sent.length, clock.monotonic()];
      const fine = clock.monotonic() - lastSent < busyFor ? FINE : step;
      await clock.advance(Math.min(fine, step, end - clock.monotonic()));
      // Real microtasks of the store need real turns of the loop.
      for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async function stop() {
    const closing = sender?.close();
    sender = null;
    whatsapp.world.ready = false;
    await pass(2_000, 500);
    await closing;
  }

  return {
    store,
    clock,
    whatsapp,
    async begin(rules) {
      const engine = startEngine({ store, gateway: whatsapp.gateway, rules, clock });
      sender = engine.sender;
      whatsapp.setLink(true);
      return engine.progress;
    },
    poke: () => sender?.poke(),
    stop,
    pass,
    isFinished: async ({ id }) => (await store.campaigns.get(id))?.state === 'finished',
    async [Symbol.asyncDispose]() {
      try {
        await stop();
      } finally {
        over = true;
        await store.close();
        rmSync(dir, { recursive: true });
      }
    },
  };
}
