/** Numbers → people, devices and sessions, in two round trips for up to a hundred of them. */
import {
  type BinaryNode,
  getBinaryNodeChild,
  getBinaryNodeChildren,
  jidDecode,
  parseAndInjectE2ESessions,
  USyncQuery,
  USyncUser,
  type WASocket,
} from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { PhoneNumber } from '../queue/import/phone.ts';
import { GatewayError, type LookUp, type LookUpResult } from '../queue/ports.ts';
import type { AuthState } from './auth-state.ts';
import { answerWithin } from './deadline.ts';

export interface Directory {
  /** Asks about people, and gets their devices and sessions on the way. */
  lookUp(sock: WASocket, people: readonly LookUp[]): Promise<LookUpResult[]>;
  /** Device JIDs of people and of the own other devices, with sessions for all that have one to give. */
  reach(
    sock: WASocket,
    lids: readonly string[],
  ): Promise<{ of(lid: string): readonly string[]; own: readonly string[] }>;
  /** The server says that what is known about this person's devices is stale. */
  forget(lid: string): void;
  /** Another socket: sessions may have changed, own devices too. */
  reset(): void;
}

/** One person as the server described it. */
interface Found {
  readonly asked: string;
  readonly jid: string;
  readonly lid: string | null;
  readonly exists: boolean;
  readonly devices: readonly number[];
}

const QUERY_DEADLINE = 20_000;
const MOST_PEOPLE = 20_000;

export function createDirectory(deps: {
  auth: AuthState;
  /** National forms of one person's number, the given one first. */
  variants: (phone: PhoneNumber) => readonly PhoneNumber[];
  clock: Clock;
  log: Logger;
}): Directory {
  const { auth, clock, log } = deps;
  /** Device numbers by LID, oldest first. */
  const devices = new Map<string, readonly number[]>();
  /** Device JIDs that have a session. */
  const sessions = new Set<string>();
  let own: readonly number[] | null = null;

  function remember(lid: string, numbers: readonly number[]) {
    devices.delete(lid);
    devices.set(lid, numbers);
    if (devices.size > MOST_PEOPLE) devices.delete(devices.keys().next().value ?? '');
    if (sessions.size > MOST_PEOPLE * 2) sessions.clear();
  }

  /** Asks about numbers; one that the server chokes on is found by halving, and fails alone. */
  async function ask(
    sock: WASocket,
    numbers: readonly string[],
  ): Promise<(Found | { asked: string; code: string })[]> {
    try {
      return await askAll(sock, numbers);
    } catch (error) {
      if (!(error instanceof GatewayError) || error.reason !== 'answer') throw error;
      if (numbers.length === 1) return [{ asked: numbers[0] ?? '', code: error.message }];
      const half = Math.ceil(numbers.length / 2);
      return [...(await ask(sock, numbers.slice(0, half))), ...(await ask(sock, numbers.slice(half)))];
    }
  }

  async function askAll(sock: WASocket, numbers: readonly string[]): Promise<Found[]> {
    const query = new USyncQuery().withContext('message').withDeviceProtocol().withLIDProtocol();
    query.protocols.push(contactProtocol);
    for (const number of numbers) query.withUser(new USyncUser().withPhone(`+${number}`));
    const { list } = await answerWithin(clock, QUERY_DEADLINE, sock.executeUSyncQuery(query));
    return list.map((one) => {
      const contact = one.contact as { exists: boolean; asked: string } | undefined;
      return {
        asked: (contact?.asked ?? one.id).replace(/\D/g, ''),
        jid: one.id,
        lid: typeof one.lid === 'string' && one.lid !== '' ? one.lid : null,
        exists: contact?.exists ?? false,
        devices: deviceNumbers(one.devices),
      };
    });
  }

  async function lookUp(sock: WASocket, people: readonly LookUp[]): Promise<LookUpResult[]> {
    const forms = new Map(people.map(({ phone }) => [phone, deps.variants(phone)]));
    const me = phoneOf(sock);
    const numbers = new Set([...forms.values()].flat().map(String));
    if (own === null && me) numbers.add(me);
    const answers = new Map((await ask(sock, [...numbers])).map((answer) => [answer.asked, answer]));
    const mine = me ? answers.get(me) : undefined;
    if (mine && 'devices' in mine) own = mine.devices;
    const results = people.map(({ phone }): LookUpResult => {
      const forPerson = (forms.get(phone) ?? []).flatMap((form) => answers.get(form) ?? []);
      const failed = forPerson.find((answer) => 'code' in answer);
      const best = forPerson
        .filter((answer) => 'exists' in answer)
        .filter(({ exists, lid }) => exists && lid !== null)
        .sort((a, b) => b.devices.length - a.devices.length)[0];
      if (!best?.lid) return failed ? { phone, found: 'error', code: failed.code } : { phone, found: false };
      remember(best.lid, best.devices);
      return { phone, found: true, address: { jid: best.jid, lid: best.lid } };
    });
    const found = results.flatMap((result) => (result.found === true ? [result.address] : []));
    if (found.length > 0) {
      await sock.signalRepository.lidMapping.storeLIDPNMappings(
        found.map(({ lid, jid }) => ({ lid, pn: jid })),
      );
      await reach(
        sock,
        found.map(({ lid }) => lid),
      );
    }
    return results;
  }

  /** Devices of people that a look-up of long ago had found, and the own ones. */
  async function refresh(sock: WASocket, lids: readonly string[]) {
    const query = new USyncQuery().withContext('message').withDeviceProtocol();
    for (const lid of lids) query.withUser(new USyncUser().withId(lid));
    const me = phoneOf(sock);
    if (own === null && me) query.withUser(new USyncUser().withId(`${me}@s.whatsapp.net`));
    if (query.users.length === 0) return;
    const { list } = await answerWithin(clock, QUERY_DEADLINE, sock.executeUSyncQuery(query));
    for (const one of list) {
      const numbers = deviceNumbers(one.devices);
      if (jidDecode(one.id)?.user === me) own = numbers;
      else remember(one.id, numbers);
    }
    own ??= [0];
  }

  async function reach(sock: WASocket, lids: readonly string[]) {
    const unknown = lids.filter((lid) => !devices.has(lid));
    if (unknown.length > 0 || own === null) await refresh(sock, unknown);
    const me = sock.user?.lid ?? auth.creds.me?.lid ?? '';
    const mine = jidDecode(me);
    const device = jidDecode(sock.user?.id)?.device ?? 0;
    const ownJids = mine
      ? (own ?? [0])
          .filter((number) => number !== device)
          .map((number) => deviceJid(`${mine.user}@lid`, number))
      : [];
    const of = (lid: string) => (devices.get(lid) ?? []).map((number) => deviceJid(lid, number));
    const all = [...ownJids, ...lids.flatMap(of)];
    await haveSessions(sock, all);
    cacheForRetries(sock, lids, ownJids);
    return { of, own: ownJids };
  }

  /** Fetches the bundles of devices without a session; those that the server refuses stay without. */
  async function haveSessions(sock: WASocket, jids: readonly string[]) {
    const missing: string[] = [];
    for (const jid of jids) {
      if (sessions.has(jid)) continue;
      const { exists } = await sock.signalRepository.validateSession(jid);
      if (exists) sessions.add(jid);
      else missing.push(jid);
    }
    if (missing.length === 0) return;
    const answer = await answerWithin(
      clock,
      QUERY_DEADLINE,
      sock.query({
        tag: 'iq',
        attrs: { xmlns: 'encrypt', type: 'get', to: 's.whatsapp.net' },
        content: [
          { tag: 'key', attrs: {}, content: missing.map((jid) => ({ tag: 'user', attrs: { jid } })) },
        ],
      }),
    );
    const users = getBinaryNodeChildren(getBinaryNodeChild(answer, 'list'), 'user');
    const good = users.filter((user) => !getBinaryNodeChild(user, 'error'));
    if (good.length < missing.length)
      log.warn({ event: 'bundles-missing', count: missing.length - good.length });
    const list: BinaryNode = { tag: 'iq', attrs: {}, content: [{ tag: 'list', attrs: {}, content: good }] };
    await auth.batch((repository) => parseAndInjectE2ESessions(list, repository));
    for (const user of good) if (user.attrs.jid) sessions.add(user.attrs.jid);
  }

  /** A phone that asks for a message again is then answered in one round trip instead of three. */
  function cacheForRetries(sock: WASocket, lids: readonly string[], ownJids: readonly string[]) {
    const entries = (jids: readonly string[]) =>
      jids.map((jid) => jidDecode(jid)).filter((one) => one !== undefined);
    const put = (jid: string | undefined, jids: readonly string[]) => {
      const user = jidDecode(jid)?.user;
      if (user) void sock.userDevicesCache?.set(user, entries(jids));
    };
    for (const lid of lids)
      put(
        lid,
        (devices.get(lid) ?? []).map((number) => deviceJid(lid, number)),
      );
    put(sock.user?.lid, ownJids);
  }

  return {
    lookUp,
    reach,
    forget(lid) {
      devices.delete(lid);
    },
    reset() {
      own = null;
      sessions.clear();
    },
  };
}

/** Baileys' own contact protocol loses the number that was asked for; the answer names it in its content. */
const contactProtocol = {
  name: 'contact',
  getQueryElement: (): BinaryNode => ({ tag: 'contact', attrs: {} }),
  getUserElement: (user: USyncUser): BinaryNode => ({ tag: 'contact', attrs: {}, content: user.phone ?? '' }),
  parser: (node: BinaryNode) => ({
    exists: node.attrs.type === 'in',
    asked:
      node.content instanceof Uint8Array ? Buffer.from(node.content).toString() : String(node.content ?? ''),
  }),
};

/** Devices that can be written to: the phone, and companions with a key index. */
function deviceNumbers(parsed: unknown): number[] {
  if (typeof parsed !== 'object' || parsed === null || !('deviceList' in parsed)) return [];
  const { deviceList } = parsed;
  if (!Array.isArray(deviceList)) return [];
  return deviceList
    .filter((device: { id: number; keyIndex?: number }) => device.id === 0 || device.keyIndex)
    .map((device: { id: number }) => device.id);
}

function deviceJid(lid: string, device: number): string {
  const user = lid.split('@')[0];
  return device === 0 ? `${user}@lid` : `${user}:${device}@lid`;
}

function phoneOf(sock: WASocket): string | null {
  return jidDecode(sock.user?.id)?.user ?? null;
}
