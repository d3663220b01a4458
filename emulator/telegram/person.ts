/** What people do in the app, and the updates by which the bot hears of it. */
import { randomBytes } from 'node:crypto';
import { ControlError } from '../control-route.ts';
import type { Call } from './calls.ts';
import type { Callback, Media, Message, TelegramState, User } from './chat.ts';
import type { Faults } from './faults.ts';
import { recompress } from './media.ts';
import type { BotIdentity, BotSettings } from './methods.ts';
import { FORGERIES, launchUrl } from './webapp.ts';
import { messageOnWire, userOnWire } from './wire.ts';

export interface World {
  state: TelegramState;
  bot: BotIdentity;
  token: string;
  settings: BotSettings;
  faults: Faults;
  calls: Call[];
}

export type Body = Record<string, unknown>;
const TAP_PATIENCE = 15_000;

export const replyOf = (body: Body) => (body.replyTo === undefined ? {} : { replyTo: Number(body.replyTo) });

/** A message of a person, and the update that tells the bot. */
export function say({ state, bot }: World, user: User, rest: Partial<Message>) {
  user.started = true;
  const keyboard = state.chat(user.id).replyKeyboard;
  if (keyboard?.oneTime) keyboard.folded = true;
  const command = rest.text && /^\/\w+/.exec(rest.text)?.[0];
  const entities = command ? [{ type: 'bot_command', offset: 0, length: command.length }] : [];
  const message = state.newMessage(user.id, 'user', { ...rest, entities });
  state.push({ message: messageOnWire(state, message, bot) });
  return { messageId: message.id };
}

export function contactOf(user: User, body: Body) {
  if (body.own === true) return { phone: user.phone, firstName: user.firstName, userId: user.id };
  return {
    phone: String(body.phone),
    firstName: String(body.firstName ?? user.firstName),
    ...(body.userId === undefined ? {} : { userId: Number(body.userId) }),
  };
}

/** Chosen from the list that a `request_users` button opens; names only where the bot asked for them. */
export function sharePeople(world: World, user: User, body: Body) {
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

export async function tap({ state, bot }: World, user: User, body: Body) {
  const message = state.chat(user.id).messages.get(Number(body.messageId));
  const data = String(body.data);
  const there = message?.buttons?.flat().some((button) => button.data === data);
  if (!there && body.force !== true) throw new ControlError(`no button ${data} on message ${body.messageId}`);
  const id = randomBytes(8).toString('hex');
  const query: Callback = { id, user: user.id, at: state.now(), answered: null, done: [] };
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
  const file = state.addFile(bytes, name, String(body.mime ?? 'application/octet-stream'), size);
  if (body.thumbnail === undefined) return { kind, file };
  const small = Buffer.from(String(body.thumbnail), 'base64');
  return { kind, file, thumbnail: state.addFile(small, 'thumbnail.jpg', 'image/jpeg') };
}

export async function sendFile(world: World, user: User, body: Body) {
  const media = await mediaOf(world.state, body);
  return say(world, user, {
    media,
    ...(body.caption === undefined ? {} : { caption: String(body.caption) }),
    ...(body.albumId ? { albumId: String(body.albumId) } : {}),
    ...replyOf(body),
  });
}

export async function sendAlbum(world: World, user: User, body: Body) {
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
export function forward(world: World, user: User, body: Body) {
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

export function openWebApp({ state, token }: World, user: User, body: Body) {
  const forge = FORGERIES.find((one) => one === body.forge);
  if (body.forge !== undefined && !forge) throw new ControlError('forge: hash, user or old');
  const url = String(body.url);
  return { src: launchUrl({ url, token, user, now: state.now(), dark: body.dark === true, forge }) };
}

export function editOwn({ state, bot }: World, user: User, body: Body) {
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

export function block({ state, bot }: World, user: User, blocked: boolean) {
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
