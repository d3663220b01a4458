/** Fills the `Gateway` port: a batch is encrypted alone, its keys are committed, then its frames leave in order. */
import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import {
  type Gateway,
  GatewayError,
  type GatewayEvent,
  type Outgoing,
  type Written,
} from '../queue/ports.ts';
import type { AuthState } from './auth-state.ts';
import { answerWithin, unless } from './deadline.ts';
import type { Devices, Reach } from './devices.ts';
import { limitsOf } from './limits.ts';
import type { LookUps } from './lookup.ts';
import { type WireMessage, wireOf } from './message.ts';
import { addressee, stanzaOf } from './stanza.ts';
import { createTokens } from './tctoken.ts';
import type { Uploads } from './upload.ts';

/** A link that takes no bytes for this long is dead. */
const WRITE_DEADLINE = 20_000;
/** The cache of LID mappings inside Baileys has no bound; it is emptied after this many batches. */
const BATCHES_PER_SWEEP = 200;
/** A batch that the server did not let go is a try that cost nobody anything: it must not become a storm. */
const BREATHER = 2_000;

interface GatewayDeps {
  readonly auth: AuthState;
  /** The socket that is online, if any. */
  readonly current: () => WASocket | null;
  readonly ready: () => boolean;
  readonly lookUps: LookUps;
  readonly devices: Devices;
  readonly uploads: Uploads;
  readonly addressing: 'lid' | 'pn';
  readonly on: (listener: (event: GatewayEvent) => void) => () => void;
  readonly clock: Clock;
  readonly log: Logger;
}

export function createGateway(deps: GatewayDeps): Gateway {
  const { clock, log, uploads } = deps;
  const tokens = createTokens(deps);
  let batches = 0;

  function online(): WASocket {
    const sock = deps.current();
    if (!sock) throw new GatewayError('link-down', 'not connected');
    return sock;
  }

  async function send(
    batch: readonly Outgoing[],
    allowed: (ids: readonly string[]) => Promise<ReadonlySet<string>>,
  ): Promise<Written[]> {
    const outcomes: Outcomes = new Map();
    const sock = deps.current();
    if (!sock) return batch.map(({ id }) => ({ id, outcome: 'link-down' as const }));
    try {
      const lids = [...new Set(batch.map(({ address }) => address.lid))];
      const reach = await deps.devices.reach(sock, lids);
      const known = await tokens.of(sock, lids);
      const wires = await built(deps, sock, batch);
      const stanzas = await encrypted(deps, batch, wires, reach, known);
      const may = await allowed(batch.map(({ id }) => id));
      if (deps.current() !== sock) throw new GatewayError('link-down', 'the connection changed');
      const leaving = stanzas.filter(({ id, node }) => node === null || may.has(id));
      await answerWithin(clock, WRITE_DEADLINE, write(sock, leaving, outcomes));
      afterwards(
        sock,
        batch.filter(({ id }) => outcomes.get(id) === 'written'),
      );
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      log.warn({ event: 'batch', reason: error.reason, message: error.message });
      if (deps.current() === sock) await clock.sleep(BREATHER);
    }
    return batch.map(({ id }) => ({ id, outcome: outcomes.get(id) ?? 'link-down' }));
  }

  /** What nobody waits for. */
  function afterwards(sock: WASocket, left: readonly Outgoing[]) {
    if (left.length === 0) return;
    batches += 1;
    if (batches % BATCHES_PER_SWEEP === 0) sock.signalRepository.lidMapping.close();
    const people = left.map(({ address }) => address);
    tokens.issue(sock, people).catch((error) => log.warn({ event: 'tokens', err: error }));
  }

  return {
    ready: deps.ready,
    lookUp: async (people, signal) => unless(signal, deps.lookUps.lookUp(online(), people)),
    prepare: async (content, signal) => unless(signal, uploads.prepare(online(), content.media)),
    send,
    limits: () => limitsOf(deps.current(), clock),
    on: deps.on,
  };
}

/** What became of each message, by its id, as far as it is known. */
type Outcomes = Map<string, Written['outcome']>;

/** `null`: no device of the recipient could be encrypted for. */
interface Stanza {
  readonly id: string;
  readonly node: BinaryNode | null;
}

/** Media that are old by now are uploaded again; nobody is burnt for a file that isn't there yet. */
async function built(
  { uploads, addressing }: GatewayDeps,
  sock: WASocket,
  batch: readonly Outgoing[],
): Promise<WireMessage[]> {
  const wires: WireMessage[] = [];
  for (const { body, address } of batch) {
    if (body.is === 'media') await uploads.prepare(sock, [body.file]);
    wires.push(wireOf(body, addressee(address, addressing), uploads));
  }
  return wires;
}

/** All under one lock, and one commit of all ratchets that moved. */
function encrypted(
  { auth, addressing, log }: GatewayDeps,
  batch: readonly Outgoing[],
  wires: readonly WireMessage[],
  reach: Reach,
  tokens: ReadonlyMap<string, Uint8Array>,
): Promise<Stanza[]> {
  return auth.batch(async (repository) => {
    const way = { creds: auth.creds, addressing, log };
    const made: Stanza[] = [];
    for (const [nth, message] of batch.entries()) {
      const wire = wires[nth];
      const beside = { reach, token: tokens.get(message.address.lid) ?? null };
      const node = wire ? await stanzaOf(repository, message, wire, beside, way) : null;
      made.push({ id: message.id, node });
    }
    return made;
  });
}

/** The frames leave in the order of the calls; what became of each is noted as it is known. */
function write(sock: WASocket, stanzas: readonly Stanza[], outcomes: Outcomes): Promise<unknown> {
  return Promise.all(
    stanzas.map(async ({ id, node }) => {
      if (!node) return outcomes.set(id, 'unreachable');
      const outcome = await sock.sendNode(node).then(
        () => 'written' as const,
        () => 'link-down' as const,
      );
      return outcomes.set(id, outcome);
    }),
  );
}
