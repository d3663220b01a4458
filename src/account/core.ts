/** What all parts of one account share: its news, its disk, its doors to the store, and how it ends when it must. */
import { rm } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { createCheckup } from '../queue/checkup.ts';
import { createDisk } from '../queue/disk.ts';
import type { QueueEvent } from '../queue/events.ts';
import { DiskFull } from '../queue/ports.ts';
import { createFfmpeg } from '../queue/preparing/ffmpeg.ts';
import { limitsOf } from '../queue/preparing/prepare.ts';
import { createProgress } from '../queue/progress.ts';
import { KNOWN_FOR } from '../queue/sending/caps.ts';
import { hasQuiet } from '../queue/sending/hours.ts';
import type { Sender } from '../queue/sending/sender.ts';
import { createSweep } from '../queue/sweep.ts';
import { createWaiting } from '../queue/waiting.ts';
import type { AccountDeps } from './deps.ts';

export type Core = ReturnType<typeof createCore>;

export function createCore(deps: AccountDeps) {
  const { id, store, clock, logs } = deps;
  const ending = new AbortController();
  const limits = limitsOf(deps.maxImageBytes);
  /** Made when the account starts; who pokes before then pokes nobody. */
  const running: { sender: Sender | null; scheduler: { poke(): void } | null } = {
    sender: null,
    scheduler: null,
  };
  const news = createNews(deps, () => running.sender?.speed() ?? null);
  const emit = (event: QueueEvent) => news.progress.emit(event);
  const poke = () => {
    running.sender?.poke();
    running.scheduler?.poke();
  };
  const disk = createDisk({
    account: id,
    room: deps.room,
    accounts: store.accounts,
    events: {
      held: (hold) => emit({ type: 'hold', hold }),
      released(reason) {
        emit({ type: 'released', reason });
        poke();
      },
    },
    clock,
    log: logs.core,
  });
  /** Keys in memory are ahead of a full disk: the process ends all the same, and the next one finds the hold. */
  const onFatal = (error: unknown) => {
    if (error instanceof DiskFull) void disk.refused().then(() => deps.onFatal(error));
    else deps.onFatal(error);
  };
  return {
    ...news,
    running,
    disk,
    onFatal,
    limits,
    ffmpeg: createFfmpeg({
      searchPath: deps.searchPath,
      mostBytes: limits.audio,
      signal: ending.signal,
      log: logs.core,
    }),
    sweep: createSweep({ ...store, folders: deps.folders, clock, log: logs.core }),
    /** Of most parts. */
    common: { account: id, campaigns: store.campaigns, recipients: store.recipients, emit, poke, clock },
    language: () => deps.preferences.now().language,
    footer: () => deps.texts.t(deps.preferences.now().language, 'people-footer'),
    /** One that can't go now doesn't keep its campaign from ending: a sweep takes it later. */
    dropUpload: (path: string | null) =>
      removeUpload(deps.folders.uploads, path).catch((error) =>
        logs.core.warn({ event: 'upload-stays', err: error }),
      ),
    /** A full disk makes it wait; what else goes wrong ends the process. */
    inBackground(work: () => Promise<void>) {
      disk.patiently(work, ending.signal).catch((error) => {
        if (!ending.signal.aborted) onFatal(error);
      });
    },
    ending,
  };
}

/** What is told of campaigns and of the account. */
function createNews(deps: AccountDeps, speed: () => number | null) {
  const { id, store, rules, preferences, clock } = deps;
  const waiting = createWaiting({
    recipients: store.recipients,
    knownSince: () => clock.now() - KNOWN_FOR,
    matters: () => hasQuiet(rules()) || rules().dailyCap !== 'off',
    clock,
  });
  const checkup = createCheckup({
    account: id,
    ...store,
    limits: () => preferences.now().health,
    zone: () => preferences.now().zone,
    clock,
  });
  const progress = createProgress({ account: id, ...store, waiting, checkup, speed, rules, clock });
  return { waiting, checkup, progress };
}

/** Only what lies below the uploads folder is ever removed. */
async function removeUpload(folder: string, path: string | null): Promise<void> {
  if (!path || !resolve(path).startsWith(resolve(folder) + sep)) return;
  await rm(path, { force: true });
}
