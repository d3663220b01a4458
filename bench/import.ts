/**
 * How fast a list is imported, against the import that everybody writes first, each in a process of its own so
 * that memory can be told. `node bench/import.ts [rows]` prints the measure as JSON.
 */
import { execFile } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { z } from 'zod';
import { NODE_OPTIONS } from '../src/supervisor.ts';
import { keepHeapSmall } from '../src/upkeep/memory.ts';

export interface ImportMeasure {
  readonly case: 'import';
  readonly rttMs: 0;
  readonly rows: number;
  readonly naivePerSecond: number;
  readonly oursPerSecond: number;
  readonly ratio: number;
  readonly cpuMsPerMessage: number;
  /** How much the process grew while it imported, at its largest. */
  readonly riseMb: number;
}

const told = z.object({
  seconds: z.number(),
  cpuMs: z.number(),
  riseMb: z.number(),
  /** The longest time in which nothing else could run. */
  blockedMs: z.number(),
  people: z.number(),
});
type Told = Readonly<z.infer<typeof told>>;

/** Imports the same list both ways into databases on disk. */
export async function measureImport(rows: number): Promise<ImportMeasure> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-import-'));
  try {
    const path = join(dir, 'list.csv');
    await writeList(path, rows);
    const naive = await inChild('naive', path, join(dir, 'naive'));
    const ours = await inChild('ours', path, join(dir, 'ours'));
    for (const { people } of [naive, ours])
      if (people !== rows) throw new Error(`${people} people of ${rows} rows were imported`);
    const perSecond = (told: Told) => Math.round(rows / told.seconds);
    return {
      case: 'import',
      rttMs: 0,
      rows,
      naivePerSecond: perSecond(naive),
      oursPerSecond: perSecond(ours),
      ratio: Math.round((naive.seconds / ours.seconds) * 100) / 100,
      cpuMsPerMessage: Math.round((ours.cpuMs / rows) * 10_000) / 10_000,
      riseMb: Math.round(ours.riseMb),
    };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** Names and numbers in the three ways in which lists have them; everybody once. */
async function writeList(path: string, rows: number): Promise<void> {
  const file = await open(path, 'w');
  const ways = [
    (digits: string) => `0${digits.slice(0, 3)} ${digits.slice(3)}`,
    (digits: string) => `+595 ${digits.slice(0, 3)} ${digits.slice(3)}`,
    (digits: string) => `595${digits}`,
  ];
  const areas = ['961', '971', '981', '982', '983', '985', '991', '992'];
  let part = 'nombre;telefono;vencimiento\n';
  for (let row = 0; row < rows; row += 1) {
    const digits = `${areas[row % areas.length]}${String(Math.floor(row / areas.length)).padStart(6, '0')}`;
    part += `Persona Número ${row};${ways[row % 3]?.(digits)};${(row % 28) + 1}/3/2026\n`;
    if (part.length > 1_000_000) {
      await file.write(part);
      part = '';
    }
  }
  await file.write(part);
  await file.close();
}

async function inChild(way: 'ours' | 'naive', path: string, dir: string): Promise<Told> {
  const args = [...NODE_OPTIONS, import.meta.filename, way, path, dir];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 20 });
  return told.parse(JSON.parse(stdout));
}

/** Runs `work` once all that it needs is loaded, and tells what it took. */
async function measured(work: () => Promise<number>): Promise<Told> {
  const before = process.memoryUsage.rss();
  let [largest, blocked, last] = [before, 0, performance.now()];
  const watch = setInterval(() => {
    const now = performance.now();
    blocked = Math.max(blocked, now - last);
    last = now;
    largest = Math.max(largest, process.memoryUsage.rss());
  }, 10);
  const cpu = process.cpuUsage();
  const start = performance.now();
  const people = await work();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  largest = Math.max(largest, process.memoryUsage.rss());
  clearInterval(watch);
  const riseMb = (largest - before) / 1_000_000;
  return { seconds, cpuMs: (user + system) / 1000, riseMb, blockedMs: Math.round(blocked), people };
}

/** By the entry that the chat uses, into the program's own store. */
async function ours(path: string, dir: string): Promise<Told> {
  keepHeapSmall();
  const [
    { systemClock, systemDice },
    { createControl },
    { createFfmpeg },
    { limitsOf },
    { createWaiting },
    { openStore },
    { pino },
  ] = await Promise.all([
    import('../src/clock.ts'),
    import('../src/queue/control/control.ts'),
    import('../src/queue/preparing/ffmpeg.ts'),
    import('../src/queue/preparing/prepare.ts'),
    import('../src/queue/waiting.ts'),
    import('../src/store/store.ts'),
    import('pino'),
  ]);
  const silent = pino({ level: 'silent' });
  const store = openStore({ dir });
  const [own] = await store.accounts.list();
  if (!own) throw new Error('the store has no account');
  const control = createControl({
    ...store,
    account: own.id,
    waiting: createWaiting({
      recipients: store.recipients,
      knownSince: () => 0,
      matters: () => false,
      clock: systemClock(),
    }),
    rules: () => ({
      pace: 'maximum',
      dailyCap: 'off',
      quietHours: 'off',
      quietDays: [],
      quietZone: 'recipient',
      canary: 'off',
      zone: 'America/Asuncion',
      maxInFlight: null,
    }),
    defaults: () => ({ footer: true, country: 'PY' }),
    footer: () => '',
    join: (values) => values.join(', '),
    findLink: async () => null,
    removeFile: async () => undefined,
    clock: systemClock(),
    dice: systemDice(),
    mediaDir: dir,
    limits: limitsOf(0),
    ffmpeg: createFfmpeg({ searchPath: '', mostBytes: 0, signal: AbortSignal.abort(), log: silent }),
    disk: { lacks: async () => null },
    freed: () => undefined,
    emit: () => undefined,
    poke: () => undefined,
    log: silent,
  });
  const result = await measured(async () => {
    const read = await control.readList({ id: 1, name: 'bench' }, { file: { path, name: 'list.csv' } });
    if (!read.ok) throw new Error(read.problem.is);
    return read.draft.list?.summary.people ?? 0;
  });
  await store.close();
  return result;
}

/** An object a row, the library asked about each number, an insert a row, 500 of them a transaction. */
async function naive(path: string, dir: string): Promise<Told> {
  const [{ parse }, { parsePhoneNumberFromString }, { randomBytes }, { mkdirSync }] = await Promise.all([
    import('csv-parse'),
    import('libphonenumber-js/max'),
    import('node:crypto'),
    import('node:fs'),
  ]);
  mkdirSync(dir);
  const db = new DatabaseSync(join(dir, 'naive.db'));
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE recipients (id INTEGER PRIMARY KEY, line INTEGER UNIQUE, written TEXT, phone TEXT UNIQUE,
      fields TEXT, state TEXT, wire_id TEXT UNIQUE);
    CREATE INDEX by_state ON recipients (state, line)`);
  const insert = db.prepare(`INSERT INTO recipients (line, written, phone, fields, state, wire_id)
    VALUES (?, ?, ?, ?, 'queued', ?) ON CONFLICT DO NOTHING`);
  const result = await measured(async () => {
    const parser = createReadStream(path).pipe(parse({ columns: true, delimiter: ';', info: true }));
    let [waiting, people] = [0, 0];
    for await (const { record, info } of parser) {
      const phone = parsePhoneNumberFromString(record.telefono, 'PY');
      if (!phone?.isValid()) continue;
      if (waiting === 0) db.exec('BEGIN');
      const id = `3EB0${randomBytes(8).toString('hex').toUpperCase()}`;
      const { changes } = insert.run(info.lines, record.telefono, phone.number, JSON.stringify(record), id);
      people += Number(changes);
      waiting += 1;
      if (waiting < 500) continue;
      db.exec('COMMIT');
      waiting = 0;
    }
    if (waiting > 0) db.exec('COMMIT');
    return people;
  });
  db.close();
  return result;
}

if (import.meta.main) {
  const [way, path = '', dir = ''] = process.argv.slice(2);
  const print = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`);
  if (way === 'ours') print(await ours(path, dir));
  else if (way === 'naive') print(await naive(path, dir));
  else print(await measureImport(Number(way ?? 1_000_000)));
}
