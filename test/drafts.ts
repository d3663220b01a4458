/** Drafts over the real store, without a chat: what a list becomes, and what stands in it then. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { seededDice, systemClock } from '../src/clock.ts';
import type { Campaign, RowsChoice } from '../src/queue/campaign.ts';
import { type Control, type ControlDeps, createControl } from '../src/queue/control/control.ts';
import type { Counts, Recipient } from '../src/queue/ports.ts';
import { createFfmpeg } from '../src/queue/preparing/ffmpeg.ts';
import { limitsOf } from '../src/queue/preparing/prepare.ts';
import { createWaiting } from '../src/queue/waiting.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { ACCOUNT } from './builders.ts';
import { FREE } from './simulation.ts';

export const ANA = { id: 1001, name: 'Ana' };

export interface Drafts {
  readonly control: Control;
  readonly store: Store;
  /** Reads a list into the draft; it must be one. */
  read(csv: string, rows?: RowsChoice): Promise<Campaign>;
  /** The draft as its preview shows it. */
  preview(): Promise<NonNullable<Awaited<ReturnType<Control['preview']>>>>;
  rows(): Promise<Recipient[]>;
  counts(): Promise<Counts>;
  end(): Promise<void>;
}

export async function openDrafts(patch: Partial<ControlDeps> = {}): Promise<Drafts> {
  const dir = mkdtempSync(join(tmpdir(), 'drafts-'));
  const store = openStore({ dir });
  const clock = systemClock();
  const log = pino({ level: 'silent' });
  const control = createControl({
    ...store,
    account: ACCOUNT,
    waiting: createWaiting({
      recipients: store.recipients,
      knownSince: () => 0,
      matters: () => false,
      clock,
    }),
    rules: () => FREE,
    defaults: () => ({ footer: false, country: 'PY' }),
    footer: () => 'Responde BAJA',
    join: (values) => new Intl.ListFormat('es', { type: 'conjunction' }).format(values),
    findLink: async () => null,
    removeFile: async () => undefined,
    disk: { lacks: async () => null },
    freed: () => undefined,
    clock,
    dice: seededDice(1),
    mediaDir: dir,
    limits: limitsOf(0),
    ffmpeg: createFfmpeg({ searchPath: '', mostBytes: 0, signal: AbortSignal.abort(), log }),
    emit: () => undefined,
    poke: () => undefined,
    log,
    ...patch,
  });
  const own = async () => {
    const draft = await control.draft(ANA.id);
    if (!draft) throw new Error('no draft');
    return draft;
  };
  return {
    control,
    store,
    async read(csv, rows) {
      const path = join(dir, 'lista.csv');
      writeFileSync(path, csv);
      const read = await control.readList(ANA, {
        file: { path, name: 'lista.csv' },
        ...(rows ? { rows } : {}),
      });
      if (!read.ok) throw new Error(read.problem.is);
      return read.draft;
    },
    async preview() {
      const found = await control.preview((await own()).id, 0);
      if (!found) throw new Error('no preview');
      return found;
    },
    async rows() {
      return store.recipients.page((await own()).id, { after: -1, limit: 100_000 });
    },
    async counts() {
      return store.recipients.counts((await own()).id, clock.now());
    },
    async end() {
      await store.close();
      rmSync(dir, { recursive: true });
    },
  };
}
