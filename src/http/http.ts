/** The program's own HTTP server: limits and headers for everybody; what it answers is given by its parts. */
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance } from 'fastify';

/** Adds its routes to the server. */
export type HttpPart = (server: FastifyInstance) => void | Promise<void>;

export interface Http {
  readonly port: number;
  /** Ends all connections; resolves when the port is free. */
  close(): Promise<void>;
}

/** Bytes of a question's body, where a route says nothing else. */
const BODY_LIMIT = 64 * 1024;
/** Questions a minute from one address. */
const PER_MINUTE = 300;

/**
 * Listens on all interfaces; port 0 takes any free one. Pages of `origins` may ask across origins, no others. An
 * address that a proxy tells is believed only of proxies in private networks.
 */
export async function openHttp(options: {
  port: number;
  origins: readonly string[];
  parts: readonly HttpPart[];
}): Promise<Http> {
  const server = fastify({
    bodyLimit: BODY_LIMIT,
    // Such a body is answered like any other that is wrong.
    onProtoPoisoning: 'remove',
    onConstructorPoisoning: 'remove',
    // Whoever sends its question slowly, byte by byte, holds a connection for half a minute at most.
    requestTimeout: 30_000,
    forceCloseConnections: true,
    trustProxy: ['loopback', 'uniquelocal', 'linklocal'],
  });
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"] } },
    // The panel lies in a frame of Telegram's own pages; its page says which frames it allows.
    frameguard: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  await server.register(cors, {
    origin: [...options.origins],
    methods: ['GET', 'POST', 'DELETE'],
    maxAge: 600,
  });
  await server.register(rateLimit, { max: PER_MINUTE, timeWindow: '1 minute' });
  for (const part of options.parts) await server.register(async (scope) => part(scope));
  await server.listen({ host: '0.0.0.0', port: options.port });
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    close: () => server.close(),
  };
}
