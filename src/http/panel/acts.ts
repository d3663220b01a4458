/** What a tap in the panel does: the same verbs as the chat's, with the same guards, told in the person's words. */
import type { Clock } from '../../clock.ts';
import type { CampaignId } from '../../queue/campaign.ts';
import type { Actor, Control } from '../../queue/control/control.ts';
import { parsePhone } from '../../queue/import/phone.ts';
import type { Voice } from '../../texts/texts.ts';
import type { Power } from '../../upkeep/power.ts';
import { type Link, TooManyCodes } from '../../whatsapp/link.ts';
import type { Looker, Told } from './panel.ts';

type PanelPower = 'restart' | 'hold' | 'enable' | 'unlink';

export interface ActDeps {
  readonly control: Pick<Control, 'pause' | 'resume' | 'cancel'>;
  readonly link: Pick<Link, 'identity' | 'connect' | 'pairWithCode' | 'cancelScan' | 'sleep' | 'wake'>;
  readonly power: Pick<Power, 'checkPassword' | 'hasPassword'>;
  /** A person wants the link up. */
  readonly stayAwake: () => void;
  /** What only the chat can do, or tells there. */
  readonly chat: {
    report(chat: number, id: CampaignId): Promise<void>;
    power(who: Actor, what: PanelPower): Promise<void>;
    refused(who: Actor, what: PanelPower, locked: boolean): Promise<void>;
  };
  readonly country: () => string | null;
  readonly clock: Clock;
}

const done: Told = { ok: true, say: null };

/** Does what a button says. A button that nobody drew is refused. */
export async function perform(
  deps: ActDeps,
  voice: Voice,
  looker: Looker,
  act: string,
  value: string | null,
): Promise<Told> {
  const campaign = /^campaign:(\d{1,15}):(pause|resume|cancel|report)$/.exec(act);
  if (campaign) return onCampaign(deps, voice, looker, Number(campaign[1]) as CampaignId, campaign[2] ?? '');
  const link = /^connect:(start|retry|wake|sleep|cancel|code)$/.exec(act)?.[1];
  if (link) return onLink(deps, voice, link, value);
  const power = /^power:(restart|hold|enable|unlink)$/.exec(act)?.[1];
  if (power === 'restart' || power === 'hold' || power === 'enable' || power === 'unlink')
    return onPower(deps, voice, looker, power, value);
  return { ok: false, say: voice.t('guard-old') };
}

async function onCampaign(
  { control, chat }: ActDeps,
  voice: Voice,
  looker: Looker,
  id: CampaignId,
  what: string,
): Promise<Told> {
  switch (what) {
    case 'pause': {
      const { changed } = await control.pause(looker, id);
      return { ok: true, say: changed ? voice.t('campaign-toast-paused') : null };
    }
    case 'resume': {
      const { changed } = await control.resume(looker, id);
      return { ok: true, say: changed ? voice.t('campaign-toast-resumed') : null };
    }
    case 'cancel': {
      const { changed } = await control.cancel(looker, id);
      return { ok: true, say: voice.t(changed ? 'campaign-toast-cancelled' : 'campaign-toast-over') };
    }
    default:
      await chat.report(looker.id, id);
      return { ok: true, say: voice.t('panel-report-sent') };
  }
}

async function onLink(deps: ActDeps, voice: Voice, what: string, value: string | null): Promise<Told> {
  const { link } = deps;
  switch (what) {
    case 'sleep':
      await link.sleep();
      return done;
    case 'cancel':
      await link.cancelScan();
      return done;
    case 'wake':
      deps.stayAwake();
      await link.wake();
      return done;
    case 'code':
      return letters(deps, voice, value ?? '');
    default:
      deps.stayAwake();
      await link.connect();
      return done;
  }
}

async function letters({ link, country, clock }: ActDeps, voice: Voice, written: string): Promise<Told> {
  const parsed = parsePhone(written, country());
  if (!parsed.ok) return { ok: false, say: voice.t('panel-bad-number') };
  if (link.identity().linked) {
    await link.connect();
    return done;
  }
  try {
    await link.pairWithCode(parsed.phone);
    return done;
  } catch (error) {
    if (!(error instanceof TooManyCodes)) return { ok: false, say: voice.t('panel-no-code') };
    const now = clock.now();
    return { ok: false, say: voice.t('panel-code-later', { at: voice.time(error.until, now) }) };
  }
}

async function onPower(
  { power, chat, clock }: ActDeps,
  voice: Voice,
  looker: Looker,
  what: PanelPower,
  value: string | null,
): Promise<Told> {
  if (!looker.admin) return { ok: false, say: voice.t('guard-admins') };
  if (what !== 'enable') {
    if (!power.hasPassword) return { ok: false, say: voice.t('power-none') };
    const check = await power.checkPassword(value ?? '');
    if (!check.ok) {
      const tried = 'left' in check;
      if (tried || check.justNow) await chat.refused(looker, what, !tried);
      if (tried) return { ok: false, say: voice.t('power-wrong', { left: check.left }) };
      const at = voice.time(check.lockedUntil, clock.now());
      return { ok: false, say: voice.t('power-locked-until', { at }) };
    }
  }
  await chat.power(looker, what);
  return { ok: true, say: voice.t('panel-told-in-chat') };
}
