/** The commands that each person's client offers, by role and language; what the bot says of itself. */
import type { Member, Role } from '../team/team.ts';
import { LANGUAGES, type Language, type Voice } from '../texts/texts.ts';
import { isAdmin, type Kit } from './context.ts';

/** In the order of the list; each one also has the words of `ALIASES`. */
const COMMANDS = {
  operator: [
    'start',
    'new',
    'campaigns',
    'status',
    'stats',
    'connect',
    'optouts',
    'settings',
    'cancel',
    'help',
  ],
  admin: ['operators', 'logs', 'disable', 'enable', 'logout'],
} as const;
export type Command = (typeof COMMANDS)[Role][number];

/** What else a command may be typed as, whatever the language. */
const ALIASES: Readonly<Record<Command, readonly string[]>> = {
  start: [],
  new: ['nueva', 'nova'],
  campaigns: ['campanas', 'campanhas'],
  status: ['estado'],
  stats: ['estadisticas', 'estatisticas'],
  connect: ['conectar'],
  optouts: ['bajas', 'saidas'],
  settings: ['ajustes', 'configuracoes'],
  cancel: ['cancelar'],
  help: ['ayuda', 'ajuda'],
  operators: ['equipo', 'equipe'],
  logs: ['registros'],
  disable: ['reiniciar'],
  enable: ['encender', 'ligar'],
  logout: ['desvincular'],
};

/** A command with its aliases, for `composer.command`. */
export const typed = (command: Command): string[] => [command, ...ALIASES[command]];

/** What somebody of this role is offered; *cancel* and *help* come last. */
export function commandsFor(role: Role): readonly Command[] {
  const [first, ...rest] = COMMANDS.operator;
  return role === 'admin'
    ? [first, ...rest.slice(0, -2), ...COMMANDS.admin, ...rest.slice(-2)]
    : COMMANDS.operator;
}

const offered = (voice: Voice, role: Role) =>
  commandsFor(role).map((command) => ({ command, description: voice.t(`menu-c-${command}`) }));

/** What everybody sees: an operator's commands, in three languages; Spanish is for everybody else. */
export async function introduce(kit: Kit): Promise<void> {
  for (const language of LANGUAGES) await introduceIn(kit, language);
  for (const { id } of await kit.team.members()) await offerCommands(kit, id);
}

/** Telegram limits these calls: what stands there already isn't set again. */
async function introduceIn({ api, voice }: Kit, language: Language) {
  const say = voice({ language });
  const to = language === 'es' ? {} : { language_code: language };
  const commands = offered(say, 'operator');
  if (!same(await api.getMyCommands(to), commands)) await api.setMyCommands(commands, to);
  const long = say.t('guard-description');
  if ((await api.getMyDescription(to)).description !== long) await api.setMyDescription(long, to);
  const short = say.t('guard-short-description');
  if ((await api.getMyShortDescription(to)).short_description !== short)
    await api.setMyShortDescription(short, to);
}

/** The list of one member's chat, in the language that they chose. A chat that can't be reached keeps the common one. */
export async function offerCommands(kit: Kit, id: number): Promise<void> {
  const member = await kit.team.member(id);
  const scope = { scope: { type: 'chat', chat_id: id } } as const;
  try {
    const before = await kit.api.getMyCommands(scope);
    if (!member) {
      if (before.length > 0) await kit.api.deleteMyCommands(scope);
      return;
    }
    const commands = offered(kit.voice(member), isAdmin(kit, member) ? 'admin' : 'operator');
    if (!same(before, commands)) await kit.api.setMyCommands(commands, scope);
    await offerPanel(kit, member);
  } catch (error) {
    kit.log.info({ event: 'commands', message: String(error) });
  }
}

/** The button beside the chat's line opens the panel; where there is none, the list of commands. */
async function offerPanel({ api, panelUrl, voice }: Kit, member: Member) {
  const chat = { chat_id: member.id };
  const button = panelUrl
    ? { type: 'web_app' as const, text: voice(member).t('menu-b-panel-short'), web_app: { url: panelUrl } }
    : { type: 'commands' as const };
  const before = await api.getChatMenuButton(chat);
  if (before.type === 'default' && !panelUrl) return;
  if (!same(before, button)) await api.setChatMenuButton({ ...chat, menu_button: button });
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
