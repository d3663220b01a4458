/** With the real one, where the machine has it. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anMp3 } from '../../../test/data/media.ts';
import { createFfmpeg } from './ffmpeg.ts';
import { limitsOf, prepareFile } from './prepare.ts';

const present = spawnSync('ffmpeg', ['-version']).status === 0;
if (!present) process.stdout.write('ffmpeg is not on this machine: conversions are not tried\n');

const log = pino({ level: 'silent' });
const limits = limitsOf(10_000_000);
const searchPath = process.env.PATH ?? '';
const ours = (more: Partial<Parameters<typeof createFfmpeg>[0]> = {}) =>
  createFfmpeg({ searchPath, mostBytes: limits.audio, signal: new AbortController().signal, log, ...more });

let temp: string;
let before: string | undefined;
beforeEach(() => {
  temp = mkdtempSync(join(tmpdir(), 'ffmpeg-test-'));
  before = process.env.TMPDIR;
  process.env.TMPDIR = temp;
});
afterEach(() => {
  const left = readdirSync(temp).filter((name) => name.startsWith('convert-'));
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  rmSync(temp, { recursive: true });
  expect(left).toEqual([]);
});

describe('without ffmpeg', () => {
  it('it is told, and nothing is left behind', async () => {
    expect(await ours({ searchPath: '/nowhere' }).toVoice(anMp3(), 'mp3')).toEqual({
      ok: false,
      why: 'missing',
    });
  });
});

/** A program that does what the test wants in its place. */
function pretend(script: string): string {
  const path = join(temp, 'pretend');
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

describe('one that misbehaves', () => {
  it('and takes too long is ended', async () => {
    const command = pretend('exec sleep 60');
    const began = performance.now();
    expect(await ours({ command, timeoutMs: 200 }).toVoice(anMp3(), 'mp3')).toEqual({
      ok: false,
      why: 'failed',
    });
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('and makes too much is ended', async () => {
    const command = pretend('exec cat /dev/zero');
    expect(await ours({ command, mostBytes: 100_000 }).toVoice(anMp3(), 'mp3')).toEqual({
      ok: false,
      why: 'failed',
    });
  });

  it('is ended with us', async () => {
    const ending = new AbortController();
    const command = pretend(`echo $$ > ${temp}/pid; exec sleep 60`);
    const work = ours({ command, signal: ending.signal }).toVoice(anMp3(), 'mp3');
    await expect.poll(() => existsSync(join(temp, 'pid'))).toBe(true);
    ending.abort();
    expect(await work).toEqual({ ok: false, why: 'failed' });
  });

  it('gets none of our secrets', async () => {
    process.env.TELEGRAM_BOT_TOKEN = '1:secret';
    const command = pretend('env');
    const said = await ours({ command }).toVoice(anMp3(), 'mp3');
    delete process.env.TELEGRAM_BOT_TOKEN;
    expect(said.ok && said.bytes.toString()).toMatch(/^PATH=/m);
    expect(said.ok && said.bytes.toString()).not.toContain('secret');
  });
});

describe.skipIf(!present)('with ffmpeg', () => {
  const make = (...args: string[]): Buffer => {
    const path = join(temp, `made.${args.at(-1)}`);
    const { status, stderr } = spawnSync('ffmpeg', ['-y', ...args.slice(0, -1), path]);
    if (status !== 0) throw new Error(stderr.toString());
    const read = spawnSync('cat', [path], { maxBuffer: 50_000_000 }).stdout;
    rmSync(path);
    return read;
  };
  const tone = (ext: string, ...how: string[]) =>
    make('-f', 'lavfi', '-i', 'sine=440:duration=3', ...how, ext);

  it.each([
    ['mp3', []],
    ['m4a', ['-c:a', 'aac']],
    ['wav', []],
    ['flac', []],
    ['ogg', ['-c:a', 'libvorbis']],
  ])('a song as %s becomes a voice note of three seconds', { timeout: 30_000 }, async (ext, how) => {
    const bytes = tone(ext, ...how);
    const made = await prepareFile({ name: `canción.${ext}`, bytes }, { limits, ffmpeg: ours() });
    if (!made.ok) throw new Error(made.problem.is);
    expect(made.file).toMatchObject({ kind: 'voice', mime: 'audio/ogg; codecs=opus' });
    expect(made.file.seconds).toBeGreaterThan(2.9);
    expect(made.file.seconds).toBeLessThan(3.2);
    expect(Buffer.from(made.file.waveform ?? '', 'base64')).toHaveLength(64);
  });

  it('a film shows what it begins with', { timeout: 30_000 }, async () => {
    const bytes = make(
      '-f',
      'lavfi',
      '-i',
      'testsrc=size=320x240:rate=10:duration=2',
      '-pix_fmt',
      'yuv420p',
      'mp4',
    );
    const made = await prepareFile({ name: 'local.mp4', bytes }, { limits, ffmpeg: ours() });
    if (!made.ok) throw new Error(made.problem.is);
    expect(made.file).toMatchObject({ kind: 'video', width: 320, height: 240, seconds: 2 });
    const small = await sharp(Buffer.from(made.file.thumbnail ?? '', 'base64')).metadata();
    expect([small.width, small.height]).toEqual([96, 72]);
  });

  it('a damaged song is told, and a playlist opens nothing', { timeout: 30_000 }, async () => {
    const song = anMp3();
    expect(await ours().toVoice(Buffer.alloc(5000, 1), 'mp3')).toEqual({ ok: false, why: 'failed' });
    writeFileSync(join(temp, 'other.mp3'), song);
    const list = Buffer.from(`ffconcat version 1.0\nfile ${temp}/other.mp3\n`);
    expect(await ours().toVoice(list, 'mp3')).toEqual({ ok: false, why: 'failed' });
    expect(await ours().toVoice(list, 'ffconcat')).toEqual({ ok: false, why: 'failed' });
  });
});
