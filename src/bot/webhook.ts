/** Updates that Telegram brings to us: told where to, and taken one after another. */
import { createHmac } from 'node:crypto';
import type { API_CONSTANTS, Bot } from 'grammy';
import type { Update } from 'grammy/types';
import { atMost, type Clock } from '../clock.ts';
import type { BotContext } from './context.ts';
import { TakenAway } from './poll.ts';

/** Where Telegram brings updates, and the secret that it repeats with each. */
export interface Webhook {
  readonly url: string;
  readonly secret: string;
}

/** Made of the token, so that it is the same after every start, and known to nobody who hasn't the token. */
export const webhookSecret = (token: string): string =>
  createHmac('sha256', token).update('webhook').digest('base64url');

/** Somebody else's `deleteWebhook` is noticed after this time. */
const LOOK_AGAIN = 60_000;

/**
 * Tells Telegram where to bring updates, and resolves when `signal` ends it. What waits there is kept, so that a switch
 * from or to polling loses nothing. Throws what Telegram answers, and `TakenAway` when another program took them.
 */
export async function beBrought(deps: {
  bot: Pick<Bot<BotContext>, 'api' | 'init'>;
  hook: Webhook;
  updates: readonly (typeof API_CONSTANTS.ALL_UPDATE_TYPES)[number][];
  clock: Clock;
  signal: AbortSignal;
}): Promise<void> {
  const { bot, hook, clock, signal } = deps;
  await bot.init();
  await bot.api.setWebhook(
    hook.url,
    // One at a time: updates are handled in their order.
    {
      allowed_updates: deps.updates,
      secret_token: hook.secret,
      max_connections: 1,
      drop_pending_updates: false,
    },
  );
  while (!signal.aborted) {
    await clock.sleep(LOOK_AGAIN, signal).catch(() => undefined);
    if (signal.aborted) return;
    const { url } = await bot.api.getWebhookInfo();
    if (url !== hook.url) throw new TakenAway('another program reads the same bot');
  }
}

/** An answer later than this would be taken for none. */
const ANSWER_WITHIN = 20_000;

export interface Intake {
  /** Resolves when the update was handled, or after a while: it is handled all the same then. */
  receive(update: unknown): Promise<'taken' | 'closing'>;
  /** Takes nothing new; resolves when what was taken is handled. */
  close(): Promise<void>;
}

/** `handle` never throws. What is no update is taken, and forgotten: it would come again else. */
export function createIntake(handle: (update: Update) => Promise<void>, clock: Clock): Intake {
  let last: Promise<void> = Promise.resolve();
  let closing = false;
  return {
    async receive(update) {
      if (closing) return 'closing';
      if (!isUpdate(update)) return 'taken';
      last = last.then(() => handle(update));
      await atMost(clock, ANSWER_WITHIN, last);
      return 'taken';
    },
    close() {
      closing = true;
      return last;
    },
  };
}

/** Whoever knows the secret is Telegram; its word is taken for the rest. */
function isUpdate(given: unknown): given is Update {
  return (
    typeof given === 'object' &&
    given !== null &&
    'update_id' in given &&
    Number.isSafeInteger(given.update_id)
  );
}
