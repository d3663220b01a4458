/** `/healthz`: is the process alive. `/readyz`: may it send, and if not, what is missing. */
import type { HttpPart } from './http.ts';

export interface Readiness {
  /** The store answers. */
  readonly store: boolean;
  /** Telegram takes our questions; or the word for what is wrong. */
  readonly telegram: string;
  /** Word for the link's state. */
  readonly whatsapp: string;
  /** All three, and nothing that came in waits. */
  readonly ready: boolean;
}

/** Never limited: whoever watches a program must not be refused by it. */
const UNLIMITED = { config: { rateLimit: false } } as const;

/** While the program can't be opened yet, and another start wouldn't help: alive, and says what it waits for. */
export const waitingPart =
  (what: 'disk'): HttpPart =>
  (server) => {
    server.get('/healthz', UNLIMITED, () => ({ ok: true, waiting: what }));
    server.get('/readyz', UNLIMITED, (_request, reply) =>
      reply.code(503).send({ ready: false, waiting: what }),
    );
  };

/** A probe of a container goes to `/healthz`: nobody may be linked yet, and starting again wouldn't change that. */
export function healthPart(deps: {
  link: () => string;
  readiness: () => Promise<Readiness>;
  startedAt: number;
  now: () => number;
}): HttpPart {
  return (server) => {
    server.get('/healthz', UNLIMITED, () => ({
      ok: true,
      link: deps.link(),
      uptimeSeconds: Math.round((deps.now() - deps.startedAt) / 1000),
    }));
    server.get('/readyz', UNLIMITED, async (_request, reply) => {
      const { ready, ...parts } = await deps.readiness();
      return reply.code(ready ? 200 : 503).send({ ready, link: parts.whatsapp, ...parts });
    });
  };
}
