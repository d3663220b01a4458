/** `help:doctor`: the looks of `npm run doctor` from inside, for admins. */
import { Composer } from 'grammy';
import type { Voice } from '../texts/texts.ts';
import { type Finding, gradeOf, sentenceKey } from '../upkeep/power.ts';
import { type BotContext, type Kit, tapped, toast } from './context.ts';
import { adminsOnly } from './guard.ts';
import { button, clip, type Screen, screen } from './screen.ts';

/** Of a sentence: all of them fit into one message. */
const LONGEST = 220;

/** What to mend comes first; what is good is only named. */
export function doctorScreen(voice: Voice, findings: readonly Finding[]): Screen {
  const of = (grade: Finding['grade']) => findings.filter((one) => one.grade === grade);
  const name = ({ check }: Finding) => voice.t(`doctor-name-${check}`);
  const grade = gradeOf(findings);
  return screen(
    [
      voice.t(`doctor-all-${grade}`, { count: of(grade).length }),
      ...[...of('bad'), ...of('notice')].map((found) =>
        clip(`• ${name(found)}: ${voice.t(sentenceKey(found), found.values)}`, LONGEST),
      ),
      of('good').length > 0 ? voice.t('doctor-fine', { names: voice.list(of('good').map(name)) }) : null,
    ],
    [
      [button(voice.t('doctor-b-again'), 'help:doctor', 'primary')],
      [button(voice.t('logs-b-logs'), 'logs:show'), button(voice.t('new-b-back'), 'help:show')],
    ],
  );
}

export function createDoctor(kit: Kit): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.callbackQuery('help:doctor', async (ctx) => {
    const chat = ctx.from.id;
    if (!(await adminsOnly(kit, ctx))) return;
    const voice = await kit.voiceOf(chat);
    await toast(ctx);
    // Servers that don't answer take their time.
    await kit.outbox.edit(chat, tapped(ctx), screen([voice.t('doctor-looking')]), { answer: true });
    const findings = await kit.doctor(voice.bytes);
    await kit.outbox.edit(chat, tapped(ctx), doctorScreen(voice, findings), { answer: true });
  });
  return composer;
}
