/** Settings → parts → wires → signals: reads like a table of contents. */
import { mkdirSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openAccount } from './account.ts';
import { createBot } from './bot/bot.ts';
import type { Power } from './bot/context.ts';
import { type Clock, systemClock, systemDice } from './clock.ts';
import { openHttp } from './http/http.ts';
import { openLogs, silenceLibsignal } from './log.ts';
import { mediaPath } from './queue/media.ts';
import { BadSettings, loadSettings, type Settings } from './settings.ts';
import { openStore } from './store/store.ts';
import { EXIT } from './supervisor.ts';
import { createClaim } from './team/claim.ts';
import { createPassword } from './team/password.ts';
import { createTexts } from './texts/texts.ts';
import { keepHeapSmall } from './upkeep/memory.ts';
import { planRestart } from './upkeep/restart.ts';
import { type OpenRoom, openRoom, waitForRoom } from './upkeep/room.ts';
import { type Ending, endAll } from './upkeep/shutdown.ts';

const DRAIN_MS = 15_000;

async function main(settings: Settings): Promise<void> {
  keepHeapSmall();
  const clock = systemClock();
  const dice = systemDice();
  const { folders } = settings;
  const temp = join(folders.data, 'tmp');
  const media = join(folders.data, 'media');
  const room = await openRoom([folders.data, folders.sessions, folders.uploads]);
  await untilRoom(room, clock);
  await useTemp(temp);

  const secrets = [settings.telegram.token, settings.restart.password ?? ''];
  const logs = await openLogs({ dir: folders.logs, level: settings.logLevel, secrets });
  const endings: Ending[] = [{ name: 'logs', withinMs: 2_000, end: () => logs.close() }];
  let over: Promise<never> | null = null;

  /** The one way out: everything in reverse order, then the process. */
  const end = (status: number, why: string): Promise<never> => {
    over ??= (async () => {
      logs.core.info({ event: 'ending', why });
      await endAll(endings, { clock, log: logs.core });
      process.exit(status);
    })();
    return over;
  };
  const onFatal = (error: unknown) => {
    logs.core.fatal({ event: 'fatal', err: error });
    void end(1, 'fatal');
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end(0, signal));
  process.on('disconnect', () => void end(0, 'supervisor gone'));
  process.on('uncaughtException', onFatal);
  process.on('unhandledRejection', (error) => logs.core.error({ event: 'unhandled', err: error }));
  silenceLibsignal(logs.baileys);

  const store = openStore({ dir: folders.data });
  endings.push({ name: 'store', withinMs: 5_000, end: () => store.close() });
  const texts = createTexts();
  const rules = () => ({
    ...settings.pacing,
    zone: settings.zone,
    maxInFlight: settings.whatsapp.maxInFlight,
  });
  const [own] = await store.accounts.list();
  if (!own) throw new Error('the store has no account');
  const account = await openAccount({
    id: own.id,
    store,
    texts,
    language: settings.language,
    folders: { sessions: folders.sessions, uploads: folders.uploads, media, temp },
    room,
    whatsapp: settings.whatsapp,
    maxImageBytes: settings.maxImageBytes,
    searchPath: process.env.PATH ?? '',
    rules,
    country: settings.country,
    clock,
    dice,
    logs,
    onFatal,
  });
  endings.push({ name: 'account', withinMs: 10_000, end: () => account.close() });

  const startedAt = clock.now();
  const admins = (await store.team.members()).some((member) => member.role === 'admin');
  const claim = createClaim(!admins && settings.telegram.operators.length === 0, clock, dice);
  const password = createPassword(settings.restart.password, clock);
  const hold = (reason: 'restart' | 'disabled') =>
    store.accounts.hold({ accountId: own.id, reason, since: clock.now(), until: null, detail: null });
  /** Nothing new leaves; what is under way gets its acks. */
  const settleDown = async () => {
    await hold('restart');
    return account.drain(DRAIN_MS);
  };
  const power: Power = {
    hasPassword: password.isSet,
    checkPassword: password.check,
    async restart(onStep) {
      await onStep({ is: 'draining' });
      const { unacked } = await settleDown();
      await onStep({ is: 'drained', unacked });
      await onStep({ is: 'closing' });
      void end(EXIT.restart, 'asked');
    },
    hold: () => hold('disabled'),
    async enable() {
      const held = (await store.accounts.holds(own.id, clock.now())).some(
        ({ reason }) => reason === 'disabled',
      );
      await store.accounts.release(own.id, 'disabled');
      return held;
    },
  };
  const plan = planRestart({
    cron: settings.restart.cron,
    zone: settings.zone,
    log: logs.core,
    run: async () => {
      await settleDown();
      await end(EXIT.restart, 'planned');
    },
  });
  endings.push({ name: 'plan', withinMs: 1_000, end: () => plan.stop() });

  const bot = createBot({
    token: settings.telegram.token,
    apiRoot: settings.telegram.apiRoot,
    control: account.control,
    progress: account.progress,
    people: account.people,
    trials: account.trials,
    saved: account.saved,
    disk: account.disk,
    link: account.link,
    team: store.team,
    chats: store.chats,
    texts,
    place: () => ({ country: account.country(), zone: settings.zone }),
    language: settings.language,
    uploadsDir: folders.uploads,
    mediaPath: (sha256) => mediaPath(media, sha256),
    clock,
    dice,
    log: logs.core,
    claim: claim.redeem,
    admins: settings.telegram.operators,
    power,
    machine: async () => ({
      startedAt,
      nextRestartAt: plan.nextAt(),
      freeBytes: await room.free(),
      tempBytes: (await sizeOf(folders.uploads)) + (await sizeOf(temp)),
      mediaBytes: await sizeOf(media),
      off: switchedOff(settings),
    }),
    touched: () => undefined,
    startTries: Number(process.env.STARTS_FAILED ?? 0) + 1,
  });
  endings.push({ name: 'bot', withinMs: 5_000, end: () => bot.stop() });
  const http = await openHttp({
    port: settings.port,
    now: clock.now,
    health: () => ({ link: account.link.state().is, ready: account.ready(), startedAt }),
  });
  endings.push({ name: 'http', withinMs: 2_000, end: () => http.close() });

  await account.start();
  const off = switchedOff(settings);
  logs.core.info({ event: 'started', port: http.port, ...(off.length > 0 ? { off } : {}) });
  tellClaim(claim.code);
  bot.start().catch(onFatal);
}

/** The one secret that is ever printed: never through a log. */
function tellClaim(code: string | null) {
  if (!code) return;
  process.stdout.write(
    `\nNobody administers this bot yet. Within the hour, open your bot in Telegram with\n` +
      `  https://t.me/<your bot>?start=claim_${code}\nor send it: /start claim_${code}\n\n`,
  );
}

/** Says once on the terminal why nothing happens; without a parent there is nothing to wait for. */
async function untilRoom(room: OpenRoom, clock: Clock) {
  const orphaned = () => process.exit(1);
  process.once('disconnect', orphaned);
  await waitForRoom(room, clock, () => {
    process.stderr.write('The disk is full: nothing can be written. Waiting for room.\n');
  });
  process.off('disconnect', orphaned);
}

/** Baileys writes media into the system's temporary folder: that becomes one of ours, swept at every start. */
async function useTemp(folder: string) {
  await rm(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  process.env.TMPDIR = folder;
}

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  for (const name of names) {
    const found = await stat(join(folder, name)).catch(() => null);
    if (found?.isFile()) bytes += found.size;
  }
  return bytes;
}

/** Limits that the settings have taken away; start-up and /status name them. */
function switchedOff({ pacing, restart, whatsapp }: Settings): string[] {
  return [
    ...(pacing.pace === 'maximum' ? ['PACE'] : []),
    ...(pacing.dailyCap === 'off' ? ['DAILY_CAP'] : []),
    ...(pacing.quietHours === 'off' ? ['QUIET_HOURS'] : []),
    ...(pacing.canary === 'off' ? ['CANARY'] : []),
    ...(restart.cron === 'off' ? ['RESTART_CRON'] : []),
    ...(whatsapp.numberCheck ? [] : ['NUMBER_CHECK']),
  ];
}

try {
  await main(loadSettings());
} catch (error) {
  if (error instanceof BadSettings) {
    process.stderr.write(
      `The settings are not right yet:\n${error.problems.map((one) => `  ${one}\n`).join('')}`,
    );
    process.exit(EXIT.settings);
  }
  process.stderr.write(`${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}\n`);
  process.exit(1);
}
