/** `/logs`: what the program has noted last, for admins; the lines are masked before they are written. */
import { Composer } from 'grammy';
import { LOGS, type LogLine, type LogName } from '../log-files.ts';
import type { Voice } from '../texts/texts.ts';
import { typed } from './commands.ts';
import { type BotContext, type Kit, tapped, toast } from './context.ts';
import { adminsOnly } from './guard.ts';
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

  composer.command(typed('logs'), async (ctx) => {
    if (!(await adminsOnly(kit, ctx))) return;
    await outbox.send(ctx.chat.id, logsScreen(await kit.voiceOf(ctx.chat.id)), { answer: true });
  });
  composer.callbackQuery('logs:show', async (ctx) => {
    if (!(await adminsOnly(kit, ctx))) return;
    await toast(ctx);
    const face = logsScreen(await kit.voiceOf(ctx.from.id));
    await outbox.edit(ctx.from.id, tapped(ctx), face, { answer: true });
  });
  composer.callbackQuery(/^logs:(last|file):(core|queue|baileys)$/, async (ctx) => {
    const log = LOGS.find((name) => name === ctx.match[2]);
    if (!(await adminsOnly(kit, ctx)) || !log) return;
    const file = ctx.match[1] === 'file' ? logFiles.current(log) : null;
    await toast(ctx);
    if (file) return void (await outbox.file(ctx.from.id, file.name, { path: file.path }, { answer: true }));
    const lines = await logFiles.last(log, LINES);
    const face = lastLinesScreen(await kit.voiceOf(ctx.from.id), log, lines, clock.now());
    await outbox.edit(ctx.from.id, tapped(ctx), face, { answer: true });
  });
  return composer;
}
