/** The operator's chat: the order in which an update is offered to its parts, on one screen. */
import { Bot, BotError } from 'grammy';
import type { Chart } from '../charts/chart.ts';
import type { CampaignId } from '../queue/campaign.ts';
import type { Health } from '../queue/checkup.ts';
import type { Actor } from '../queue/control/control.ts';
import { callingCode, formatPhone } from '../queue/import/phone.ts';
import type { CardView, Today } from '../queue/progress.ts';
import type { Period } from '../queue/stats.ts';
import type { Voice } from '../texts/texts.ts';
import { tellBack } from './back.ts';
import { createCampaign } from './campaign/campaign.ts';
import { cardHeadline } from './card.ts';
import { createCards } from './cards.ts';
import { compareClocks, followClock } from './clock.ts';
import { introduce } from './commands.ts';
import { type Connect, createConnect } from './connect/connect.ts';
import { createIdle } from './connect/idle.ts';
import { actorOf, type BotContext, type BotDeps, createKit, type Kit, OF_DRAFT, toast } from './context.ts';
import { createCopy } from './copy.ts';
import { sendReport } from './csv.ts';
import { toldFull } from './disk.ts';
import { createDoctor } from './doctor.ts';
import { createGuard } from './guard.ts';
import { createHelp } from './help.ts';
import { tellImported } from './imported.ts';
import { createLogs } from './logs.ts';
import { claimedScreen, createMenu, showMenu } from './menu.ts';
import { createNew, type New } from './new/new.ts';
import { followQueue, tellFinished, tellMissed, tellSlowed } from './notices.ts';
import { createOps } from './ops/ops.ts';
import { createOptOut } from './optout/optout.ts';
import { createOutbox } from './outbox.ts';
import { createPerson } from './person/person.ts';
import { type PollTrouble, poll, TakenAway, tellContested } from './poll.ts';
import { createPower, type PanelPower, type PowerArea } from './power.ts';
import { closeQuestions, isCommand, openQuestion, openQuestions, takeAnswers } from './question.ts';
import { createAnswering } from './reply/answer.ts';
import { createReplyButtons } from './reply/buttons.ts';
import { createTeller } from './reply/teller.ts';
import { button, type Screen, screen } from './screen.ts';
import { createSettings } from './settings/settings.ts';
import { createStatsArea } from './stats.ts';
import { createStatus, healthLines } from './status.ts';
import { beBrought, createIntake } from './webhook.ts';

export interface TelegramBot {
  /** Polls, or is brought updates, until it is stopped; outages, a second program and a refused token are waited out. */
  start(): Promise<void>;
  /** An update that came by the webhook. */
  receive(update: unknown): Promise<'taken' | 'closing'>;
  /** What the panel does by way of the chat. */
  readonly chat: {
    /** A card's first lines, as the chat words them. */
    headline(voice: Voice, view: CardView): string[];
    /** The account's health and why, as `/status` words it. */
    health(voice: Voice, health: Health, today: Today): string[];
    report(chat: number, id: CampaignId): Promise<void>;
    figures(voice: Voice, period: Period): Promise<{ lines: string[]; chart: Chart }>;
    power(who: Actor, what: PanelPower): Promise<void>;
    refused(who: Actor, what: PanelPower, locked: boolean): Promise<void>;
  };
  /** How Telegram answered last. */
  telegram(): 'ok' | 'unknown' | PollTrouble;
  /** Lets what is on its way to the chats go out, then ends. */
  stop(): Promise<void>;
}

const UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;
/** Whose answers tell that updates reach us. */
const RECEIVING: readonly string[] = ['getUpdates', 'deleteWebhook', 'setWebhook', 'getWebhookInfo'];
/** A redraw also where nothing was told: the end time moves, holds run out. */
const REFRESH_CARDS = 10_000;
const TELL_AGAIN = 60_000;
const LOOK_AT_WEEK = 60_000;

export function createBot(deps: BotDeps): TelegramBot {
  const bot = new Bot<BotContext>(deps.token, {
    client: { ...(deps.apiRoot ? { apiRoot: deps.apiRoot } : {}), timeoutSeconds: 60 },
  });
  const { clock, log, team } = deps;
  bot.api.config.use(compareClocks(deps));
  const outbox = createOutbox({
    api: bot.api,
    clock,
    log,
    blocked: async (chat) => void (await team.change(chat, { blocked: true })),
  });
  const kit = createKit(deps, bot.api, outbox);
  const cards = createCards(kit, (chat, view) => tellFinished(kit, chat, view));
  const draft = createNew(
    kit,
    (language) => wordsOf(kit, language),
    (ctx) => connect.ask(ctx),
  );
  const connect = createConnect(kit, formatPhone, draft.afterLink);
  const power = createPower(kit, formatPhone);
  const idle = createIdle(kit);
  const stats = createStatsArea(kit);
  const copy = createCopy(kit);
  const person = createPerson(kit, draft.listPeople);
  const optOut = createOptOut(kit, person.redraw);
  const teller = createTeller(kit);
  const answering = createAnswering(kit);
  const settings = createSettings(kit);
  const ops = createOps(kit, connect.leave);

  let heard: ReturnType<TelegramBot['telegram']> = 'unknown';
  bot.api.config.use(async (ask, method, ...rest) => {
    const answer = await ask(method, ...rest);
    if (answer.ok && RECEIVING.includes(method)) heard = 'ok';
    return answer;
  });
  const intake = createIntake(
    (update) => bot.handleUpdate(update).catch((error) => failedUpdate(kit, error)),
    clock,
  );
  const campaigns = createCampaign(kit, cards, draft);

  bot.catch(({ error, ctx }) => failed(kit, ctx, error));
  bot.use(
    createGuard(kit, {
      claimed: (ctx) => welcome(kit, ctx),
      joined: ops.joined,
      arrived: () => cards.pokeAll(true),
    }),
  );
  bot.use(copy.composer, answering.composer, openQuestions(deps.chats));
  bot.use(
    takeAnswers({
      list: draft.list,
      country: draft.country,
      content: draft.content,
      gap: draft.gap,
      pace: draft.pace,
      closing: draft.closing,
      mend: draft.mend,
      'text-name': draft.names.name,
      'text-rename': draft.names.rename,
      'list-name': draft.listNames.name,
      'list-rename': draft.listNames.rename,
      when: draft.when,
      'draft-name': draft.draftName,
      'campaign-when': campaigns.when,
      'campaign-name': campaigns.name,
      password: power.answer,
      'optout-add': optOut.add,
      'optout-remove': optOut.remove,
      'optout-import': optOut.list,
      forget: person.forget,
      number: connect.number,
      'settings-zone': settings.answers.zone,
      'settings-country': settings.answers.country,
      'settings-quiet': settings.answers.quiet,
      'settings-cap': settings.answers.cap,
      'settings-owned': settings.answers.owned,
      ...settings.health,
    }),
  );
  bot.use(createMenu(kit), createHelp(kit), connect.composer, draft.composer, campaigns.composer);
  bot.use(createReplyButtons(kit), createStatus(kit, formatPhone), stats.composer, optOut.composer);
  bot.use(person.composer, power.composer, idle.composer, settings.composer, ops.composer);
  bot.use(createLogs(kit), createDoctor(kit));
  bot.command(['cancel', 'cancelar'], (ctx) => cancel(kit, { power, connect, draft }, ctx));
  bot.on('callback_query', async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    await toast(ctx, voice.t('guard-old'));
    await showMenu(kit, ctx);
  });
  bot.on('edited_message', (ctx) => draft.edited(ctx));
  bot.on('message', async (ctx) => {
    const taken = !isCommand(ctx) && ((await draft.take(ctx)) || (await person.take(ctx)));
    if (!taken) await showMenu(kit, ctx);
  });

  const ending = new AbortController();
  const stops = [
    connect.follow(),
    teller.follow(),
    idle.follow(),
    followQueue(kit, cards, { teller, changed: optOut.tellChanged }),
    followClock(kit),
    deps.link.watch(() => cards.pokeAll(true)),
    deps.preferences.watch(() => cards.pokeAll(true)),
  ];

  async function refresh() {
    while (!ending.signal.aborted) {
      // A copy leaves the cards of the original alone.
      if (!deps.power.isCopy()) cards.pokeAll();
      await clock.sleep(REFRESH_CARDS, ending.signal).catch(() => undefined);
    }
  }

  async function weeks() {
    while (!ending.signal.aborted) {
      if (!deps.power.isCopy())
        await stats.tellWeek().catch((error) => log.error({ event: 'weekly', err: error }));
      await clock.sleep(LOOK_AT_WEEK, ending.signal).catch(() => undefined);
    }
  }

  /** Cards of campaigns that ended while we were away are finished now. */
  async function catchUp() {
    if (deps.power.isCopy()) return copy.announce();
    const { campaigns } = await deps.control.list({ limit: 50, offset: 0 });
    for (const { id, missedAt, state, slowed } of campaigns) {
      cards.poke(id, true);
      if (state === 'running' && slowed) await tellSlowed(kit, id);
      if (missedAt !== null) await tellMissed(kit, cards, id);
    }
  }

  /** Telegram may be away just then: told as soon as it can be. */
  async function back() {
    while (!ending.signal.aborted && !deps.power.isCopy()) {
      try {
        return await tellBack(kit);
      } catch (error) {
        log.error({ event: 'back', err: error });
        await clock.sleep(TELL_AGAIN, ending.signal).catch(() => undefined);
      }
    }
  }

  /** Polling ends a webhook by itself; whoever gives way leaves the one of the original alone. */
  async function ask() {
    if (deps.webhook && !deps.power.isCopy())
      return beBrought({ bot, hook: deps.webhook, updates: UPDATES, clock, signal: ending.signal });
    if (deps.power.isCopy() && (await bot.api.getWebhookInfo()).url !== '')
      throw new TakenAway('the original is brought its updates');
    return bot.start({ allowed_updates: UPDATES, drop_pending_updates: false });
  }

  return {
    async start() {
      void refresh();
      void weeks();
      await catchUp().catch((error) => log.error({ event: 'catch-up', err: error }));
      void introduce(kit).catch((error) => log.warn({ event: 'commands', message: String(error) }));
      void back();
      void tellImported(kit).catch((error) => log.error({ event: 'imported', err: error }));
      if (!deps.power.isCopy())
        void answering.resume().catch((error) => log.error({ event: 'answers', err: error }));
      await poll({
        start: ask,
        // Whoever polls first takes what people write to the original.
        shy: deps.power.isCopy,
        contested: () => tellContested(kit),
        trouble: (trouble) => {
          heard = trouble;
        },
        clock,
        log,
        signal: ending.signal,
      });
    },
    receive: intake.receive,
    chat: {
      headline: (voice, view) => cardHeadline(voice, view, deps.link.state(), clock.now()),
      health: healthLines,
      report: (chat, id) => sendReport(kit, chat, id, { answer: true }),
      figures: stats.figures,
      power: power.fromPanel,
      refused: power.refused,
    },
    telegram: () => heard,
    async stop() {
      ending.abort();
      for (const stop of stops) stop();
      await bot.stop().catch(() => undefined);
      await intake.close();
      await cards.close();
      await outbox.drain(3_000);
    },
  };
}

const wordsOf = (kit: Kit, language: string) => {
  const voice = kit.voice({ language });
  return {
    phone: formatPhone,
    country: (code: string) => `${voice.country(code)} (+${callingCode(code)})`,
    footer: kit.texts.t(kit.preferences.now().language, 'people-footer-words'),
  };
};

async function welcome(kit: Kit, ctx: BotContext) {
  const voice = kit.voice(await kit.team.member(ctx.from?.id ?? 0));
  await kit.outbox.send(ctx.chat?.id ?? 0, claimedScreen(voice, ctx.from?.first_name ?? ''), {
    answer: true,
  });
  await tellImported(kit);
}

/** The question that stands beside the draft alone, if one is open; else the draft. */
async function cancel(
  kit: Kit,
  { power, connect, draft }: { power: PowerArea; connect: Connect; draft: Pick<New, 'dropped'> },
  ctx: BotContext,
) {
  const chat = ctx.chat?.id ?? 0;
  const voice = await kit.voiceOf(chat);
  const open = openQuestion(ctx);
  await closeQuestions(ctx);
  if (await connect.forget(chat)) {
    const face = screen([voice.t('connect-cancelled')]);
    return void (await kit.outbox.send(chat, face, { answer: true, removeKeys: true }));
  }
  const password = await power.forget(chat);
  const aside = open !== null && !OF_DRAFT.includes(open);
  const gone = !password && !aside && (await kit.control.discard(actorOf(ctx)));
  if (gone) await draft.dropped(chat);
  const key = password
    ? 'power-cancelled'
    : aside
      ? 'connect-cancelled'
      : gone
        ? 'menu-cancelled'
        : 'menu-nothing';
  const face = screen([voice.t(key)], [[button(voice.t('menu-b-menu'), 'menu:show')]]);
  await kit.outbox.send(chat, face, { answer: true });
}

/** Of an update that was brought: polling has `bot.catch` for it. */
async function failedUpdate(kit: Kit, error: unknown) {
  if (error instanceof BotError) await failed(kit, error.ctx, error.error);
  else kit.log.error({ event: 'update', err: error });
}

/** O9. */
export const errorScreen = (voice: Voice, code: string): Screen =>
  screen([voice.t('guard-error', { code })], [[button(voice.t('menu-b-menu'), 'menu:show')]]);

/** The person gets a code that stands in the log; polling goes on. */
async function failed(kit: Kit, ctx: BotContext, error: unknown) {
  const code = kit.dice.id(2);
  kit.log.error({ event: 'handler', code, err: error });
  await toast(ctx);
  if (ctx.chat?.type !== 'private') return;
  if (await toldFull(kit, ctx.chat.id, error)) return;
  const voice = await kit.voiceOf(ctx.chat.id);
  await kit.outbox.send(ctx.chat.id, errorScreen(voice, code), { answer: true }).catch(() => undefined);
}
