/**
 * Room on the disk: asked before anything is begun, looked at while messages leave. A disk without room is a hold that
 * begins before anything is half-written and ends by itself.
 */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { AccountId } from './campaign.ts';
import type { MediaFile } from './content.ts';
import { type AccountStore, DiskFull, type Hold, type HoldReason, type Room } from './ports.ts';

/** What databases, logs and half-written files may need meanwhile. */
export const MARGIN = 50_000_000;
/** Below this nothing leaves any more. */
export const LOW = 20_000_000;
/** From here on it goes on: a little more, so that it doesn't begin and end with every byte. */
export const ENOUGH = 30_000_000;
/** A file is there as it came, as it is prepared, and once more while it is being written. */
const COPIES = 3;

/** What is missing before so many bytes are taken in; null when there is room. */
export function lackOf(bytes: number, free: number): Lack | null {
  const needed = COPIES * bytes + MARGIN;
  return free < needed ? { needed, free } : null;
}

export interface Lack {
  readonly needed: number;
  readonly free: number;
}

/** The size of all files of a content, each counted once. */
export const sizeOf = (media: readonly Pick<MediaFile, 'sha256' | 'bytes'>[]): number =>
  [...new Map(media.map(({ sha256, bytes }) => [sha256, bytes])).values()].reduce((sum, one) => sum + one, 0);

/** Full or not, after a look: between the two bounds it stays as it is. */
export const isFull = (free: number, before: boolean): boolean => free < (before ? ENOUGH : LOW);

export interface Disk {
  /** What is missing for so many bytes more; null when there is room. */
  lacks(bytes: number): Promise<Lack | null>;
  /** Looks now: may anything more be begun? */
  hasRoom(): Promise<boolean>;
  /** As of the last look. */
  full(): boolean;
  /** Something couldn't be written. Resolves when the hold is in force. */
  refused(): Promise<void>;
  /** Resolves when the disk isn't full; rejects when the signal says stop. */
  room(signal: AbortSignal): Promise<void>;
  /** Does the work, again whenever a disk that refused it has room; rejects when the signal says stop. */
  patiently<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** The first look, which goes on where the last process stopped. Call it before anything is sent. */
  start(): Promise<void>;
  /** Looks now and then until the signal says stop. */
  run(signal: AbortSignal): Promise<void>;
}

/** How long until the disk is looked at again. */
const LOOK_EVERY = 30_000;

export function createDisk(deps: {
  account: AccountId;
  room: Room;
  accounts: Pick<AccountStore, 'hold' | 'holds' | 'release'>;
  events: { held(hold: Hold): void; released(reason: HoldReason): void };
  clock: Clock;
  log: Logger;
}): Disk {
  const { account, room, accounts, clock, log } = deps;
  /** Truth while we live: on a full disk not even its row may fit. */
  let full = false;
  let looking: Promise<void> = Promise.resolve();
  const waiters = createWaiters();

  /** One look after another: two at once would each begin a hold. */
  function look(refused = false): Promise<void> {
    looking = looking
      .then(async () => {
        const free = await room.free();
        const now = refused || isFull(free, full);
        if (now === full) return;
        if (now) await begin();
        else await end();
        log.warn({ event: 'disk', full, free });
      })
      .catch((error) => log.error({ event: 'disk', err: error }));
    return looking;
  }

  const hasRow = async () =>
    (await accounts.holds(account, clock.now())).some(({ reason }) => reason === 'disk');

  async function begin() {
    full = true;
    await room.useReserve();
    const hold: Hold = { accountId: account, reason: 'disk', since: clock.now(), until: null, detail: null };
    // Everybody who should know has been told by the process that wrote the row.
    if (await hasRow()) return;
    deps.events.held(hold);
    await ifItFits(() => accounts.hold(hold));
  }

  /** Only what can be written proves that there is room. */
  async function end() {
    if (!(await room.reserve()) || !(await ifItFits(() => accounts.release(account, 'disk')))) return;
    full = false;
    waiters.release();
    deps.events.released('disk');
  }

  const roomAgain = async (signal: AbortSignal) => {
    if (full) await waiters.wait(signal);
  };

  return {
    lacks: async (bytes) => lackOf(bytes, await room.free()),
    async hasRoom() {
      // When a hold ends is for `run` to say: somebody asks here many times a second.
      if (!full) await look();
      return !full;
    },
    full: () => full,
    refused: () => look(true),
    room: roomAgain,
    async patiently(work, signal) {
      for (;;) {
        try {
          return await work();
        } catch (error) {
          if (!(error instanceof DiskFull)) throw error;
          await look(true);
          await roomAgain(signal);
        }
      }
    },
    async start() {
      full = await hasRow();
      if (!full) await room.reserve();
      await look();
    },
    async run(signal) {
      while (!signal.aborted) {
        await clock.sleep(LOOK_EVERY, signal).catch(() => undefined);
        if (!signal.aborted) await look();
      }
    },
  };
}

/** All go on together; who is told to stop before rejects. */
function createWaiters() {
  let waiting: (() => void)[] = [];
  return {
    wait: (signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const stop = () => {
          waiting = waiting.filter((one) => one !== go);
          reject(signal.reason);
        };
        const go = () => {
          signal.removeEventListener('abort', stop);
          resolve();
        };
        if (signal.aborted) return stop();
        signal.addEventListener('abort', stop, { once: true });
        waiting.push(go);
      }),
    release() {
      for (const go of waiting.splice(0)) go();
    },
  };
}

/** False when the disk refused it. */
async function ifItFits(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof DiskFull)) throw error;
    return false;
  }
}
