/** Tables as files in the chat, whatever their size: made on disk, row by row, and gone when they are sent. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { zipFile } from '../queue/archive.ts';
import type { CampaignId } from '../queue/campaign.ts';
import { type ReportColumn, reportCsv } from '../queue/report.ts';
import type { Texts, Voice } from '../texts/texts.ts';
import type { Kit } from './context.ts';
import type { SendOptions } from './outbox.ts';

/** Telegram takes files of 50 MB from bots. */
const MOST_PLAIN = 45_000_000;
/** Excel shows no more rows than these, one of which is the header. */
const MOST_ROWS_SHOWN = 1_048_575;

/** Sends lines as a file of this name; as a zip, with a word about it, when it is too large as it is. */
export async function sendCsv(
  kit: Pick<Kit, 'outbox' | 'voiceOf'>,
  chat: number,
  file: { name: string; lines: AsyncIterable<string>; rows?: number; note?: string },
  options: SendOptions = {},
): Promise<void> {
  const { name, lines, rows = 0, note } = file;
  const dir = await mkdtemp(join(tmpdir(), 'csv-'));
  try {
    const path = join(dir, 'table.csv');
    await pipeline(lines, createWriteStream(path, { mode: 0o600 }));
    const voice = await kit.voiceOf(chat);
    const { size } = await stat(path);
    const many = rows > MOST_ROWS_SHOWN ? [voice.t('report-many', { rows: voice.number(rows) })] : [];
    const notes = [...(note ? [note] : []), ...many];
    if (size <= MOST_PLAIN) {
      await kit.outbox.file(chat, name, { path }, captioned(options, notes));
      return;
    }
    const packed = join(dir, 'table.zip');
    await zipFile(path, packed, name);
    await rm(path);
    const zipped = voice.t('report-zipped', { size: voice.bytes(size) });
    const zipName = name.replace(/\.csv$/, '.zip');
    await kit.outbox.file(chat, zipName, { path: packed }, captioned(options, [zipped, ...notes]));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const captioned = (options: SendOptions, lines: readonly string[]) =>
  lines.length === 0 ? options : { ...options, caption: lines.join('\n') };

/** All rows of a campaign with what became of them. */
export async function sendReport(
  kit: Kit,
  chat: number,
  id: CampaignId,
  options: SendOptions = {},
): Promise<void> {
  const view = await kit.progress.card(id);
  if (!view) return;
  const voice = await kit.voiceOf(chat);
  const { list } = view.campaign;
  // The column of the numbers stands there as it was written already.
  const fields = (list?.fields ?? []).filter((field) => field !== list?.columnName.trim().toLowerCase());
  const form = { zone: kit.place().zone, delimiter: voice.delimiter, fields };
  const lines = reportCsv(kit.control.rows(id), reportWords(kit.texts, voice), form);
  const file = { name: voice.t('campaign-report-name', { id }), lines, rows: view.counts.rows };
  await sendCsv(kit, chat, file, options);
}

/** How the report says what happened. */
export const reportWords = (texts: Pick<Texts, 'has'>, voice: Voice) => ({
  column: (column: ReportColumn) => voice.t(`report-column-${column}`),
  state: (state: string) => voice.t(`report-state-${state}`),
  /** A code that a later release has written stands there as it is. */
  reason: (code: string, detail: string | null) =>
    texts.has(`report-reason-${code}`)
      ? voice.t(`report-reason-${code}`, { line: detail ?? '', field: detail ?? '' })
      : code,
});
