/** What a phone is offered to link with: the QR that a socket brings, or eight letters where somebody asked for them. */
import type { WASocket } from '@whiskeysockets/baileys';
import type { Clock } from '../clock.ts';
import type { AuthState } from './auth-state.ts';
import { type CodeLimit, requestCode } from './pairing-code.ts';
import { newSecret, withSecret } from './pairing-qr.ts';
import type { Steps } from './steps.ts';

const FIRST_CODE_LIFE = 60_000;
const NEXT_CODE_LIFE = 20_000;
/** How long the eight letters stay valid: as long as the codes of one attempt. */
const LETTERS_LIFE = 160_000;

export interface Offer {
  /** The next code is to be letters for this phone (digits); resolves when they stand there. */
  ask(phone: string): Promise<void>;
  /** Whoever asked for letters gets none. */
  refuse(error: unknown): void;
  /** A socket has brought a code. */
  show(one: WASocket, text: string): Promise<void>;
  renew(): Promise<void>;
}

export function createOffer(deps: {
  auth: AuthState;
  steps: Pick<Steps, 'state' | 'step'>;
  codes: CodeLimit;
  /** Is this still the socket that counts? */
  isCurrent: (one: WASocket) => boolean;
  clock: Clock;
}): Offer {
  const { auth, codes, clock } = deps;
  const { state, step } = deps.steps;
  let wanted: { phone: string; done(): void; failed(error: unknown): void } | null = null;

  /** True when letters stand there in place of the code. */
  async function letters(one: WASocket, now: number): Promise<boolean> {
    const asked = wanted;
    wanted = null;
    try {
      const text = asked && (await requestCode(clock, one, asked.phone, codes));
      if (text) await step({ type: 'code', how: 'code', text, expiresAt: now + LETTERS_LIFE });
      asked?.done();
      return Boolean(text);
    } catch (error) {
      asked?.failed(error);
      return !deps.isCurrent(one);
    }
  }

  return {
    ask: (phone) =>
      new Promise<void>((done, failed) => {
        wanted = { phone, done, failed };
      }),
    refuse(error) {
      wanted?.failed(error);
      wanted = null;
    },
    async show(one, text) {
      const now = clock.now();
      const shown = state();
      if (shown.is === 'linking' || (shown.is === 'awaiting-scan' && shown.how === 'code')) return;
      if (await letters(one, now)) return;
      const expiresAt = now + (state().is === 'awaiting-scan' ? NEXT_CODE_LIFE : FIRST_CODE_LIFE);
      // Baileys makes all codes of a socket with the secret that it began with.
      const current = withSecret(text, auth.creds.advSecretKey);
      await step({ type: 'code', how: 'qr', text: current, expiresAt });
    },
    /**
     * The server retires the secret that the QR on the screen carries: a phone that reads it is refused.
     * WhatsApp Web makes another one and draws the same code again; the letters have a secret of their own.
     */
    async renew() {
      const shown = state();
      if (shown.is !== 'awaiting-scan' || shown.how !== 'qr') return;
      auth.creds.advSecretKey = newSecret();
      await auth.saveCreds();
      await step({ ...shown, type: 'code', text: withSecret(shown.text, auth.creds.advSecretKey) });
    },
  };
}
