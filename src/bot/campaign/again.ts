/** `campaign:12:copy`, `campaign:12:repeat`, `campaign:12:retry`: a campaign once more. */
import type { Campaign } from '../../queue/campaign.ts';
import { retriable } from '../../queue/control/again.ts';
import type { CardView } from '../../queue/progress.ts';
import type { Voice } from '../../texts/texts.ts';
import { actorOf, tapped } from '../context.ts';
import { lackScreen } from '../disk.ts';
import type { New } from '../new/new.ts';
import { button, clip, type Screen, screen } from '../screen.ts';
import type { Area, Tap } from './area.ts';

/** The one confirmation: these people agreed to be written to when they were written to before. */
export function askRetryScreen(voice: Voice, { campaign, counts }: CardView): Screen {
  const { id } = campaign;
  const { again, doubtful } = retriable(counts);
  return screen(
    [
      voice.t('again-retry', { count: again, shown: voice.number(again) }),
      voice.t('again-retry-how'),
      doubtful > 0
        ? voice.t('again-retry-doubtful', { count: doubtful, shown: voice.number(doubtful) })
        : null,
    ],
    [
      [button(voice.t('again-b-yes-retry'), `campaign:${id}:retry:yes`, 'success')],
      [button(voice.t('campaign-b-back'), `campaign:${id}:show`)],
    ],
  );
}

/** The new campaign, whoever asked for it first. */
export const retriedScreen = (voice: Voice, of: number, id: number): Screen =>
  screen(
    [voice.t('again-retried', { of, id })],
    [[button(voice.t('campaign-b-see'), `campaign:${id}:show`)]],
  );

/** A draft in work isn't thrown away without a word. */
export function replaceDraftScreen(voice: Voice, id: number, draft: Campaign): Screen {
  const people = draft.list?.summary.people ?? 0;
  const name = clip(draft.name || '…', 20);
  return screen(
    [
      people > 0
        ? voice.t('again-replace', { name, count: people, people: voice.number(people) })
        : voice.t('again-replace-message'),
    ],
    [
      [button(voice.t('again-b-replace'), `campaign:${id}:copy:yes`)],
      [button(voice.t('new-b-continue'), 'new:show')],
    ],
  );
}

export function addAgain(area: Area, draft: Pick<New, 'begin' | 'show'>) {
  const { kit, on } = area;
  const { control, progress, outbox } = kit;

  async function copy({ ctx, id, voice }: Tap): Promise<string | undefined> {
    const chat = ctx.from?.id ?? 0;
    const copied = await control.copy(actorOf(ctx), id);
    if (!copied.ok) return voice.t('guard-old');
    await draft.begin(ctx, copied.draft);
    if (copied.lost > 0) {
      const values = { count: copied.lost, shown: voice.number(copied.lost) };
      await outbox.send(chat, screen([voice.t('again-lost', values)]), { answer: true });
    }
    return undefined;
  }

  on('(?:copy|repeat)', async (tap) => {
    const chat = tap.ctx.from?.id ?? 0;
    const own = await control.draft(chat);
    const inWork = own && (own.content !== null || (own.list?.summary.people ?? 0) > 0);
    if (!inWork) return copy(tap);
    await draft.show(chat, replaceDraftScreen(tap.voice, tap.id, own));
    return undefined;
  });
  on('copy:yes', copy);

  on('retry', async ({ ctx, id, voice }) => {
    const view = await progress.card(id);
    if (!view || (view.state.is !== 'finished' && view.state.is !== 'cancelled'))
      return voice.t('again-not-over');
    if (retriable(view.counts).again <= 0) return voice.t('again-nobody');
    await outbox.send(ctx.from?.id ?? 0, askRetryScreen(voice, view), { answer: true });
    return undefined;
  });
  on('retry:yes', async ({ ctx, id, voice }) => {
    const chat = ctx.from?.id ?? 0;
    const retried = await control.retry(actorOf(ctx), id);
    if (!retried.ok && retried.why === 'disk') {
      await outbox.edit(chat, tapped(ctx), lackScreen(voice, retried.lack), { answer: true });
      return undefined;
    }
    if (!retried.ok) return voice.t(`again-${retried.why}`, { count: 0, shown: '' });
    await outbox.edit(chat, tapped(ctx), retriedScreen(voice, id, retried.campaign.id), { answer: true });
    return retried.made ? undefined : voice.t('again-was-retried', { id: retried.campaign.id });
  });
}
