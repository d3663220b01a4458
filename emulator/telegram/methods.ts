/** Table: method → strict checks → effect. What isn't here doesn't exist (404). */
import sharp from 'sharp';
import { type Media, type Message, messageOnWire, type TelegramState } from './chat.ts';
import {
  ApiError,
  bad,
  checkEntities,
  checkInline,
  checkReplyKeyboard,
  checkText,
  isRecord,
  type Keyboard,
  parsed,
} from './checks.ts';
import type { Form } from './forms.ts';

export interface BotIdentity {
  id: number;
  username: string;
}

export interface BotSettings {
  commands: Map<string, { command: string; description: string }[]>;
  descriptions: Map<string, string>;
  menuButtons: Map<string, unknown>;
  webhook: { url: string; secret?: string } | null;
}

export interface MethodContext {
  state: TelegramState;
  bot: BotIdentity;
  settings: BotSettings;
  form: Form;
}

type Method = (context: MethodContext) => unknown;

const TEXT = 4096;
const CAPTION = 1024;
const DELETABLE_FOR_S = 48 * 3600;
const LARGEST_DOWNLOAD = 20 * 1024 * 1024;
const TAP_LIVES_MS = 15_000;

export const methods: Record<string, Method> = {
  getMe: ({ bot }) => ({
    id: bot.id,
    is_bot: true,
    first_name: 'Campañas',
    username: bot.username,
    can_join_groups: false,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    has_topics_enabled: false,
  }),
  deleteWebhook: ({ settings }) => {
    settings.webhook = null;
    return true;
  },
  setWebhook: ({ settings, form }) => {
    const { url, secret_token: secret } = form.fields;
    settings.webhook = url ? { url: String(url), ...(secret ? { secret: String(secret) } : {}) } : null;
    return true;
  },
  getWebhookInfo: ({ settings, state }) => ({
    url: settings.webhook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: state.updates.length,
  }),
  sendMessage: (context) => send(context, textOf(context, TEXT)),
  sendPhoto: async (context) =>
    send(context, { ...captionOf(context), media: await photoOf(context, 'photo') }),
  sendDocument: (context) => send(context, { ...captionOf(context), media: documentOf(context, 'document') }),
  sendMediaGroup: sendGroup,
  sendChatAction: ({ state, form }) => {
    const user = reachable(state, form.fields.chat_id);
    state.chat(user).action = { name: String(form.fields.action), until: state.now() + 5000 };
    state.changed(user);
    return true;
  },
  editMessageText: (context) => {
    const message = editable(context);
    if (message.text === undefined && message.media) throw bad('there is no text in the message to edit');
    return edit(context, message, textOf(context, TEXT));
  },
  editMessageCaption: (context) => {
    const message = editable(context);
    if (!message.media) throw bad('there is no caption in the message to edit');
    return edit(context, message, captionOf(context));
  },
  editMessageMedia: async (context) => {
    const message = editable(context);
    const media = parsed(context.form.fields.media);
    if (!isRecord(media)) throw bad("can't parse input media");
    const caption = checkText(media.caption ?? '', CAPTION, 0, 'caption');
    return edit(context, message, {
      caption,
      entities: checkEntities(media.caption_entities, caption),
      media: await attached(context, media),
    });
  },
  editMessageReplyMarkup: (context) => edit(context, editable(context), {}),
  deleteMessage: ({ state, form }) => {
    const user = known(state, form.fields.chat_id);
    remove(state, user, Number(form.fields.message_id), true);
    return true;
  },
  deleteMessages: ({ state, form }) => {
    const user = known(state, form.fields.chat_id);
    const ids = parsed(form.fields.message_ids);
    if (!Array.isArray(ids)) throw bad('message identifiers are not specified');
    for (const id of ids)
      if (state.chat(user).messages.has(Number(id))) remove(state, user, Number(id), true);
    return true;
  },
  pinChatMessage: ({ state, form, bot }) => {
    const user = known(state, form.fields.chat_id);
    const message = state.chat(user).messages.get(Number(form.fields.message_id));
    if (!message) throw bad('message to pin not found');
    state.chat(user).pinned = message.id;
    const service = state.newMessage(user, 'service', { pinnedMessage: message.id });
    state.push({ message: messageOnWire(state, service, bot) });
    return true;
  },
  unpinChatMessage: ({ state, form }) => {
    const user = known(state, form.fields.chat_id);
    const chat = state.chat(user);
    if (chat.pinned === null) throw bad('message to unpin not found');
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
    const message = state.chat(user).messages.get(Number(form.fields.message_id));
    if (!message) throw bad('message to react not found');
    const [first] = (parsed(form.fields.reaction) as { emoji?: string }[] | undefined) ?? [];
    if (first?.emoji) message.reaction = first.emoji;
    else delete message.reaction;
    state.changed(user);
    return true;
  },
  answerCallbackQuery: ({ state, form }) => {
    const query = state.callbacks.get(String(form.fields.callback_query_id));
    if (!query || state.now() - query.at > TAP_LIVES_MS)
      throw bad('query is too old and response timeout expired or query ID is invalid');
    const text = form.fields.text === undefined ? null : String(form.fields.text);
    if (text && text.length > 200) throw bad('MESSAGE_TOO_LONG');
    query.answered ??= { toast: text || null, alert: form.fields.show_alert === true };
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
  setMyCommands: ({ settings, form }) => {
    const commands = parsed(form.fields.commands);
    if (!Array.isArray(commands)) throw bad('expected an Array of BotCommand');
    for (const { command, description } of commands)
      if (!/^[a-z0-9_]{1,32}$/.test(command) || !description || description.length > 256)
        throw bad('BOT_COMMAND_INVALID');
    settings.commands.set(scopeOf(form), commands);
    return true;
  },
  getMyCommands: ({ settings, form }) => settings.commands.get(scopeOf(form)) ?? [],
  deleteMyCommands: ({ settings, form }) => {
    settings.commands.delete(scopeOf(form));
    return true;
  },
  setMyDescription: described('description', 512),
  getMyDescription: ({ settings, form }) => ({
    description: settings.descriptions.get(`description ${form.fields.language_code ?? ''}`) ?? '',
  }),
  setMyShortDescription: described('short_description', 120),
  getMyShortDescription: ({ settings, form }) => ({
    short_description:
      settings.descriptions.get(`short_description ${form.fields.language_code ?? ''}`) ?? '',
  }),
  setChatMenuButton: ({ settings, form }) => {
    settings.menuButtons.set(String(form.fields.chat_id ?? ''), parsed(form.fields.menu_button));
    return true;
  },
  getChatMenuButton: ({ settings, form }) =>
    settings.menuButtons.get(String(form.fields.chat_id ?? '')) ?? { type: 'commands' },
};

/** Commands that a person sees: those of the chat, of the language, of all. */
export function commandsFor(settings: BotSettings, user: number, language: string) {
  return (
    settings.commands.get(`chat:${user} ${language}`) ??
    settings.commands.get(`chat:${user} `) ??
    settings.commands.get(`default ${language}`) ??
    settings.commands.get('default ') ??
    []
  );
}

function described(field: 'description' | 'short_description', most: number): Method {
  return ({ settings, form }) => {
    const text = String(form.fields[field] ?? '');
    if (text.length > most) throw bad(`${field.toUpperCase()}_INVALID`);
    settings.descriptions.set(`${field} ${form.fields.language_code ?? ''}`, text);
    return true;
  };
}

function scopeOf(form: Form): string {
  const scope = parsed(form.fields.scope);
  const name = isRecord(scope) && scope.type === 'chat' ? `chat:${scope.chat_id}` : 'default';
  return `${name} ${form.fields.language_code ?? ''}`;
}

/** The person of a chat, who must exist. */
function known(state: TelegramState, chatId: unknown): number {
  const user = Number(chatId);
  if (!state.users.has(user)) throw bad('chat not found');
  return user;
}

/** A person who can be written to. */
function reachable(state: TelegramState, chatId: unknown): number {
  const user = known(state, chatId);
  const person = state.users.get(user);
  if (person?.blocked) throw new ApiError(403, 'Forbidden: bot was blocked by the user');
  if (!person?.started) throw new ApiError(403, "Forbidden: bot can't initiate conversation with a user");
  return user;
}

type Content = Pick<Message, 'text' | 'caption' | 'entities' | 'media'>;

function textOf({ form }: MethodContext, most: number): Content {
  refuseParseMode(form);
  const text = checkText(form.fields.text, most, 1, 'text');
  return { text, entities: checkEntities(parsed(form.fields.entities), text) };
}

function captionOf({ form }: MethodContext): Content {
  refuseParseMode(form);
  const caption = checkText(form.fields.caption ?? '', CAPTION, 0, 'caption');
  return { caption, entities: checkEntities(parsed(form.fields.caption_entities), caption) };
}

function refuseParseMode(form: Form) {
  if (form.fields.parse_mode) throw bad('unsupported parse_mode');
}

function send(context: MethodContext, content: Content & { albumId?: string }) {
  const { state, form, bot } = context;
  const user = reachable(state, form.fields.chat_id);
  const chat = state.chat(user);
  const reply = parsed(form.fields.reply_parameters);
  const replyTo = isRecord(reply) ? Number(reply.message_id) : undefined;
  if (
    isRecord(reply) &&
    !chat.messages.has(Number(reply.message_id)) &&
    reply.allow_sending_without_reply !== true
  )
    throw bad('message to be replied not found');
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

async function sendGroup(context: MethodContext) {
  const media = parsed(context.form.fields.media);
  if (!Array.isArray(media) || media.length < 2 || media.length > 10)
    throw bad('media group must include 2-10 items');
  const albumId = `${context.state.now()}`;
  const sent: unknown[] = [];
  for (const one of media) {
    const caption = checkText(one.caption ?? '', CAPTION, 0, 'caption');
    const entities = checkEntities(one.caption_entities, caption);
    sent.push(send(context, { caption, entities, media: await attached(context, one), albumId }));
  }
  return sent;
}

const isTrue = (value: unknown) => value === true || value === 'true';

function editable({ state, form }: MethodContext): Message {
  const user = known(state, form.fields.chat_id);
  const message = state.chat(user).messages.get(Number(form.fields.message_id));
  if (!message) throw bad('message to edit not found');
  if (message.from !== 'bot') throw bad("message can't be edited");
  return message;
}

function edit({ state, form, bot }: MethodContext, message: Message, content: Content) {
  const buttons: Keyboard = checkInline(form.fields.reply_markup) ?? [];
  const next = { ...message, ...content, buttons };
  const face = (one: Message) =>
    JSON.stringify([one.text, one.caption, one.entities ?? [], one.media?.file.id, one.buttons ?? []]);
  if (face(next) === face({ ...message, buttons: message.buttons ?? [] }))
    throw bad(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  if (content.media && content.text === undefined) delete next.text;
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

/** A picture as Telegram keeps it: a JPEG of at most 1280 px. */
export async function recompress(bytes: Buffer): Promise<{ bytes: Buffer; width: number; height: number }> {
  try {
    const { data, info } = await sharp(bytes)
      .rotate()
      .resize({ width: 1280, height: 1280, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 82 })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, width: info.width, height: info.height };
  } catch {
    throw bad('IMAGE_PROCESS_FAILED');
  }
}

async function photoOf({ state, form }: MethodContext, field: string): Promise<Media> {
  const upload = uploaded(form, field);
  if (!upload) return stored(state, form.fields[field], 'photo');
  if (upload.bytes.length > 10 * 1024 * 1024) throw bad('file is too big');
  const { width, height } = await sharp(upload.bytes)
    .metadata()
    .catch(() => {
      throw bad('IMAGE_PROCESS_FAILED');
    });
  return { kind: 'photo', file: state.addFile(upload.bytes, upload.name, 'image/jpeg'), width, height };
}

function documentOf({ state, form }: MethodContext, field: string): Media {
  const upload = uploaded(form, field);
  if (!upload) return stored(state, form.fields[field], 'document');
  if (upload.bytes.length === 0) throw bad('file must be non-empty');
  return { kind: 'document', file: state.addFile(upload.bytes, upload.name, upload.mime) };
}

/** `attach://name` inside an InputMedia. */
async function attached(context: MethodContext, media: Record<string, unknown>): Promise<Media> {
  const form: Form = { ...context.form, fields: { ...context.form.fields, item: media.media } };
  return media.type === 'photo'
    ? photoOf({ ...context, form }, 'item')
    : documentOf({ ...context, form }, 'item');
}

function uploaded(form: Form, field: string) {
  const value = form.fields[field];
  const name = typeof value === 'string' && value.startsWith('attach://') ? value.slice(9) : field;
  return form.files.get(name);
}

function stored(state: TelegramState, id: unknown, kind: Media['kind']): Media {
  const file = state.files.get(String(id));
  if (!file) throw bad('wrong file identifier/HTTP URL specified');
  return { kind, file };
}
