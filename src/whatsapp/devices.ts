/** Which devices people and we ourselves have, and sessions for them: where a message has to go. */
import { jidDecode, type WASocket } from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { AuthState } from './auth-state.ts';
import { keepNewest } from './cache.ts';
import { createSessions } from './sessions.ts';
import { askServer, halving } from './usync.ts';

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

export function createDevices(deps: { auth: AuthState; clock: Clock; log: Logger }): Devices {
  const { auth, clock, log } = deps;
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
      if (jidDecode(jid)?.user === me) learnOwn(numbers);
      else learn(jid, numbers);
    }
    if (!fresh(own)) learnOwn([0]);
  }

  async function reach(sock: WASocket, lids: readonly string[]) {
    const mine = jidDecode(sock.user?.lid ?? auth.creds.me?.lid);
    const others = lids.filter((lid) => jidDecode(lid)?.user !== mine?.user);
    const unknown = others.filter((lid) => !fresh(devices.get(lid)));
    if (unknown.length > 0 || !fresh(own)) await refresh(sock, unknown);
    const device = jidDecode(sock.user?.id)?.device ?? 0;
    const ownJids = mine
      ? (own?.numbers ?? [0])
          .filter((number) => number !== device)
          .map((number) => deviceJid(`${mine.user}@lid`, number))
      : [];
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
      if (
        !user ||
        user === jidDecode(auth.creds.me?.id)?.user ||
        user === jidDecode(auth.creds.me?.lid)?.user
      )
        own = null;
      else if (jid?.endsWith('@lid')) devices.delete(`${user}@lid`);
      else devices.delete(`${(await auth.keys.get('lid-mapping', [user]))[user]}@lid`);
    },
    forgetOwn() {
      own = null;
    },
  };
}

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

/** Is this the chat with oneself? */
export function isOwn(lid: string, me: AuthState['creds']['me']): boolean {
  return me?.lid !== undefined && jidDecode(lid)?.user === jidDecode(me.lid)?.user;
}

/** The own number, as the socket knows it. */
export function phoneOf(sock: WASocket): string | null {
  return jidDecode(sock.user?.id)?.user ?? null;
}
