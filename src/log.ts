/**
 * Three rotating files of JSON lines and a readable stream on the terminal. Nothing of what people write,
 * no secret and no whole phone number gets into a line: event names, ids and counts do.
 */
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type DestinationStream, type Logger, multistream, pino } from 'pino';
import pretty from 'pino-pretty';
import roll from 'pino-roll';
import { LOGS, type LogName, pointerOf, STEMS, sweepLogs } from './log-files.ts';

export type { Logger };

export interface Logs {
  /** The bot, the process, what people do. */
  readonly core: Logger;
  /** What is sent and what comes back. */
  readonly queue: Logger;
  /** What Baileys tells; never on the terminal. */
  readonly baileys: Logger;
  close(): Promise<void>;
}

/**
 * A new file at midnight and after 10 MB. `sweepLogs` takes the old ones; the count bounds what a bad day may write.
 * `maxLength`: bytes that wait for a full disk.
 */
const ROTATION = {
  frequency: 'daily',
  dateFormat: 'yyyy-MM-dd',
  size: '10m',
  limit: { count: 30, removeOtherLogFiles: true },
  maxLength: 1024 * 1024,
} as const;

/** Opens the files; the owner closes them last of all. */
export async function openLogs(options: {
  dir: string;
  level: string;
  secrets: readonly string[];
  now: () => number;
  terminal?: NodeJS.WritableStream;
  /** When a file is full, as `10m`. */
  size?: string;
}): Promise<Logs> {
  mkdirSync(options.dir, { recursive: true, mode: 0o700 });
  const readable = pretty({
    colorize: process.stdout.isTTY === true,
    ignore: 'pid,hostname',
    translateTime: 'SYS:HH:MM:ss',
    singleLine: true,
    messageFormat: '{event} {msg}',
    destination: options.terminal ?? process.stdout,
  });
  const terminal: DestinationStream = { write: (line) => readable.write(tame(line)) };
  const { dir, now } = options;
  const files = await Promise.all(
    LOGS.map((log) => openFile(log, { dir, now, size: options.size ?? ROTATION.size })),
  );
  const [core, queue, baileys] = files;
  const clean = cleaner(options.secrets);
  const make = (level: string, streams: DestinationStream[]) =>
    pino(
      { level, base: null, redact: { paths: REDACTED, censor: '…' }, hooks: { streamWrite: clean } },
      multistream(streams.map((stream) => ({ stream, level: 'trace' as const }))),
    );
  const verbose = options.level === 'trace' || options.level === 'debug';
  return {
    core: make(
      options.level,
      [core, terminal].filter((one) => one !== undefined),
    ),
    queue: make(
      options.level,
      [queue, terminal].filter((one) => one !== undefined),
    ),
    baileys: make(verbose ? options.level : 'warn', baileys ? [baileys] : []),
    async close() {
      await Promise.all(files.map((file) => new Promise<void>((done) => file.once('close', done).end())));
    },
  };
}

/**
 * What people are called must not look like a line of ours, nor move the cursor: in the JSON of a line, escapes of
 * control characters become blanks, and so do those that JSON leaves as they are. Only a stack keeps its lines.
 */
function tame(line: string): string {
  const signs = /\\\\|\\n(?!\s+at )|\\[rtbf]|\\u00[01][0-9a-f]|[\u007f-\u009f\u2028\u2029]/g;
  return line.replace(signs, (found) => (found === '\\\\' ? found : ' '));
}

async function openFile(log: LogName, { dir, now, size }: { dir: string; now: () => number; size: string }) {
  // What comes after the last dot is taken for the ending, and put after the number.
  const file = await roll({ ...ROTATION, size, file: join(dir, `${STEMS[log]}.log`) });
  const begin = () => {
    pointAt(join(dir, pointerOf(log)), file);
    sweepLogs(dir, now());
  };
  begin();
  file.on('ready', begin);
  // A full disk costs lines, not the process: they are kept for a while, and offered again with the next one.
  file.on('error', () => undefined);
  return file;
}

/** Keys of Signal and Baileys, wherever they turn up in a logged object. */
const SECRET_KEYS = [
  'privKey',
  'private',
  'rootKey',
  'advSecretKey',
  'creds',
  'token',
  'password',
  'text',
  'conversation',
];
const REDACTED = SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/**
 * Masks what a line must not carry: secrets of the settings, bot tokens in URLs, numbers in JIDs and numbers
 * that stand alone as a text. The last three digits stay, so that a person can be told from another.
 */
export function cleaner(secrets: readonly string[]): (line: string) => string {
  const hidden = secrets.filter((secret) => secret.length >= 4);
  return (line) => {
    let out = line;
    for (const secret of hidden) out = out.replaceAll(secret, '…');
    return out
      .replace(/(?<!\d)\d{6,}:[A-Za-z0-9_-]{30,}/g, '…')
      .replace(/\d{3,}(\d{3})((?:_\d+)?(?::\d+)?@(?:s\.whatsapp\.net|lid|c\.us|hosted))/g, '•••$1$2')
      .replace(/(["\s])\+?\d{5,12}(\d{3})(?=["\s])/g, '$1•••$2');
  };
}

/** A name that stays the same whatever number the file has. Not fatal where links aren't allowed. */
function pointAt(link: string, file: { readonly file?: string }) {
  if (!file.file) return;
  try {
    rmSync(link, { force: true });
    symlinkSync(basename(file.file), link);
  } catch {
    // The numbered file is written all the same.
  }
}

/**
 * libsignal 6.0.0 prints whole sessions, private keys included, with `console.info`, `.warn` and `.error`
 * (`session_record.js`, `session_cipher.js`). From here on these three keep the words and drop the objects.
 * Returns how to undo it.
 */
export function silenceLibsignal(log: Pick<Logger, 'debug'>): () => void {
  // biome-ignore lint/suspicious/noConsole: these three are what libsignal writes to
  const own = { info: console.info, warn: console.warn, error: console.error };
  const words = (...args: unknown[]) => {
    const text = args.filter((arg) => typeof arg === 'string').join(' ');
    log.debug({ event: 'libsignal' }, text.split('\n')[0]);
  };
  Object.assign(console, { info: words, warn: words, error: words });
  return () => Object.assign(console, own);
}
