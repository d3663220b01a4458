/** `ops:audit`, `ops:export`: the record of what was done, in the chat and as a file. */
import { dayOf } from '../../queue/calendar.ts';
import { cell, clockOf } from '../../queue/report.ts';
import type { Voice } from '../../texts/texts.ts';
import type { Kit } from '../context.ts';
import { sendCsv } from '../csv.ts';
import { showInPlace } from '../places.ts';
import type { Area } from './area.ts';
import { auditScreen, DEEDS_PAGE, deedOf, doerOf } from './screens.ts';

export function addRecord({ kit, on }: Area) {
  const { team, clock } = kit;
  on(/^ops:audit(?::(\d{1,6}))?$/, async (ctx) => {
    const page = Math.max(1, Number(ctx.match[1] ?? 1));
    const entries = await team.history({ limit: DEEDS_PAGE, offset: (page - 1) * DEEDS_PAGE });
    const view = { entries, total: await team.deeds(), page };
    await showInPlace(kit, ctx, auditScreen(await kit.voiceOf(ctx.chat?.id ?? 0), view, clock.now()));
    return undefined;
  });
  on('ops:export', async (ctx) => {
    const voice = await kit.voiceOf(ctx.chat?.id ?? 0);
    await kit.record(ctx, 'audit-exported');
    const name = voice.t('ops-file', { day: dayOf(clock.now(), kit.place().zone) });
    await sendCsv(kit, ctx.chat?.id ?? 0, { name, lines: auditCsv(kit, voice) }, { answer: true });
    return undefined;
  });
}

/** The whole record, newest first, as Excel opens it. */
async function* auditCsv(kit: Kit, voice: Voice): AsyncIterable<string> {
  const { delimiter } = voice;
  const clock = clockOf(kit.place().zone);
  const line = (cells: readonly string[]) => `${cells.map(cell).join(delimiter)}\r\n`;
  const columns = ['time', 'who', 'id', 'what', 'campaign'].map((column) => voice.t(`ops-column-${column}`));
  yield `\ufeff${line(columns)}`;
  for await (const entry of kit.audit.pages()) {
    const { at, operatorId, campaignId } = entry;
    const [who, said] = [doerOf(voice, entry), deedOf(voice, entry)];
    yield line([clock(at), who, String(operatorId ?? ''), said, String(campaignId ?? '')]);
  }
}
