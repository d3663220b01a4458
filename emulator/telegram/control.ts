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
 * | `POST /telegram/chats/:user/file` | `{name, base64, mime?, caption?, as, albumId?, declaredSize?, thumbnail?, replyTo?}` → `{messageId}` |
 * | `POST /telegram/chats/:user/album` | `{files, gapMs?}` → `{messageIds}` |
 * | `POST /telegram/chats/:user/contact` | `{phone, firstName, userId?}`, `{own: true}` → `{messageId}` |
 * | `POST /telegram/chats/:user/people` | `{requestId, userIds}` → `{messageId}` |
 * | `POST /telegram/chats/:user/forward` | `{messageId, from?}` → `{messageId}` |
 * | `POST /telegram/chats/:user/webapp` | `{url, dark?, forge?}` → `{src}` |
 * | `POST /telegram/chats/:user/edit` | `{messageId, text}` |
 * | `POST /telegram/chats/:user/delete` | `{messageId}` |
 * | `POST /telegram/chats/:user/block` | `{blocked}` |
 * | `POST /telegram/group` | `{title, from, text}`, `{title, from, added: true}` |
 * | `GET /telegram/group` | → `{texts}` that the bot wrote there |
 * | `GET /telegram/files/:id` | → the bytes |
 * | `GET /telegram/calls` | `?since=N` → the last 5,000 calls of the bot |
 * | `POST /telegram/faults` | `{floodSeconds, floodMethods, floodChats, outage, outageSeconds, failNext, conflict, repeatUpdates, clear}` |
 */
import { ControlError, type ControlRoute, type Download } from '../control-route.ts';
import { commandsFor } from './about.ts';
import type { Message, TelegramState, User } from './chat.ts';
import { NO_FAULTS } from './faults.ts';
import { remove } from './methods.ts';
import {
  type Body,
  block,
  contactOf,
  editOwn,
  forward,
  openWebApp,
  replyOf,
  say,
  sendAlbum,
  sendFile,
  sharePeople,
  tap,
  type World,
} from './person.ts';
import { userOnWire } from './wire.ts';

type Handler = (user: User, body: Body) => unknown;

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
      path: '/telegram/group',
      handle: () => ({ texts: [...state.chat(GROUP).messages.values()].map(({ text }) => text) }),
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

const GROUP = -100200;

function writeInGroup({ state, bot }: World, user: User, body: Body) {
  state.groups.add(GROUP);
  const about = {
    date: Math.floor(state.now() / 1000),
    chat: { id: GROUP, type: 'supergroup', title: String(body.title) },
    from: userOnWire(user),
  };
  if (body.added === true) {
    const member = (status: string) => ({
      status,
      user: { id: bot.id, is_bot: true, first_name: 'Campañas' },
    });
    state.push({
      my_chat_member: { ...about, old_chat_member: member('left'), new_chat_member: member('member') },
    });
  } else state.push({ message: { ...about, message_id: 1, text: String(body.text) } });
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
