/** B1 to B3: people who said no, or may have. Pure. */
import { formatPhone, maskPhone } from '../../queue/import/phone.ts';
import type { ImportedOptOuts } from '../../queue/optouts.ts';
import type { Doubt, OptOut, PersonKey, PersonRef } from '../../queue/ports.ts';
import type { Voice } from '../../texts/texts.ts';
import { phoneOf } from '../person/screens.ts';
import { button, type Screen, screen } from '../screen.ts';

/** More than so many numbers aren't written out: others look at this chat too. */
const WRITTEN_OUT = 5;

/** B1. Numbers are masked: more people than one read this chat's phone. */
export function optOutScreen(
  voice: Voice,
  page: {
    total: number;
    entries: readonly OptOut[];
    doubts: { optOut: number; identity: number };
    /** After so many days ended campaigns name nobody. */
    retentionDays: number | null;
  },
  now: number,
): Screen {
  const { doubts } = page;
  const last = page.entries
    .slice(0, 5)
    .map(({ person, at }) => `${person.phone ? maskPhone(person.phone) : '•••'} ${voice.time(at, now)}`);
  const none = page.total === 0;
  return screen(
    [
      none
        ? voice.t('optout-none')
        : voice.t('optout-show', { total: voice.number(page.total), count: page.total }),
      last.length > 0 ? voice.t('optout-last', { list: last.join(', ') }) : null,
      page.retentionDays === null ? null : voice.t('optout-retention', { days: page.retentionDays }),
      doubts.optOut > 0 ? voice.t('optout-doubts', { count: doubts.optOut }) : null,
      doubts.identity > 0 ? voice.t('optout-changed-some', { count: doubts.identity }) : null,
    ],
    [
      doubts.optOut > 0
        ? [button(voice.t('optout-b-doubts', { count: doubts.optOut }), 'optout:doubts', 'primary')]
        : [],
      doubts.identity > 0
        ? [button(voice.t('optout-b-changed', { count: doubts.identity }), 'optout:changed', 'primary')]
        : [],
      [
        button(voice.t('optout-b-add'), 'optout:add'),
        none ? null : button(voice.t('optout-b-remove'), 'optout:remove'),
      ],
      [
        button(voice.t('optout-b-import'), 'optout:import'),
        none ? null : button(voice.t('optout-b-export'), 'optout:export'),
      ],
      [button(voice.t('menu-b-menu'), 'menu:show')],
    ],
  );
}

const back = (voice: Voice) => [button(voice.t('new-b-back'), 'optout:show')];

/** B2, and the same for a file; `bad` is what can't be read as a number. */
export function askScreen(voice: Voice, what: 'add' | 'remove' | 'import', bad?: string): Screen {
  const sentence = voice.t(`optout-ask-${what}`);
  return screen(
    [
      bad === undefined ? sentence : voice.t('optout-bad', { written: bad }),
      bad === undefined ? null : sentence,
    ],
    [back(voice)],
  );
}

/** B3: the one confirmation. */
export function removeScreen(voice: Voice, phone: string, ref: PersonRef): Screen {
  return screen(
    [voice.t('optout-sure', { phone })],
    [[button(voice.t('optout-b-yes'), `optout:${ref}:yes`), button(voice.t('optout-b-no'), 'optout:show')]],
  );
}

/** What adding came to: one number, or how many of several. */
export function addedScreen(
  voice: Voice,
  added: readonly { person: PersonKey & { ref: PersonRef }; fresh: boolean }[],
): Screen {
  const [only] = added;
  if (only && added.length === 1)
    return screen(
      [voice.t(only.fresh ? 'optout-added' : 'optout-was', { phone: phoneOf(voice, only.person) })],
      [
        [button(voice.t('reply-b-undo'), `optout:${only.person.ref}:remove`)],
        [button(voice.t('optout-b-list'), 'optout:show')],
      ],
    );
  const fresh = added.filter((one) => one.fresh).length;
  return screen(
    [voice.t('optout-added-many', { count: fresh, known: added.length - fresh })],
    [[button(voice.t('optout-b-list'), 'optout:show')]],
  );
}

export const removedScreen = (voice: Voice, phone: string, was: boolean): Screen =>
  screen(
    [voice.t(was ? 'optout-removed' : 'optout-not', { phone })],
    [[button(voice.t('optout-b-list'), 'optout:show')]],
  );

export function importedScreen(voice: Voice, result: ImportedOptOuts): Screen {
  const buttons = [[button(voice.t('optout-b-list'), 'optout:show')]];
  if (!result.ok) return screen([voice.t('optout-import-bad'), voice.t('optout-ask-import')], [back(voice)]);
  const { added, known, invalid } = result;
  return screen(
    [
      voice.t('optout-imported', { count: added, shown: voice.number(added) }),
      voice.t('optout-imported-rest', { known: voice.number(known), invalid: voice.number(invalid) }),
    ],
    buttons,
  );
}

/** Messages that sound like a no, one to decide about after the other. */
export function doubtsScreen(
  voice: Voice,
  { total, next, said }: { total: number; next: Doubt | null; said: string | null },
): Screen {
  if (!next) return screen([voice.t('optout-doubts-none')], [back(voice)]);
  return screen(
    [
      voice.t('optout-doubts-show', { count: total }),
      `${phoneOf(voice, next.person)}${said === null ? '' : `: "${said}"`}`,
      voice.t('reply-undecided'),
    ],
    [
      [
        button(voice.t('reply-b-out'), `optout:${next.person.ref}:add:next`, 'danger'),
        button(voice.t('reply-b-keep'), `optout:${next.person.ref}:keep:next`),
      ],
      [button(voice.t('reply-b-person'), `person:${next.person.ref}:show`)],
      back(voice),
    ],
  );
}

/** Known numbers that may have another owner by now. Few are written out, many are masked. */
export function changedScreen(
  voice: Voice,
  { total, people }: { total: number; people: readonly PersonKey[] },
): Screen {
  if (total === 0) return screen([voice.t('optout-changed-none')], [back(voice)]);
  const many = total > WRITTEN_OUT;
  const numbers = people
    .slice(0, WRITTEN_OUT)
    .map((person) => (person.phone ? (many ? maskPhone(person.phone) : formatPhone(person.phone)) : '•••'));
  return screen(
    [
      voice.t('optout-changed', { count: total, shown: voice.number(total) }),
      numbers.join(', '),
      total > numbers.length
        ? voice.t('reply-many-more', { count: voice.number(total - numbers.length) })
        : null,
      voice.t('optout-changed-why'),
    ],
    [
      [button(voice.t('optout-b-same', { count: total }), 'optout:changed:keep', 'success')],
      [button(voice.t('optout-b-leave', { count: total }), 'optout:changed:out', 'danger')],
      back(voice),
    ],
  );
}
