/** The team's screens: who is in it, how somebody comes in and goes, and what was done. */
import { isDeed } from '../../team/audit.ts';
import { type AuditEntry, type Invitation, isAdmin, type Member, type Refusal } from '../../team/team.ts';
import type { Voice } from '../../texts/texts.ts';
import { button, clip, pageRow, type Screen, screen } from '../screen.ts';
import { changeOf } from '../settings/values.ts';

/** Members and deeds on one page. */
const TEAM_PAGE = 8;
export const DEEDS_PAGE = 10;

export interface TeamView {
  readonly members: readonly Member[];
  readonly invitations: readonly Invitation[];
  /** Admins by the settings. */
  readonly listed: readonly number[];
  readonly page: number;
}

/** T1. */
export function teamScreen(voice: Voice, view: TeamView, now: number): Screen {
  const { members, invitations, listed, page } = view;
  const shown = members.slice((page - 1) * TEAM_PAGE, page * TEAM_PAGE);
  const pages = Math.max(1, Math.ceil(members.length / TEAM_PAGE));
  return screen(
    [
      voice.t('ops-team', { count: members.length, shown: voice.number(members.length) }),
      invitations.length > 0 ? voice.t('ops-open', { count: invitations.length }) : null,
    ],
    [
      ...shown.map((member) => [
        button(labelOf(voice, member, isAdmin(listed, member)), `ops:${member.id}:show`),
      ]),
      ...invitations.map(({ code, expiresAt }) => [
        button(voice.t('ops-b-open', { at: voice.time(expiresAt, now) }), `ops:invitation:${code}`),
      ]),
      pageRow('ops:page', { page, pages }, `${page} / ${pages}`),
      [button(voice.t('ops-b-invite'), 'ops:invite', 'primary'), button(voice.t('ops-b-audit'), 'ops:audit')],
      [button(voice.t('menu-b-menu'), 'menu:show')],
    ],
  );
}

/** The role is read whole, the name as far as it fits. */
function labelOf(voice: Voice, { name, id }: Member, admin: boolean): string {
  const role = voice.t(admin ? 'ops-admin' : 'ops-operator');
  return `${clip(name || String(id), 32 - 3 - role.length)} · ${role}`;
}

/** T2. The link is a button to send on and one to copy; nobody has to type it. */
export function invitationScreen(voice: Voice, invitation: Invitation, bot: string, now: number): Screen {
  const link = `https://t.me/${bot}?start=inv_${invitation.code}`;
  const share = new URLSearchParams({ url: link, text: voice.t('ops-share') });
  return screen(
    [voice.t('ops-invitation', { at: voice.time(invitation.expiresAt, now) }), link],
    [
      [{ label: voice.t('ops-b-share'), url: `https://t.me/share/url?${share}`, style: 'primary' }],
      [{ label: voice.t('ops-b-copy'), copy: link }],
      [button(voice.t('ops-b-revoke'), `ops:revoke:${invitation.code}`, 'danger')],
      [button(voice.t('new-b-back'), 'ops:show')],
    ],
  );
}

export interface MemberView {
  readonly member: Member;
  readonly admin: boolean;
  /** Why this person can't be removed; null: they can. */
  readonly refusal: Refusal | null;
}

/** T3. */
export function memberScreen(voice: Voice, { member, admin, refusal }: MemberView, now: number): Screen {
  const { id, name } = member;
  const since = voice.t(admin ? 'ops-admin-since' : 'ops-operator-since', {
    name: clip(name || String(id), 24),
    date: voice.date(member.since, now),
  });
  const change = admin
    ? button(voice.t('ops-b-demote'), `ops:${id}:operator`)
    : button(voice.t('ops-b-promote'), `ops:${id}:admin`);
  return screen(
    [
      since,
      member.lastSeenAt === null ? null : voice.t('ops-seen', { at: voice.time(member.lastSeenAt, now) }),
      member.blocked ? voice.t('ops-blocked') : null,
      refusal ? voice.t(`ops-${refusal}`) : null,
    ],
    [
      refusal ? [] : [change, button(voice.t('ops-b-remove'), `ops:${id}:remove`, 'danger')],
      [button(voice.t('new-b-back'), 'ops:show')],
    ],
  );
}

/** T4. */
export const removeScreen = (voice: Voice, { id, name }: Member): Screen =>
  screen(
    [voice.t('ops-ask-remove', { name: clip(name || String(id), 24) })],
    [
      [button(voice.t('ops-b-yes-remove'), `ops:${id}:remove:yes`, 'danger')],
      [button(voice.t('new-b-back'), `ops:${id}:show`)],
    ],
  );

/** To who was let in. */
export const welcomeScreen = (voice: Voice, name: string): Screen =>
  screen(
    [voice.t('ops-welcome', { name: clip(name, 24) })],
    [[button(voice.t('menu-b-new'), 'new:start', 'primary')], [button(voice.t('menu-b-menu'), 'menu:show')]],
  );

/** To the admins, with sound: a link may have reached somebody else than it was meant for. */
export const joinedScreen = (voice: Voice, joined: Member, by: string): Screen =>
  screen(
    [voice.t('ops-joined', { name: clip(joined.name || String(joined.id), 24), by: clip(by, 24) })],
    [
      [button(voice.t('ops-b-see'), `ops:${joined.id}:show`)],
      [button(voice.t('ops-b-remove'), `ops:${joined.id}:remove`, 'danger')],
    ],
  );

/** To who was removed; and in place of a card that was theirs to use. */
export const goneScreen = (voice: Voice): Screen => screen([voice.t('ops-gone')]);

export interface AuditView {
  readonly entries: readonly AuditEntry[];
  readonly total: number;
  readonly page: number;
}

/** What was done, newest first. */
export function auditScreen(voice: Voice, { entries, total, page }: AuditView, now: number): Screen {
  const pages = Math.max(1, Math.ceil(total / DEEDS_PAGE));
  const lines = entries.map(
    (entry) => `${voice.time(entry.at, now)} · ${clip(doerOf(voice, entry), 40)}: ${deedOf(voice, entry)}`,
  );
  return screen(
    [voice.t('ops-audit', { count: total, shown: voice.number(total) }), ...lines],
    [
      pageRow('ops:audit', { page, pages }, `${page} / ${pages}`),
      [button(voice.t('ops-b-export'), 'ops:export'), button(voice.t('new-b-back'), 'ops:show')],
    ],
  );
}

/** Who did it: a person, or the program by itself. */
export const doerOf = (voice: Voice, { name }: Pick<AuditEntry, 'name'>): string =>
  name || voice.t('ops-program');

/** `pausó la campaña 12`. What another version has written stands as it is. */
export function deedOf(voice: Voice, { what, detail, campaignId }: Omit<AuditEntry, 'id' | 'at'>): string {
  if (!isDeed(what)) return [what, detail].filter(Boolean).join(' ');
  return voice.t(`ops-did-${what}`, {
    campaign: campaignId ?? 0,
    detail: what === 'setting-changed' ? changeOf(voice, detail ?? '') : clip(detail ?? '', 40),
  });
}
