/** Table: method → strict checks → effect. What isn't here doesn't exist (404). */
import { aboutMethods } from './about.ts';
import type { Message, TelegramState } from './chat.ts';
import { checkReaction, formattedText, isRecord, isTrue, parsed } from './checks.ts';
import type { Form } from './forms.ts';
import { checkInline, checkReplyKeyboard } from './keyboards.ts';
import { inputMedia, mediaOf } from './media.ts';
import { ApiError, bad } from './refusal.ts';
import { messageOnWire } from './wire.ts';

export interface BotIdentity {
  id: number;
  username: string;
}

export interface Webhook {
  url: string;
  secret?: string;
  mostConnections: number;
  lastError?: { at: number; words: string };
}

export interface BotSettings {
  commands: Map<string, { command: string; description: string }[]>;
  descriptions: Map<string, string>;
  menuButtons: Map<string, unknown>;
  webhook: Webhook | null;
}

export interface MethodContext {
  state: TelegramState;
  bot: BotIdentity;
  settings: BotSettings;
  form: Form;
}

export type Method = (context: MethodContext) => unknown;

const DELETABLE_FOR_S = 48 * 3600;
const LARGEST_DOWNLOAD = 20 * 1024 * 1024;
const TAP_LIVES_MS = 15_000;
const MOST_AT_ONCE = 100;
const ACTIONS = new Set(
  'typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker find_location record_video_note upload_video_note'.split(
    ' ',
  ),
);

const messageMethods: Record<string, Method> = {
  sendMessage: (context) => send(context, textOf(context)),
  sendPhoto: async (context) => sendMedia(context, 'photo'),
  sendDocument: async (context) => sendMedia(context, 'document'),
  sendVideo: async (context) => sendMedia(context, 'video'),
  sendAudio: async (context) => sendMedia(context, 'audio'),
  sendVoice: async (context) => sendMedia(context, 'voice'),
  sendMediaGroup: sendGroup,
  sendChatAction: ({ state, form }) => {
    const user = reachable(state, form.fields.chat_id);
    const name = String(form.fields.action);
    if (!ACTIONS.has(name)) throw bad('wrong parameter action in request');
    state.chat(user).action = { name, until: state.now() + 5000 };
    state.changed(user);
    return true;
  },
  editMessageText: (context) => {
    const message = editable(context);
    if (message.text === undefined) throw bad('there is no text in the message to edit');
    return edit(context, message, textOf(context));
  },
  editMessageCaption: (context) => {
    const message = editable(context);
    if (!message.media) throw bad('there is no caption in the message to edit');
    return edit(context, message, captionOf(context.form.fields));
  },
  editMessageMedia: async (context) => {
    const message = editable(context);
    const media = parsed(context.form.fields.media);
    if (!isRecord(media)) throw bad("can't parse input media");
    return edit(context, message, { ...captionOf(media), media: await inputMedia(context, media) });
  },
  editMessageReplyMarkup: (context) => edit(context, editable(context), {}),
  deleteMessage: ({ state, form }) => {
    remove(state, known(state, form.fields.chat_id), idOf(form.fields.message_id), true);
    return true;
  },
  deleteMessages: ({ state, form }) => {
    const user = known(state, form.fields.chat_id);
    const ids = parsed(form.fields.message_ids);
    if (!Array.isArray(ids) || ids.length === 0) throw bad('message identifiers are not specified');
    if (ids.length > MOST_AT_ONCE) throw bad('too many message identifiers specified');
    for (const id of ids)
      if (state.chat(user).messages.has(Number(id))) remove(state, user, Number(id), true);
    return true;
  },
  pinChatMessage: ({ state, form, bot }) => {
    const user = known(state, form.fields.chat_id);
    const message = state.chat(user).messages.get(idOf(form.fields.message_id));
    if (!message) throw bad('message to pin not found');
    if (state.chat(user).pinned === message.id) return true;
    state.chat(user).pinned = message.id;
    const service = state.newMessage(user, 'service', { pinnedMessage: message.id });
    state.push({ message: messageOnWire(state, service, bot) });
    return true;
  },
  unpinChatMessage: ({ state, form }) => {
    const user = known(state, form.fields.chat_id);
    const chat = state.chat(user);
    const { message_id: id } = form.fields;
    if (chat.pinned === null || (id !== undefined && chat.pinned !== Number(id)))
      throw bad('message to unpin not found');
    chat.pinned = null;
    state.changed(user);
    return true;
  },
  unpinAllChatMessages: ({ state, form }) => {
    const user = known(state, form.fields.chat_id);
    state.chat(user).pinned = null;
    state.changed(user);
    return true;
  },
  setMessageReaction: ({ state, form }) => {
    const user = known(state, form.fields.chat_id);
    const message = state.chat(user).messages.get(idOf(form.fields.message_id));
    if (!message) throw bad('message to react not found');
    const emoji = checkReaction(parsed(form.fields.reaction));
    if (emoji === undefined) delete message.reaction;
    else message.reaction = emoji;
    state.changed(user);
    return true;
  },
  answerCallbackQuery: ({ state, form }) => {
    const query = state.callbacks.get(String(form.fields.callback_query_id));
    if (!query || state.now() - query.at > TAP_LIVES_MS)
      throw bad('query is too old and response timeout expired or query ID is invalid');
    const text = form.fields.text === undefined ? null : String(form.fields.text);
    if (text && text.length > 200) throw bad('MESSAGE_TOO_LONG');
    query.answered ??= { toast: text || null, alert: isTrue(form.fields.show_alert) };
    for (const done of query.done) done();
    return true;
  },
  getFile: ({ state, form }) => {
    const file = state.files.get(String(form.fields.file_id));
    if (!file) throw bad('invalid file_id');
    if (file.size > LARGEST_DOWNLOAD) throw bad('file is too big');
    return {
      file_id: file.id,
      file_unique_id: file.id.slice(0, 12),
      file_size: file.size,
      file_path: `files/${file.id}`,
    };
  },
};

export const methods: Record<string, Method> = { ...aboutMethods, ...messageMethods };

/** The person of a chat, or a group, which must exist. */
function known(state: TelegramState, chatId: unknown): number {
  if (chatId === undefined || chatId === '') throw bad('chat_id is empty');
  const user = Number(chatId);
  if (!state.users.has(user) && !state.groups.has(user)) throw bad('chat not found');
  return user;
}

function idOf(value: unknown): number {
  const id = Number(value);
  if (!Number.isInteger(id) || id <= 0) throw bad('message identifier is not specified');
  return id;
}

/** A person who can be written to. */
function reachable(state: TelegramState, chatId: unknown): number {
  const user = known(state, chatId);
  if (state.groups.has(user)) return user;
  const person = state.users.get(user);
  if (person?.blocked) throw new ApiError(403, 'Forbidden: bot was blocked by the user');
  if (!person?.started) throw new ApiError(403, "Forbidden: bot can't initiate conversation with a user");
  return user;
}

type Content = Pick<Message, 'text' | 'caption' | 'entities' | 'media'>;
type Fields = Record<string, unknown>;

function textOf({ form: { fields } }: MethodContext): Content {
  const { text, entities } = formattedText(fields.text, fields.entities, fields.parse_mode, 'text');
  return { text, entities };
}

function captionOf(fields: Fields): Content {
  const { caption, caption_entities: given, parse_mode: mode } = fields;
  const { text, entities } = formattedText(caption ?? '', given, mode, 'caption');
  return { caption: text, entities };
}

type MediaKind = NonNullable<Message['media']>['kind'];

async function sendMedia(context: MethodContext, kind: MediaKind) {
  const caption = captionOf(context.form.fields);
  reachable(context.state, context.form.fields.chat_id);
  return send(context, { ...caption, media: await mediaOf(context, kind, kind) });
}

function send(context: MethodContext, content: Content & { albumId?: string }) {
  const { state, form, bot } = context;
  const user = reachable(state, form.fields.chat_id);
  const chat = state.chat(user);
  const reply = parsed(form.fields.reply_parameters);
  const replyTo = isRecord(reply) ? Number(reply.message_id) : undefined;
  if (isRecord(reply) && !chat.messages.has(Number(reply.message_id)))
    if (reply.allow_sending_without_reply !== true) throw bad('message to be replied not found');
  const buttons = checkInline(form.fields.reply_markup);
  const keyboard = checkReplyKeyboard(form.fields.reply_markup);
  if (keyboard !== undefined) chat.replyKeyboard = keyboard;
  chat.action = null;
  const message = state.newMessage(user, 'bot', {
    ...content,
    ...(buttons ? { buttons } : {}),
    ...(replyTo !== undefined && chat.messages.has(replyTo) ? { replyTo } : {}),
    silent: isTrue(form.fields.disable_notification),
    protected: isTrue(form.fields.protect_content),
  });
  return messageOnWire(state, message, bot);
}

/** Two to ten, of kinds that the app can show together; each is a message of its own. */
async function sendGroup(context: MethodContext) {
  const media = parsed(context.form.fields.media);
  if (!Array.isArray(media) || media.length < 2 || media.length > 10)
    throw bad('media group must include 2-10 items');
  const kinds = new Set(media.map((one: unknown) => (isRecord(one) ? String(one.type) : '')));
  for (const alone of ['document', 'audio'])
    if (kinds.has(alone) && kinds.size > 1)
      throw bad(`${alone === 'audio' ? 'Audios' : 'Documents'} can't be mixed with other media types`);
  const items: Content[] = [];
  for (const one of media) items.push({ ...captionOf(one), media: await inputMedia(context, one) });
  const albumId = `${context.state.now()}`;
  return items.map((item) => send(context, { ...item, albumId }));
}

function editable({ state, form }: MethodContext): Message {
  const user = known(state, form.fields.chat_id);
  const message = state.chat(user).messages.get(idOf(form.fields.message_id));
  if (!message) throw bad('message to edit not found');
  if (message.from !== 'bot') throw bad("message can't be edited");
  return message;
}

function edit({ state, form, bot }: MethodContext, message: Message, content: Content) {
  const buttons = checkInline(form.fields.reply_markup) ?? [];
  const next = { ...message, ...content, buttons };
  const face = (one: Message) =>
    JSON.stringify([one.text, one.caption, one.entities ?? [], one.media?.file.id, one.buttons ?? []]);
  if (face(next) === face({ ...message, buttons: message.buttons ?? [] }))
    throw bad(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  // A text may become a picture with a caption, a picture never a text.
  if (content.media) delete next.text;
  next.edits += 1;
  next.editDate = Math.floor(state.now() / 1000);
  state.chat(message.chat).messages.set(message.id, next);
  state.changed(message.chat);
  return messageOnWire(state, next, bot);
}

/** Takes a message away; the bot may do so for two days. */
export function remove(state: TelegramState, user: number, id: number, byBot: boolean) {
  const chat = state.chat(user);
  const message = chat.messages.get(id);
  if (!message) throw bad('message to delete not found');
  if (byBot && state.now() / 1000 - message.date > DELETABLE_FOR_S)
    throw bad("message can't be deleted for everyone");
  chat.messages.delete(id);
  chat.deleted.push(id);
  if (chat.pinned === id) chat.pinned = null;
  state.changed(user);
}
