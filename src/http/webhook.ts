/** Where Telegram brings updates, when it is told to: the way that needs no polling. */
import type { HttpPart } from './http.ts';
import { sameSecret } from './secret.ts';

export const WEBHOOK_PATH = '/telegram/webhook';

/** An update is text and short lists; Telegram's own limit for a message is far below. */
const LARGEST_UPDATE = 1024 * 1024;
/** The header in which Telegram repeats the secret (core.telegram.org/bots/api#setwebhook). */
const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

/**
 * Takes updates from whoever knows the secret. It answers when an update is handled, so that a kill in between makes
 * Telegram bring it again; 503 says that it may be brought again later.
 */
export function webhookPart(deps: {
  secret: string;
  receive: (update: unknown) => Promise<'taken' | 'closing'>;
}): HttpPart {
  const knows = (given: unknown) => typeof given === 'string' && sameSecret(given, deps.secret);
  return (server) => {
    const options = { bodyLimit: LARGEST_UPDATE, config: { rateLimit: { allowList: knowing(knows) } } };
    server.post(WEBHOOK_PATH, options, async (request, reply) => {
      if (!knows(request.headers[SECRET_HEADER])) return reply.code(401).send();
      const taken = await deps.receive(request.body);
      return reply.code(taken === 'taken' ? 200 : 503).send();
    });
  };
}

/** Telegram itself is never slowed down; who guesses secrets is. */
const knowing =
  (knows: (given: unknown) => boolean) =>
  (request: { headers: Record<string, unknown> }): boolean =>
    knows(request.headers[SECRET_HEADER]);
