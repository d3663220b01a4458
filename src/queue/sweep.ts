/**
 * Takes away the files that nobody needs any more. Rows say what is needed: a sweep is right whenever it runs, and
 * events only say when one is worth it.
 */
import { statSync, unlinkSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { CampaignStore, ListStore, MediaStore } from './ports.ts';
import { createLatch } from './sending/latch.ts';

export interface SweepDeps {
  readonly folders: { uploads: string; media: string; temp: string };
  readonly campaigns: Pick<CampaignStore, 'list'>;
  readonly media: MediaStore;
  readonly lists: Pick<ListStore, 'paths'>;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface Sweep {
  /** Files may have lost their last need: look soon. */
  poke(): void;
  /** Sweeps now and then until the signal says stop. */
  run(signal: AbortSignal): Promise<void>;
}

/** A file this young may be written before the row that names it. */
const YOUNG = 10 * 60_000;
/** What was received and isn't in a draft may still become its list: the question can wait for its answer. */
const YOUNG_UPLOAD = 86_400_000;
/** Temporary files belong to something that is at work. */
const YOUNG_TEMP = 3_600_000;
/** Phones may ask again for a message for this long after a campaign has ended. */
export const KEEP_AFTER_END = 7 * 86_400_000;
/** Campaigns and tests are over long before anybody looks: the rest is found at this pace. */
const LOOK_EVERY = 3_600_000;
/** Several drafts go at once. */
const SETTLE = 1_000;

export function createSweep(deps: SweepDeps): Sweep {
  const latch = createLatch(deps.clock);
  return {
    poke: latch.poke,
    async run(signal) {
      while (!signal.aborted) {
        await sweep(deps).catch((error) => deps.log.error({ event: 'sweep', err: error }));
        await latch.wait(LOOK_EVERY, signal);
        await deps.clock.sleep(SETTLE, signal).catch(() => undefined);
      }
    },
  };
}

/** One look. Returns how many files went. */
export async function sweep(deps: SweepDeps): Promise<number> {
  const gone = (await sweepMedia(deps)) + (await sweepUploads(deps)) + (await sweepTemp(deps));
  if (gone > 0) deps.log.info({ event: 'swept', files: gone });
  return gone;
}

/** Stored files without a row, and what a kill left half-written. */
async function sweepMedia({ folders: { media: dir }, media, clock }: SweepDeps): Promise<number> {
  const before = clock.now() - YOUNG;
  const old = await agedIn(dir, before);
  if (old.length === 0) return 0;
  // Asked after the files were listed: what is named from now on was touched before (`touchMedia`).
  const needed = await media.referenced(clock.now() - KEEP_AFTER_END);
  let gone = 0;
  for (const name of old) {
    if (PART.test(name)) {
      await rm(join(dir, name), { recursive: true, force: true });
      gone += 1;
    } else if (HASH.test(name) && !needed.has(name) && removeOld(join(dir, name), before)) gone += 1;
  }
  return gone;
}

const HASH = /^[0-9a-f]{64}$/;
const PART = /^\.part-/;

/** Looks and removes in one step, so that nobody makes the file young in between. */
function removeOld(path: string, before: number): boolean {
  try {
    if (statSync(path).mtimeMs >= before) return false;
    unlinkSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Lists that no draft, open campaign or saved list needs. Only files of our own naming go: the folder is the installer's. */
async function sweepUploads({ folders: { uploads }, campaigns, lists, clock }: SweepDeps): Promise<number> {
  const before = clock.now() - YOUNG_UPLOAD;
  const states = ['draft', 'scheduled', 'running', 'paused'] as const;
  const open = await campaigns.list({ states, limit: 10_000 });
  const saved = await lists.paths();
  const drafts = open.campaigns.flatMap(({ list }) => (list ? [list.path] : []));
  const needed = new Set([...drafts, ...saved].map((path) => resolve(path)));
  let gone = 0;
  for (const chat of await namesIn(uploads)) {
    if (!/^\d+$/.test(chat)) continue;
    for (const name of await agedIn(join(uploads, chat), before)) {
      const path = resolve(join(uploads, chat, name));
      if (!UPLOAD.test(name) || needed.has(path)) continue;
      await rm(path, { force: true });
      gone += 1;
    }
  }
  return gone;
}

/** A UUID with an ending, and one more while it is being written. */
const UPLOAD = /^[0-9a-f-]{36}\.\w+(\.part)?$/;

async function sweepTemp({ folders: { temp }, clock }: SweepDeps): Promise<number> {
  const old = await agedIn(temp, clock.now() - YOUNG_TEMP);
  for (const name of old) await rm(join(temp, name), { recursive: true, force: true });
  return old.length;
}

const namesIn = (dir: string): Promise<string[]> => readdir(dir).catch(() => []);

/** Names in a folder that were changed last before then. */
async function agedIn(dir: string, before: number): Promise<string[]> {
  const old: string[] = [];
  for (const name of await namesIn(dir)) {
    const found = await stat(join(dir, name)).catch(() => null);
    if (found && found.mtimeMs < before) old.push(name);
  }
  return old;
}
