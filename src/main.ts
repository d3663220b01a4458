/** Settings → parts → wires → signals: reads like a table of contents. */
import { mkdirSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openAccount } from './account.ts';
import { createBot } from './bot/bot.ts';
import { webhookSecret } from './bot/webhook.ts';
import { createDraw } from './charts/draw.ts';
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
  // What any part of the program or of a library writes is for nobody else on this machine.
  process.umask(0o077);
  const clock = systemClock();
  const dice = systemDice();
  // What is made from now on is ours alone; what was there before is mended below.
  process.umask(0o077);
  const { folders } = settings;
  const temp = join(folders.data, 'tmp');
  const media = join(folders.data, 'media');
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
  await useTemp(temp);

  const secrets = [settings.telegram.token, settings.restart.password ?? '', settings.metricsToken ?? ''];
  const logs = await openLogs({ dir: folders.logs, level: settings.logLevel, secrets, now: clock.now });
  const wayDown = createWayDown({ clock, log: logs.core, exit: (status) => process.exit(status) });
  wayDown.add('logs', 2_000, () => logs.close());
  /** What can't be written any more must not be waited for. */
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
  const rights = await ownersOnly(Object.values(folders));
  if (rights.mended + rights.failed > 0) logs.core.warn({ event: 'rights', ...rights });
  silenceLibsignal(logs.baileys);

  const trust = watchSkew({
    ask: (signal) => webTime(settings.telegram.apiRoot ?? 'https://api.telegram.org', signal),
    clock,
    log: logs.core,
  });
  wayDown.add('clock', 1_000, () => trust.stop());

  const installation = openInstallation(folders.data);
  const store = openStore({ dir: folders.data, secrets: folders.sessions });
  wayDown.add('store', 5_000, () => store.close());
  const texts = createTexts();
  const preferences = await openPreferences({
    defaults: settings.preferences,
    stored: store.settings,
    log: logs.core,
  });
  const rules = () => ({ ...preferences.now(), maxInFlight: settings.whatsapp.maxInFlight });
  const [own] = await store.accounts.list();
  if (!own) throw new Error('the store has no account');
  const account = await openAccount({
    id: own.id,
    store,
    texts,
    preferences,
    folders: { sessions: folders.sessions, uploads: folders.uploads, media, temp },
    room,
    whatsapp: settings.whatsapp,
    maxImageBytes: settings.maxImageBytes,
    retentionDays: settings.retentionDays,
    searchPath: settings.searchPath,
    rules,
    clock,
    heardTime: trust.heard,
    trust,
    dice,
    logs,
    onFatal,
    onSilence: () => void power.restart({ why: 'silence' }).catch(onFatal),
  });
  preferences.watch(account.poke);
  wayDown.add('account', 10_000, () => account.close());

  const startedAt = clock.now();
  const unlisted = await dropUnlisted(store.team, settings.telegram.operators);
  if (unlisted > 0) logs.core.info({ event: 'unlisted', members: unlisted });
  const admins = (await store.team.members()).some((member) => member.role === 'admin');
  const claim = createClaim(!admins && settings.telegram.operators.length === 0, clock, dice);
  const power = createPower({
    account: own.id,
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
  wayDown.add('plan', 1_000, () => Promise.all([plan.stop(), idle.stop()]));

  const webhook =
    settings.telegram.webhook && settings.publicUrl
      ? { url: settings.publicUrl + WEBHOOK_PATH, secret: webhookSecret(settings.telegram.token) }
      : null;
  const drawing = new AbortController();
  wayDown.add('pictures', 1_000, async () => drawing.abort());
  const draw = createDraw({ signal: drawing.signal });
  const bot = createBot({
    token: settings.telegram.token,
    apiRoot: settings.telegram.apiRoot,
    webhook,
    panelUrl: settings.publicUrl ? `${settings.publicUrl}/panel/` : null,
    control: account.control,
    progress: account.progress,
    people: account.people,
    replies: account.replies,
    optOuts: account.optOuts,
    privacy: account.privacy,
    answers: account.answers,
    trials: account.trials,
    number: account.number,
    saved: account.saved,
    savedLists: account.savedLists,
    stats: account.stats,
    draw,
    disk: account.disk,
    link: account.link,
    team: store.team,
    audit: createAudit(store.team, clock),
    chats: store.chats,
    texts,
    place: () => ({ country: account.country(), zone: preferences.now().zone }),
    preferences,
    uploadsDir: folders.uploads,
    mediaPath: (sha256) => mediaPath(media, sha256),
    clock,
    trust,
    dice,
    log: logs.core,
    logFiles: createLogFiles(folders.logs),
    doctor: (bytes) => lookAround({ settings, problems: [], running: true, bytes }),
    claim: claim.redeem,
    admins: settings.telegram.operators,
    power,
    idle,
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
  wayDown.add('bot', 5_000, () => bot.stop());
  const starts = await countStart(store.chats);
  const http = await openWeb({
    settings,
    id: own.id,
    store,
    account,
    bot,
    webhook,
    power,
    idle,
    room,
    draw,
    texts,
    language: () => preferences.now().language,
    zone: () => preferences.now().zone,
    startedAt,
    starts,
    clock,
  });
  wayDown.add('http', 2_000, () => http.close());
  // First of all, so that nothing is left open by an orderly end: acks come within a round trip.
  wayDown.add('batch', LAST_ACKS + 1_000, () => (broken ? undefined : account.drain(LAST_ACKS)));

  await power.begin();
  await account.start();
  const off = switchedOff(settings, preferences.now());
  logs.core.info({ event: 'started', port: http.port, ...(off.length > 0 ? { off } : {}) });
  tellClaim(claim.code);
  process.send?.(UP);
  bot.start().catch(onFatal);
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
