/** What the team does with one account, each verb by the part that knows it. */

import { createAnswers } from '../queue/answers.ts';
import { createControl } from '../queue/control/control.ts';
import { countryOf } from '../queue/import/phone.ts';
import { createFindLink } from '../queue/links/preview.ts';
import { createOwnNumber } from '../queue/number.ts';
import { createOptOutFiles } from '../queue/optouts.ts';
import { createPeople } from '../queue/people.ts';
import { createPrivacy } from '../queue/privacy.ts';
import { createReplies } from '../queue/replies.ts';
import { createSavedLists, createSavedTexts } from '../queue/saved.ts';
import { createScheduler } from '../queue/scheduler.ts';
import { createStats } from '../queue/stats.ts';
import { createTrials, type Self } from '../queue/trial.ts';
import type { Link } from '../whatsapp/link.ts';
import type { WhatsApp } from '../whatsapp/whatsapp.ts';
import type { Core } from './core.ts';
import type { AccountDeps } from './deps.ts';

export type Desk = ReturnType<typeof createDesk>;

export function createDesk(deps: AccountDeps, core: Core, whatsapp: Pick<WhatsApp, 'link' | 'forget'>) {
  const country = () => deps.preferences.now().country ?? countryOfLink(whatsapp.link);
  return { country, ...campaigns(deps, core, country), ...people(deps, core, whatsapp) };
}

/** What is written, kept, sent and reckoned. */
function campaigns(deps: AccountDeps, core: Core, country: () => string | null) {
  const { store, preferences, dice, logs } = deps;
  const { common, sweep, dropUpload, limits, ffmpeg, disk, waiting, footer, language } = core;
  const mediaDir = deps.folders.media;
  const zone = () => deps.rules().zone;
  const control = createControl({
    ...common,
    people: store.people,
    accounts: store.accounts,
    rules: deps.rules,
    waiting,
    defaults: () => ({ footer: preferences.now().footer, country: country() }),
    footer,
    join: (values) => new Intl.ListFormat(language(), { type: 'conjunction' }).format(values),
    findLink: createFindLink({ log: logs.core }),
    removeFile: dropUpload,
    mediaDir,
    limits,
    ffmpeg,
    disk,
    freed: sweep.poke,
    dice,
    log: logs.core,
  });
  const scheduler = createScheduler({
    ...common,
    people: store.people,
    accounts: store.accounts,
    control,
    zone,
    clockIsRight: () => deps.trust.trusted(),
    dice,
    log: logs.queue,
  });
  const kept = { ...common, control, freed: sweep.poke };
  return {
    control,
    scheduler,
    saved: createSavedTexts({ ...kept, texts: store.texts, mediaDir }),
    savedLists: createSavedLists({ ...kept, lists: store.lists, removeFile: dropUpload }),
    stats: createStats({ ...common, activity: store.activity, people: store.people, zone }),
  };
}

/** What people write and decide, what is answered, and what is known of them. */
function people(deps: AccountDeps, core: Core, { link, forget }: Pick<WhatsApp, 'link' | 'forget'>) {
  const { id, store, texts, preferences, clock, dice, logs } = deps;
  const { common, limits, ffmpeg, language, footer } = core;
  return {
    people: createPeople({
      ...common,
      people: store.people,
      doubts: store.doubts,
      words: () => preferences.now().optOutWords,
      language,
      confirmation: (spoken) => texts.t(spoken, 'people-opted-out'),
      log: logs.queue,
    }),
    replies: createReplies({ account: id, replies: store.replies, clock }),
    answers: createAnswers({
      ...common,
      people: store.people,
      mediaDir: deps.folders.media,
      limits,
      ffmpeg,
      log: logs.queue,
    }),
    optOuts: createOptOutFiles({ account: id, people: store.people, clock }),
    privacy: createPrivacy({
      account: id,
      ...store,
      forgetWire: forget,
      retentionDays: deps.retentionDays,
      clock,
      dice,
      log: logs.core,
    }),
    trials: createTrials({ ...common, self: () => selfOf(link), footer, dice }),
    number: createOwnNumber({ ...common, accounts: store.accounts, rules: deps.rules }),
  };
}

/** The linked account, as one of its own recipients. */
function selfOf(link: Link): Self | null {
  const { phone, lid } = link.identity();
  if (!phone) return null;
  return { phone, address: lid ? { jid: `${phone}@s.whatsapp.net`, lid } : null };
}

function countryOfLink(link: Link): string | null {
  const { phone } = link.identity();
  return phone ? countryOf(phone) : null;
}
