import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import {
  type Control,
  createControl,
  createOperator,
  createPhones,
  type Operator,
  type Phones,
} from './driver.ts';
import { type Emulators, freePort, type Program, startEmulators, startProgram } from './processes.ts';

export interface StageOptions {
  /** Settings of the program, over those of the demo. */
  env?: Record<string, string>;
  /** Round trip to WhatsApp, in ms. */
  rttMs?: number;
  /** Of the page and the control API; 0 = any free one. */
  port?: number;
  /** Nobody's phone answers by itself. */
  quietPhones?: boolean;
  /** The data folder is left behind. */
  keep?: boolean;
  onLine?: (line: string) => void;
}

export interface Stage {
  emulators: Emulators;
  program: Program;
  control: Control;
  phones: Phones;
  /** Where the program keeps everything. */
  dataRoot: string;
  /** Of the program's own HTTP server. */
  programUrl: string;
  operator(id: number, firstName?: string, language?: string): Promise<Operator>;
  close(): Promise<{ killed: boolean }>;
}

/** The operator whose own number is the business's: "share my number" then leads to the right phone. */
const firstOperator = 1001;

export const demoPassword = 'demo1234';

/** Starts the emulators and the program between them, each in its own process; nobody has claimed it yet. */
export async function startStage(options: StageOptions = {}): Promise<Stage> {
  await using stack = new AsyncDisposableStack();
  const dataRoot = await mkdtemp(join(tmpdir(), 'message-sender-demo-'));
  stack.defer(() => (options.keep ? undefined : rm(dataRoot, { recursive: true, force: true })));
  const hook = await startHook();
  stack.defer(hook.close);
  const emulators = await startEmulators([
    ...['--port', `${options.port ?? 0}`, '--rtt', `${options.rttMs ?? 0}`, '--program', hook.url],
    ...(options.quietPhones ? ['--quiet'] : []),
  ]);
  stack.defer(emulators.close);
  const port = await freePort();
  const program = startProgram({
    cwd: dataRoot,
    env: { ...settings(emulators, dataRoot, port), ...options.env },
    ...(options.onLine ? { onLine: options.onLine } : {}),
  });
  let killed = false;
  stack.defer(async () => {
    ({ killed } = await program.stop());
  });
  hook.serve(program);
  const control = createControl(emulators.controlUrl);
  const phones = createPhones(control);
  const { owner } = await phones.state();
  const owned = stack.move();
  return {
    emulators,
    program,
    control,
    phones,
    dataRoot,
    programUrl: `http://127.0.0.1:${port}`,
    operator: (id, firstName = 'Ana', language = 'es') =>
      createOperator(control, {
        ...{ id, firstName, language },
        ...(id === firstOperator ? { phone: owner } : {}),
      }),
    async close() {
      await owned.disposeAsync();
      return { killed };
    },
  };
}

function settings(emulators: Emulators, dataRoot: string, port: number): Record<string, string> {
  return {
    TELEGRAM_BOT_TOKEN: emulators.token,
    TELEGRAM_API_ROOT: emulators.telegramUrl,
    WHATSAPP_WS_URL: emulators.whatsappUrl,
    NODE_EXTRA_CA_CERTS: emulators.caFile,
    DATA_ROOT: dataRoot,
    PORT: `${port}`,
    // The panel, in a frame of the demo page.
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    ALLOWED_ORIGINS: emulators.controlUrl,
    RESTART_PASSWORD: demoPassword,
    PACE: 'maximum',
    DAILY_CAP: 'off',
    QUIET_HOURS: 'off',
    CANARY: 'off',
    TZ: 'America/Asuncion',
    DEFAULT_COUNTRY: 'PY',
    LOG_LEVEL: 'info',
  };
}

const allowed = z.object({ operators: z.array(z.number().int().positive()) });

/** A small server by which the page's buttons kill and restart the program, and let people in. */
async function startHook() {
  let program: Program | undefined;
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body));
    try {
      if (program && request.url === '/kill') return answer(200, { killed: await program.kill() });
      if (!program || !['/restart', '/allow'].includes(request.url ?? ''))
        return answer(404, { error: 'no such action' });
      await program.restart(request.url === '/allow' ? await operatorsOf(request) : {});
      answer(200, { pid: program.pid });
    } catch (error) {
      answer(500, { error: error instanceof Error ? error.message : String(error) });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    serve(started: Program) {
      program = started;
    },
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The setting that lets these people in. */
async function operatorsOf(request: IncomingMessage): Promise<Record<string, string>> {
  let body = '';
  for await (const part of request) body += String(part);
  return { OPERATOR_IDS: allowed.parse(JSON.parse(body)).operators.join(',') };
}
