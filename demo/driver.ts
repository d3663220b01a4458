import { z } from 'zod';
import { type Patience, until } from './until.ts';

const button = z.object({
  text: z.string(),
  data: z.string().optional(),
  url: z.string().optional(),
  copy: z.string().optional(),
  webApp: z.string().optional(),
  style: z.string().optional(),
});
const message = z.object({
  id: z.number(),
  from: z.enum(['bot', 'user', 'service']),
  date: z.number(),
  edits: z.number().optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  photo: z.object({ fileId: z.string(), width: z.number(), height: z.number() }).optional(),
  document: z.object({ fileId: z.string(), name: z.string(), size: z.number() }).optional(),
  buttons: z.array(z.array(button)).optional(),
  replyTo: z.number().optional(),
  reaction: z.string().optional(),
  silent: z.boolean(),
  protected: z.boolean(),
  pinned: z.boolean(),
});
const chat = z.object({
  messages: z.array(message),
  pinned: z.number().nullable(),
  deleted: z.array(z.number()).default([]),
  commands: z.array(z.object({ command: z.string(), description: z.string() })),
  menuButton: z
    .object({ type: z.string(), web_app: z.object({ url: z.string() }).optional() })
    .nullable()
    .default(null),
  replyKeyboard: z
    .object({
      buttons: z.array(z.array(z.object({ text: z.string(), requestContact: z.boolean().optional() }))),
    })
    .nullable(),
});
const answer = z.object({ toast: z.string().nullable(), alert: z.boolean(), answered: z.boolean() });
const shownFile = z.object({
  sha256: z.string(),
  width: z.number(),
  height: z.number(),
  caption: z.string(),
  seconds: z.number().optional(),
  preview: z.number().optional(),
  bars: z.number().optional(),
  name: z.string().optional(),
});
const shownMessage = z.object({
  id: z.string(),
  text: z.string().optional(),
  /** Of the text's link. */
  preview: z
    .object({
      url: z.string(),
      title: z.string(),
      description: z.string().optional(),
      thumbnail: z.string().optional(),
    })
    .optional(),
  image: shownFile.optional(),
  video: shownFile.optional(),
  voice: shownFile.optional(),
  document: shownFile.optional(),
  /** How many files were announced. */
  album: z.number().optional(),
  /** Id of the announcement. */
  inAlbum: z.string().optional(),
  at: z.string(),
  repeats: z.number(),
  /** Place in the order in which all messages first reached the server. */
  seq: z.number(),
});
const person = z.object({ number: z.string(), messages: z.array(shownMessage) });
const journal = z.object({
  shown: z.number(),
  shownTwice: z.number(),
  repeatedIds: z.number(),
  undecryptable: z.number(),
  wrongOrder: z.number(),
  missing: z.number(),
  delivered: z.number(),
  read: z.number(),
  repliesSent: z.number(),
  albums: z.number(),
  brokenAlbums: z.number(),
  brokenMedia: z.number(),
  mislabelled: z.number(),
  uploads: z.number(),
  people: z.number(),
  errors: z.array(z.string()),
});
const phone = z.object({
  number: z.string(),
  lid: z.string(),
  registered: z.boolean(),
  messages: z.array(
    z.object({
      from: z.enum(['business', 'me']),
      id: z.string(),
      text: z.string().optional(),
      at: z.string(),
      repeats: z.number().optional(),
    }),
  ),
});
const state = z.object({
  linked: z.boolean(),
  online: z.boolean(),
  owner: z.string(),
  pendingQr: z.boolean(),
  connections: z.number(),
  /** Connections ever made. */
  connects: z.number(),
  queuedOffline: z.number(),
});

export type Message = z.infer<typeof message>;
export type Chat = z.infer<typeof chat>;
export type Answer = z.infer<typeof answer>;
export type ShownMessage = z.infer<typeof shownMessage>;
export type ShownPerson = z.infer<typeof person>;
export type PhoneJournal = z.infer<typeof journal>;
export type Phone = z.infer<typeof phone>;

export interface Control {
  get(path: string): Promise<unknown>;
  post(path: string, body?: object): Promise<unknown>;
  download(path: string): Promise<Buffer>;
}

/** The control API of the emulators (`emulator/README.md`), `url` without `/control`. */
export function createControl(url: string): Control {
  const ask = async (path: string, init: RequestInit) => {
    const response = await fetch(`${url}/control${path}`, { signal: AbortSignal.timeout(30_000), ...init });
    if (!response.ok) throw new Error(`${path} → ${response.status} ${await response.text()}`);
    return response;
  };
  return {
    get: async (path) => (await ask(path, {})).json(),
    post: async (path, body = {}) => {
      const headers = { 'content-type': 'application/json' };
      return (await ask(path, { method: 'POST', headers, body: JSON.stringify(body) })).json();
    },
    download: async (path) => Buffer.from(await (await ask(path, {})).arrayBuffer()),
  };
}

export interface SentFile {
  name: string;
  bytes: Uint8Array;
  caption?: string;
  mime?: string;
  as?: 'document' | 'photo' | 'video' | 'audio' | 'voice' | 'sticker';
  /** Pretends another size, to try the limits. */
  declaredSize?: number;
  /** A small picture that the app makes of films and of some documents. */
  thumbnail?: Uint8Array;
}

export interface Operator {
  readonly id: number;
  say(text: string, options?: { replyTo?: number }): Promise<number>;
  /**
   * Taps the button with this payload on the newest message that has it, waiting for it to appear; with
   * `force` on `messageId` also where it is no more, as a client does that has not seen the edit yet.
   */
  tap(data: string, options?: { messageId?: number; force?: boolean; timeoutMs?: number }): Promise<Answer>;
  sendFile(file: SentFile, options?: { replyTo?: number }): Promise<number>;
  /** Several files in one go; returns the last one's message. */
  sendAlbum(files: readonly SentFile[], options?: { gapMs?: number }): Promise<number>;
  /** Their own contact; with a name somebody else's. */
  sendContact(phone: string, firstName?: string): Promise<number>;
  edit(messageId: number, text: string): Promise<void>;
  remove(messageId: number): Promise<void>;
  block(blocked: boolean): Promise<void>;
  chat(): Promise<Chat>;
  waitFor<T>(predicate: (chat: Chat) => T, patience: Patience): Promise<Exclude<T, undefined | null | false>>;
  /** The newest message that `matches`, younger than `after`. */
  waitForMessage(
    matches: (message: Message) => boolean,
    patience: Patience & { after?: number },
  ): Promise<Message>;
  waitForButton(
    data: string | RegExp,
    patience?: { timeoutMs?: number; after?: number },
  ): Promise<{ message: Message; data: string }>;
  download(fileId: string): Promise<Buffer>;
}

export interface OperatorOptions {
  id: number;
  firstName: string;
  language?: string;
  /** Of their own Telegram account. */
  phone?: string;
}

/** Makes sure that this person exists in the Telegram world, and acts as them. */
export async function createOperator(
  control: Control,
  { id, firstName, language = 'es', phone }: OperatorOptions,
): Promise<Operator> {
  await control.post('/telegram/users', { id, firstName, language, phone });
  const base = `/telegram/chats/${id}`;
  const send = async (kind: string, body: object) =>
    z.object({ messageId: z.number() }).parse(await control.post(`${base}/${kind}`, body)).messageId;
  const read = async () => chat.parse(await control.get(base));
  const waitFor = <T>(predicate: (chat: Chat) => T, patience: Patience) =>
    until(async () => predicate(await read()), patience);
  const waitForButton: Operator['waitForButton'] = (data, { timeoutMs = 15_000, after = 0 } = {}) =>
    waitFor((now) => findButton(now, data, after), { what: `a button ${data}`, timeoutMs });
  return {
    id,
    say: (text, options = {}) => send('text', { text, ...options }),
    async tap(data, { messageId, force, timeoutMs = 15_000 } = {}) {
      const at = messageId ?? (await waitForButton(data, { timeoutMs })).message.id;
      return answer.parse(await control.post(`${base}/tap`, { messageId: at, data, force }));
    },
    sendFile: (file, options = {}) => send('file', { ...asUpload(file), ...options }),
    sendAlbum: async (files, options = {}) => {
      const sent = await control.post(`${base}/album`, { files: files.map(asUpload), ...options });
      return (
        z
          .object({ messageIds: z.array(z.number()).nonempty() })
          .parse(sent)
          .messageIds.at(-1) ?? 0
      );
    },
    sendContact: (phoneNumber, other) =>
      send(
        'contact',
        other ? { phone: phoneNumber, firstName: other } : { phone: phoneNumber, firstName, userId: id },
      ),
    edit: async (messageId, text) => void (await control.post(`${base}/edit`, { messageId, text })),
    remove: async (messageId) => void (await control.post(`${base}/delete`, { messageId })),
    block: async (blocked) => void (await control.post(`${base}/block`, { blocked })),
    chat: read,
    waitFor,
    waitForMessage: (matches, { after = 0, ...patience }) =>
      waitFor((now) => now.messages.findLast((each) => each.id > after && matches(each)), patience),
    waitForButton,
    download: (fileId) => control.download(`/telegram/files/${encodeURIComponent(fileId)}`),
  };
}

const asUpload = ({ bytes, as = 'document', thumbnail, ...file }: SentFile) => ({
  ...file,
  as,
  ...(thumbnail ? { thumbnail: Buffer.from(thumbnail).toString('base64') } : {}),
  base64: Buffer.from(bytes).toString('base64'),
});

function findButton(now: Chat, data: string | RegExp, after: number) {
  const fits = (payload: string) => (typeof data === 'string' ? payload === data : data.test(payload));
  for (const each of now.messages.toReversed()) {
    if (each.id <= after) break;
    const found = each.buttons?.flat().find((one) => one.data !== undefined && fits(one.data));
    if (found?.data !== undefined) return { message: each, data: found.data };
  }
  return undefined;
}

export interface Phones {
  state(): Promise<z.infer<typeof state>>;
  /** The owner's phone looks at a picture and links what its code says. */
  scan(png: Uint8Array): Promise<boolean>;
  /** The owner types the eight letters into the phone. */
  typeLetters(code: string): Promise<boolean>;
  unlink(): Promise<void>;
  phone(number: string): Promise<Phone>;
  /** A text, or anything else as protobuf's JSON; `alone`: the server tells one name of the sender only. */
  say(number: string, what: string | object, how?: { via?: 'lid' | 'pn'; alone?: boolean }): Promise<void>;
  rule(number: string, rule: object): Promise<void>;
  rules(rule: object): Promise<void>;
  journal(): Promise<PhoneJournal>;
  /** Everybody with messages, page by page. */
  people(): Promise<ShownPerson[]>;
  expect(numbers: string[]): Promise<void>;
  faults(faults: object): Promise<void>;
}

const peopleAtOnce = 1000;

/** Acts as the owner's phone and as the recipients'. */
export function createPhones(control: Control): Phones {
  const post = async (path: string, body: object = {}) => void (await control.post(path, body));
  return {
    state: async () => state.parse(await control.get('/whatsapp/state')),
    scan: async (png) => {
      const result = await control.post('/whatsapp/scan', { png: Buffer.from(png).toString('base64') });
      return z.object({ ok: z.boolean() }).parse(result).ok;
    },
    typeLetters: async (code) => {
      const result = await control.post('/whatsapp/link-code', { code });
      return z.object({ ok: z.boolean() }).parse(result).ok;
    },
    unlink: () => post('/whatsapp/unlink'),
    phone: async (number) => phone.parse(await control.get(`/whatsapp/phones/${digits(number)}`)),
    say: (number, what, how = {}) =>
      post(`/whatsapp/phones/${digits(number)}/say`, {
        ...(typeof what === 'string' ? { text: what } : { message: what }),
        ...how,
      }),
    rule: (number, rule) => post(`/whatsapp/phones/${digits(number)}/rule`, rule),
    rules: (rule) => post('/whatsapp/rules', rule),
    journal: async () => journal.parse(await control.get('/whatsapp/journal')),
    async people() {
      const all: ShownPerson[] = [];
      for (;;) {
        const query = `from=${all.length}&limit=${peopleAtOnce}`;
        const page = z.array(person).parse(await control.get(`/whatsapp/journal/people?${query}`));
        all.push(...page);
        if (page.length < peopleAtOnce) return all;
      }
    },
    expect: (numbers) => post('/whatsapp/expect', { numbers }),
    faults: (faults) => post('/whatsapp/faults', faults),
  };
}

function digits(number: string): string {
  return number.replace(/\D/g, '');
}
