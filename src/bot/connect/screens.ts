/** What linking looks like: the picture, the eight letters, the question for a number, and what went wrong. */
import type { Voice } from '../../texts/texts.ts';
import type { LinkState } from '../../whatsapp/link.ts';
import { button, countdown, type Screen, screen, withPart } from '../screen.ts';

/** Stands in a sentence for a part that carries an entity. */
const WHEN = '\u0000';

/** A wait in words that are true by themselves: seconds while they are few. */
function wait(voice: Voice, until: number, now: number) {
  const ms = Math.max(1000, until - now);
  const time = ms < 180_000 ? `${Math.round(ms / 1000)} s` : voice.duration(ms);
  return countdown(voice.t('time-in', { time }), until);
}

/** C1. */
export function scanScreen(voice: Voice, expiresAt: number, now: number): Screen {
  return screen(
    [withPart(voice.t('connect-scan', { when: WHEN }), WHEN, wait(voice, expiresAt, now))],
    [
      [button(voice.t('connect-b-here'), 'connect:code', 'primary')],
      [button(voice.t('connect-b-later'), 'connect:cancel')],
    ],
  );
}

/** C4: the number, by one tap or typed; the keyboard goes with the answer. */
export function numberScreen(voice: Voice): Screen {
  return { ...screen([voice.t('connect-number')]), keys: numberKeys(voice) };
}

/** The number can't be asked about: what is wrong with it, and the question stays open. */
export function badNumberScreen(voice: Voice, noCountry: boolean): Screen {
  const text = voice.t(noCountry ? 'connect-number-country' : 'connect-number-wrong');
  return { ...screen([text]), keys: numberKeys(voice) };
}

const numberKeys = (voice: Voice) => [
  { label: voice.t('connect-b-share'), contact: true },
  { label: voice.t('connect-b-stop') },
];

/** C5. */
export function lettersScreen(
  voice: Voice,
  code: { letters: string; phone: string; expiresAt: number },
  now: number,
): Screen {
  const sentence = voice.t('connect-letters', {
    code: spaced(code.letters),
    phone: code.phone,
    when: WHEN,
  });
  return screen(
    [withPart(sentence, WHEN, wait(voice, code.expiresAt, now))],
    [
      [{ label: voice.t('connect-b-copy'), copy: code.letters, style: 'primary' }],
      [
        button(voice.t('connect-b-other-code'), 'connect:code'),
        button(voice.t('connect-b-qr'), 'connect:qr'),
      ],
      [button(voice.t('connect-b-number'), 'connect:number')],
    ],
  );
}

/** The phone has sent its half. Should it find the letters wrong, they are needed once more. */
export function typedScreen(voice: Voice, letters: string): Screen {
  return screen([voice.t('connect-scanned'), voice.t('connect-typed', { code: spaced(letters) })]);
}

const spaced = (letters: string) => `${letters.slice(0, 4)}-${letters.slice(4)}`;

/** C3: no code of this message lives any more. */
export function expiredScreen(voice: Voice): Screen {
  return screen(
    [voice.t('connect-expired')],
    [
      [
        button(voice.t('connect-b-code'), 'connect:qr', 'primary'),
        button(voice.t('connect-b-letters'), 'connect:code'),
      ],
    ],
  );
}

/** No code came: WhatsApp could not be reached. */
export function unreachableScreen(voice: Voice): Screen {
  return screen(
    [voice.t('connect-unreachable')],
    [
      [button(voice.t('connect-b-try'), 'connect:qr', 'primary')],
      [button(voice.t('connect-b-later'), 'connect:cancel')],
    ],
  );
}

/** The phone has the code and goes no further. */
export function stuckScreen(voice: Voice, why: 'silence' | 'passkey'): Screen {
  return screen(
    [voice.t(why === 'passkey' ? 'connect-passkey' : 'connect-stuck')],
    [
      [button(voice.t('connect-b-letters'), 'connect:code'), button(voice.t('connect-b-qr'), 'connect:qr')],
      [button(voice.t('connect-b-later'), 'connect:cancel')],
    ],
  );
}

/** Letters may not be asked for yet; the picture may. */
export function tooManyScreen(voice: Voice, until: number, now: number): Screen {
  return screen(
    [withPart(voice.t('connect-too-many', { when: WHEN }), WHEN, wait(voice, until, now))],
    [[button(voice.t('connect-b-qr'), 'connect:qr', 'primary')]],
  );
}

/** No letters came: WhatsApp doesn't take the number, or there was no answer. */
export function noLettersScreen(voice: Voice, phone: string, refused: boolean): Screen {
  return screen(
    [refused ? voice.t('connect-refused', { phone }) : voice.t('connect-no-answer')],
    [
      [
        button(voice.t('connect-b-qr'), 'connect:qr', 'primary'),
        refused
          ? button(voice.t('connect-b-number'), 'connect:number')
          : button(voice.t('connect-b-other-code'), 'connect:code'),
      ],
    ],
  );
}

/** What a link that doesn't come back by itself says; `null` for states that need no message. */
export function linkScreen(voice: Voice, state: LinkState, now: number): Screen | null {
  const at = (when: number) => voice.time(when, now);
  const again = [[button(voice.t('connect-b-again'), 'connect:start', 'primary')]];
  switch (state.is) {
    case 'given-up':
      return screen(
        [voice.t('connect-lost', { at: at(state.since) })],
        [
          [
            button(voice.t('connect-b-retry'), 'connect:retry', 'primary'),
            button(voice.t('disk-b-status'), 'status:show'),
          ],
        ],
      );
    case 'logged-out':
      if (state.why === 'by-us') return null;
      if (state.why === 'unknown')
        return screen([voice.t('connect-unknown', { code: state.code ?? '?' })], again);
      if (state.why === 'by-phone') return screen([voice.t('connect-removed')], again);
      if (state.why === 'while-away') return screen([voice.t('connect-removed-away')], again);
      // Another link to the same account would be refused the same way: the phone says what can be done.
      return screen(
        [voice.t(`connect-${state.why}`)],
        [
          [button(voice.t('campaign-b-what'), 'help:limits', 'primary')],
          [button(voice.t('connect-b-again'), 'connect:start')],
        ],
      );
    case 'banned':
      return screen(
        [
          state.until === null
            ? voice.t('connect-suspended-unknown')
            : voice.t('connect-suspended', { until: at(state.until) }),
          state.why && voice.t(`connect-why-${state.why}`),
        ],
        [
          [button(voice.t('campaign-b-what'), 'help:limits', 'primary')],
          [button(voice.t('menu-b-campaigns'), 'list:1')],
        ],
      );
    case 'replaced':
      return screen(
        [voice.t('connect-replaced', { at: at(state.at) })],
        [
          [button(voice.t('connect-b-take'), 'connect:retry')],
          [button(voice.t('connect-b-out'), 'connect:out')],
        ],
      );
    case 'outdated':
      return screen([voice.t('connect-outdated')], [[button(voice.t('connect-b-retry'), 'connect:retry')]]);
    default:
      return null;
  }
}

/** Decided: the other program keeps the session, also over restarts of this one. */
export const outScreen = (voice: Voice): Screen =>
  screen([voice.t('connect-out')], [[button(voice.t('connect-b-take'), 'connect:retry')]]);

/** F4 while no campaign was ever sent, else C6. */
export function onlineScreen(
  voice: Voice,
  phone: string,
  facts: { first: boolean; goesOn: { id: number; done: number; people: number } | null },
): Screen {
  const { first, goesOn } = facts;
  if (first)
    return screen(
      [voice.t('menu-first-link', { phone })],
      [
        [button(voice.t('menu-b-self'), 'new:self', 'primary')],
        [button(voice.t('menu-b-skip'), 'new:start')],
      ],
    );
  const rest = goesOn && { ...goesOn, done: voice.number(goesOn.done), people: voice.number(goesOn.people) };
  return screen(
    [voice.t('connect-online', { phone }), rest && voice.t('connect-goes-on', rest)],
    [
      [goesOn && button(voice.t('campaign-b-see'), `campaign:${goesOn.id}:show`)],
      [button(voice.t('menu-b-new'), 'new:start')],
    ],
  );
}
