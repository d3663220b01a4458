/** `new:self`, `new:test`: a message to one's own chat before anybody else gets one. */
import type { QueueEvent } from '../../queue/events.ts';
import type { TrialStart } from '../../queue/trial.ts';
import type { Voice } from '../../texts/texts.ts';
import { actorOf, type BotContext, type Kit, tapped, toast } from '../context.ts';
import { button, type Screen, screen } from '../screen.ts';
import type { Area } from './area.ts';
import { notLinkedScreen, offlineScreen } from './screens.ts';
import { tooSoon } from './sending.ts';

type TestEvent = Extract<QueueEvent, { type: 'test' }>;

/** F5 for the first one, a sentence for those of a draft; what went wrong in words for both. */
export function trialScreen(voice: Voice, result: TestEvent['result'], first: boolean): Screen {
  switch (result.is) {
    case 'accepted':
      return first
        ? screen([voice.t('new-tested-first')], [[button(voice.t('help-b-example'), 'help:sample')]])
        : screen([voice.t('new-tested')]);
    case 'late':
      return screen([voice.t('new-test-late')], [[button(voice.t('disk-b-status'), 'status:show')]]);
    case 'failed':
      return screen(
        [voice.t('new-test-failed', { reason: voice.t(`report-reason-${result.reason}`) })],
        first
          ? [
              [button(voice.t('new-b-test-again'), 'new:self', 'primary')],
              [button(voice.t('menu-b-skip'), 'new:start')],
            ]
          : [[button(voice.t('disk-b-status'), 'status:show')]],
      );
  }
}

/** Tells who asked for it: with sound where the next step hangs on it. */
export async function tellTrial(kit: Kit, { test, result }: TestEvent): Promise<void> {
  const first = test.parentId === null;
  const face = trialScreen(await kit.voiceOf(test.createdBy), result, first);
  await kit.outbox.send(test.createdBy, face, { loud: first || result.is === 'failed' });
}

/** Starts one, and says so on the tap; null when WhatsApp has to be connected before. */
async function startTrial(
  kit: Kit,
  ctx: BotContext,
  what: Parameters<Kit['trials']['start']>[1],
): Promise<TrialStart | null> {
  const voice = await kit.voiceOf(ctx.from?.id ?? 0);
  // A link that sleeps wakes for it.
  if (!['online', 'asleep'].includes(kit.link.state().is)) {
    await toast(ctx);
    return null;
  }
  const started = await kit.trials.start(actorOf(ctx), what);
  if (started.ok) await toast(ctx, voice.t('new-test-sending'));
  else await toast(ctx, started.why === 'under-way' ? voice.t('new-test-twice') : voice.t('guard-old'));
  return started;
}

/** A test to oneself: of the draft, or before there is one. */
export function addTesting(area: Area) {
  const { kit, stage, composer, on } = area;
  on('new:test', async (ctx, draft) => {
    if (await tooSoon(area, ctx)) return;
    const started = await startTrial(kit, ctx, { draft: draft.id });
    const voice = await kit.voiceOf(draft.createdBy);
    if (!started) await stage.show(draft.createdBy, notLinkedScreen(voice), { tapped: tapped(ctx) });
    else if (!started.ok && started.why !== 'under-way')
      await stage.show(draft.createdBy, await stage.current(draft.createdBy), { tapped: tapped(ctx) });
  });
  composer.callbackQuery('new:self', async (ctx) => {
    const voice = await kit.voiceOf(ctx.from.id);
    const started = await startTrial(kit, ctx, { text: voice.t('new-self-text') });
    if (!started) await kit.outbox.send(ctx.from.id, offlineScreen(voice), { answer: true });
  });
}
