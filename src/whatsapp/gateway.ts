/** Fills the `Gateway` port: a batch is encrypted alone, its keys are committed, then its frames leave in order. */
import {
  type BinaryNode,
  encodeSignedDeviceIdentity,
  encodeWAMessage,
  type NewChatMessageCapInfo,
  type SignalRepositoryWithLIDStore,
  type WASocket,
} from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import {
  type AccountLimits,
  type Gateway,
  GatewayError,
  type GatewayEvent,
  type Outgoing,
  type Written,
} from '../queue/ports.ts';
import type { AuthState } from './auth-state.ts';
import { answerWithin, unless } from './deadline.ts';
import type { Directory } from './lookup.ts';
import type { Messages, WireMessage } from './message.ts';

const LIMITS_DEADLINE = 10_000;
/** A link that takes no bytes for this long is dead. */
const WRITE_DEADLINE = 20_000;
/** A trusted-contact token is good for 28 days. */
const TOKEN_LIFE_S = 28 * 86_400;
/** The cache of LID mappings inside Baileys has no bound; it is emptied after this many batches. */
const BATCHES_PER_SWEEP = 200;
/** A batch that the server did not let go is a try that cost nobody anything: it must not become a storm. */
const BREATHER = 2_000;

export function createGateway(deps: {
  auth: AuthState;
  /** The socket that is online, if any. */
  current: () => WASocket | null;
  ready: () => boolean;
  directory: Directory;
  messages: Messages;
  addressing: 'lid' | 'pn';
  on: (listener: (event: GatewayEvent) => void) => () => void;
  clock: Clock;
  log: Logger;
}): Gateway {
  const { auth, clock, log, directory, messages } = deps;
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
    const outcomes = new Map<string, Written['outcome']>();
    const sock = deps.current();
    if (!sock) return batch.map(({ id }) => ({ id, outcome: 'link-down' as const }));
    try {
      const lids = [...new Set(batch.map(({ address }) => address.lid))];
      const reach = await directory.reach(sock, lids);
      const tokens = await tokensOf(lids);
      await uploaded(sock, batch);
      const stanzas = await auth.batch(async (repository) => {
        const made: { id: string; node: BinaryNode | null }[] = [];
        for (const message of batch) {
          const wire = messages.build(message.campaignId, message.rendered, message.part);
          const node =
            wire && (await stanza(repository, message, wire, reach, tokens.get(message.address.lid) ?? null));
          made.push({ id: message.id, node });
        }
        return made;
      });
      const may = await allowed(batch.map(({ id }) => id));
      if (deps.current() !== sock) throw new GatewayError('link-down', 'the connection changed');
      const writes = stanzas.map(async ({ id, node }) => {
        if (!node) outcomes.set(id, 'unreachable');
        else if (may.has(id))
          outcomes.set(
            id,
            await sock.sendNode(node).then(
              () => 'written' as const,
              () => 'link-down' as const,
            ),
          );
      });
      await answerWithin(clock, WRITE_DEADLINE, Promise.all(writes));
      const left = batch.filter(({ id }) => outcomes.get(id) === 'written');
      if (left.length > 0) void trust(sock, left).catch((error) => log.warn({ event: 'tokens', err: error }));
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      log.warn({ event: 'batch', reason: error.reason, message: error.message });
      if (deps.current() === sock) await clock.sleep(BREATHER);
    }
    return batch.map(({ id }) => ({ id, outcome: outcomes.get(id) ?? 'link-down' }));
  }

  /** Media of a start or a day ago are uploaded again; nobody is burnt for a file that isn't there yet. */
  async function uploaded(sock: WASocket, batch: readonly Outgoing[]) {
    for (const { campaignId, rendered } of batch)
      if (rendered.media.length > 0) await messages.prepare(sock, campaignId, rendered);
  }

  /** The `<message>` for all devices of a person and the own other ones; `null` when no device of theirs can. */
  async function stanza(
    repository: SignalRepositoryWithLIDStore,
    message: Outgoing,
    wire: WireMessage,
    reach: Awaited<ReturnType<Directory['reach']>>,
    token: Uint8Array | null,
  ): Promise<BinaryNode | null> {
    const to = deps.addressing === 'lid' ? message.address.lid : message.address.jid;
    const media = wire.imageMessage ? { mediatype: 'image' } : {};
    const plain = encodeWAMessage(wire);
    const copy = encodeWAMessage({ deviceSentMessage: { destinationJid: to, message: wire } });
    let fresh = false;
    const encrypt = async (jid: string, data: Uint8Array): Promise<BinaryNode[]> => {
      try {
        const { type, ciphertext } = await repository.encryptMessage({ jid, data });
        if (type === 'pkmsg') fresh = true;
        const enc = { tag: 'enc', attrs: { v: '2', type, ...media }, content: ciphertext };
        return [{ tag: 'to', attrs: { jid: addressed(jid, message) }, content: [enc] }];
      } catch (error) {
        log.warn({ event: 'encrypt', message: error instanceof Error ? error.message : String(error) });
        return [];
      }
    };
    const theirs: BinaryNode[] = [];
    for (const jid of reach.of(message.address.lid)) theirs.push(...(await encrypt(jid, plain)));
    if (theirs.length === 0) return null;
    const own: BinaryNode[] = [];
    for (const jid of reach.own) own.push(...(await encrypt(jid, copy)));
    const content: BinaryNode[] = [{ tag: 'participants', attrs: {}, content: [...theirs, ...own] }];
    const account = auth.creds.account;
    if (fresh && account)
      content.push({ tag: 'device-identity', attrs: {}, content: encodeSignedDeviceIdentity(account, true) });
    if (token) content.push({ tag: 'tctoken', attrs: {}, content: token });
    return {
      tag: 'message',
      attrs: {
        id: message.id,
        to,
        type: wire.imageMessage ? 'media' : 'text',
        ...(deps.addressing === 'lid' ? { peer_recipient_pn: message.address.jid } : {}),
      },
      content,
    };
  }

  /** Sessions live under LIDs; on the wire all devices of a stanza are named in its own addressing. */
  function addressed(jid: string, message: Outgoing): string {
    if (deps.addressing === 'lid') return jid;
    const device = /:(\d+)@/.exec(jid)?.[1];
    const theirs = jid.split(/[:@]/)[0] === message.address.lid.split('@')[0];
    const base = theirs ? message.address.jid : (auth.creds.me?.id.replace(/:\d+@/, '@') ?? jid);
    return device ? base.replace('@', `:${device}@`) : base;
  }

  async function tokensOf(lids: readonly string[]): Promise<Map<string, Uint8Array>> {
    if (!deps.current()?.serverProps.privacyTokenOn1to1) return new Map();
    const stored = await auth.keys.get('tctoken', [...lids]);
    const now = clock.now() / 1000;
    return new Map(
      Object.entries(stored).flatMap(([lid, entry]) =>
        entry?.token?.length && now - Number(entry.timestamp ?? 0) < TOKEN_LIFE_S
          ? [[lid, entry.token] as [string, Uint8Array]]
          : [],
      ),
    );
  }

  /** Tells the server whom we wrote to: one query a batch, and a note that silences Baileys' own. */
  async function trust(sock: WASocket, batch: readonly Outgoing[]) {
    const people = new Map(batch.map(({ address }) => [address.lid, address.jid]));
    const at = Math.floor(clock.now() / 1000);
    await sock.issuePrivacyTokens([...people.values()], at);
    const before = await auth.keys.get('tctoken', [...people.keys()]);
    const entries = [...people.keys()].map((lid) => [
      lid,
      { ...before[lid], token: before[lid]?.token ?? Buffer.alloc(0), senderTimestamp: String(at) },
    ]);
    await auth.keys.set({ tctoken: Object.fromEntries(entries) });
    batches += 1;
    if (batches % BATCHES_PER_SWEEP === 0) sock.signalRepository.lidMapping.close();
  }

  return {
    ready: deps.ready,
    lookUp: async (people, signal) => unless(signal, directory.lookUp(online(), people)),
    prepare: async (campaign, content, signal) =>
      unless(signal, messages.prepare(online(), campaign, content, signal)),
    send,
    limits: () => limitsOf(deps.current(), clock),
    on: deps.on,
  };
}

async function limitsOf(sock: WASocket | null, clock: Clock): Promise<AccountLimits> {
  if (!sock) return { reachOutLock: null, newChats: null };
  const [lock, cap] = await Promise.all([
    answerWithin(clock, LIMITS_DEADLINE, sock.fetchAccountReachoutTimelock()).catch(() => null),
    answerWithin(clock, LIMITS_DEADLINE, sock.fetchNewChatMessageCap()).catch(() => null),
  ]);
  return { reachOutLock: lock && reachOutLock(lock), newChats: cap && newChats(cap) };
}

/** Only `isActive` counts: types that Baileys doesn't know come out as "no restriction". */
export function reachOutLock(lock: {
  isActive?: boolean | undefined;
  timeEnforcementEnds?: Date | undefined;
}): NonNullable<AccountLimits['reachOutLock']> {
  const until = lock.timeEnforcementEnds?.getTime();
  return { active: lock.isActive === true, until: until && Number.isFinite(until) ? until : null };
}

/** A quota of −1 is none. */
export function newChats(cap: NewChatMessageCapInfo): NonNullable<AccountLimits['newChats']> {
  const [total, used] = [Number(cap.total_quota ?? -1), Number(cap.used_quota ?? 0)];
  const end = Number(cap.cycle_end_timestamp ?? 0);
  return {
    total,
    used,
    capped: cap.capping_status === 'CAPPED' || (total > 0 && used >= total),
    until: end > 0 ? end * (end < 10_000_000_000 ? 1000 : 1) : null,
  };
}
