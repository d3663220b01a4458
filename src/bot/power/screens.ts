/** P1 to P8: the password, what is done, what can't be undone, and what went wrong. Pure. */
import type { Voice } from '../../texts/texts.ts';
import type { RestartSteps } from '../../upkeep/power.ts';
import { button, type Screen, screen } from '../screen.ts';

/** What admins may do behind the password. */
export const GUARDED = ['restart', 'hold', 'logout'] as const;
export type Guarded = (typeof GUARDED)[number];

/** P1, by what it is asked for. */
export const askScreen = (voice: Voice, what: Guarded): Screen =>
  screen([voice.t(`power-ask-${what}`)], [[button(voice.t('power-b-cancel'), 'power:cancel')]]);

/** P4: what is done, and what follows. */
export function stepScreen(voice: Voice, { batch, closed }: RestartSteps): Screen {
  const left = ['http', 'whatsapp', 'store'].filter((part) => !closed.some((one) => one.part === part));
  const next = left.map((part) => voice.t(`power-next-${part}`));
  return screen([
    voice.t('power-step-draining'),
    batch && batchLine(voice, batch),
    ...closed.map(({ part, ok }) => voice.t(`power-${ok ? 'closed' : 'late'}-${part}`)),
    batch && voice.t('power-next', { steps: [...next, voice.t('power-next-exit')].join(', ') }),
  ]);
}

function batchLine(voice: Voice, { acked, unacked }: NonNullable<RestartSteps['batch']>): string {
  if (acked + unacked === 0) return voice.t('power-step-nothing');
  const values = { acked: voice.number(acked), of: voice.number(acked + unacked) };
  return voice.t(unacked > 0 ? 'power-step-unacked' : 'power-step-drained', values);
}

/** P6. */
export const heldScreen = (voice: Voice): Screen =>
  screen([voice.t('power-held')], [[button(voice.t('power-b-enable'), 'power:enable', 'primary')]]);

/** P7: the one confirmation. */
export const unlinkScreen = (voice: Voice, phone: string | null): Screen =>
  screen(
    [voice.t('power-unlink', { phone: phone ?? 'WhatsApp' })],
    [
      [button(voice.t('power-b-unlink'), 'power:unlink:yes', 'danger')],
      [button(voice.t('new-b-back'), 'menu:show')],
    ],
  );

export const unlinkedScreen = (voice: Voice, told: boolean): Screen =>
  screen(
    [voice.t('power-unlinked'), told ? null : voice.t('power-unlinked-untold')],
    [[button(voice.t('connect-b-again'), 'connect:start')]],
  );

/** Why it isn't done. */
export type PowerTrouble =
  | { is: 'none' | 'not-linked' | 'expired' }
  | { is: 'wrong'; left: number }
  /** `at`: until when, in words. */
  | { is: 'locked-until'; at: string }
  /** To the admins: who tried, and when. */
  | { is: 'locked'; name: string; at: string };

/** What went wrong in words, and the next step as a button. */
export function troubleScreen(voice: Voice, trouble: PowerTrouble): Screen {
  const { is, ...values } = trouble;
  return screen([voice.t(`power-${is}`, values)], [[nextStep(voice, is)]]);
}

function nextStep(voice: Voice, is: PowerTrouble['is']) {
  switch (is) {
    case 'wrong':
      return button(voice.t('power-b-cancel'), 'power:cancel');
    case 'not-linked':
      return button(voice.t('menu-b-connect'), 'connect:start', 'primary');
    case 'locked':
      return button(voice.t('ops-b-audit'), 'ops:audit');
    case 'none':
    case 'expired':
    case 'locked-until':
      return button(voice.t('help-b-power'), 'help:power');
  }
}
