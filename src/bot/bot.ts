/** The operator's chat: its parts, and the order in which an update is offered to them. */
import { Bot } from 'grammy';
import type { Chart } from '../charts/chart.ts';
import type { CampaignId } from '../queue/campaign.ts';
import type { Health } from '../queue/checkup.ts';
import type { Actor } from '../queue/control/control.ts';
import type { CardView, Today } from '../queue/progress.ts';
import type { Period } from '../queue/stats.ts';
import type { Voice } from '../texts/texts.ts';
import { createCampaign } from './campaign/campaign.ts';
import { createCancel } from './cancel.ts';
import { createCards } from './card/cards.ts';
import { cardHeadline } from './card/screens.ts';
import { compareClocks, followClock } from './clock.ts';
import { createConnect } from './connect/connect.ts';
import { createIdle } from './connect/idle.ts';
import { type BotContext, type BotDeps, createKit, type Kit, toast } from './context.ts';
import { createCopy } from './copy.ts';
import { sendReport } from './csv.ts';
import { createDoctor } from './doctor.ts';
import { tellError } from './error.ts';
import { createGuard } from './guard.ts';
import { createHelp } from './help.ts';
import { createLogs } from './logs.ts';
import { createMenu, showMenu, welcome } from './menu.ts';
import { createNew } from './new/new.ts';
import { followQueue, tellFinished } from './notices.ts';
import { createOps } from './ops/ops.ts';
import { createOptOut } from './optout/optout.ts';
import { createOutbox } from './outbox.ts';
import { createPerson } from './person/person.ts';
import type { PollTrouble } from './poll.ts';
import { createPower, type PanelPower } from './power/power.ts';
import { isCommand, openQuestions, takeAnswers } from './question.ts';
import { createReceiving } from './receiving.ts';
import { createAnswering } from './reply/answer.ts';
import { createReplyButtons } from './reply/buttons.ts';
import { createTeller } from './reply/teller.ts';
import { beginRounds } from './rounds.ts';
import { createSettings } from './settings/settings.ts';
import { createStatsArea } from './stats/stats.ts';
import { createStatus, healthLines } from './status.ts';

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
  const receiving = createReceiving(bot, kit);
  const parts = createParts(kit);
  offerUpdates(bot, kit, parts);
  const stops = follow(kit, parts);
  const ending = new AbortController();
  const { cards, stats, power } = parts;
  return {
    async start() {
      await beginRounds(kit, parts, ending.signal);
      await receiving.run(ending.signal);
    },
    receive: receiving.receive,
    chat: {
      headline: (voice, view) => cardHeadline(voice, view, deps.link.state(), clock.now()),
      health: healthLines,
      report: (chat, id) => sendReport(kit, chat, id, { answer: true }),
      figures: stats.figures,
      power: power.fromPanel,
      refused: power.refused,
    },
    telegram: receiving.telegram,
    async stop() {
      ending.abort();
      for (const stop of stops) stop();
      await receiving.close();
      await cards.close();
      await outbox.drain(3_000);
    },
  };
}

/** Each is given what it needs of the others, and no more. */
function createParts(kit: Kit) {
  const cards = createCards(kit, (chat, view) => tellFinished(kit, chat, view));
  const draft = createNew(kit, (ctx) => connect.ask(ctx));
  const connect = createConnect(kit, draft.afterLink);
  return {
    cards,
    draft,
    connect,
    person: createPerson(kit, draft.listPeople),
    campaigns: createCampaign(kit, cards, draft),
    optOut: createOptOut(kit),
    ops: createOps(kit, connect.leave),
    power: createPower(kit),
    idle: createIdle(kit),
    settings: createSettings(kit),
    stats: createStatsArea(kit),
    copy: createCopy(kit),
    answering: createAnswering(kit),
    teller: createTeller(kit),
  };
}

type Parts = ReturnType<typeof createParts>;

/** The first part that takes an update has it; what none takes shows the menu. */
function offerUpdates(bot: Bot<BotContext>, kit: Kit, parts: Parts) {
  const { cards, draft, connect, person, campaigns, optOut, ops, power, settings, copy } = parts;
  bot.catch(({ error, ctx }) => tellError(kit, ctx, error));
  bot.use(
    createGuard(kit, {
      claimed: (ctx) => welcome(kit, ctx),
      joined: ops.joined,
      arrived: () => cards.pokeAll(true),
    }),
  );
  bot.use(copy.composer, parts.answering.composer, openQuestions(kit.chats), takeAnswers(answersOf(parts)));
  bot.use(createMenu(kit), createHelp(kit), connect.composer, draft.composer, campaigns.composer);
  bot.use(createReplyButtons(kit), createStatus(kit), parts.stats.composer, optOut.composer);
  bot.use(person.composer, power.composer, parts.idle.composer, settings.composer, ops.composer);
  bot.use(createLogs(kit), createDoctor(kit), createCancel(kit, parts));
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
}

/** Who takes the answer to which question. */
const answersOf = ({ draft, campaigns, optOut, settings, power, person, connect }: Parts) => ({
  ...draft.answers,
  ...campaigns.answers,
  ...optOut.answers,
  ...settings.answers,
  password: power.answer,
  forget: person.forget,
  number: connect.number,
});

/** What happens beside the chat; each returns how to stop. */
const follow = (kit: Kit, { cards, connect, teller, idle, optOut }: Parts) => [
  connect.follow(),
  teller.follow(),
  idle.follow(),
  followQueue(kit, cards, { teller, changed: optOut.tellChanged }),
  followClock(kit),
  kit.link.watch(() => cards.pokeAll(true)),
  kit.preferences.watch(() => cards.pokeAll(true)),
];
