/** The program's own HTTP: is it alive, may it send. */
import fastify from 'fastify';

export interface Health {
  /** Word for the link's state. */
  readonly link: string;
  readonly ready: boolean;
  readonly startedAt: number;
}

export interface Http {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on all interfaces; port 0 takes any free one. */
export async function openHttp(options: {
  port: number;
  health: () => Health;
  now: () => number;
}): Promise<Http> {
  const server = fastify({ forceCloseConnections: true });
  server.get('/healthz', () => {
    const { link, startedAt } = options.health();
    return { ok: true, link, uptimeSeconds: Math.round((options.now() - startedAt) / 1000) };
  });
  server.get('/readyz', (_request, reply) => {
    const { link, ready } = options.health();
    return reply.code(ready ? 200 : 503).send({ ready, link });
  });
  await server.listen({ host: '0.0.0.0', port: options.port });
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    close: () => server.close(),
  };
}
