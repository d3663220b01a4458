import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cleaner, type Logs, openLogs, silenceLibsignal } from './log.ts';

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
    logs = await openLogs({ dir, level: 'info', secrets: [], terminal });
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
