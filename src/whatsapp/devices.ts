/** Which devices people and we ourselves have, and sessions for them: where a message has to go. */
import { jidDecode, type WASocket } from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { AuthState } from './auth-state.ts';
import { keepNewest } from './cache.ts';
import { deviceJid, isOwn, lidOf, phoneOf } from './jid.ts';
import { createSessions } from './sessions.ts';
import { type Answer, askServer, halving } from './usync.ts';

/** Device JIDs, under LIDs. */
export interface Reach {
  of(lid: string): readonly string[];
  /** Our other devices, which get a copy. */
  readonly own: readonly string[];
}

export interface Devices {
  /** Makes sure that there are sessions for all devices of these people that have one to give. */
  reach(sock: WASocket, lids: readonly string[]): Promise<Reach>;
  /** A look-up told these on its way. */
  learn(lid: string, numbers: readonly number[]): void;
  learnOwn(numbers: readonly number[]): void;
  ownAreKnown(): boolean;
  /** The server says that what is known about this person's devices is stale; without a JID: about ours. */
  forget(jid: string | undefined): Promise<void>;
  /** Another socket: own devices may have changed. */
  forgetOwn(): void;
}

const MOST_PEOPLE = 20_000;
/** How long devices are taken for granted when nothing says otherwise. */
const GOOD_FOR = 86_400_000;

interface Known {
  readonly numbers: readonly number[];
  readonly at: number;
}

interface DevicesDeps {
  readonly auth: AuthState;
  readonly clock: Clock;
  readonly log: Logger;
}

export function createDevices(deps: DevicesDeps): Devices {
  const { auth, clock } = deps;
  const sessions = createSessions(deps);
  /** By LID, oldest first. */
  const devices = new Map<string, Known>();
  let own: Known | null = null;

  const fresh = (known: Known | null | undefined) =>
    known && clock.now() - known.at < GOOD_FOR ? known.numbers : null;

  function learn(lid: string, numbers: readonly number[]) {
    keepNewest(devices, lid, { numbers, at: clock.now() }, MOST_PEOPLE);
  }

  function learnOwn(numbers: readonly number[]) {
    own = { numbers, at: clock.now() };
  }

  /** Devices of people that a look-up of long ago had found, and the own ones. */
  async function refresh(sock: WASocket, lids: readonly string[]) {
    const me = phoneOf(sock.user);
    const jids = [...lids, ...(!fresh(own) && me ? [`${me}@s.whatsapp.net`] : [])];
    for (const { jid, devices: numbers } of await ask(deps, sock, jids)) {
      if (!numbers) continue;
      if (jidDecode(jid)?.user === me) learnOwn(numbers);
      else learn(jid, numbers);
    }
    if (!fresh(own)) learnOwn([0]);
  }

  async function reach(sock: WASocket, lids: readonly string[]) {
    const me = sock.user?.lid ? sock.user : auth.creds.me;
    const others = lids.filter((lid) => !isOwn(lid, me));
    const unknown = others.filter((lid) => !fresh(devices.get(lid)));
    if (unknown.length > 0 || !fresh(own)) await refresh(sock, unknown);
    const here = jidDecode(sock.user?.id)?.device ?? 0;
    const elsewhere = (own?.numbers ?? [0]).filter((number) => number !== here);
    const ownLid = lidOf(me);
    const ownJids = ownLid ? elsewhere.map((number) => deviceJid(ownLid, number)) : [];
    const of = (lid: string) => (devices.get(lid)?.numbers ?? []).map((number) => deviceJid(lid, number));
    await sessions.have(sock, [...ownJids, ...others.flatMap(of)]);
    cacheForRetries(sock, others, of, ownJids);
    return { of, own: ownJids };
  }

  return {
    reach,
    learn,
    learnOwn,
    ownAreKnown: () => fresh(own) !== null,
    async forget(jid) {
      const user = jidDecode(jid)?.user;
      if (!user || isOwn(jid, auth.creds.me)) own = null;
      else if (jid?.endsWith('@lid')) devices.delete(`${user}@lid`);
      else devices.delete(`${(await auth.keys.get('lid-mapping', [user]))[user]}@lid`);
    },
    forgetOwn() {
      own = null;
    },
  };
}

/** Nothing comes of those whom the server refuses to tell about. */
const ask = ({ clock, log }: DevicesDeps, sock: WASocket, jids: readonly string[]): Promise<Answer[]> =>
  halving(
    jids,
    (some) => {
      const people = some.map((jid) => ({ jid }));
      return askServer(clock, sock, people);
    },
    (jid, { message }) => {
      log.warn({ event: 'devices-refused', jid, message });
      return [];
    },
  );

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
