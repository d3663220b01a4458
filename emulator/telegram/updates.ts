/** How updates reach a bot: long polling, where an offset confirms, or a webhook, which is asked again until it answers. */
import type { IncomingMessage } from 'node:http';
import type { TelegramState, Update } from './chat.ts';
import { parsed } from './checks.ts';
import type { Faults } from './faults.ts';
import type { BotSettings } from './methods.ts';
import { ApiError, conflict, TAKEN_OVER } from './refusal.ts';

const MOST_AT_ONCE = 100;
const RETRY_MS = 1000;
const HOOK_PATIENCE_MS = 30_000;

/** A second poller ends the first. */
export function createPolls(state: TelegramState, faults: Faults) {
  let waiting: { end(result: Update[] | ApiError): void } | null = null;
  const take = (limit: number) => {
    const found = state.updates.slice(0, limit);
    if (faults.repeatUpdates <= 0 || !found[0]) return found;
    faults.repeatUpdates -= 1;
    return [found[0], ...found];
  };
  return {
    async poll(
      fields: Record<string, unknown>,
      settings: BotSettings,
      request: IncomingMessage,
    ): Promise<Update[]> {
      if (settings.webhook)
        throw conflict(
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        );
      waiting?.end(conflict(TAKEN_OVER));
      state.allow(parsed(fields.allowed_updates));
      confirm(state.updates, Number(fields.offset ?? 0));
      const limit = Math.max(1, Math.min(MOST_AT_ONCE, Number(fields.limit ?? MOST_AT_ONCE)));
      const timeout = Number(fields.timeout ?? 0) * 1000;
      if (state.updates.length > 0 || timeout === 0) return take(limit);
      return new Promise((resolve, reject) => {
        const end = (result: Update[] | ApiError) => {
          clearTimeout(timer);
          stop();
          request.socket.off('close', gone);
          if (waiting === mine) waiting = null;
          if (result instanceof ApiError) reject(result);
          else resolve(result);
        };
        const mine = { end };
        const gone = () => end([]);
        const timer = setTimeout(() => end([]), timeout);
        const stop = state.onUpdate(() => setImmediate(() => waiting === mine && end(take(limit))));
        request.socket.on('close', gone);
        waiting = mine;
      });
    },
    close: () => waiting?.end([]),
  };
}

/** Forgets what lies before the offset; a negative one keeps so many of the newest. */
function confirm(updates: Update[], offset: number): void {
  if (offset < 0) updates.splice(0, Math.max(0, updates.length + offset));
  while (updates[0] && updates[0].update_id < offset) updates.shift();
}

/** Posts updates to the webhook one after another; a failure is repeated a second later, in the same order. */
export function startDelivery(state: TelegramState, settings: BotSettings, now: () => number) {
  let busy = false;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;
  const wake = async () => {
    if (busy || closed) return;
    busy = true;
    clearTimeout(retry);
    while (settings.webhook && state.updates[0] && !closed) {
      const [update] = state.updates;
      const failure = await post(settings.webhook, update);
      if (failure === undefined) {
        if (state.updates[0] === update) state.updates.shift();
        continue;
      }
      if (settings.webhook) settings.webhook.lastError = { at: Math.floor(now() / 1000), words: failure };
      retry = setTimeout(() => void wake(), RETRY_MS);
      break;
    }
    busy = false;
  };
  const stop = state.onUpdate(() => void wake());
  return {
    wake: () => void wake(),
    close() {
      closed = true;
      clearTimeout(retry);
      stop();
    },
  };
}

async function post({ url, secret }: NonNullable<BotSettings['webhook']>, update: unknown) {
  const headers = {
    'content-type': 'application/json',
    ...(secret ? { 'x-telegram-bot-api-secret-token': secret } : {}),
  };
  try {
    const signal = AbortSignal.timeout(HOOK_PATIENCE_MS);
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(update), signal });
    return answer.ok ? undefined : `Wrong response from the webhook: ${answer.status} ${answer.statusText}`;
  } catch {
    return 'Connection failed';
  }
}
