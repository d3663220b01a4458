/**
 * Loaded before the program by a test (`node --import`): ends it with SIGKILL, and its supervisor too, at a moment that
 * the test has written into the file named by `DIE_AT`. It watches what a process can't do without: commits to its two
 * databases, frames to and from WhatsApp, lines of what WhatsApp told. The program knows nothing of it.
 */
import fs, { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { DatabaseSync } from 'node:sqlite';
import WebSocket from 'ws';

/** Commits, by a piece of the SQL that only they have. */
const COMMITS = {
  start: /^update campaigns set .*"started_at"/,
  finish: /^update campaigns set .*"ended_at"/,
  lookup: /^update recipients set jid/,
  intent: /^update recipients set state = \?, intended_at/,
  settle: /^update recipients set acked/,
  requeue: /^update recipients set state = \?, tries = tries/,
  optout: /^insert into opt_outs/,
  inbox: /^insert into inbox/,
  handled: /^update inbox set handled_at/,
} as const;

/** `keys`: of a batch that is about to leave · `frame`: of one that leaves · `answer`: any frame that comes after it. */
export type Moment = keyof typeof COMMITS | 'keys' | 'frame' | 'answer' | 'ack' | 'receipt';

export interface Order {
  readonly at: Moment;
  readonly when: 'before' | 'after';
  /** The how-manieth of this life. */
  readonly nth: number;
}

const file = process.env.DIE_AT ?? '';
const counts = new Map<string, number>();
/** An intent is on disk, and the keys of its batch are not; then they are. */
let batch: 'none' | 'intended' | 'encrypted' = 'none';

function moment(at: Moment, when: Order['when']): void {
  const key = `${at} ${when}`;
  const nth = (counts.get(key) ?? 0) + 1;
  counts.set(key, nth);
  const order = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (order !== JSON.stringify({ at, when, nth } satisfies Order)) return;
  appendFileSync(`${file}.died`, `${order}\n`);
  process.kill(process.ppid, 'SIGKILL');
  process.kill(process.pid, 'SIGKILL');
}

function around<T>(at: Moment | null, work: () => T): T {
  if (at === null) return work();
  moment(at, 'before');
  const result = work();
  if (at === 'intent') batch = 'intended';
  if (at === 'keys') batch = 'encrypted';
  moment(at, 'after');
  return result;
}

/** What a transaction has written so far; null outside of one. */
const open = new WeakMap<DatabaseSync, string[] | null>();

function momentOf(texts: readonly string[]): Moment | null {
  for (const [name, pattern] of Object.entries(COMMITS))
    if (texts.some((text) => pattern.test(text))) return name as keyof typeof COMMITS;
  return batch === 'intended' && texts.some((text) => text.startsWith('insert into keys session'))
    ? 'keys'
    : null;
}

function watched<T>(db: DatabaseSync, text: string, first: unknown, work: () => T): T {
  const words = text.trim().toLowerCase().replace(/\s+/g, ' ');
  const texts = open.get(db);
  if (words.startsWith('begin')) {
    open.set(db, []);
    return work();
  }
  if (words === 'commit' || words === 'rollback') {
    open.set(db, null);
    return around(words === 'commit' ? momentOf(texts ?? []) : null, work);
  }
  const told = words.startsWith('insert into keys') ? `insert into keys ${String(first)}` : words;
  if (!texts) return around(momentOf([told]), work);
  texts.push(told);
  return work();
}

function watchDatabases(): void {
  const { prepare, exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (text) {
    return watched(this, text, undefined, () => exec.call(this, text));
  };
  DatabaseSync.prototype.prepare = function (text, ...rest) {
    const statement = prepare.call(this, text, ...rest);
    for (const name of ['run', 'all'] as const) {
      const act: (...args: never[]) => unknown = statement[name];
      Reflect.set(statement, name, (...args: unknown[]) =>
        watched(this, text, args[0], () => Reflect.apply(act, statement, args)),
      );
    }
    return statement;
  };
}

function watchWires(): void {
  const { send, emit } = WebSocket.prototype;
  Reflect.set(WebSocket.prototype, 'send', function (this: WebSocket, ...args: unknown[]) {
    return around(batch === 'encrypted' ? 'frame' : null, () => Reflect.apply(send, this, args));
  });
  Reflect.set(WebSocket.prototype, 'emit', function (this: WebSocket, event: string, ...args: unknown[]) {
    const answers = event === 'message' && batch === 'encrypted';
    return around(answers ? 'answer' : null, () => Reflect.apply(emit, this, [event, ...args]));
  });
}

function watchTold(): void {
  const { writeSync } = fs;
  Reflect.set(fs, 'writeSync', (...args: unknown[]) => {
    const line = String(args[1]);
    const at = line.startsWith('ack ') ? 'ack' : line.startsWith('delivered ') ? 'receipt' : null;
    return around(at, () => Reflect.apply(writeSync, fs, args));
  });
  syncBuiltinESMExports();
}

// The supervisor is started with the same environment, and lives on.
if (/main\.ts$/.test(process.argv[1] ?? '')) {
  watchDatabases();
  watchWires();
  watchTold();
}
