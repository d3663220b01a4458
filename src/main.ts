/** Settings → parts → wires → signals: reads like a table of contents. */
import { mkdirSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type OpenAccount, openAccount } from './account.ts';
import { createBot, type TelegramBot } from './bot/bot.ts';
import { type Webhook, webhookSecret } from './bot/webhook.ts';
import { createDraw, type Draw } from './charts/draw.ts';
import { type Clock, systemClock, systemDice } from './clock.ts';
import { lookAround } from './doctor.ts';
import { waitingPart } from './http/health.ts';
import { type Http, openHttp } from './http/http.ts';
import { WEBHOOK_PATH } from './http/webhook.ts';
import { openLogs, silenceLibsignal } from './log.ts';
import { createLogFiles } from './log-files.ts';
import { openPreferences, type PreferenceValues } from './preferences.ts';
import { mediaPath } from './queue/media.ts';
import { BadSettings, loadSettings, type Settings } from './settings.ts';
import { DatabaseDamaged, DatabaseTooNew } from './store/open.ts';
import { openStore, type Store } from './store/store.ts';
import { EXIT, UP } from './supervisor.ts';
import { createAudit } from './team/audit.ts';
import { createClaim } from './team/claim.ts';
import { createPassword, type TryMemory } from './team/password.ts';
import { dropUnlisted } from './team/team.ts';
import { createTexts } from './texts/texts.ts';
import { closeToOthers, unwritable } from './upkeep/folders.ts';
import { watchIdle } from './upkeep/idle.ts';
import { openInstallation } from './upkeep/installation.ts';
import { keepHeapSmall } from './upkeep/memory.ts';
import { createPower } from './upkeep/power.ts';
import { planRestart } from './upkeep/restart.ts';
import { ownersOnly } from './upkeep/rights.ts';
import { type OpenRoom, openRoom, waitForRoom } from './upkeep/room.ts';
import { createWayDown } from './upkeep/shutdown.ts';
import { watchSkew, webTime } from './upkeep/skew.ts';
import { openWeb } from './web.ts';

/** How long an orderly end waits for the acks of what is under way. */
const LAST_ACKS = 5_000;

async function main(settings: Settings): Promise<void> {
  keepHeapSmall();
  // What any part of the program or of a library writes from now on is for nobody else on this machine; what was there
  // before is mended below.
  process.umask(0o077);
  const clock = systemClock();
  const places = await preparePlaces(settings, clock);
  const life = await openLife(settings, clock);
  const base = { settings, ...places, ...life, ...(await openBase(settings, life, clock)), clock };
  const { store, preferences, wayDown } = base;

  const account = await openOwnAccount(base, () => {
    upkeep.power.restart({ why: 'silence' }).catch(base.onFatal);
  });
  preferences.watch(account.poke);
  wayDown.add('account', 10_000, () => account.close());

  const startedAt = clock.now();
  const claim = await openTeam(base);
  const upkeep = await openUpkeep(base, account);
  wayDown.add('plan', 1_000, () => Promise.all([upkeep.plan.stop(), upkeep.idle.stop()]));

  const drawing = new AbortController();
  wayDown.add('pictures', 1_000, async () => drawing.abort());
  const draw = createDraw({ signal: drawing.signal });
  const webhook = webhookOf(settings);
  const bot = openBot(base, account, { ...upkeep, draw, webhook, claim: claim.redeem, startedAt });
  wayDown.add('bot', 5_000, () => bot.stop());
  const http = await openWeb({
    ...{ ...base, ...upkeep, account, bot, webhook, draw, startedAt },
    language: () => preferences.now().language,
    zone: () => preferences.now().zone,
    starts: await countStart(store.chats),
  });
  wayDown.add('http', 2_000, () => http.close());
  // First of all, so that nothing is left open by an orderly end: acks come within a round trip.
  wayDown.add('batch', LAST_ACKS + 1_000, () => (base.isBroken() ? undefined : account.drain(LAST_ACKS)));

  await upkeep.power.begin();
  await account.start();
  const off = switchedOff(settings, preferences.now());
  base.logs.core.info({ event: 'started', port: http.port, ...(off.length > 0 ? { off } : {}) });
  tellClaim(claim.code);
  process.send?.(UP);
  bot.start().catch(base.onFatal);
}

/** Folders that can be written, for their owner alone, with room on the disk; throws `BadSettings` where they can't. */
async function preparePlaces(settings: Settings, clock: Clock) {
  const { folders } = settings;
  const refused = await unwritable([
    { setting: 'DATA_DIR', path: folders.data },
    { setting: 'SESSIONS_DIR', path: folders.sessions },
    { setting: 'UPLOADS_DIR', path: folders.uploads },
    { setting: 'LOG_DIR', path: folders.logs },
  ]);
  if (refused.length > 0) throw new BadSettings(refused);
  await closeToOthers(Object.values(folders));
  const room = await openRoom([folders.data, folders.sessions, folders.uploads]);
  await untilRoom(room, clock, settings);
  const temp = join(folders.data, 'tmp');
  await useTemp(temp);
  return { room, temp, media: join(folders.data, 'media') };
}

/** The logs, and every way in which the process may end. */
async function openLife(settings: Settings, clock: Clock) {
  const secrets = [settings.telegram.token, settings.restart.password ?? '', settings.metricsToken ?? ''];
  const { logs: dir } = settings.folders;
  const logs = await openLogs({ dir, level: settings.logLevel, secrets, now: clock.now });
  const wayDown = createWayDown({ clock, log: logs.core, exit: (status) => process.exit(status) });
  wayDown.add('logs', 2_000, () => logs.close());
  let broken = false;
  const onFatal = (error: unknown) => {
    broken = true;
    logs.core.fatal({ event: 'fatal', err: error });
    void wayDown.end(1, 'fatal');
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void wayDown.end(0, signal));
  process.on('disconnect', () => void wayDown.end(0, 'supervisor gone'));
  process.on('uncaughtException', onFatal);
  process.on('unhandledRejection', (error) => logs.core.error({ event: 'unhandled', err: error }));
  const rights = await ownersOnly(Object.values(settings.folders));
  if (rights.mended + rights.failed > 0) logs.core.warn({ event: 'rights', ...rights });
  silenceLibsignal(logs.baileys);
  /** What can't be written any more must not be waited for. */
  const isBroken = () => broken;
  return { logs, wayDown, onFatal, isBroken };
}

type Life = Awaited<ReturnType<typeof openLife>>;

/** What everything stands on: the clock's honesty, the store, words and choices. */
async function openBase(settings: Settings, { logs, wayDown }: Life, clock: Clock) {
  const { folders } = settings;
  const trust = watchSkew({
    ask: (signal) => webTime(settings.telegram.apiRoot ?? 'https://api.telegram.org', signal),
    clock,
    log: logs.core,
  });
  wayDown.add('clock', 1_000, () => trust.stop());
  const installation = openInstallation(folders.data);
  const store = openStore({ dir: folders.data, secrets: folders.sessions });
  wayDown.add('store', 5_000, () => store.close());
  const defaults = settings.preferences;
  const preferences = await openPreferences({ defaults, stored: store.settings, log: logs.core });
  const [own] = await store.accounts.list();
  if (!own) throw new Error('the store has no account');
  return { trust, installation, store, preferences, texts: createTexts(), dice: systemDice(), id: own.id };
}

type Base = { readonly settings: Settings; readonly clock: Clock } & Life &
  Awaited<ReturnType<typeof preparePlaces>> &
  Awaited<ReturnType<typeof openBase>>;

function openOwnAccount(base: Base, onSilence: () => void): Promise<OpenAccount> {
  const { settings, preferences, media, temp, trust } = base;
  const { sessions, uploads } = settings.folders;
  return openAccount({
    ...base,
    folders: { sessions, uploads, media, temp },
    whatsapp: settings.whatsapp,
    maxImageBytes: settings.maxImageBytes,
    retentionDays: settings.retentionDays,
    searchPath: settings.searchPath,
    rules: () => ({ ...preferences.now(), maxInFlight: settings.whatsapp.maxInFlight }),
    heardTime: trust.heard,
    onSilence,
  });
}

/** Who is listed no more is out; who may claim the bot while nobody administers it. */
async function openTeam({ settings, store, clock, dice, logs }: Base) {
  const { operators } = settings.telegram;
  const unlisted = await dropUnlisted(store.team, operators);
  if (unlisted > 0) logs.core.info({ event: 'unlisted', members: unlisted });
  const admins = (await store.team.members()).some((member) => member.role === 'admin');
  return createClaim(!admins && operators.length === 0, clock, dice);
}

/** Restarts that are asked for and those that come by themselves, and the sleep of an idle link. */
async function openUpkeep(base: Base, account: OpenAccount) {
  const { settings, id, store, preferences, installation, wayDown, clock, logs } = base;
  const power = createPower({
    account: id,
    accounts: store.accounts,
    marks: store.chats,
    drain: account.drain,
    link: account.link,
    password: createPassword(settings.restart.password, triesIn(store.chats), clock),
    installation,
    wayDown,
    again: EXIT.restart,
    clock,
  });
  const mark = await power.mark();
  const idle = watchIdle({
    minutes: settings.idleMinutes,
    napping: mark?.why === 'routine' && mark.asleep,
    link: account.link,
    traffic: account,
    wants: account.wanted,
    lastCampaign: account.lastCampaign,
    clock,
    log: logs.core,
  });
  account.progress.on(({ type }) => {
    if (type === 'progress') idle.touched();
    if (type === 'campaign') idle.poke();
  });
  const plan = planRestart({
    cron: settings.restart.cron,
    zone: () => preferences.now().zone,
    facts: account.underWay,
    run: () => power.restart({ why: 'routine', asleep: account.link.state().is === 'asleep' }),
    clock,
    log: logs.core,
  });
  return { power, idle, plan };
}

/** Where Telegram brings updates, if it is to; else they are asked for. */
function webhookOf({ telegram, publicUrl }: Settings): Webhook | null {
  if (!telegram.webhook || !publicUrl) return null;
  return { url: publicUrl + WEBHOOK_PATH, secret: webhookSecret(telegram.token) };
}

interface BotParts extends Awaited<ReturnType<typeof openUpkeep>> {
  readonly draw: Draw;
  readonly webhook: Webhook | null;
  readonly claim: (code: string) => boolean;
  readonly startedAt: number;
}

function openBot(
  base: Base,
  account: OpenAccount,
  { claim, startedAt, plan, ...parts }: BotParts,
): TelegramBot {
  const { settings, store, preferences, media, temp, clock, logs, room } = base;
  const { folders, telegram, publicUrl } = settings;
  return createBot({
    ...{ ...base, ...account, ...parts, claim },
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    panelUrl: publicUrl ? `${publicUrl}/panel/` : null,
    team: store.team,
    audit: createAudit(store.team, clock),
    chats: store.chats,
    place: () => ({ country: account.country(), zone: preferences.now().zone }),
    uploadsDir: folders.uploads,
    mediaPath: (sha256) => mediaPath(media, sha256),
    log: logs.core,
    logFiles: createLogFiles(folders.logs),
    doctor: (bytes) => lookAround({ settings, problems: [], running: true, bytes }),
    admins: telegram.operators,
    machine: async () => ({
      startedAt,
      nextRestartAt: plan.nextAt(),
      freeBytes: await room.free(),
      tempBytes: (await sizeOf(folders.uploads)) + (await sizeOf(temp)),
      mediaBytes: await sizeOf(media),
      off: switchedOff(settings, preferences.now()),
      changed: preferences.changed(),
    }),
    startTries: Number(process.env.STARTS_FAILED ?? 0) + 1,
  });
}

/** Starts since the program was installed, this one included. */
async function countStart(chats: Store['chats']): Promise<number> {
  const starts = 1 + Number((await chats.read('starts')) ?? 0);
  await chats.write('starts', starts);
  return starts;
}

const triesIn = (chats: Store['chats']): TryMemory => ({
  read: () => chats.read('password-tries'),
  write: (tries) => chats.write('password-tries', tries),
});

/** The one secret that is ever printed: never through a log. */
function tellClaim(code: string | null) {
  if (!code) return;
  process.stdout.write(
    `\nNobody administers this bot yet. Within the hour, open your bot in Telegram with\n` +
      `  https://t.me/<your bot>?start=claim_${code}\nor send it: /start claim_${code}\n\n`,
  );
}

/**
 * Says once on the terminal, and to whoever asks for its health, why nothing happens; without a parent there is
 * nothing to wait for.
 */
async function untilRoom(room: OpenRoom, clock: Clock, { port, origins }: Settings) {
  const orphaned = () => process.exit(1);
  let health: Promise<Http | null> = Promise.resolve(null);
  process.once('disconnect', orphaned);
  await waitForRoom(room, clock, () => {
    process.stderr.write('The disk is full: nothing can be written. Waiting for room.\n');
    health = openHttp({ port, origins, parts: [waitingPart('disk')] }).catch(() => null);
  });
  process.off('disconnect', orphaned);
  await (await health)?.close();
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
function switchedOff(
  { restart, whatsapp }: Settings,
  { pace, dailyCap, quietHours, canary }: PreferenceValues,
): string[] {
  return [
    ...(pace === 'maximum' ? ['PACE'] : []),
    ...(dailyCap === 'off' ? ['DAILY_CAP'] : []),
    ...(quietHours === 'off' ? ['QUIET_HOURS'] : []),
    ...(canary === 'off' ? ['CANARY'] : []),
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
  // What a newer program wrote, or a disk has damaged, is the same at the next start.
  process.exit(error instanceof DatabaseTooNew || error instanceof DatabaseDamaged ? EXIT.settings : 1);
}
