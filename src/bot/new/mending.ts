/** `new:badrows`, `new:mend`: rows without a number as a file, and one by one. */
import { z } from 'zod';
import type { Campaign } from '../../queue/campaign.ts';
import { type PhoneProblem, parsePhone } from '../../queue/import/phone.ts';
import type { BadRow, MendTitles } from '../../queue/mending.ts';
import type { Recipient } from '../../queue/ports.ts';
import { LANGUAGES, type Texts, type Voice } from '../../texts/texts.ts';
import { type BotContext, type Kit, tapped, toast } from '../context.ts';
import { reportWords, sendCsv } from '../csv.ts';
import { type Answer, askFor, closeQuestions } from '../question.ts';
import { type Button, button, clip, type Screen, screen } from '../screen.ts';
import { createSlot } from '../slot.ts';
import type { Area } from './area.ts';
import { listScreen } from './list-screens.ts';
import type { Words } from './words.ts';

/** Below the list, while there are any. */
export const mendButton = (voice: Voice): Button => button(voice.t('mend-b-here'), 'new:mend');

/** One row, and what is asked about it; `said` is what became of the answer before, or why it was none. */
export function mendScreen(voice: Voice, row: BadRow, said: string | null = null): Screen {
  const values = Object.values(row.fields).filter((value) => value !== '' && value !== row.written);
  return screen(
    [
      voice.t('mend-row', { line: row.line, written: clip(row.written || '—', 36) }),
      voice.t('mend-why', { why: voice.t(`report-reason-${row.why}`) }),
      values.length > 0 ? clip(values.slice(0, 4).join(' · '), 120) : null,
      said,
      voice.t('mend-ask', { left: row.left, shown: voice.number(row.left) }),
    ],
    [[button(voice.t('mend-b-skip'), 'new:mend:skip'), button(voice.t('mend-b-end'), 'new:list')]],
  );
}

/** An answer that is no number either. */
export const wrongLine = (voice: Voice, why: PhoneProblem): string =>
  voice.t('mend-wrong', { why: voice.t(`report-reason-${why}`) });

/** What became of a row that was put right. */
export function mendedLine(voice: Voice, row: Recipient, words: Pick<Words, 'phone'>): string {
  if (row.state === 'queued' && row.phone)
    return voice.t('mend-good', { line: row.line, phone: words.phone(row.phone) });
  const why = row.reason === 'invalid' ? (row.detail ?? 'not-valid') : (row.reason ?? 'not-valid');
  return voice.t('mend-out', {
    line: row.line,
    why: voice.t(`report-reason-${why}`, { line: row.detail ?? '', field: row.detail ?? '' }),
  });
}

/** In all languages: the file may have been asked for in another one. */
export function mendTitles(texts: Texts): MendTitles {
  const all = (key: string) => LANGUAGES.map((language) => texts.t(language, key).toLowerCase());
  return { line: all('report-column-line'), written: all('report-column-written') };
}

/** Which row is asked about: it outlives a restart, as the question does. */
const asked = z.object({ draft: z.number(), line: z.number() });
const askedAbout = ({ chats }: Pick<Kit, 'chats'>) => createSlot(chats, 'mend', asked.nullable());

export function addMending({ kit, stage, on }: Area) {
  const { control } = kit;
  on('new:badrows', async (ctx, draft) => {
    await toast(ctx);
    const voice = await kit.voiceOf(draft.createdBy);
    const words = {
      columns: [
        voice.t('report-column-line'),
        voice.t('report-column-written'),
        voice.t('report-column-reason'),
      ] as const,
      reason: reportWords(kit.texts, voice).reason,
      delimiter: voice.delimiter,
    };
    const note = (await control.badRow(draft.id, -1)) ? { note: voice.t('mend-file') } : {};
    const file = { name: voice.t('list-bad-name'), lines: control.badRows(draft.id, words), ...note };
    await sendCsv(kit, draft.createdBy, file, { answer: true });
  });
  on('new:mend', async (ctx, draft) => {
    await toast(ctx);
    await stage.show(draft.createdBy, await nextScreen({ kit, stage }, draft, -1), { tapped: tapped(ctx) });
    await askFor(ctx, 'mend');
  });
  on('new:mend:skip', async (ctx, draft) => {
    await toast(ctx);
    const line = await lineOf(kit, draft);
    await stage.show(draft.createdBy, await nextScreen({ kit, stage }, draft, line), { tapped: tapped(ctx) });
  });
}

/** The line that is asked about; −1 before the first. */
async function lineOf(kit: Pick<Kit, 'chats'>, { id, createdBy }: Campaign): Promise<number> {
  const known = await askedAbout(kit).read(createdBy);
  return known?.draft === id ? known.line : -1;
}

/** The next row that lacks a number, noted as asked about; the list when there is none. */
async function nextScreen(
  { kit, stage }: Pick<Area, 'kit' | 'stage'>,
  draft: Campaign,
  after: number,
  said: string | null = null,
): Promise<Screen> {
  const { voice, say } = await stage.reader(draft.createdBy);
  const row = await kit.control.badRow(draft.id, after);
  await askedAbout(kit).write(draft.createdBy, row && { draft: draft.id, line: row.line });
  return row ? mendScreen(voice, row, said) : listScreen(voice, draft, say, said);
}

/** The typed number for the row that is asked about. What is no text is taken by `other`. */
export function answerMend(area: Area, other: (ctx: BotContext) => Promise<boolean>): Answer {
  const { kit, stage, lists } = area;
  return async (ctx) => {
    const chat = ctx.chat?.id ?? 0;
    const draft = await kit.control.draft(chat);
    const written = ctx.message?.text ?? ctx.message?.contact?.phone_number;
    const line = draft ? await lineOf(kit, draft) : -1;
    if (!draft || written === undefined || line < 0) {
      await closeQuestions(ctx);
      await other(ctx);
      return true;
    }
    const replyTo = ctx.message?.message_id ?? 0;
    const parsed = parsePhone(written, draft.list?.country ?? null);
    const { voice, say } = await stage.reader(chat);
    if (!parsed.ok) {
      const row = await kit.control.badRow(draft.id, line - 1);
      const face = row ? mendScreen(voice, row, wrongLine(voice, parsed.why)) : listScreen(voice, draft, say);
      await stage.show(chat, face, { replyTo });
      return false;
    }
    const face = async (read: Campaign) => {
      const row = await kit.control.row(read.id, line);
      return nextScreen(area, read, line, row && mendedLine(voice, row, say));
    };
    await lists.read(ctx, { mended: { [line]: written } }, { replyTo, face });
    return false;
  };
}
