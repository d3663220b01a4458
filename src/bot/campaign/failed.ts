/** `campaign:12:failed`: who got nothing, by reason, with what can be done about it. */
import type { CampaignId } from '../../queue/campaign.ts';
import { retriable } from '../../queue/control/again.ts';
import type { Recipient } from '../../queue/ports.ts';
import type { CardView } from '../../queue/progress.ts';
import { reportCsv } from '../../queue/report.ts';
import type { Voice } from '../../texts/texts.ts';
import type { Kit } from '../context.ts';
import { reportWords, sendCsv } from '../csv.ts';
import { button, type Screen, screen } from '../screen.ts';
import type { Area } from './area.ts';

/** More reasons than these nobody reads; the file has them all. */
const MOST_REASONS = 8;

export function failedScreen(voice: Voice, { campaign, counts }: CardView): Screen {
  const { id, state } = campaign;
  const { again } = retriable(counts);
  const over = state === 'finished' || state === 'cancelled';
  const missing = counts.failed + counts.skipped;
  const reasons = Object.entries(counts.reasons)
    .filter(([, count]) => count > 0)
    .toSorted(([, one], [, other]) => other - one);
  const retry = button(
    voice.t('again-b-retry', { count: again, shown: voice.number(again) }),
    `campaign:${id}:retry`,
    'primary',
  );
  return screen(
    [
      missing === 0
        ? voice.t('failed-none', { id })
        : voice.t('failed-title', {
            id,
            count: missing,
            missing: voice.number(missing),
            people: voice.number(counts.people),
          }),
      ...reasons.slice(0, MOST_REASONS).map(([reason, count]) => reasonLine(voice, reason, count)),
    ],
    [
      [over && again > 0 ? retry : null],
      [
        missing > 0 ? button(voice.t('failed-b-file'), `campaign:${id}:failed:file`) : null,
        button(voice.t('campaign-b-detail'), `campaign:${id}:show`),
      ],
    ],
  );
}

/** How many, why, and the next step where there is one. */
function reasonLine(voice: Voice, reason: string, count: number): string {
  const known = voice.has(`failed-step-${reason}`);
  const why = voice.has(`report-reason-${reason}`)
    ? voice.t(`report-reason-${reason}`, { line: '', field: '' })
    : reason;
  const what = `${voice.number(count)} · ${why}.`;
  return known ? `${what} ${voice.t(`failed-step-${reason}`)}` : what;
}

export function addFailed({ kit, on }: Area) {
  const { progress, outbox } = kit;
  on('failed', async ({ ctx, id, voice }) => {
    const view = await progress.card(id);
    if (view) await outbox.send(ctx.from?.id ?? 0, failedScreen(voice, view), { answer: true });
    return undefined;
  });
  on('failed:file', async ({ ctx, id }) => {
    await sendFailed(kit, ctx.from?.id ?? 0, id);
    return undefined;
  });
}

async function sendFailed(kit: Kit, chat: number, id: CampaignId): Promise<void> {
  const voice = await kit.voiceOf(chat);
  const form = { zone: kit.place().zone, delimiter: voice.delimiter, fields: [] };
  const lines = reportCsv(missed(kit.control.rows(id)), reportWords(kit.texts, voice), form);
  await sendCsv(kit, chat, { name: voice.t('failed-name', { id }), lines }, { answer: true });
}

/** Those whom the campaign was to reach and didn't; what the import left out is the list's affair. */
async function* missed(rows: AsyncIterable<Recipient>): AsyncIterable<Recipient> {
  for await (const row of rows)
    if (row.state === 'failed' || (row.state === 'skipped' && !row.atImport)) yield row;
}
