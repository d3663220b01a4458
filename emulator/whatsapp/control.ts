/**
 * The control API of the WhatsApp world, below the control root. Bodies and answers are JSON.
 *
 * ## Linking
 * - `POST /whatsapp/scan` {png: base64} | {text} → the owner's phone reads the picture (or the text) and
 *   links: {ok: true, text?} | {ok: false, error}
 * - `POST /whatsapp/link-code` {code} → the owner types the eight characters: {ok} | {ok: false, error}
 * - `POST /whatsapp/unlink` → the owner removes the newest linked device (401, device_removed): {ok}
 * - `GET /whatsapp/state` → {linked, online, owner, pendingQr, connections, connects, keys, queuedOffline};
 *   `connects`: connections ever made, `keys`: one-time keys of the client that are left
 *
 * ## People
 * Everybody exists; a number behaves by its digits until a rule says otherwise:
 * | digits of the account | the phone |
 * | --- | --- |
 * | end in 000, or fewer than 8 or more than 15 | not on WhatsApp |
 * | end in 22 | two devices: the phone and one companion |
 * | end in 7 | answers its first message with "Gracias, ahí estaré" after 300 ms |
 * | end in 99 | answers its first message with "BAJA" |
 * | sum is a multiple of 3 | sends a read receipt 200 ms after it has shown a message |
 * Everybody delivers, and has a LID that is the same in every run. The account of a dialled number
 * (`accountOf`): Brazil loses the ninth digit in area codes above 30, 521… is 52…, 54… is 549….
 * An answer is given once; setting `reply` anew (or `replyEvery`) makes the phone answer again.
 * - `GET /whatsapp/phones` → [{number, last, count, said?, twice, unreadable}] for phones with messages;
 *   `said` is what the person wrote last
 * - `GET /whatsapp/phones/:number` → {number, lid, registered, devices, messages: [{from: 'business'|'me',
 *   id, text?, preview?, image?, video?, voice?, document?, album?, inAlbum?, at, state, repeats?}]}; files have the
 *   SHA-256 of what was decrypted, `album` the number announced, `inAlbum` the id of the announcement
 * - `GET /whatsapp/phones/:number/media/:id` → the decrypted file
 * - `POST /whatsapp/phones/:number/say` {text} or {message: as protobuf's JSON}, with via?: 'lid'|'pn', encrypted?,
 *   alone?: true (the server tells one name of the sender only) → {ok, id}; waits offline if need be
 * - `POST /whatsapp/phones/:number/rule` {registered?, devices?, reply?, replyDelayMs?, replyEvery?,
 *   delivers?, reads?, readDelayMs?, lid?, jid?, newIdentity?: true}; `delivers: false` is a phone that is
 *   off, `newIdentity` one that was set up anew
 * - `POST /whatsapp/rules` {the same without lid, jid, newIdentity} for everybody, known and to come
 *
 * ## What happened
 * - `GET /whatsapp/journal` → {stanzas, shown, shownTwice, repeatedIds, undecryptable, wrongOrder, missing,
 *   delivered, read, repliesSent, people, retriesAsked, withoutRecipient, copies, ownCopies, brokenMedia, mislabelled,
 *   nacks, errorAcks, uploads, refusedUploads, downloads, errors, texts, images, videos, voices, documents,
 *   albums, brokenAlbums}. `shownTwice`: same content under another id;
 *   `repeatedIds`: same id again on a device, not shown again; `undecryptable`: never opened, also not
 *   after retries; `withoutRecipient`: stanzas without a copy for the addressee;
 *   `copies`: ciphertexts for devices of people; `mislabelled`: stanzas
 *   whose `type` or `mediatype` doesn't fit what was in them; `brokenAlbums`: with another number of files than
 *   announced, or a file before its announcement.
 * - `GET /whatsapp/journal/people` ?from=&limit= → [{number, messages}] as of one phone, in the order
 *   in which they first came; `seq` is a message's place among all that reached the server
 * - `POST /whatsapp/expect` {numbers} → from now on `wrongOrder` and `missing` speak of these people in
 *   this order, by the order in which their first message reached the server; `shownTwice` starts afresh
 *
 * ## Faults: `POST /whatsapp/faults` → all that is set now; `{clear: true}` resets; 0, false, null end one
 * - rttMs · loseAcks: 0…1 (share of acks swallowed) · dropBeforeAck: n, dropAfterAck: n (the n-th message
 *   from now: the connection ends instead of its ack, or after it; phones have it) · dropAfterStanzas: n
 *   (ends before the phone gets it) · errorAck: {code, times, afterMessages?} (phones don't get those) ·
 *   refusePn (ack 463 for a phone-number address) · phashOnAck: times
 * - errorUser: number (usync answers an error for it) · usyncTimeout: times · usyncError: {code, times} ·
 *   bundleMissing: number
 * - repeatReceipts: times more · receiptDelayMs · lateReceipts (held until it is false; with reverseReceipts the last
 *   comes first then) · retryReceipts: times (phones claim that they can't open)
 * - silent (only pings are answered) · halfOpen: true (at once: nothing travels on the lines
 *   that are open, and nobody hears of it) ·
 *   refuseConnections · loginHangs (a login is heard and not answered) · leastVersion: n (an older client is refused
 *   by 405) · loginFailure: {code, attrs?, times} ·
 *   disconnect: {code?, conflict?, attrs?, kind?: 'stream'|'failure'|'drop'} at once
 * - mediaStatus: {status, times, on?: 'upload'|'download'} · mediaTrouble: {how: 'reset'|'hang'|'slow'|'expired',
 *   times, on?, ms?} (expired: the file is gone, 404; a phone that misses one says so: `server-error`)
 * - reachoutTimelock: {isActive, until? (unix
 *   seconds), type?, push?} · newChatCap: {total_quota, used_quota, cycle_end_timestamp, capping_status, …, push?}
 * - keepKeys: n (at once: the server has so few one-time keys of the client left, and says so)
 * - holdOffline (the end mark of the offline queue never comes) · blockedHead (only the oldest waiting
 *   message goes out until it is confirmed)
 * - pairing: 'silent' (the code was read, and nothing comes of it) | 'passkey' (the server asks the client for
 *   a passkey and waits) | 'refresh' (the first scan makes the server retire the secret in the code: a phone
 *   links only by a code with another one)
 */
import { proto } from '@whiskeysockets/baileys';
import { z } from 'zod';
import { ControlError, type ControlRoute, type Download } from '../control-route.ts';
import type { Account } from './account.ts';
import { type Directory, lidJidOf, type Person } from './directory.ts';
import type { FaultState } from './faults.ts';
import type { Content, Journal, ShownMessage } from './journal.ts';
import type { MediaHost } from './media.ts';
import { node, nowSeconds } from './nodes.ts';
import type { OfflineQueue } from './offline.ts';
import type { Pairing } from './pairing.ts';
import type { Phones } from './phones.ts';
import type { Receipts } from './receipts.ts';
import { readQr } from './scan.ts';
import type { WireServer } from './server.ts';
import { timelockPayload } from './stanzas.ts';
import type { Timers } from './timers.ts';

export interface ControlDeps {
  account: Account;
  directory: Directory;
  faults: FaultState;
  journal: Journal;
  /** The server has only so many of the client's one-time keys left. */
  loseKeys(left: number): void;
  media: MediaHost;
  offline: OfflineQueue;
  pairing: Pairing;
  phones: Phones;
  receipts: Receipts;
  server: WireServer;
  timers: Timers;
  onChange(): void;
}

/** The journal is read when the phones are done with what arrived, or after this time all the same. */
const settleMs = 500;

type Handle = ControlRoute['handle'];

const number = z.string().regex(/\d{3,}/);
const rules = z.strictObject({
  registered: z.boolean().optional(),
  devices: z.number().int().min(1).max(5).optional(),
  reply: z.string().min(1).nullable().optional(),
  replyDelayMs: z.number().min(0).optional(),
  replyEvery: z.boolean().optional(),
  delivers: z.boolean().optional(),
  reads: z.boolean().optional(),
  readDelayMs: z.number().min(0).optional(),
});
const personRules = z.strictObject({
  ...rules.shape,
  lid: z.string().optional(),
  jid: z.string().optional(),
  newIdentity: z.boolean().optional(),
});
const scan = z.union([z.strictObject({ png: z.string() }), z.strictObject({ text: z.string() })]);

export function controlRoutes(deps: ControlDeps): ControlRoute[] {
  const get = (path: string, handle: Handle): ControlRoute => ({ method: 'GET', path, handle });
  const post = (path: string, handle: Handle): ControlRoute => ({ method: 'POST', path, handle });
  return [
    ...linkRoutes(deps, get, post),
    ...peopleRoutes(deps, get, post),
    ...journalRoutes(deps, get, post),
  ];
}

type Make = (path: string, handle: Handle) => ControlRoute;

function linkRoutes(deps: ControlDeps, get: Make, post: Make): ControlRoute[] {
  const { account, pairing, server } = deps;
  return [
    post('/whatsapp/scan', async ({ body }) => {
      const given = parse(scan, body);
      const text = 'text' in given ? given.text : await readQr(Buffer.from(given.png, 'base64'));
      return text ? pairing.scan(text) : { ok: false, error: 'no QR code in this picture' };
    }),
    post('/whatsapp/link-code', ({ body }) =>
      pairing.linkCode.type(parse(z.strictObject({ code: z.string().min(8) }), body).code),
    ),
    post('/whatsapp/unlink', () => {
      const device = account.latest();
      if (!device) throw new ControlError('nothing is linked', 409);
      server.unlink(device);
      return { ok: true };
    }),
    get('/whatsapp/state', () => {
      const device = account.latest();
      return {
        linked: device !== undefined,
        online: device?.active ?? false,
        owner: `+${account.owner.number}`,
        pendingQr: pairing.pending > 0,
        connections: server.connections,
        connects: server.connects,
        keys: device?.preKeys.size ?? 0,
        queuedOffline: device?.waiting.size ?? 0,
      };
    }),
    post('/whatsapp/faults', ({ body }) => {
      const { disconnect, push, pushCap, keepKeys, halfOpen } = attempt(() => deps.faults.set({ ...body }));
      deps.receipts.release();
      if (push) pushTimelock(deps);
      if (pushCap) pushNewChatCap(deps);
      if (keepKeys !== undefined) deps.loseKeys(keepKeys);
      if (halfOpen) server.halfOpen();
      if (disconnect) server.disconnect(disconnect);
      return deps.faults.now;
    }),
  ];
}

function pushTimelock(deps: ControlDeps): void {
  const data = { xwa2_notify_account_reachout_timelock: timelockPayload(deps.faults) };
  pushMex(deps, 'NotificationUserReachoutTimelockUpdate', data);
}

function pushNewChatCap(deps: ControlDeps): void {
  const data = { xwa2_notify_new_chat_messages_capping_info_update: deps.faults.now.newChatCap };
  pushMex(deps, 'MessageCappingInfoNotification', data);
}

function pushMex({ account, offline }: ControlDeps, name: string, data: object): void {
  const update = node('update', { op_name: name }, Buffer.from(JSON.stringify({ data })));
  for (const device of account.devices.values()) {
    const attrs = { from: '@s.whatsapp.net', type: 'mex', id: `mex-${Date.now()}`, t: nowSeconds() };
    offline.push(device, node('notification', attrs, [update]));
  }
}

function peopleRoutes(deps: ControlDeps, get: Make, post: Make): ControlRoute[] {
  const { directory, journal, phones } = deps;
  const personOf = (params: Record<string, string>) => directory.byNumber(parse(number, params.number));
  const changed = (person: Person, change: { reply?: unknown; newIdentity?: unknown }) =>
    phones.of(person).ruleChanged(change);
  return [
    get('/whatsapp/phones', () =>
      [...phones.all()].flatMap(({ person }) => {
        const messages = chatOf(deps, person);
        const last = messages.at(-1);
        const said = messages.findLast(({ from }) => from === 'me')?.text;
        const trouble = journal.troubleOf(person);
        if (!last && trouble.unreadable === 0) return [];
        return [{ number: person.number, last, count: messages.length, said, ...trouble }];
      }),
    ),
    get('/whatsapp/phones/:number', ({ params }) => {
      const person = personOf(params);
      const { registered, devices } = person.rule;
      return {
        number: person.number,
        lid: lidJidOf(person),
        registered,
        devices,
        messages: chatOf(deps, person),
      };
    }),
    get('/whatsapp/phones/:number/media/:id', ({ params }): Download => {
      const found = journal.shownBy(personOf(params)).find(({ id }) => id === params.id);
      if (!found || !('bytes' in found.content)) throw new ControlError('no such file', 404);
      return { bytes: found.content.bytes, type: found.content.mimetype };
    }),
    post('/whatsapp/phones/:number/say', async ({ params, body }) => {
      const say = z.strictObject({
        text: z.string().min(1).optional(),
        message: z.record(z.string(), z.unknown()).optional(),
        via: z.enum(['lid', 'pn']).optional(),
        encrypted: z.boolean().default(true),
        alone: z.boolean().default(false),
      });
      const { text, message, ...how } = parse(say, body);
      const what = text ?? (message && proto.Message.fromObject(message));
      if (!what) throw new ControlError('neither text nor message');
      if (deps.account.devices.size === 0) throw new ControlError('no business is linked', 409);
      return { ok: true, id: await phones.of(personOf(params)).say(what, how) };
    }),
    post('/whatsapp/phones/:number/rule', ({ params, body }) => {
      const person = personOf(params);
      const { newIdentity, ...change } = parse(personRules, body);
      directory.setRule(person, defined(change));
      changed(person, { reply: change.reply, newIdentity });
      return { ok: true, ...person.rule };
    }),
    post('/whatsapp/rules', ({ body }) => {
      const change = parse(rules, body);
      directory.setDefaults(defined(change));
      for (const { person } of phones.all()) changed(person, { reply: change.reply });
      return { ok: true };
    }),
  ];
}

function journalRoutes(deps: ControlDeps, get: Make, post: Make): ControlRoute[] {
  const { directory, journal, media } = deps;
  return [
    get('/whatsapp/journal', async () => {
      await deps.timers.idle(settleMs);
      return { ...journal.summary(), ...media.counts };
    }),
    get('/whatsapp/journal/people', async ({ query }) => {
      await deps.timers.idle(settleMs);
      const from = Number(query.from ?? 0);
      const people = journal.people().slice(from, from + Number(query.limit ?? 1000));
      return people.map(([person, messages]) => ({
        number: person.number,
        messages: messages.map(({ id, content, at, repeats, seq }) => ({
          id,
          ...view(content),
          at,
          repeats,
          seq,
        })),
      }));
    }),
    post('/whatsapp/expect', ({ body }) => {
      const { numbers } = parse(z.strictObject({ numbers: z.array(number) }), body);
      journal.expect(numbers.map((each) => directory.byNumber(each)));
      return { ok: true, people: numbers.length };
    }),
  ];
}

/** Both sides of one chat, in order of time. */
function chatOf({ journal, phones }: ControlDeps, person: Person) {
  const business = journal.shownBy(person).map(fromBusiness);
  const own = phones
    .of(person)
    .sent.filter(({ message }) => message.conversation)
    .map(({ id, message, at, state }) => ({ from: 'me', id, text: message.conversation, at, state }));
  return [...business, ...own].sort((a, b) => a.at.localeCompare(b.at));
}

function fromBusiness({ id, content, at, state, repeats }: ShownMessage) {
  return { from: 'business', id, ...view(content), at, state, repeats };
}

function view(content: Content) {
  switch (content.kind) {
    case 'text':
      return { text: content.text, preview: content.preview };
    case 'image':
    case 'video':
    case 'voice':
    case 'document':
      return { [content.kind]: content.file, ...(content.album === null ? {} : { inAlbum: content.album }) };
    case 'album':
      return { album: content.expected };
    case 'other':
      return { other: content.name };
    default:
      return content satisfies never;
  }
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  return attempt(() => schema.parse(value));
}

/** A `ZodError` becomes the caller's fault, said in one line. */
function attempt<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof z.ZodError) throw new ControlError(z.prettifyError(error).replaceAll('\n', ' '));
    throw error;
  }
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function defined<T extends object>(change: T): Defined<T> {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Defined<T>;
}
