import type { Message, Operator, Phones } from '../../demo/driver.ts';
import { makeList, type Row } from '../../demo/list.ts';
import type { Program } from '../../demo/processes.ts';
import { type Stage, startStage } from '../../demo/stage.ts';
import { claim, connect, finished, launch, prepare } from '../../demo/story.ts';
import { until } from '../../demo/until.ts';

export type { Message, Operator, Phones } from '../../demo/driver.ts';
export { makeList, type Row, template, textFor, toCsv } from '../../demo/list.ts';
export { fetchReport, prepare } from '../../demo/story.ts';
export { pause, until } from '../../demo/until.ts';

export interface WorldOptions {
  /** Settings of the program, over those of the demo (maximum pace, no caps). */
  env?: Record<string, string>;
  /** Round trip to WhatsApp, in ms. */
  rttMs?: number;
  /** Recipients answer only when told to. */
  quietPhones?: boolean;
  /** Twenty people at a time: see `slowly`. */
  smallBatches?: boolean;
}

export interface World {
  readonly stage: Stage;
  readonly phones: Phones;
  readonly program: Program;
  /** Where the program keeps everything: databases, sessions, uploads, logs. */
  readonly dataRoot: string;
  /** Of the program's own HTTP server: `/healthz`, `/metrics`. */
  readonly programUrl: string;
  /** Of the demo page. */
  readonly pageUrl: string;
  operator(id?: number, firstName?: string, language?: string): Promise<Operator>;
  /** Ana claims the bot: returns her. */
  claim(): Promise<Operator>;
  /** Ana claims the bot and links the owner's phone by the QR in her chat. */
  connected(): Promise<Operator>;
  /** Sends a list and a content, confirms, and returns the campaign's id without waiting for its end. */
  send(operator: Operator, csv: string, content?: Content): Promise<number>;
  /**
   * From now on answers of WhatsApp take so long (2 s when not told): with small batches a campaign of a hundred people
   * is then long enough to be disturbed in its middle, whatever the machine does meanwhile.
   */
  slowly(rttMs?: number): Promise<void>;
  /** From now on they take no time. */
  hurry(): Promise<void>;
  /** Waits until phones have shown so many messages in all: they may get the last ones after the server's ack. */
  seen(messages: number): Promise<void>;
  /** Waits until that campaign offers its report. */
  finished(operator: Operator, campaign: number, timeoutMs?: number): Promise<void>;
  telegramFaults(faults: object): Promise<void>;
  /** kill -9 of the process that does the work. */
  kill(): Promise<number>;
  /** kill -9 of everything at once, then `meanwhile`, and a start from scratch. */
  cut(meanwhile?: () => unknown): Promise<void>;
  /** Orderly: SIGTERM to the supervisor, then started anew with the same data. */
  restart(env?: Record<string, string>): Promise<void>;
  logs(): string;
  /** Ends everything; throws if a process of the program had to be killed for it. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export type Content = Parameters<typeof prepare>[1]['content'];

const firstAdmin = 1001;

/** The program and both emulators as processes; tests speak to them over sockets only. */
export async function startWorld({ smallBatches, ...options }: WorldOptions = {}): Promise<World> {
  const env = { ...(smallBatches ? { WHATSAPP_MAX_IN_FLIGHT: '44' } : {}), ...options.env };
  const stage = await startStage({ ...options, env });
  const operator: World['operator'] = (id = firstAdmin, firstName = 'Ana', language = 'es') =>
    stage.operator(id, firstName, language);
  const claimed = async () => {
    const ana = await operator();
    await claim(stage, ana);
    return ana;
  };
  const close = async () => {
    const { killed } = await stage.close();
    if (killed) throw new Error('the program did not end by itself');
  };
  return {
    stage,
    phones: stage.phones,
    program: stage.program,
    dataRoot: stage.dataRoot,
    programUrl: stage.programUrl,
    pageUrl: stage.emulators.controlUrl,
    operator,
    claim: claimed,
    async connected() {
      const ana = await claimed();
      await connect(stage, ana);
      return ana;
    },
    async send(who, csv, content = 'Hola {nombre|amigo}') {
      await prepare(who, { list: { name: 'lista.csv', bytes: Buffer.from(csv) }, content });
      return (await launch(who)).campaign;
    },
    slowly: (rttMs = 2_000) => stage.phones.faults({ rttMs }),
    hurry: () => stage.phones.faults({ rttMs: 0 }),
    seen: async (messages) =>
      void (await until(async () => (await stage.phones.journal()).shown >= messages, {
        ...{ what: `${messages} messages on phones`, timeoutMs: 60_000 },
      })),
    finished: (who, campaign, timeoutMs = 60_000) => finished(who, campaign, timeoutMs),
    telegramFaults: async (faults) => void (await stage.control.post('/telegram/faults', faults)),
    kill: () => stage.program.kill(),
    cut: async (meanwhile) => void (await stage.program.cut(meanwhile)),
    restart: (env) => stage.program.restart(env),
    logs: () => stage.program.logs(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** People who are on WhatsApp and say nothing: `count` of the script's list, after the first `from`. */
export const plain = (count: number, from = 0): Row[] =>
  makeList((count + from) * 2)
    .filter((row) => row.registered && !row.optsOut)
    .slice(from, from + count);

export const textOf = (message: Message | undefined): string => message?.text ?? message?.caption ?? '';

export const lastId = async (who: Operator): Promise<number> => (await who.chat()).messages.at(-1)?.id ?? 0;

/** Does something, and waits for the bot's sentence that answers it in a new message. */
export async function answered(
  who: Operator,
  act: () => Promise<unknown>,
  sentence: RegExp,
  timeoutMs = 20_000,
): Promise<Message> {
  const after = await lastId(who);
  await act();
  return who.waitForMessage((message) => message.from === 'bot' && sentence.test(textOf(message)), {
    what: String(sentence),
    after,
    timeoutMs,
  });
}

/** The same where the answer may also be an edit of what stands already. */
export async function answeredInPlace(
  who: Operator,
  act: () => Promise<unknown>,
  sentence: RegExp,
): Promise<Message> {
  const before = new Map((await who.chat()).messages.map((message) => [message.id, textOf(message)]));
  await act();
  return who.waitForMessage(
    (message) =>
      message.from === 'bot' && sentence.test(textOf(message)) && before.get(message.id) !== textOf(message),
    { what: String(sentence), timeoutMs: 20_000 },
  );
}
