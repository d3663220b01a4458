/** What may grow in a long life, and by how much. */

/** Measurements are taken at the start and after each of so many parts. */
export const RESTS = 10;

export interface Measured {
  readonly messages: number;
  readonly reconnections: number;
  readonly seconds: number;
  /** Bytes, after garbage was collected twice. */
  readonly heapUsed: number;
  readonly external: number;
  readonly rss: number;
  /** Sockets, timers, requests under way. */
  readonly handles: number;
  readonly openFiles: number;
  /** Bytes on the disk. */
  readonly database: number;
  readonly keys: number;
  readonly wal: number;
  readonly logs: number;
  readonly receipts: number;
}

const MB = 1_000_000;
/** `journal_size_limit` bounds each of two logs; a checkpoint may be under way. */
const MOST_WAL = 2 * 80 * MB;
/** What a message may leave behind: its row among the answers, and a week long its copy in the inbox. */
const PER_MESSAGE = 2_000;
/** Three logs of six files of ten megabytes: Baileys has a line for each message that a lost line leaves unconfirmed. */
const MOST_LOGS = 3 * 6 * 10.5 * MB;

/** Caches fill at first: growth counts from the third measurement on. */
export function complaintsOf(measured: readonly Measured[]): string[] {
  const [first, last] = [measured[Math.min(3, measured.length - 2)], measured.at(-1)];
  if (!first || !last) return ['nothing was measured'];
  const complaints: string[] = [];
  const check = (what: string, is: number, most: number) => {
    if (is > most) complaints.push(`${what}: ${Math.round(is)}, and ${Math.round(most)} is the most`);
  };
  const messages = last.messages - first.messages;
  const grown = (name: keyof Measured) => last[name] - first[name];
  check('heap, grown', slope(measured.slice(3).map(({ heapUsed }) => heapUsed)) * RESTS, 10 * MB);
  check('memory outside of the heap, grown', grown('external'), 10 * MB);
  check('resident memory, grown', grown('rss'), 60 * MB);
  check('handles, grown', grown('handles'), 10);
  check('open files, grown', grown('openFiles'), 5);
  check('databases, grown', grown('database') + grown('keys'), 2 * MB + messages * PER_MESSAGE);
  check('logs of the databases', last.wal, MOST_WAL);
  check('logs', last.logs, MOST_LOGS);
  check('receipts', last.receipts, 2 * MB);
  return complaints;
}

/** Least squares, per measurement. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  let [over, under] = [0, 0];
  for (const [at, value] of values.entries()) {
    over += (at - middle) * (value - mean);
    under += (at - middle) ** 2;
  }
  return under === 0 ? 0 : over / under;
}
