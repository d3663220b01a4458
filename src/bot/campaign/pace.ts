/** `campaign:12:pace`: another speed for what still waits of a campaign. */
import { PACES } from '../../queue/ports.ts';
import type { Voice } from '../../texts/texts.ts';
import { actorOf } from '../context.ts';
import { type PaceChoice, paceButtons, paceChoice } from '../new/pace.ts';
import { button, type Screen, screen } from '../screen.ts';
import type { Area } from './area.ts';

/** N6b on the way: each pace with the time when what is left would be out. */
export function changePaceScreen(
  voice: Voice,
  id: number,
  choice: Pick<PaceChoice, 'plans' | 'maximum'>,
  now: number,
): Screen {
  return screen(
    [voice.t('new-pace'), choice.maximum ? null : voice.t('new-pace-no-maximum')],
    [
      ...paceButtons(voice, choice, `campaign:${id}`, now),
      [button(voice.t('campaign-b-back'), `campaign:${id}:card`)],
    ],
  );
}

export function addPace({ kit, on, show, keepHere, back }: Area) {
  const { control, clock } = kit;
  on('pace', async ({ ctx, id, voice }) => {
    await show(ctx, id, changePaceScreen(voice, id, await paceChoice(kit, id), clock.now()));
    return undefined;
  });
  on('pace:(careful|normal|maximum)', async ({ ctx, id, voice, value }) => {
    const pace = PACES.find((one) => one === value) ?? 'normal';
    // An old button may offer what a new link must not do.
    if (pace === 'maximum' && !(await kit.number.facts()).maximumOpen) return voice.t('guard-old');
    const { changed } = await control.changePace(actorOf(ctx), id, pace);
    await keepHere(ctx, id);
    await back(ctx, id, voice);
    return voice.t(changed ? 'campaign-toast-pace' : 'campaign-toast-over');
  });
}
