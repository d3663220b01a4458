/** While a list is read: the bot is busy, and of a big file how far it is. */
import type { Kit } from '../context.ts';
import { button, clip, screen } from '../screen.ts';

/** Progress is told from this many rows on, every so many milliseconds. */
const TELL_FROM = 50_000;
const TELL_EVERY = 2_000;
/** Telegram shows that somebody types for about five seconds. */
const TYPING_EVERY = 5_000;

/** Says that the bot is busy until it isn't. */
export async function typeUntil({ outbox, clock }: Kit, chat: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await outbox.typing(chat);
    await clock.sleep(TYPING_EVERY, signal).catch(() => undefined);
  }
}

export interface ProgressNote {
  tell(rows: number): void;
  /** Takes the message away, if there is one. */
  end(): Promise<void>;
}

/** N3: one message that counts, for big files only. */
export function createProgressNote(
  kit: Kit,
  chat: number,
  { name, replyTo }: { name: string; replyTo: number },
  signal: AbortSignal,
): ProgressNote {
  const { outbox, clock } = kit;
  let message: Promise<number | null> | null = null;
  let toldAt = Number.NEGATIVE_INFINITY;
  async function draw(rows: number) {
    const voice = await kit.voiceOf(chat);
    const face = screen(
      [voice.t('new-reading', { name: clip(name, 30), rows: voice.number(rows) })],
      [[button(voice.t('new-b-stop'), 'new:stop')]],
    );
    const id = await message;
    if (id) await outbox.edit(chat, id, face);
    else message = outbox.send(chat, face, { replyTo });
  }
  return {
    tell(rows: number) {
      if (rows < TELL_FROM || signal.aborted || clock.monotonic() - toldAt < TELL_EVERY) return;
      toldAt = clock.monotonic();
      draw(rows).catch((error) => kit.log.warn({ event: 'progress', err: error }));
    },
    async end() {
      const id = await message;
      if (id) await outbox.remove(chat, id);
    },
  };
}
