/**
 * The operators' app, by control routes:
 *
 * | route | body → answer |
 * | --- | --- |
 * | `POST /telegram/users` | `{id?, firstName, lastName?, username?, language?, phone?}` → `{id}` |
 * | `GET /telegram/users` | → people |
 * | `GET /telegram/chats/:user` | → messages, pin, action, commands, keyboard |
 * | `POST /telegram/chats/:user/text` | `{text, replyTo?}` → `{messageId}` |
 * | `POST /telegram/chats/:user/tap` | `{messageId, data, force?, wait?}` → `{toast, alert, answered}` |
 * | `POST /telegram/chats/:user/file` | `{name, base64, mime?, caption?, as, albumId?, declaredSize?}` → `{messageId}` |
 * | `POST /telegram/chats/:user/album` | `{files, gapMs?}` → `{messageIds}` |
 * | `POST /telegram/chats/:user/contact` | `{phone, firstName, userId?}`, `{own: true}` → `{messageId}` |
 * | `POST /telegram/chats/:user/people` | `{requestId, userIds}` → `{messageId}` |
 * | `POST /telegram/chats/:user/forward` | `{messageId, from?}` → `{messageId}` |
 * | `POST /telegram/chats/:user/webapp` | `{url, dark?, forge?}` → `{src}` |
 * | `POST /telegram/chats/:user/edit` | `{messageId, text}` |
 * | `POST /telegram/chats/:user/delete` | `{messageId}` |
 * | `POST /telegram/chats/:user/block` | `{blocked}` |
 * | `POST /telegram/group` | `{title, from, text}` |
 * | `GET /telegram/files/:id` | → the bytes |
 * | `GET /telegram/calls` | `?since=N` → the last 5,000 calls of the bot |
 * | `POST /telegram/faults` | `{floodSeconds, floodMethods, outage, outageSeconds, failNext, conflict, repeatUpdates, clear}` |
 */
import { randomBytes } from 'node:crypto';
import { ControlError, type ControlRoute, type Download } from '../control-route.ts';
import {
  type Media,
  type Message,
  messageOnWire,
  type TelegramState,
  type User,
  userOnWire,
} from './chat.ts';
import { type Call, type Faults, NO_FAULTS } from './faults.ts';
import { type BotIdentity, type BotSettings, commandsFor, recompress, remove } from './methods.ts';
import { type Forgery, launchUrl } from './webapp.ts';

interface World {
  state: TelegramState;
  bot: BotIdentity;
  token: string;
  settings: BotSettings;
  faults: Faults;
  calls: Call[];
}

type Body = Record<string, unknown>;
type Handler = (user: User, body: Body) => unknown;

const TAP_PATIENCE = 15_000;

export function controlRoutes(world: World): ControlRoute[] {
  const { state } = world;
  const person = (id: string | undefined) => {
    const user = state.users.get(Number(id));
    if (!user) throw new ControlError(`no person ${id}`, 404);
    return user;
  };
  const act = (action: string, handle: Handler): ControlRoute => ({
    method: 'POST',
    path: `/telegram/chats/:user/${action}`,
    handle: ({ params, body }) => handle(person(params.user), body),
  });
  return [
    { method: 'POST', path: '/telegram/users', handle: ({ body }) => putUser(state, body) },
    {
      method: 'GET',
      path: '/telegram/users',
      handle: () => [...state.users.values()].map((user) => ({ ...user, heard: state.chat(user.id).heard })),
    },
    {
      method: 'GET',
      path: '/telegram/chats/:user',
      handle: ({ params }) => view(world, person(params.user)),
    },
    act('text', (user, body) => say(world, user, { text: String(body.text), ...replyOf(body) })),
    act('tap', (user, body) => tap(world, user, body)),
    act('file', (user, body) => sendFile(world, user, body)),
    act('album', (user, body) => sendAlbum(world, user, body)),
    act('contact', (user, body) => say(world, user, { contact: contactOf(user, body) })),
    act('people', (user, body) => sharePeople(world, user, body)),
    act('forward', (user, body) => forward(world, user, body)),
    act('webapp', (user, body) => openWebApp(world, user, body)),
    act('edit', (user, body) => editOwn(world, user, body)),
    act('delete', (user, body) => remove(state, user.id, Number(body.messageId), false)),
    act('block', (user, body) => block(world, user, body.blocked === true)),
    {
      method: 'POST',
      path: '/telegram/group',
      handle: ({ body }) => writeInGroup(world, person(String(body.from)), body),
    },
    {
      method: 'GET',
      path: '/telegram/files/:id',
      handle: ({ params }): Download => {
        const file = state.files.get(params.id ?? '');
        if (!file) throw new ControlError('no such file', 404);
        return { bytes: file.bytes, type: file.mime, name: file.name };
      },
    },
    {
      method: 'GET',
      path: '/telegram/calls',
      handle: ({ query }) => {
        const calls = world.calls.filter((call) => call.n > Number(query.since ?? 0));
        return { next: world.calls.at(-1)?.n ?? 0, calls };
      },
    },
    { method: 'POST', path: '/telegram/faults', handle: ({ body }) => setFaults(world, body) },
  ];
}

function putUser(state: TelegramState, body: Body) {
  const id = Number(body.id ?? 0) || 2000 + state.users.size;
  const before = state.users.get(id);
  const user: User = {
    id,
    firstName: String(body.firstName ?? before?.firstName ?? 'Ana'),
    ...(body.lastName ? { lastName: String(body.lastName) } : {}),
    ...(body.username ? { username: String(body.username) } : {}),
    language: String(body.language ?? before?.language ?? 'es'),
    phone: String(body.phone ?? before?.phone ?? `+595982${String(id).padStart(6, '0').slice(-6)}`),
    blocked: before?.blocked ?? false,
    started: before?.started ?? false,
  };
  state.users.set(id, user);
  return { id };
}

function view({ state, settings }: World, user: User) {
  const chat = state.chat(user.id);
  return {
    messages: [...chat.messages.values()].map((message) => messageView(message, chat.pinned)),
    pinned: chat.pinned,
    deleted: chat.deleted,
    action: chat.action && chat.action.until > state.now() ? chat.action : null,
    commands: commandsFor(settings, user.id, user.language),
    replyKeyboard: chat.replyKeyboard,
    menuButton: settings.menuButtons.get(String(user.id)) ?? null,
  };
}

function messageView({ media, chat: _, pinnedMessage, ...message }: Message, pinned: number | null) {
  const file = media && {
    fileId: media.file.id,
    name: media.file.name,
    size: media.file.size,
    mime: media.file.mime,
  };
  return {
    ...message,
    ...(message.from === 'service' ? { text: `📌 ${pinnedMessage}` } : {}),
    ...(media?.kind === 'photo' ? { photo: { ...file, width: media.width, height: media.height } } : {}),
    ...(media && media.kind !== 'photo' ? { document: { ...file, kind: media.kind } } : {}),
    pinned: message.id === pinned,
  };
}

const replyOf = (body: Body) => (body.replyTo === undefined ? {} : { replyTo: Number(body.replyTo) });

/** A message of a person, and the update that tells the bot. */
function say({ state, bot }: World, user: User, rest: Partial<Message>) {
  user.started = true;
  const keyboard = state.chat(user.id).replyKeyboard;
  if (keyboard?.oneTime) keyboard.folded = true;
  const command = rest.text && /^\/\w+/.exec(rest.text)?.[0];
  const entities = command ? [{ type: 'bot_command', offset: 0, length: command.length }] : [];
  const message = state.newMessage(user.id, 'user', { ...rest, entities });
  state.push({ message: messageOnWire(state, message, bot) });
  return { messageId: message.id };
}

function contactOf(user: User, body: Body) {
  if (body.own === true) return { phone: user.phone, firstName: user.firstName, userId: user.id };
  return {
    phone: String(body.phone),
    firstName: String(body.firstName ?? user.firstName),
    ...(body.userId === undefined ? {} : { userId: Number(body.userId) }),
  };
}

/** Chosen from the list that a `request_users` button opens; names only where the bot asked for them. */
function sharePeople(world: World, user: User, body: Body) {
  const { state } = world;
  const asked = state
    .chat(user.id)
    .replyKeyboard?.buttons.flat()
    .find(({ requestUsers }) => requestUsers?.id === Number(body.requestId))?.requestUsers;
  if (!asked) throw new ControlError('no button asks for people');
  const ids = Array.isArray(body.userIds) ? body.userIds.map(Number) : [];
  if (ids.length < 1 || ids.length > asked.most)
    throw new ControlError(`the button wants 1 to ${asked.most}`);
  const users = ids.map((id) => {
    const firstName = state.users.get(id)?.firstName;
    return { id, ...(asked.names && firstName !== undefined ? { firstName } : {}) };
  });
  return say(world, user, { shared: { requestId: asked.id, users } });
}

async function tap({ state, bot }: World, user: User, body: Body) {
  const message = state.chat(user.id).messages.get(Number(body.messageId));
  const data = String(body.data);
  const there = message?.buttons?.flat().some((button) => button.data === data);
  if (!there && body.force !== true) throw new ControlError(`no button ${data} on message ${body.messageId}`);
  const id = randomBytes(8).toString('hex');
  const query = {
    id,
    user: user.id,
    at: state.now(),
    answered: null as { toast: string | null; alert: boolean } | null,
    done: [] as (() => void)[],
  };
  state.callbacks.set(id, query);
  state.push({
    callback_query: {
      id,
      from: userOnWire(user),
      chat_instance: String(user.id),
      data,
      ...(message
        ? { message: messageOnWire(state, message, bot) }
        : {
            message: { chat: { id: user.id, type: 'private' }, message_id: Number(body.messageId), date: 0 },
          }),
    },
  });
  if (body.wait === false) return { toast: null, alert: false, answered: false };
  const { promise, resolve } = Promise.withResolvers<void>();
  query.done.push(resolve);
  const timer = setTimeout(resolve, TAP_PATIENCE);
  await promise;
  clearTimeout(timer);
  state.callbacks.delete(id);
  return {
    toast: query.answered?.toast ?? null,
    alert: query.answered?.alert ?? false,
    answered: query.answered !== null,
  };
}

async function mediaOf(state: TelegramState, body: Body): Promise<Media> {
  const bytes = Buffer.from(String(body.base64 ?? ''), 'base64');
  const kind = String(body.as ?? 'document') as Media['kind'];
  const name = String(body.name ?? 'file');
  if (kind === 'photo') {
    const small = await recompress(bytes);
    return {
      kind,
      file: state.addFile(small.bytes, 'photo.jpg', 'image/jpeg'),
      width: small.width,
      height: small.height,
    };
  }
  const size = body.declaredSize === undefined ? bytes.length : Number(body.declaredSize);
  return { kind, file: state.addFile(bytes, name, String(body.mime ?? 'application/octet-stream'), size) };
}

async function sendFile(world: World, user: User, body: Body) {
  const media = await mediaOf(world.state, body);
  return say(world, user, {
    media,
    ...(body.caption === undefined ? {} : { caption: String(body.caption) }),
    ...(body.albumId ? { albumId: String(body.albumId) } : {}),
  });
}

async function sendAlbum(world: World, user: User, body: Body) {
  const files = Array.isArray(body.files) ? body.files : [];
  const albumId = randomBytes(6).toString('hex');
  const messageIds: number[] = [];
  for (const file of files) {
    messageIds.push((await sendFile(world, user, { ...file, albumId })).messageId);
    if (body.gapMs) await new Promise((resolve) => setTimeout(resolve, Number(body.gapMs)));
  }
  return { messageIds };
}

/** A message of this chat, or of another person's (`from`), told on to the bot. */
function forward(world: World, user: User, body: Body) {
  const { state } = world;
  const origin = state.users.get(Number(body.from ?? user.id));
  const found = origin && state.chat(origin.id).messages.get(Number(body.messageId));
  if (!origin || !found || found.from === 'service') throw new ControlError('no such message');
  if (found.protected) throw new ControlError('protected messages can not be forwarded');
  const { text, caption, media, contact, from, date } = found;
  const forwarded = { from: from === 'bot' ? ('bot' as const) : origin.id, date };
  const content = Object.entries({ text, caption, media, contact }).filter(
    ([, value]) => value !== undefined,
  );
  return say(world, user, { ...Object.fromEntries(content), forwarded });
}

const forgeries = new Set<unknown>(['hash', 'user', 'old', undefined]);

function openWebApp({ state, token }: World, user: User, body: Body) {
  if (!forgeries.has(body.forge)) throw new ControlError('forge: hash, user or old');
  const forge = body.forge as Forgery | undefined;
  const url = String(body.url);
  return { src: launchUrl({ url, token, user, now: state.now(), dark: body.dark === true, forge }) };
}

function editOwn({ state, bot }: World, user: User, body: Body) {
  const message = state.chat(user.id).messages.get(Number(body.messageId));
  if (message?.from !== 'user') throw new ControlError('not a message of this person');
  if (message.media) message.caption = String(body.text);
  else message.text = String(body.text);
  message.edits += 1;
  message.editDate = Math.floor(state.now() / 1000);
  state.push({ edited_message: messageOnWire(state, message, bot) });
  state.changed(user.id);
  return {};
}

function block({ state, bot }: World, user: User, blocked: boolean) {
  user.blocked = blocked;
  const member = (status: string) => ({ status, user: { id: bot.id, is_bot: true, first_name: 'Campañas' } });
  state.push({
    my_chat_member: {
      chat: { id: user.id, type: 'private', first_name: user.firstName },
      from: userOnWire(user),
      date: Math.floor(state.now() / 1000),
      old_chat_member: member(blocked ? 'member' : 'kicked'),
      new_chat_member: member(blocked ? 'kicked' : 'member'),
    },
  });
  state.changed(user.id);
  return {};
}

function writeInGroup({ state }: World, user: User, body: Body) {
  state.push({
    message: {
      message_id: 1,
      date: Math.floor(state.now() / 1000),
      chat: { id: -100200, type: 'supergroup', title: String(body.title) },
      from: userOnWire(user),
      text: String(body.text),
    },
  });
  return {};
}

function setFaults({ faults, state }: World, body: Body) {
  if (body.clear === true) Object.assign(faults, NO_FAULTS);
  const { outageSeconds, floodSeconds, clear: _, ...rest } = body;
  Object.assign(faults, rest);
  if (floodSeconds !== undefined) faults.floodSeconds = state.now() + Number(floodSeconds) * 1000;
  if (body.outage) faults.outageUntil = state.now() + Number(outageSeconds ?? 5) * 1000;
  return faults;
}
