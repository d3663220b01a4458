/** Opens and closes all parts of one account. `main.ts` calls it once per row of `accounts`. */
import { rm } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import type { Clock, ClockTrust, Dice, HeardTime } from './clock.ts';
import type { Logs } from './log.ts';
import type { Preferences } from './preferences.ts';
import { type Answers, createAnswers } from './queue/answers.ts';
import type { AccountId } from './queue/campaign.ts';
import { createCheckup } from './queue/checkup.ts';
import { bodyOf, layoutOf } from './queue/content.ts';
import { type Control, createControl } from './queue/control/control.ts';
import { createDisk, type Disk } from './queue/disk.ts';
import { renderText } from './queue/draft.ts';
import { countryOf, type PhoneNumber, variants } from './queue/import/phone.ts';
import { createFindLink } from './queue/links/preview.ts';
import { mediaPath } from './queue/media.ts';
import { createOwnNumber, type OwnNumber } from './queue/number.ts';
import { createOptOutFiles, type OptOutFiles } from './queue/optouts.ts';
import { createPeople, type People } from './queue/people.ts';
import { DiskFull, type Hold, type Room } from './queue/ports.ts';
import { createFfmpeg } from './queue/preparing/ffmpeg.ts';
import { limitsOf } from './queue/preparing/prepare.ts';
import { createPrivacy, type Privacy } from './queue/privacy.ts';
import { createProgress, type Progress, type QueueEvent } from './queue/progress.ts';
import { parsePartId, partId } from './queue/recipient.ts';
import { createReplies, type Replies } from './queue/replies.ts';
import { createSavedLists, createSavedTexts, type SavedLists, type SavedTexts } from './queue/saved.ts';
import { createScheduler } from './queue/scheduler.ts';
import { hasQuiet } from './queue/sending/hours.ts';
import { KNOWN_FOR } from './queue/sending/pacing.ts';
import { createSender, type Sender, type SenderRules } from './queue/sending/sender.ts';
import { createStats, type StatsReader } from './queue/stats.ts';
import { createSweep } from './queue/sweep.ts';
import { createTrials, type Self, type Trials } from './queue/trial.ts';
import { createWaiting } from './queue/waiting.ts';
import { openKeys } from './store/keys.ts';
import { lockAccount } from './store/lock.ts';
import { openReceipts } from './store/receipts.ts';
import type { Store } from './store/store.ts';
import type { Texts } from './texts/texts.ts';
import { importSession } from './upkeep/import-session.ts';
import { IMPORTED } from './upkeep/power.ts';
import type { RestartFacts } from './upkeep/restart.ts';
import { CALM, nextWatch, WATCH_EVERY, type WatchFacts } from './upkeep/watchdog.ts';
import type { KeyStore } from './whatsapp/auth-state.ts';
import type { Link, LinkState } from './whatsapp/link.ts';
import { newestWebVersion } from './whatsapp/version.ts';
import { createWhatsApp, type SentMessages } from './whatsapp/whatsapp.ts';

export interface AccountDeps {
  readonly id: AccountId;
  readonly store: Store;
  readonly texts: Texts;
  /** Read at each use: language, country and footer may be changed in the chat. */
  readonly preferences: Pick<Preferences, 'now'>;
  readonly folders: { sessions: string; uploads: string; media: string; temp: string };
  readonly room: Room;
  readonly whatsapp: {
    wsUrl: string | null;
    version: readonly [number, number, number] | null;
    addressing: 'lid' | 'pn';
    numberCheck: boolean;
  };
  readonly maxImageBytes: number;
  /** Days after which ended campaigns name nobody any more; null: never. */
  readonly retentionDays: number | null;
  /** Where programs of the machine are looked for, as `PATH` names it. */
  readonly searchPath: string;
  readonly rules: () => SenderRules;
  readonly clock: Clock;
  readonly heardTime: HeardTime;
  readonly trust: Pick<ClockTrust, 'trusted'>;
  readonly dice: Dice;
  readonly logs: Logs;
  readonly onFatal: (error: unknown) => void;
  /** The connection brings nothing, and a new one didn't either: only a new process helps. */
  readonly onSilence: () => void;
}

export interface OpenAccount {
  readonly control: Control;
  readonly progress: Progress;
  readonly people: People;
  readonly replies: Replies;
  readonly optOuts: OptOutFiles;
  readonly privacy: Privacy;
  readonly answers: Answers;
  readonly trials: Trials;
  readonly number: OwnNumber;
  readonly saved: SavedTexts;
  readonly savedLists: SavedLists;
  readonly stats: StatsReader;
  readonly disk: Disk;
  readonly link: Link;
  /** Of numbers without a code; null while nobody knows. */
  readonly country: () => string | null;
  /** The sender should look now: the rules have changed. */
  poke(): void;
  /** Connected, and nothing that came in waits. */
  ready(): boolean;
  /** Connects if it is linked, and begins to send. */
  start(): Promise<void>;
  /** Takes nothing new; resolves when what is under way is acked, or after `ms`. */
  drain(ms: number): Promise<{ acked: number; unacked: number }>;
  /** What a restart would interrupt. */
  underWay(): Promise<RestartFacts>;
  /** The last ack, receipt or message, by the monotonic clock. */
  inboundAt(): number;
  /** A campaign runs, or a message that waits for no turn is there. */
  wanted(): Promise<boolean>;
  /** When the last campaign ended; now, while one is paused. Null: there was none. */
  lastCampaign(): Promise<number | null>;
  close(): Promise<void>;
}

/** Throws `AlreadyRunning` when another process drives this account. */
export async function openAccount(deps: AccountDeps): Promise<OpenAccount> {
  const { id, store, clock, dice, logs } = deps;
  const lock = lockAccount(deps.folders.sessions, id);
  const keys = openKeys({ dir: deps.folders.sessions, account: id });
  /** Keys in memory are ahead of a full disk: the process ends all the same, and the next one finds the hold. */
  const onFatal = (error: unknown) => {
    if (error instanceof DiskFull) void disk.refused().then(() => deps.onFatal(error));
    else deps.onFatal(error);
  };
  await takeOver(deps, keys);
  const whatsapp = await createWhatsApp({
    store: keys,
    told: openReceipts({ dir: deps.folders.sessions, account: id }),
    sent: sentMessages(deps),
    settings: deps.whatsapp,
    variants,
    newestVersion: newestWebVersion,
    mediaPath: (sha256) => mediaPath(deps.folders.media, sha256),
    heardTime: (theirs, age) => deps.heardTime('whatsapp', theirs, age),
    clock,
    dice,
    log: logs.baileys,
    onFatal,
  });
  const { link, gateway } = whatsapp;
  const country = () => deps.preferences.now().country ?? countryOfLink(link);
  const language = () => deps.preferences.now().language;
  const footer = () => deps.texts.t(language(), 'people-footer');
  let sender: Sender | null = null;
  const waiting = createWaiting({
    recipients: store.recipients,
    knownSince: () => clock.now() - KNOWN_FOR,
    matters: () => hasQuiet(deps.rules()) || deps.rules().dailyCap !== 'off',
    clock,
  });
  const checkup = createCheckup({
    account: id,
    ...store,
    limits: () => deps.preferences.now().health,
    zone: () => deps.preferences.now().zone,
    clock,
  });
  const progress = createProgress({
    account: id,
    ...store,
    waiting,
    checkup,
    speed: () => sender?.speed() ?? null,
    rules: deps.rules,
    clock,
  });
  const emit = (event: QueueEvent) => progress.emit(event);
  const poke = () => {
    sender?.poke();
    scheduler.poke();
  };
  const disk = createDisk({
    account: id,
    room: deps.room,
    accounts: store.accounts,
    events: {
      held: (hold) => emit({ type: 'hold', hold }),
      released(reason) {
        emit({ type: 'released', reason });
        poke();
      },
    },
    clock,
    log: logs.core,
  });
  const sweep = createSweep({ ...store, folders: deps.folders, clock, log: logs.core });
  /** One that can't go now doesn't keep its campaign from ending: a sweep takes it later. */
  const dropUpload = (path: string | null) =>
    removeUpload(deps.folders.uploads, path).catch((error) =>
      logs.core.warn({ event: 'upload-stays', err: error }),
    );
  const common = { account: id, campaigns: store.campaigns, recipients: store.recipients, emit, poke, clock };
  const ending = new AbortController();
  const limits = limitsOf(deps.maxImageBytes);
  const ffmpeg = createFfmpeg({
    searchPath: deps.searchPath,
    mostBytes: limits.audio,
    signal: ending.signal,
    log: logs.core,
  });
  const control = createControl({
    ...common,
    people: store.people,
    accounts: store.accounts,
    rules: deps.rules,
    waiting,
    defaults: () => ({ footer: deps.preferences.now().footer, country: country() }),
    footer,
    join: (values) => new Intl.ListFormat(language(), { type: 'conjunction' }).format(values),
    findLink: createFindLink({ log: logs.core }),
    removeFile: dropUpload,
    mediaDir: deps.folders.media,
    limits,
    ffmpeg,
    disk,
    freed: sweep.poke,
    dice,
    log: logs.core,
  });
  const scheduler = createScheduler({
    ...common,
    people: store.people,
    accounts: store.accounts,
    control,
    zone: () => deps.rules().zone,
    clockIsRight: () => deps.trust.trusted(),
    dice,
    log: logs.queue,
  });
  const saved = createSavedTexts({
    ...common,
    texts: store.texts,
    control,
    mediaDir: deps.folders.media,
    freed: sweep.poke,
  });
  const savedLists = createSavedLists({
    ...common,
    lists: store.lists,
    control,
    removeFile: dropUpload,
    freed: sweep.poke,
  });
  const stats = createStats({
    account: id,
    activity: store.activity,
    people: store.people,
    campaigns: store.campaigns,
    zone: () => deps.rules().zone,
    clock,
  });
  const people = createPeople({
    ...common,
    people: store.people,
    doubts: store.doubts,
    words: () => deps.preferences.now().optOutWords,
    language,
    confirmation: (language) => deps.texts.t(language, 'people-opted-out'),
    log: logs.queue,
  });
  const replies = createReplies({ account: id, replies: store.replies, clock });
  const answers = createAnswers({
    ...{ ...common, people: store.people, mediaDir: deps.folders.media, limits, ffmpeg, log: logs.queue },
  });
  const optOuts = createOptOutFiles({ account: id, people: store.people, clock });
  const privacy = createPrivacy({
    account: id,
    ...store,
    forgetWire: whatsapp.forget,
    retentionDays: deps.retentionDays,
    clock,
    dice,
    log: logs.core,
  });
  const trials = createTrials({ ...common, self: () => selfOf(link), footer, dice });
  const number = createOwnNumber({ ...common, accounts: store.accounts, rules: deps.rules });
  let before: LinkState['is'] = 'offline';
  const unwatch = link.watch((state) => {
    if (state.is === 'linking' && before === 'awaiting-scan')
      inBackground(() => store.accounts.save(id, { linkedAt: null }));
    before = state.is;
    if (state.is === 'online') inBackground(() => linked(state.phone));
    if (state.is === 'banned') inBackground(() => banned(state));
    if (state.is === 'replaced') inBackground(() => keepOut(state.at));
    // Nobody else has a session that is gone.
    if (state.is === 'logged-out') inBackground(() => store.accounts.release(id, 'replaced'));
  });

  /** A full disk makes it wait; what else goes wrong ends the process. */
  function inBackground(work: () => Promise<void>) {
    disk.patiently(work, ending.signal).catch((error) => {
      if (!ending.signal.aborted) onFatal(error);
    });
  }

  /** Where keys can't be written, the first answer would end the process, and the next one would meet it again. */
  const canConnect = async () => !disk.full() || (await deps.room.reserve());

  /** A new link starts the account's age anew, also that of a number that was linked before. */
  async function linked(phone: string) {
    await store.accounts.release(id, 'replaced');
    await store.accounts.release(id, 'ban');
    const before = (await store.accounts.list()).find((account) => account.id === id);
    if (before?.phone === phone && before.linkedAt !== null) return;
    // What was said of another number says nothing of this one.
    const ownedSince = before?.phone === phone ? before.ownedSince : null;
    await store.accounts.save(id, { phone: phone as PhoneNumber, linkedAt: clock.now(), ownedSince });
  }

  /** The account waits for the end that WhatsApp told, and begins again with the lowest cap. */
  async function banned({ at, until }: Extract<LinkState, { is: 'banned' }>) {
    const hold: Hold = { accountId: id, reason: 'ban', since: at, until, detail: null };
    await store.accounts.hold(hold);
    await store.accounts.save(id, { restrictedAt: at });
    emit({ type: 'hold', hold });
  }

  /** Outlives a restart: whoever was told to stay out must not fight for the session each night. */
  async function keepOut(since: number) {
    const hold: Hold = { accountId: id, reason: 'replaced', since, until: null, detail: null };
    await store.accounts.hold(hold);
    emit({ type: 'hold', hold });
  }

  /** Notices a connection that is open and brings nothing. */
  async function watchSilence() {
    let watch = CALM;
    while (!ending.signal.aborted) {
      await clock.sleep(WATCH_EVERY, ending.signal).catch(() => undefined);
      const next = nextWatch(watch, {
        now: clock.monotonic(),
        link: wayOf(link.state()),
        expecting: sender?.expecting() ?? false,
        inboundAt: whatsapp.lastInbound(),
      });
      watch = next.watch;
      if (next.act) logs.core.warn({ event: 'silence', act: next.act });
      if (next.act === 'refresh') whatsapp.refresh();
      if (next.act === 'restart') deps.onSilence();
    }
  }

  /** A link that was taken over, or a copy of one that may be in use, is not opened without a person. */
  async function connectIfLinked() {
    const holds = await store.accounts.holds(id, clock.now());
    const replaced = holds.find(({ reason }) => reason === 'replaced');
    if (!link.identity().linked || holds.some(({ reason }) => reason === 'copy')) return;
    if (replaced) await link.stayOut(replaced.since);
    else await link.connect();
  }

  return {
    control,
    progress,
    people,
    replies,
    optOuts,
    privacy,
    answers,
    trials,
    number,
    saved,
    savedLists,
    stats,
    disk,
    link,
    country,
    poke,
    ready: () => gateway.ready(),
    async start() {
      await disk.start();
      inBackground(async () => {
        await control.recover();
        await store.accounts.release(id, 'restart');
        poke();
      });
      whatsapp.onMessage((messages) => people.receive(messages));
      whatsapp.onStranger(people.identityChanged);
      sender = createSender({
        ...common,
        people: store.people,
        accounts: store.accounts,
        gateway,
        waiting,
        checkup,
        disk,
        control,
        render: (campaign, row) => ({
          text: renderText(campaign, row.fields, footer()),
          media: campaign.content?.media ?? [],
        }),
        rules: deps.rules,
        dice,
        log: logs.queue,
        events: {
          moved: (campaigns) => {
            for (const campaignId of campaigns) emit({ type: 'progress', campaignId });
          },
          acked: (ms) => emit({ type: 'acked', ms }),
          slowed: (campaignId) => emit({ type: 'slowed', campaignId }),
          held: (hold) => emit({ type: 'hold', hold }),
          released: (reason) => emit({ type: 'released', reason }),
        },
        onFatal,
      });
      whatsapp.repeatTold();
      void watchSilence();
      void disk.run(ending.signal);
      void sweep.run(ending.signal);
      inBackground(() => trials.run(ending.signal));
      inBackground(() => answers.run(ending.signal));
      void privacy.run(ending.signal);
      inBackground(() => scheduler.run(ending.signal));
      if (await canConnect()) return connectIfLinked();
      inBackground(async () => {
        await disk.room(ending.signal);
        await connectIfLinked();
      });
    },
    drain: async (ms) => (sender ? sender.drain(ms) : { acked: 0, unacked: 0 }),
    async underWay() {
      const turn = await store.campaigns.turn(id);
      const card = turn && (await progress.card(turn.id));
      const { is } = link.state();
      return {
        unacked: sender?.unacked() ?? 0,
        endsAt: card?.endsAt ?? null,
        linking: is === 'awaiting-scan' || is === 'linking',
      };
    },
    inboundAt: whatsapp.lastInbound,
    async wanted() {
      if (await store.campaigns.turn(id)) return true;
      return (await store.recipients.claimHidden(id, 1, clock.now())).length > 0;
    },
    async lastCampaign() {
      const states = ['paused', 'finished', 'cancelled'] as const;
      const { campaigns } = await store.campaigns.list({ accountId: id, states, limit: 20 });
      if (campaigns.length === 0) return null;
      return Math.max(...campaigns.map(({ endedAt }) => endedAt ?? clock.now()));
    },
    async close() {
      ending.abort();
      unwatch();
      await sender?.close();
      await whatsapp.close();
      lock.release();
    },
  };
}

/** A session that an earlier sender left; what became of it is told to the admins, a refusal once. */
async function takeOver({ folders, store, clock, logs }: AccountDeps, keys: KeyStore) {
  const session = await importSession({ dir: folders.sessions, keys, now: clock.now() });
  if (!session) return;
  const problem = session.ok ? null : session.problem;
  logs.core[session.ok ? 'info' : 'warn']({ event: 'session-import', ...session, phone: null });
  if (problem !== null && (await store.chats.read(REFUSED)) === problem) return;
  await store.chats.write(REFUSED, problem);
  await store.chats.write(IMPORTED, session);
}

/** The last refusal that was told: it is found again at each start. */
const REFUSED = `${IMPORTED}-refused`;

/** What was sent under an id, for a phone that could not open it: nothing for who has opted out since. */
function sentMessages({ id, store, texts, preferences }: AccountDeps): SentMessages {
  return {
    async find(wireId) {
      const named = parsePartId(wireId);
      const [row] = named ? await store.recipients.find([named.wireId]) : [];
      const campaign = row && (await store.campaigns.get(row.campaignId));
      if (!named || !row || !campaign?.content) return null;
      const person = { phone: row.phone, lid: row.address?.lid.replace('@lid', '') ?? null };
      const refused =
        (campaign.kind !== 'confirmation' && (await store.people.listed(id, person))) ||
        (campaign.kind === 'campaign' && (await store.doubts.about(id, person)) !== null);
      const part = layoutOf(campaign)[named.part];
      if (!part || !row.address) return null;
      const text = renderText(campaign, row.fields, texts.t(preferences.now().language, 'people-footer'));
      const body = bodyOf(part, text, (nth) => partId(named.wireId, nth));
      const message = { id: wireId, address: row.address, body };
      return { message, allowed: !refused };
    },
  };
}

function wayOf({ is }: LinkState): WatchFacts['link'] {
  if (is === 'online') return is;
  return is === 'connecting' || is === 'reconnecting' ? 'trying' : 'out';
}

/** The linked account, as one of its own recipients. */
function selfOf(link: Link): Self | null {
  const { phone, lid } = link.identity();
  if (!phone) return null;
  return { phone: phone as PhoneNumber, address: lid ? { jid: `${phone}@s.whatsapp.net`, lid } : null };
}

function countryOfLink(link: Link): string | null {
  const { phone } = link.identity();
  return phone ? countryOf(phone) : null;
}

/** Only what lies below the uploads folder is ever removed. */
async function removeUpload(folder: string, path: string | null): Promise<void> {
  if (!path || !resolve(path).startsWith(resolve(folder) + sep)) return;
  await rm(path, { force: true });
}
