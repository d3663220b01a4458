/** The link's life as the operator sees it, and the way down: over sockets and signals only. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastId, type Operator, pause, plain, startWorld, toCsv, until, type World } from './world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const says = (ana: Operator, what: RegExp, after = 0) =>
  ana.waitForMessage((message) => what.test(message.text ?? message.caption ?? ''), {
    what: String(what),
    after,
    timeoutMs: 40_000,
  });
const shown = async (world: World) => (await world.phones.journal()).shown;

describe('the link', () => {
  let world: World;
  let ana: Operator;
  beforeAll(async () => {
    world = await startWorld({ quietPhones: true, smallBatches: true });
    ana = await world.connected();
  }, 60_000);
  afterAll(() => world.close());

  it('was made by a picture that is gone now, and 515 was told as no failure', async () => {
    const { messages } = await ana.chat();
    expect(messages.some((message) => message.photo)).toBe(false);
    expect(messages.some((message) => /sin conexión|cerró/i.test(message.text ?? ''))).toBe(false);
    expect(messages.some((message) => /^WhatsApp conectado: \+595 981 000111/.test(message.text ?? ''))).toBe(
      true,
    );
  });

  it('that drops comes back by itself, and does not undo an operator’s pause', {
    timeout: 180_000,
  }, async () => {
    const rows = plain(80);
    await world.slowly();
    const campaign = await world.send(ana, toCsv(rows));
    await until(async () => (await shown(world)) > 5, { what: 'the first ones', everyMs: 50 });
    const answer = await ana.tap(`campaign:${campaign}:pause`);
    expect(answer.toast).toMatch(/^Pausada/);
    await world.phones.faults({ disconnect: { kind: 'drop' } });
    await until(async () => !(await world.phones.state()).online, { what: 'the drop', everyMs: 50 });
    await until(async () => (await world.phones.state()).online, { what: 'the return', timeoutMs: 30_000 });
    await pause(1500);
    const before = await shown(world);
    await pause(1500);
    expect(await shown(world)).toBe(before);
    expect(
      (await ana.tap(`campaign:${campaign}:pause`, { force: true, messageId: (await card(campaign)).id }))
        .toast,
    ).toBe('Ya estaba en pausa');
    await ana.tap(`campaign:${campaign}:resume`);
    await world.hurry();
    await world.finished(ana, campaign, 60_000);
    await until(async () => (await shown(world)) === 80, { what: 'all of them' });
    expect(await world.phones.journal()).toMatchObject({ shown: 80, shownTwice: 0 });
  });

  const card = async (campaign: number) => {
    const { messages } = await ana.chat();
    const found = messages.findLast((message) => message.text?.includes(`Campaña ${campaign} ·`));
    if (!found) throw new Error('no card');
    return found;
  };

  it('under WhatsApp’s lock waits without burning anybody, and goes on when it ends', {
    timeout: 180_000,
  }, async () => {
    const rows = plain(40, 200);
    const until_ = Math.floor(Date.now() / 1000) + 8;
    await world.phones.faults({
      errorAck: { code: 463, times: 100, afterMessages: 5 },
      reachoutTimelock: { isActive: true, until: until_ },
    });
    const before = await shown(world);
    const campaign = await world.send(ana, toCsv(rows));
    await until(async () => /^Detenida por WhatsApp/.test((await card(campaign)).text ?? ''), {
      what: 'the stop',
    });
    expect((await shown(world)) - before).toBeLessThanOrEqual(10);
    await world.phones.faults({ clear: true });
    await world.phones.faults({ reachoutTimelock: { isActive: false } });
    await world.finished(ana, campaign, 60_000);
    await until(async () => (await shown(world)) - before === 40, { what: 'all of them' });
  });

  it('taken over elsewhere never fights, and comes back by a button', { timeout: 120_000 }, async () => {
    const after = await lastId(ana);
    await world.phones.faults({ disconnect: { conflict: 'replaced' } });
    await says(ana, /^Esta sesión está abierta en otro lugar/, after);
    await pause(4000);
    expect((await world.phones.state()).online).toBe(false);
    await world.phones.faults({ clear: true });
    await ana.tap('connect:retry');
    await until(async () => (await world.phones.state()).online, { what: 'the return', timeoutMs: 20_000 });
  });

  it.each([
    [403, /^WhatsApp bloqueó esta cuenta/],
    [401, /^WhatsApp cerró la sesión de este bot/],
  ])('ended by %i says so, and can be made again', { timeout: 120_000 }, async (code, sentence) => {
    const after = await lastId(ana);
    if (code === 401) await world.phones.unlink();
    else await world.phones.faults({ disconnect: { code, kind: 'failure' } });
    await says(ana, sentence, after);
    await world.phones.faults({ clear: true });
    await relink(after);
  });

  async function relink(after: number) {
    await ana.tap('connect:start');
    const { photo } = await ana.waitForMessage(
      (message) => message.id > after && message.photo !== undefined,
      {
        what: 'a new code',
        after,
        timeoutMs: 20_000,
      },
    );
    await world.phones.scan(await ana.download(photo?.fileId ?? ''));
    await until(async () => (await world.phones.state()).online, { what: 'the new link', timeoutMs: 30_000 });
    await says(ana, /^WhatsApp conectado/, after);
  }

  it('is too old for the server: 405 says so and does not try again', { timeout: 120_000 }, async () => {
    const after = await lastId(ana);
    await world.phones.faults({ disconnect: { code: 405, kind: 'failure' } });
    await says(ana, /^WhatsApp pide una versión más nueva/, after);
    const { connections } = await world.phones.state();
    await pause(4000);
    expect((await world.phones.state()).connections).toBe(connections);
    await world.phones.faults({ clear: true });
    await ana.tap('connect:retry');
    await until(async () => (await world.phones.state()).online, { what: 'the return', timeoutMs: 20_000 });
  });

  it('is told by /healthz and /readyz', async () => {
    const health = await fetch(`${world.programUrl}/healthz`);
    expect(await health.json()).toMatchObject({ ok: true, link: 'online' });
    await until(async () => (await fetch(`${world.programUrl}/readyz`)).ok, { what: 'ready' });
  });
});

describe('a second program on the same data', () => {
  it('refuses to start, with a sentence', { timeout: 120_000 }, async () => {
    await using world = await startWorld();
    await world.claim();
    const child = spawn(process.execPath, ['src/main.ts'], {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        TELEGRAM_BOT_TOKEN: '1:abcdefghij',
        DATA_ROOT: world.dataRoot,
        PORT: '0',
        TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
      },
    });
    let said = '';
    child.stderr.on('data', (part) => {
      said += String(part);
    });
    const [code] = await once(child, 'exit');
    expect(code).toBe(1);
    expect(said).toMatch(/another process drives account 1/);
  });
});

describe('npm start', () => {
  it('says all that is wrong with the settings at once, and does not try again', {
    timeout: 60_000,
  }, async () => {
    const { code, said } = await npmStart({ TELEGRAM_BOT_TOKEN: '', PACE: 'ludicrous', PORT: 'x' });
    expect(code).toBe(78);
    for (const name of ['TELEGRAM_BOT_TOKEN', 'PACE', 'PORT']) expect(said).toContain(name);
  });

  it('ends everything when its own process gets SIGTERM', { timeout: 120_000 }, async () => {
    await using world = await startWorld();
    const dir = `${world.dataRoot}/second`;
    const started = npmStart(
      {
        TELEGRAM_BOT_TOKEN: world.stage.emulators.token,
        TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
        DATA_ROOT: dir,
        PORT: '0',
      },
      /started/,
    );
    const { code, left } = await started;
    expect(code === 0 || code === null).toBe(true);
    expect(left).toEqual([]);
  });
});

/** Starts `npm start` in a group of its own; with `when`, ends npm's own process once that line came. */
async function npmStart(env: Record<string, string>, when?: RegExp) {
  const npm = spawn('npm', ['start'], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const hear = (part: unknown) => {
    said += String(part);
    if (when?.test(said)) {
      when = undefined;
      setTimeout(() => npm.kill('SIGTERM'), 300);
    }
  };
  npm.stdout.on('data', hear);
  npm.stderr.on('data', hear);
  const [code] = await once(npm, 'exit');
  await until(() => !alive(-(npm.pid ?? 0)), { what: 'the end of the group', timeoutMs: 15_000 });
  return { code, said, left: alive(-(npm.pid ?? 0)) ? [npm.pid] : [] };
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
