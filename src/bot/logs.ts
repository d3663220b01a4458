/** `/logs`: what the program has noted last, for admins; the lines are masked before they are written. */
import { Composer } from 'grammy';
import { LOGS, type LogLine, type LogName } from '../log-files.ts';
import type { Voice } from '../texts/texts.ts';
import { typed } from './commands.ts';
import { type BotContext, isAdmin, type Kit, tapped, toast } from './context.ts';
import { button, clip, type Screen, screen } from './screen.ts';

/** As many lines as can be read on a phone, each of at most so many letters. */
const LINES = 15;
const WIDTH = 120;
/** Levels of pino from which a line is trouble. */
const WARN = 40;
const ERROR = 50;

export const logsScreen = (voice: Voice): Screen =>
  screen(
    [voice.t('logs-show')],
    [
      ...LOGS.map((log) => [button(voice.t(`logs-b-${log}`), `logs:last:${log}`)]),
      [button(voice.t('menu-b-menu'), 'menu:show')],
    ],
  );

export function lastLinesScreen(voice: Voice, log: LogName, lines: readonly LogLine[], now: number): Screen {
  const kept = lines.slice(-LINES);
  return screen(
    [
      voice.t(kept.length > 0 ? 'logs-last' : 'logs-empty', { log: voice.t(`logs-b-${log}`) }),
      ...kept.map((line) => clip(wordsOf(voice, line, now), WIDTH)),
    ],
    [
      [button(voice.t('status-b-refresh'), `logs:last:${log}`, 'primary')],
      [
        kept.length > 0 ? button(voice.t('logs-b-file'), `logs:file:${log}`) : null,
        button(voice.t('new-b-back'), 'logs:show'),
      ],
    ],
  );
}

/** `14:52 started port=3009`; trouble is named in words. */
function wordsOf(voice: Voice, { at, level, event, values }: LogLine, now: number): string {
  const trouble = level >= ERROR ? voice.t('logs-error') : level >= WARN ? voice.t('logs-warning') : '';
  const told = Object.entries(values).flatMap(([name, value]) => {
    if (name === 'msg') return [String(value)];
    if (typeof value === 'object' && value !== null && 'message' in value) return [String(value.message)];
    return typeof value === 'object' ? [] : [`${name}=${String(value)}`];
  });
  return [voice.time(at, now), trouble, event, ...told].filter(Boolean).join(' ').replaceAll(/\s+/g, ' ');
}

export function createLogs(kit: Kit): Composer<BotContext> {
  const { outbox, logFiles, clock } = kit;
  const composer = new Composer<BotContext>();

  /** Null, and said so, to who may not. */
  async function admitted(ctx: BotContext): Promise<Voice | null> {
    const id = ctx.from?.id ?? 0;
    const [member, voice] = [await kit.team.member(id), await kit.voiceOf(id)];
    if (member && isAdmin(kit, member)) return voice;
    if (ctx.callbackQuery) await toast(ctx, voice.t('guard-admins'));
    else await outbox.send(id, screen([voice.t('guard-admins')]), { answer: true });
    return null;
  }

  composer.command(typed('logs'), async (ctx) => {
    const voice = await admitted(ctx);
    if (voice) await outbox.send(ctx.chat.id, logsScreen(voice), { answer: true });
  });
  composer.callbackQuery('logs:show', async (ctx) => {
    const voice = await admitted(ctx);
    if (!voice) return;
    await toast(ctx);
    await outbox.edit(ctx.from.id, tapped(ctx), logsScreen(voice), { answer: true });
  });
  composer.callbackQuery(/^logs:(last|file):(core|queue|baileys)$/, async (ctx) => {
    const voice = await admitted(ctx);
    const log = LOGS.find((name) => name === ctx.match[2]);
    if (!voice || !log) return;
    const file = ctx.match[1] === 'file' ? logFiles.current(log) : null;
    await toast(ctx);
    if (file) return void (await outbox.file(ctx.from.id, file.name, { path: file.path }, { answer: true }));
    const lines = await logFiles.last(log, LINES);
    const face = lastLinesScreen(voice, log, lines, clock.now());
    await outbox.edit(ctx.from.id, tapped(ctx), face, { answer: true });
  });
  return composer;
}
