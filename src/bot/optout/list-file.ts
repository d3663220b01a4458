/** The list of people who said no, as a file that opens right where the reader lives. */
import type { OptOut } from '../../queue/ports.ts';
import type { Kit } from '../context.ts';
import { sendCsv } from '../csv.ts';

/** Sends it to a chat, row by row from the store. */
export async function sendList(
  kit: Pick<Kit, 'outbox' | 'voiceOf' | 'optOuts' | 'place'>,
  chat: number,
): Promise<void> {
  const voice = await kit.voiceOf(chat);
  const words = {
    columns: [
      voice.t('report-column-phone'),
      voice.t('optout-column-since'),
      voice.t('optout-column-how'),
      voice.t('optout-column-word'),
    ] as const,
    how: (source: OptOut['source']) => voice.t(`optout-how-${source}`),
  };
  const form = { zone: kit.place().zone, delimiter: voice.delimiter };
  const lines = kit.optOuts.csv(words, form);
  await sendCsv(kit, chat, { name: voice.t('optout-file'), lines }, { answer: true });
}
