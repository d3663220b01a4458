/**
 * Three rotating files of JSON lines and a readable stream on the terminal. Nothing of what people write,
 * no secret and no whole phone number gets into a line: event names, ids and counts do.
 */
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type DestinationStream, type Logger, multistream, pino } from 'pino';
import pretty from 'pino-pretty';
import roll from 'pino-roll';

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

const FILES = { core: 'core.class', queue: 'queue.class', baileys: 'baileys' } as const;
const KEEP = { size: '10m', limit: { count: 5 }, maxLength: 1024 * 1024 };

/** Opens the files; the owner closes them last of all. */
export async function openLogs(options: {
  dir: string;
  level: string;
  secrets: readonly string[];
  terminal?: NodeJS.WritableStream;
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
  const files = await Promise.all(
    Object.values(FILES).map(async (name) => {
      const file = await roll({ file: join(options.dir, name), extension: '.log', ...KEEP });
      pointAt(join(options.dir, `${name}.log`), file);
      // A full disk costs lines, not the process: they are kept for a while, and offered again with the next one.
      file.on('error', () => undefined);
      return file;
    }),
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
function pointAt(link: string, file: { file?: string; on(event: 'ready', listener: () => void): void }) {
  const point = () => {
    if (!file.file) return;
    try {
      rmSync(link, { force: true });
      symlinkSync(basename(file.file), link);
    } catch {
      // The numbered file is written all the same.
    }
  };
  point();
  file.on('ready', point);
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
