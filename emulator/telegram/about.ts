/** What a bot says of itself: its name, commands, descriptions, menu button, and where its updates go. */
import { isRecord, isTrue, parsed } from './checks.ts';
import type { Form } from './forms.ts';
import { checkWebAppUrl } from './keyboards.ts';
import type { BotSettings, Method } from './methods.ts';
import { bad } from './refusal.ts';

const MOST_COMMANDS = 100;

export const aboutMethods: Record<string, Method> = {
  getMe: ({ bot }) => ({
    id: bot.id,
    is_bot: true,
    first_name: 'Campañas',
    username: bot.username,
    can_join_groups: false,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
  }),
  setWebhook: ({ settings, state, form }) => {
    const { url, secret_token: secret, max_connections: most } = form.fields;
    if (url) checkWebhook(String(url), secret);
    if (isTrue(form.fields.drop_pending_updates)) state.updates.length = 0;
    state.allow(parsed(form.fields.allowed_updates));
    settings.webhook = url
      ? {
          url: String(url),
          mostConnections: Number(most ?? 40),
          ...(secret ? { secret: String(secret) } : {}),
        }
      : null;
    return true;
  },
  deleteWebhook: ({ settings, state, form }) => {
    if (isTrue(form.fields.drop_pending_updates)) state.updates.length = 0;
    settings.webhook = null;
    return true;
  },
  getWebhookInfo: ({ settings, state }) => ({
    url: settings.webhook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: state.updates.length,
    ...(settings.webhook ? { max_connections: settings.webhook.mostConnections } : {}),
    ...(settings.webhook?.lastError
      ? {
          last_error_date: settings.webhook.lastError.at,
          last_error_message: settings.webhook.lastError.words,
        }
      : {}),
  }),
  setMyCommands: ({ settings, form, state }) => {
    const commands = parsed(form.fields.commands);
    if (!Array.isArray(commands)) throw bad('expected an Array of BotCommand');
    if (commands.length > MOST_COMMANDS) throw bad('BOT_COMMANDS_TOO_MUCH');
    for (const each of commands) checkCommand(each);
    settings.commands.set(scopeOf(form, state.users), commands);
    return true;
  },
  getMyCommands: ({ settings, form, state }) => settings.commands.get(scopeOf(form, state.users)) ?? [],
  deleteMyCommands: ({ settings, form, state }) => {
    settings.commands.delete(scopeOf(form, state.users));
    return true;
  },
  setMyDescription: sayer('description', 512),
  getMyDescription: teller('description'),
  setMyShortDescription: sayer('short_description', 120),
  getMyShortDescription: teller('short_description'),
  setChatMenuButton: ({ settings, form }) => {
    const button = parsed(form.fields.menu_button) ?? { type: 'default' };
    if (!isRecord(button) || !['commands', 'default', 'web_app'].includes(String(button.type)))
      throw bad("can't parse menu button: unsupported type specified");
    if (button.type === 'web_app') {
      if (typeof button.text !== 'string' || button.text === '') throw bad('BUTTON_TEXT_INVALID');
      checkWebAppUrl(isRecord(button.web_app) ? button.web_app.url : undefined);
    }
    settings.menuButtons.set(String(form.fields.chat_id ?? ''), button);
    return true;
  },
  getChatMenuButton: ({ settings, form }) =>
    settings.menuButtons.get(String(form.fields.chat_id ?? '')) ??
    settings.menuButtons.get('') ?? { type: 'commands' },
};

function checkWebhook(url: string, secret: unknown): void {
  const { protocol, hostname } = URL.parse(url) ?? {};
  // On this machine there is no certificate: loopback may be plain.
  const isLoopback = hostname === '127.0.0.1' || hostname === 'localhost';
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback))
    throw bad('bad webhook: An HTTPS URL must be provided for webhook');
  if (secret !== undefined && !/^[\w-]{1,256}$/.test(String(secret)))
    throw bad('secret token contains unallowed characters');
}

function checkCommand(given: unknown): void {
  if (!isRecord(given)) throw bad('expected an Object of BotCommand');
  const { command, description } = given;
  if (typeof command !== 'string' || !/^[a-z0-9_]{1,32}$/.test(command)) throw bad('BOT_COMMAND_INVALID');
  if (typeof description !== 'string' || description.length < 1 || description.length > 256)
    throw bad('BOT_COMMAND_DESCRIPTION_INVALID');
}

const SCOPES = new Set([
  'default',
  'all_private_chats',
  'all_group_chats',
  'all_chat_administrators',
  'chat',
  'chat_administrators',
  'chat_member',
]);

function scopeOf(form: Form, users: ReadonlyMap<number, unknown>): string {
  const scope = parsed(form.fields.scope) ?? { type: 'default' };
  if (!isRecord(scope) || !SCOPES.has(String(scope.type)))
    throw bad("can't parse BotCommandScope: unsupported type specified");
  const language = String(form.fields.language_code ?? '');
  if (language !== '' && !/^[a-z]{2}$/.test(language)) throw bad('LANG_CODE_INVALID');
  if (scope.type !== 'chat') return `${scope.type} ${language}`;
  if (!users.has(Number(scope.chat_id))) throw bad('chat not found');
  return `chat:${scope.chat_id} ${language}`;
}

/** Commands that a person sees: the narrowest scope wins, and in it the language. */
export function commandsFor({ commands }: BotSettings, user: number, language: string) {
  const scopes = [`chat:${user}`, 'all_private_chats', 'default'];
  for (const scope of scopes) {
    const found = commands.get(`${scope} ${language}`) ?? commands.get(`${scope} `);
    if (found) return found;
  }
  return [];
}

type Told = 'description' | 'short_description';

function sayer(field: Told, most: number): Method {
  return ({ settings, form }) => {
    const text = String(form.fields[field] ?? '');
    if (text.length > most) throw bad(`${field.toUpperCase()}_INVALID`);
    settings.descriptions.set(`${field} ${form.fields.language_code ?? ''}`, text);
    return true;
  };
}

function teller(field: Told): Method {
  return ({ settings, form }) => ({
    [field]: settings.descriptions.get(`${field} ${form.fields.language_code ?? ''}`) ?? '',
  });
}
