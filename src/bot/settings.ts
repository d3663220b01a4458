/** `/settings`: what a person may choose for themselves, and what admins choose for everybody. */
import type { PreferenceName } from '../preferences.ts';
import type { Voice } from '../texts/texts.ts';

/** What a preference is called in a sentence. */
export const nameOf = (voice: Voice, name: PreferenceName): string => voice.t(`settings-name-${keyOf(name)}`);

/** `quietHours` → `quiet-hours`, as text keys are written. */
export const keyOf = (name: PreferenceName): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
