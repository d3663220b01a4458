import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cleaner, type Logs, openLogs, silenceLibsignal } from './log.ts';
import { createLogFiles } from './log-files.ts';

describe('a log line', () => {
  const clean = cleaner(['demo1234', '123456:TOKEN']);

  it('carries no whole number, whatever form it has', () => {
    for (const line of [
      '{"jid":"595981123456@s.whatsapp.net"}',
      '{"jid":"595981123456:3@s.whatsapp.net"}',
      '{"lid":"59012901019692@lid"}',
      '{"phone":"+595981123456"}',
      '{"msg":"to 595981123456 now"}',
    ])
      expect(clean(line)).not.toMatch(/\d{6}/);
  });

  it('keeps times, ids and counts', () => {
    const line = '{"time":1732530000000,"id":"3EB0ABCDEF0123456789","rows":12345}';
    expect(clean(line)).toBe(line);
  });

  it('carries no secret', () => {
    const url = 'https://api.telegram.org/bot987654321:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe';
    expect(clean(`{"msg":"${url} demo1234"}`)).not.toMatch(/AAHdq|demo1234/);
  });
});

describe('the log files', () => {
  let dir: string;
  let logs: Logs;
  const shown: string[] = [];
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'log-'));
    const terminal = new Writable({
      write(chunk, _encoding, done) {
        shown.push(String(chunk));
        done();
      },
    });
    logs = await openLogs({ dir, level: 'info', secrets: [], terminal, now: Date.now });
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('are three, under stable names, and Baileys stays off the terminal', async () => {
    logs.core.info({ event: 'started' });
    logs.queue.info({ event: 'left', messages: 3, privKey: 'secret' });
    logs.baileys.warn({ session: { rootKey: 'secret' } }, 'odd');
    await logs.close();
    const read = (name: string) => readFileSync(join(dir, `${name}.log`), 'utf8');
    expect(JSON.parse(read('core.class'))).toMatchObject({ event: 'started' });
    expect(JSON.parse(read('queue.class'))).toMatchObject({ messages: 3, privKey: '…' });
    expect(read('baileys')).toContain('odd');
    expect(read('baileys')).not.toContain('secret');
    expect(shown.join('')).toContain('started');
    expect(shown.join('')).not.toContain('odd');
  });

  it('hold one line for each event, and the terminal no other colour, whatever a name says', async () => {
    shown.length = 0;
    const name =
      'Eve\n[12:00:00] INFO: restarted\r\n{"level":30,"event":"started"}\u001b[2J\u001b[31m\u009b1A';
    logs.core.info({ event: 'joined', name });
    logs.core.error({ event: 'handler', err: new Error(name) });
    logs.core.warn({ event: 'odd' }, name);
    await logs.close();
    const lines = readFileSync(join(dir, 'core.class.log'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(['joined', 'handler', 'odd']);
    const terminal = shown.join('');
    expect(terminal).not.toMatch(/^\[12:00:00\]|^\{/m);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal obeys
    expect(terminal).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});

describe('a log', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'log-'));
  });
  afterEach(() => {
    vi.useRealTimers();
    rmSync(dir, { recursive: true, force: true });
  });
  const open = (size?: string) =>
    openLogs({
      dir,
      level: 'info',
      secrets: [],
      now: Date.now,
      terminal: new Writable({ write: (_chunk, _encoding, done) => done() }),
      ...(size ? { size } : {}),
    });
  const names = () =>
    readdirSync(dir)
      .filter((name) => name.startsWith('core'))
      .toSorted();
  /** Waits without a timer: those stand still. */
  const turns = async (done: () => boolean) => {
    while (!done()) await new Promise((resolve) => setImmediate(resolve));
  };
  const there = (name: string) => vi.waitFor(() => expect(names()).toContain(name), { timeout: 10_000 });

  it('begins a new file at midnight, to which its name points then, and lets those of two weeks ago go', async () => {
    vi.useFakeTimers({
      now: new Date(2026, 2, 14, 23, 59, 59),
      toFake: ['Date', 'setTimeout', 'clearTimeout'],
    });
    const put = (name: string) => writeFileSync(join(dir, name), 'x');
    const kept = ['core.class.2026-03-02.1.log', 'core.class.of-somebody.log'];
    for (const name of ['core.class.2026-02-27.1.log', ...kept]) put(name);
    const logs = await open();
    await turns(() => names().includes('core.class.log'));
    expect(names()).toEqual(expect.arrayContaining([...kept, 'core.class.2026-03-14.1.log']));
    expect(names()).not.toContain('core.class.2026-02-27.1.log');
    put('core.class.2026-02-01.1.log');
    logs.core.info({ event: 'before' });
    await turns(() => readFileSync(join(dir, 'core.class.2026-03-14.1.log'), 'utf8').includes('before'));
    vi.advanceTimersByTime(1_500);
    vi.useRealTimers();
    await there('core.class.2026-03-15.1.log');
    logs.core.info({ event: 'after' });
    await logs.close();
    const read = (name: string) => readFileSync(join(dir, name), 'utf8');
    expect(read('core.class.2026-03-14.1.log')).toContain('before');
    expect(read('core.class.2026-03-14.1.log')).not.toContain('after');
    expect(read('core.class.log')).toContain('after');
    expect(names()).not.toContain('core.class.2026-02-01.1.log');
    expect(names()).toEqual(expect.arrayContaining(kept));
  });

  it('begins another one when it is full, and goes on in it after a restart', async () => {
    const day = new Date().toLocaleDateString('sv');
    const logs = await open('2k');
    for (let nth = 0; nth < 30; nth += 1) {
      logs.core.info({ event: 'some', filling: 'x'.repeat(100) });
      await new Promise((resolve) => setImmediate(resolve));
    }
    await there(`core.class.${day}.2.log`);
    await logs.close();
    const again = await open('2k');
    again.core.info({ event: 'again' });
    await again.close();
    expect(readFileSync(join(dir, 'core.class.log'), 'utf8')).toContain('again');
    expect(names().every((name) => /^core\.class\.(\d{4}-\d\d-\d\d\.\d+\.)?log$/.test(name))).toBe(true);
  });

  it('shows its last lines, and is no file before anything is in it', async () => {
    const files = createLogFiles(dir);
    expect(files.current('core')).toBeNull();
    expect(await files.last('core', 5)).toEqual([]);
    const logs = await open();
    for (const event of ['one', 'two', 'three']) logs.core.warn({ event, count: 7 });
    await logs.close();
    const lines = await files.last('core', 2);
    expect(lines.map(({ event, level, values }) => [event, level, values.count])).toEqual([
      ['two', 40, 7],
      ['three', 40, 7],
    ]);
    expect(files.current('core')).toEqual({ name: 'core.class.log', path: join(dir, 'core.class.log') });
  });
});

describe("libsignal's console", () => {
  it('keeps its words and drops the sessions', () => {
    const lines: unknown[] = [];
    const restore = silenceLibsignal({ debug: (...args: unknown[]) => void lines.push(args) });
    try {
      // biome-ignore lint/suspicious/noConsole: this is what is tested
      console.info('Closing session:', { privKey: 'secret' });
    } finally {
      restore();
    }
    expect(JSON.stringify(lines)).toContain('Closing session');
    expect(JSON.stringify(lines)).not.toContain('secret');
  });
});
