/** After a restart: that we are back, in what time, and what is missing; loud only where somebody waits for it. */
import type { Member } from '../team/team.ts';
import type { Voice } from '../texts/texts.ts';
import type { Check, RestartMark } from '../upkeep/power.ts';
import { isAdmin, type Kit } from './context.ts';
import { button, type Screen, screen } from './screen.ts';

export interface BackFacts {
  readonly why: RestartMark['why'];
  /** When it began, and how long it took, in ms. */
  readonly at: number;
  readonly tookMs: number;
  /** How many starts it needed. */
  readonly tries: number;
  readonly missing: readonly Check[];
  /** The campaign that goes on. */
  readonly goesOn: { id: number; done: number; people: number } | null;
}

/** P5, P8, and the end of a silence. */
export function backScreen(voice: Voice, facts: BackFacts, now: number): Screen {
  const { why, missing, goesOn, tries } = facts;
  const values = { took: tookOf(voice, facts.tookMs), at: voice.time(facts.at, now), tries };
  const first =
    why === 'asked'
      ? voice.t(tries > 1 ? 'power-back-tries' : 'power-back', values)
      : why === 'silence'
        ? voice.t('power-silence', values)
        : voice.t(missing.length > 0 ? 'power-routine-missing' : 'power-routine', values);
  const rest = goesOn && {
    id: goesOn.id,
    done: voice.number(goesOn.done),
    people: voice.number(goesOn.people),
  };
  return screen(
    [
      first,
      ...missing.map((what) => voice.t(`power-missing-${what}`)),
      rest && voice.t('connect-goes-on', rest),
    ],
    [
      [missing.includes('whatsapp') ? button(voice.t('connect-b-retry'), 'connect:retry', 'primary') : null],
      [goesOn ? button(voice.t('campaign-b-see'), `campaign:${goesOn.id}:show`) : null],
    ],
  );
}

function tookOf(voice: Voice, ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 60) return voice.t('time-seconds', { seconds });
  return voice.t('time-minutes-seconds', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
}

/** Waits until everything is there again, or a minute; told once, then forgotten. */
export async function tellBack(kit: Kit): Promise<void> {
  const { power, progress, clock, log } = kit;
  const mark = await power.mark();
  if (!mark) return;
  const { missing, at } = await power.verify(() => kit.api.getMe());
  log[missing.length > 0 ? 'warn' : 'info']({ event: 'back', why: mark.why, ms: at - mark.at, missing });
  const off = (await progress.holds()).some(({ reason }) => reason === 'disabled');
  const [running] = (await progress.active()).filter(({ state }) => state === 'running');
  const card = running && !off ? await progress.card(running.id) : null;
  const goesOn = card && { id: card.campaign.id, done: card.done, people: card.counts.people };
  const { startTries: tries } = kit;
  const facts = { why: mark.why, at: mark.at, tookMs: at - mark.at, tries, missing, goesOn };
  const loud = mark.why === 'asked' || missing.length > 0;
  for (const member of await readers(kit, mark)) {
    const face = backScreen(kit.voice(member), facts, clock.now());
    await kit.outbox.send(member.id, face, { loud });
  }
  await power.forgetMark();
}

/** Who asked for it; the admins where nobody did. */
async function readers(kit: Kit, mark: RestartMark): Promise<Member[]> {
  const members = await kit.team.members();
  return members.filter((member) =>
    mark.why === 'asked' ? member.id === mark.chat : isAdmin(kit, member) && !member.blocked,
  );
}
