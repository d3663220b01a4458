/** Numbers → people, devices and sessions, in two round trips for up to a hundred of them. */
import {
  type BinaryNode,
  getBinaryNodeChild,
  getBinaryNodeChildren,
  jidDecode,
  parseAndInjectE2ESessions,
  type WASocket,
} from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { PhoneNumber } from '../queue/import/phone.ts';
import type { LookUp, LookUpResult } from '../queue/ports.ts';
import type { AuthState } from './auth-state.ts';
import { answerWithin } from './deadline.ts';
import { type Answer, askServer, halving, isRefusal, QUERY_DEADLINE } from './usync.ts';

export interface Directory {
  /** Asks about people, and gets their devices and sessions on the way. */
  lookUp(sock: WASocket, people: readonly LookUp[]): Promise<LookUpResult[]>;
  /** Device JIDs of people and of the own other devices, with sessions for all that have one to give. */
  reach(
    sock: WASocket,
    lids: readonly string[],
  ): Promise<{ of(lid: string): readonly string[]; own: readonly string[] }>;
  /** The server says that what is known about this person's devices is stale; without a JID: about ours. */
  forget(jid: string | undefined): Promise<void>;
  /** Another socket: own devices may have changed. */
  reset(): void;
}

const MOST_PEOPLE = 20_000;
/** How long devices are taken for granted when nothing says otherwise. */
const DEVICES_FOR = 86_400_000;

interface Devices {
  readonly numbers: readonly number[];
  readonly at: number;
}

export function createDirectory(deps: {
  auth: AuthState;
  /** National forms of one person's number, the given one first. */
  variants: (phone: PhoneNumber) => readonly PhoneNumber[];
  /** False: numbers are taken for registered as they are written; for servers that don't answer that question. */
  numberCheck: boolean;
  clock: Clock;
  log: Logger;
}): Directory {
  const { auth, clock, log } = deps;
  /** By LID, oldest first. */
  const devices = new Map<string, Devices>();
  let own: Devices | null = null;
  /** The server takes numbers, LIDs and devices in one question; found out at the first that it refuses. */
  let together = true;

  const fresh = (known: Devices | null | undefined) =>
    known && clock.now() - known.at < DEVICES_FOR ? known.numbers : null;

  function remember(lid: string, numbers: readonly number[]) {
    devices.delete(lid);
    devices.set(lid, { numbers, at: clock.now() });
    if (devices.size > MOST_PEOPLE) devices.delete(devices.keys().next().value ?? '');
  }

  /** Asks about numbers; one that the server chokes on fails alone. */
  const askNumbers = (sock: WASocket, numbers: readonly string[]): Promise<Answer[]> =>
    halving(
      numbers,
      async (some) => {
        const people = some.map((phone) =>
          deps.numberCheck ? { phone } : { jid: `${phone}@s.whatsapp.net` },
        );
        if (!together) return askServer(clock, sock, people, { devices: false });
        try {
          return await askServer(clock, sock, people);
        } catch (error) {
          if (!isRefusal(error)) throw error;
          const answers = await askServer(clock, sock, people, { devices: false });
          together = false;
          log.warn({ event: 'lookup-apart' });
          return answers;
        }
      },
      (phone, { message }) => [
        { asked: phone, jid: '', lid: null, exists: false, devices: null, error: message },
      ],
    );

  /** Who is there but came without a LID is asked for it by JID: without one nobody can be written to. */
  async function withLids(sock: WASocket, answers: readonly Answer[]): Promise<Answer[]> {
    const bare = answers.filter(({ exists, lid, error }) => exists && lid === null && error === null);
    if (bare.length === 0) return [...answers];
    const again = await askServer(
      clock,
      sock,
      bare.map(({ jid }) => ({ jid })),
      { devices: false },
    );
    const lids = new Map(again.map(({ jid, lid }) => [jid, lid]));
    return answers.map((answer) => ({ ...answer, lid: answer.lid ?? lids.get(answer.jid) ?? null }));
  }

  async function lookUp(sock: WASocket, people: readonly LookUp[]): Promise<LookUpResult[]> {
    const forms = new Map(
      people.map(({ phone }) => [phone, deps.numberCheck ? deps.variants(phone) : [phone]]),
    );
    const me = phoneOf(sock);
    const numbers = new Set([...forms.values()].flat().map(String));
    if (!fresh(own) && me) numbers.add(me);
    const answers = await withLids(sock, await askNumbers(sock, [...numbers]));
    const byNumber = new Map(answers.map((answer) => [answer.asked, answer]));
    const mine = me ? byNumber.get(me)?.devices : null;
    if (mine) own = { numbers: mine, at: clock.now() };
    const results = people.map(({ phone }) =>
      resultOf(
        phone,
        (forms.get(phone) ?? []).map((form) => byNumber.get(form)),
      ),
    );
    for (const { lid, devices: numbers } of answers) if (lid && numbers) remember(lid, numbers);
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
    const me = phoneOf(sock);
    const jids = [...lids, ...(!fresh(own) && me ? [`${me}@s.whatsapp.net`] : [])];
    const answers = await halving(
      jids,
      (some) =>
        askServer(
          clock,
          sock,
          some.map((jid) => ({ jid })),
        ),
      (jid, { message }) => {
        log.warn({ event: 'devices-refused', jid, message });
        return [];
      },
    );
    for (const { jid, devices: numbers } of answers) {
      if (!numbers) continue;
      if (jidDecode(jid)?.user === me) own = { numbers, at: clock.now() };
      else remember(jid, numbers);
    }
    if (!fresh(own)) own = { numbers: [0], at: clock.now() };
  }

  async function reach(sock: WASocket, lids: readonly string[]) {
    const unknown = lids.filter((lid) => !fresh(devices.get(lid)));
    if (unknown.length > 0 || !fresh(own)) await refresh(sock, unknown);
    const mine = jidDecode(sock.user?.lid ?? auth.creds.me?.lid);
    const device = jidDecode(sock.user?.id)?.device ?? 0;
    const ownJids = mine
      ? (own?.numbers ?? [0])
          .filter((number) => number !== device)
          .map((number) => deviceJid(`${mine.user}@lid`, number))
      : [];
    const of = (lid: string) => (devices.get(lid)?.numbers ?? []).map((number) => deviceJid(lid, number));
    await haveSessions(sock, [...ownJids, ...lids.flatMap(of)]);
    cacheForRetries(sock, lids, of, ownJids);
    return { of, own: ownJids };
  }

  /**
   * Fetches the bundles of devices without a session; those that the server refuses stay without. Asked each
   * time: Baileys deletes sessions by itself when it answers retry receipts.
   */
  async function haveSessions(sock: WASocket, jids: readonly string[]) {
    const missing: string[] = [];
    for (const jid of jids) if (!(await sock.signalRepository.validateSession(jid)).exists) missing.push(jid);
    const users = await halving(
      missing,
      (some) => askBundles(sock, some),
      () => [],
    );
    const good = users.filter((user) => !getBinaryNodeChild(user, 'error'));
    if (good.length < missing.length)
      log.warn({ event: 'bundles-missing', count: missing.length - good.length });
    if (good.length === 0) return;
    const list: BinaryNode = { tag: 'iq', attrs: {}, content: [{ tag: 'list', attrs: {}, content: good }] };
    await auth.batch((repository) => parseAndInjectE2ESessions(list, repository));
  }

  async function askBundles(sock: WASocket, jids: readonly string[]): Promise<BinaryNode[]> {
    const users = jids.map((jid) => ({ tag: 'user', attrs: { jid } }));
    const iq: BinaryNode = {
      tag: 'iq',
      attrs: { xmlns: 'encrypt', type: 'get', to: 's.whatsapp.net' },
      content: [{ tag: 'key', attrs: {}, content: users }],
    };
    const answer = await answerWithin(clock, QUERY_DEADLINE, sock.query(iq));
    return getBinaryNodeChildren(getBinaryNodeChild(answer, 'list'), 'user');
  }

  return {
    lookUp,
    reach,
    async forget(jid) {
      const user = jidDecode(jid)?.user;
      if (
        !user ||
        user === jidDecode(auth.creds.me?.id)?.user ||
        user === jidDecode(auth.creds.me?.lid)?.user
      )
        own = null;
      else if (jid?.endsWith('@lid')) devices.delete(`${user}@lid`);
      else devices.delete(`${(await auth.keys.get('lid-mapping', [user]))[user]}@lid`);
    },
    reset() {
      own = null;
      together = true;
    },
  };
}

/** Of one person's national forms: the one that is there; of several the one with most devices. */
function resultOf(phone: PhoneNumber, answers: readonly (Answer | undefined)[]): LookUpResult {
  const told = answers.filter((answer) => answer !== undefined);
  const [best] = told
    .filter(({ exists, error }) => exists && error === null)
    .sort((a, b) => Number(b.lid !== null) - Number(a.lid !== null) || devicesOf(b) - devicesOf(a));
  if (best?.lid) return { phone, found: true, address: { jid: best.jid, lid: best.lid } };
  if (best) return { phone, found: 'error', code: 'no-lid' };
  const failed = told.find(({ error }) => error !== null);
  if (failed || told.length === 0) return { phone, found: 'error', code: failed?.error ?? 'no-answer' };
  return { phone, found: false };
}

const devicesOf = ({ devices }: Answer) => devices?.length ?? 0;

/** A phone that asks for a message again is then answered in one round trip instead of three. */
function cacheForRetries(
  sock: WASocket,
  lids: readonly string[],
  of: (lid: string) => readonly string[],
  own: readonly string[],
) {
  const put = (jid: string | undefined, jids: readonly string[]) => {
    const user = jidDecode(jid)?.user;
    const entries = jids.map((one) => jidDecode(one)).filter((one) => one !== undefined);
    if (user) void sock.userDevicesCache?.set(user, entries);
  };
  for (const lid of lids) put(lid, of(lid));
  put(sock.user?.lid, own);
}

function deviceJid(lid: string, device: number): string {
  const user = lid.split('@')[0];
  return device === 0 ? `${user}@lid` : `${user}:${device}@lid`;
}

function phoneOf(sock: WASocket): string | null {
  return jidDecode(sock.user?.id)?.user ?? null;
}
