/** `ffmpeg`, where the machine has one: what it makes is bounded in time and size. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PQueue from 'p-queue';
import type { Logger } from 'pino';

export type Converted =
  | { readonly ok: true; readonly bytes: Buffer }
  /** `missing`: there is none. `failed`: it doesn't understand the file, takes too long, or makes too much. */
  | { readonly ok: false; readonly why: 'missing' | 'failed' };

export interface Ffmpeg {
  /** Any sound as a voice note: Ogg Opus, one channel. `ext`: what the file is, by its bytes. */
  toVoice(bytes: Uint8Array, ext: string): Promise<Converted>;
  /** A JPEG of what a film begins with. */
  firstPicture(bytes: Uint8Array): Promise<Converted>;
}

/**
 * Which reader takes which files. It is named, so that a file can't choose one that opens others: playlists name
 * any path.
 */
const READERS: Readonly<Record<string, string>> = {
  mp3: 'mp3',
  mp2: 'mp3',
  m4a: 'mov',
  m4b: 'mov',
  mp4: 'mov',
  aac: 'aac',
  ogg: 'ogg',
  oga: 'ogg',
  opus: 'ogg',
  flac: 'flac',
  wav: 'wav',
  amr: 'amr',
  aif: 'aiff',
  caf: 'caf',
};

const VOICE =
  '-map 0:a:0 -map_metadata -1 -ac 1 -ar 48000 -c:a libopus -b:a 32k -application voip -f ogg'.split(' ');
const PICTURE = [
  '-map',
  '0:v:0',
  '-frames:v',
  '1',
  '-vf',
  'scale=320:320:force_original_aspect_ratio=decrease',
];
const AS_JPEG = ['-f', 'mjpeg'];

export function createFfmpeg(deps: {
  /** A name that is looked for in `searchPath`, or a path. */
  command?: string;
  searchPath: string;
  mostBytes: number;
  timeoutMs?: number;
  /** Ends what is under way. */
  signal: AbortSignal;
  log: Logger;
}): Ffmpeg {
  const { command = 'ffmpeg', searchPath, mostBytes, timeoutMs = 60_000, signal, log } = deps;
  // One at a time: the sender needs the processor too.
  const queue = new PQueue({ concurrency: 1 });

  async function convert(bytes: Uint8Array, reader: string, how: readonly string[]): Promise<Converted> {
    const dir = await mkdtemp(join(tmpdir(), 'convert-'));
    try {
      const input = join(dir, 'input');
      // Not through a pipe: some files have their index at the end.
      await writeFile(input, bytes, { mode: 0o600 });
      const fixed = ['-nostdin', '-hide_banner', '-loglevel', 'error', '-threads', '1'];
      const from = ['-protocol_whitelist', 'file', '-f', reader, '-i', input];
      return await run([...fixed, ...from, ...how, 'pipe:1']);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  }

  function run(args: readonly string[]): Promise<Converted> {
    const { promise, resolve } = Promise.withResolvers<Converted>();
    const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const child = spawn(command, args, {
      // Of our own environment it gets nothing: secrets stand there.
      env: { PATH: searchPath },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: within,
      killSignal: 'SIGKILL',
    });
    const parts: Buffer[] = [];
    let size = 0;
    let said = '';
    child.stdout.on('data', (part: Buffer) => {
      size += part.length;
      if (size > mostBytes) child.kill('SIGKILL');
      else parts.push(part);
    });
    child.stderr.on('data', (part: Buffer) => {
      said = (said + part.toString()).slice(-300);
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      const missing = error.code === 'ENOENT' || error.code === 'EACCES';
      if (missing) resolve({ ok: false, why: 'missing' });
    });
    child.on('close', (code) => {
      const ok = code === 0 && size > 0 && size <= mostBytes;
      if (!ok) log.warn({ event: 'ffmpeg', code, size, late: within.aborted, why: said.split('\n').at(-2) });
      resolve(ok ? { ok, bytes: Buffer.concat(parts) } : { ok: false, why: 'failed' });
    });
    return promise;
  }

  return {
    async toVoice(bytes, ext) {
      const reader = READERS[ext];
      if (!reader) return { ok: false, why: 'failed' };
      return queue.add(() => convert(bytes, reader, VOICE));
    },
    firstPicture: (bytes) => queue.add(() => convert(bytes, 'mov', [...PICTURE, ...AS_JPEG])),
  };
}
