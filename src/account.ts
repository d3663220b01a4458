/** Opens and closes all parts of one account; `account/` has what they share. `main.ts` calls it once per row of `accounts`. */
import { type Core, createCore } from './account/core.ts';
import type { AccountDeps } from './account/deps.ts';
import { createDesk, type Desk } from './account/desk.ts';
import { connectAtStart, followLink } from './account/linked.ts';
import { watchSilence } from './account/silence.ts';
import type { Answers } from './queue/answers.ts';
import { bodyOf, layoutOf } from './queue/content.ts';
import type { Control } from './queue/control/control.ts';
import type { Disk } from './queue/disk.ts';
import { renderText } from './queue/draft.ts';
import { variants } from './queue/import/phone.ts';
import { mediaPath } from './queue/media.ts';
import type { OwnNumber } from './queue/number.ts';
import type { OptOutFiles } from './queue/optouts.ts';
import type { People } from './queue/people.ts';
import type { Privacy } from './queue/privacy.ts';
import type { Progress } from './queue/progress.ts';
import { parsePartId, partId } from './queue/recipient.ts';
import type { Replies } from './queue/replies.ts';
import type { SavedLists, SavedTexts } from './queue/saved.ts';
import { createSender, type Sender } from './queue/sending/sender.ts';
import type { StatsReader } from './queue/stats.ts';
import type { Trials } from './queue/trial.ts';
import { openKeys } from './store/keys.ts';
import { lockAccount } from './store/lock.ts';
import { openReceipts } from './store/receipts.ts';
import { importSession } from './upkeep/import-session.ts';
import { watchPhone } from './upkeep/phone-away.ts';
import { IMPORTED } from './upkeep/power.ts';
import type { RestartFacts } from './upkeep/restart.ts';
import type { KeyStore } from './whatsapp/auth-state.ts';
import type { Link } from './whatsapp/link.ts';
import { newestWebVersion } from './whatsapp/version.ts';
import { createWhatsApp, type SentMessages, type WhatsApp } from './whatsapp/whatsapp.ts';

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
  const { id, clock, dice, logs, folders } = deps;
  const lock = lockAccount(folders.sessions, id);
  const keys = openKeys({ dir: folders.sessions, account: id });
  await takeOver(deps, keys);
  const core = createCore(deps);
  const whatsapp = await createWhatsApp({
    store: keys,
    told: openReceipts({ dir: folders.sessions, account: id }),
    sent: sentMessages(deps),
    settings: deps.whatsapp,
    variants,
    newestVersion: newestWebVersion,
    mediaPath: (sha256) => mediaPath(folders.media, sha256),
    heardTime: (theirs, age) => deps.heardTime('whatsapp', theirs, age),
    clock,
    dice,
    log: logs.baileys,
    onFatal: core.onFatal,
  });
  const desk = createDesk(deps, core, whatsapp);
  core.running.scheduler = desk.scheduler;
  const unwatch = followLink(deps, core, whatsapp.link);
  return {
    ...desk,
    ...facts(deps, core, whatsapp),
    progress: core.progress,
    disk: core.disk,
    link: whatsapp.link,
    poke: core.common.poke,
    start: () => start(deps, core, whatsapp, desk),
    drain: async (ms) => core.running.sender?.drain(ms) ?? { acked: 0, unacked: 0 },
    async close() {
      core.ending.abort();
      unwatch();
      await core.running.sender?.close();
      await whatsapp.close();
      lock.release();
    },
  };
}

/** The disk first, then what sends, then all that runs until the end; the link last. */
async function start(deps: AccountDeps, core: Core, whatsapp: WhatsApp, desk: Desk): Promise<void> {
  const { common, disk, sweep, inBackground, ending } = core;
  const { control, people, trials, answers, privacy, scheduler } = desk;
  await disk.start();
  inBackground(async () => {
    await control.recover();
    await deps.store.accounts.release(deps.id, 'restart');
    common.poke();
  });
  whatsapp.onMessage((messages) => people.receive(messages));
  whatsapp.onStranger(people.identityChanged);
  core.running.sender = senderOf(deps, core, whatsapp, control);
  whatsapp.repeatTold();
  void watchSilence(deps, core, whatsapp);
  void disk.run(ending.signal);
  void sweep.run(ending.signal);
  inBackground(() => trials.run(ending.signal));
  inBackground(() => answers.run(ending.signal));
  void privacy.run(ending.signal);
  inBackground(() => scheduler.run(ending.signal));
  inBackground(() =>
    watchPhone({
      account: deps.id,
      accounts: deps.store.accounts,
      gateway: whatsapp.gateway,
      clockIsRight: () => deps.trust.trusted(),
      tell: (days, since) => common.emit({ type: 'phone-away', days, since }),
      clock: deps.clock,
      signal: ending.signal,
    }),
  );
  await connectAtStart(deps, core, whatsapp.link);
}

function senderOf(deps: AccountDeps, core: Core, { gateway }: WhatsApp, control: Control): Sender {
  const { store, rules, dice, logs } = deps;
  const { common, waiting, checkup, disk, footer, onFatal } = core;
  const { emit } = common;
  return createSender({
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
    rules,
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
}

/** What others ask before they end, sleep or answer. */
function facts({ id, store, clock }: AccountDeps, { running, progress }: Core, whatsapp: WhatsApp) {
  return {
    ready: () => whatsapp.gateway.ready(),
    inboundAt: whatsapp.lastInbound,
    async underWay(): Promise<RestartFacts> {
      const turn = await store.campaigns.turn(id);
      const card = turn && (await progress.card(turn.id));
      const { is } = whatsapp.link.state();
      return {
        unacked: running.sender?.unacked() ?? 0,
        endsAt: card?.endsAt ?? null,
        linking: is === 'awaiting-scan' || is === 'linking',
      };
    },
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
