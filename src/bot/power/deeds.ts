/** A restart, a hold, its end, and the goodbye to WhatsApp: done for who asked, in the chat or in the panel. */
import type { Actor } from '../../queue/control/control.ts';
import type { Voice } from '../../texts/texts.ts';
import { type Kit, tellAdmins } from '../context.ts';
import { type Screen, screen } from '../screen.ts';
import { heldScreen, stepScreen, troubleScreen, unlinkedScreen } from './screens.ts';

/** How long the way down waits for the chat to show a step. */
const SHOWN_WITHIN = 2_000;

export interface Deeds {
  restart(who: Actor, voice: Voice): Promise<void>;
  hold(who: Actor, voice: Voice): Promise<void>;
  enable(who: Actor): Promise<void>;
  /** What becomes of it is said in the place of `message`. */
  unlink(who: Actor, voice: Voice, message: number): Promise<void>;
  /** P3: too many wrong passwords. */
  alarm(who: Actor, what: string, username?: string): Promise<void>;
}

export function createDeeds(kit: Kit): Deeds {
  const { outbox, audit, clock, power, log } = kit;
  const say = (chat: number, face: Screen) => outbox.send(chat, face, { answer: true });

  async function wayDown(chat: number, voice: Voice) {
    const message = await say(chat, stepScreen(voice, { batch: null, closed: [] }));
    await power.restart({ why: 'asked', chat, message: message ?? 0 }, async (steps) => {
      if (!message) return;
      const shown = outbox.edit(chat, message, stepScreen(voice, steps), { answer: true });
      await Promise.race([shown.catch(() => undefined), clock.sleep(SHOWN_WITHIN)]);
    });
  }

  return {
    async restart(who, voice) {
      await audit.note(who, 'restarted');
      // Beside the handler: the update that asked for it is confirmed before the process ends.
      void wayDown(who.id, voice).catch((error) => log.error({ event: 'restart', err: error }));
    },
    async hold(who, voice) {
      await audit.note(who, 'held');
      await power.hold();
      await say(who.id, heldScreen(voice));
    },
    async enable(who) {
      const voice = await kit.voiceOf(who.id);
      const was = await power.enable();
      if (was) await audit.note(who, 'enabled');
      await say(who.id, screen([voice.t(was ? 'power-enabled' : 'power-was-on')]));
    },
    async unlink(who, voice, message) {
      await audit.note(who, 'unlinked');
      // Beside the handler: saying goodbye may take a connection first.
      void power
        .unlink()
        .then(({ told }) => outbox.edit(who.id, message, unlinkedScreen(voice, told), { answer: true }))
        .catch((error) => log.error({ event: 'unlink', err: error }));
    },
    async alarm(who, what, username) {
      await audit.note(who, 'password-locked', { detail: what });
      const name = username ? `${who.name} (@${username})` : who.name;
      const now = clock.now();
      const face = (voice: Voice) => troubleScreen(voice, { is: 'locked', name, at: voice.time(now, now) });
      await tellAdmins(kit, face, { loud: true });
    },
  };
}
