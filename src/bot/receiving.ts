/** How updates reach us, polled or brought by Telegram, and how it answered last. */
import { type Bot, BotError } from 'grammy';
import type { BotContext, Kit } from './context.ts';
import { tellError } from './error.ts';
import { type PollTrouble, poll, TakenAway, tellContested } from './poll.ts';
import { beBrought, createIntake, type Intake } from './webhook.ts';

export interface Receiving {
  /** Until `signal` ends it; outages, a second program and a refused token are waited out. */
  run(signal: AbortSignal): Promise<void>;
  /** An update that was brought. */
  readonly receive: Intake['receive'];
  telegram(): 'ok' | 'unknown' | PollTrouble;
  /** Takes nothing new; resolves when what was brought is handled. */
  close(): Promise<void>;
}

const UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;
/** Whose answers tell that updates reach us. */
const RECEIVING: readonly string[] = ['getUpdates', 'deleteWebhook', 'setWebhook', 'getWebhookInfo'];

export function createReceiving(bot: Bot<BotContext>, kit: Kit): Receiving {
  const { clock, log, webhook, power } = kit;
  let heard: ReturnType<Receiving['telegram']> = 'unknown';
  bot.api.config.use(async (ask, method, ...rest) => {
    const answer = await ask(method, ...rest);
    if (answer.ok && RECEIVING.includes(method)) heard = 'ok';
    return answer;
  });

  const intake = createIntake(
    (update) => bot.handleUpdate(update).catch((error) => failedUpdate(kit, error)),
    clock,
  );

  /** Polling ends a webhook by itself; whoever gives way leaves the one of the original alone. */
  async function ask(signal: AbortSignal) {
    if (webhook && !power.isCopy()) return beBrought({ bot, hook: webhook, updates: UPDATES, clock, signal });
    if (power.isCopy() && (await bot.api.getWebhookInfo()).url !== '')
      throw new TakenAway('the original is brought its updates');
    return bot.start({ allowed_updates: UPDATES, drop_pending_updates: false });
  }

  return {
    run: (signal) =>
      poll({
        start: () => ask(signal),
        // Whoever polls first takes what people write to the original.
        shy: power.isCopy,
        contested: () => tellContested(kit),
        trouble: (trouble) => {
          heard = trouble;
        },
        clock,
        log,
        signal,
      }),
    receive: intake.receive,
    telegram: () => heard,
    async close() {
      await bot.stop().catch(() => undefined);
      await intake.close();
    },
  };
}

/** Of an update that was brought: polling has `bot.catch` for it. */
async function failedUpdate(kit: Kit, error: unknown) {
  if (error instanceof BotError) await tellError(kit, error.ctx, error.error);
  else kit.log.error({ event: 'update', err: error });
}
