/** The screens of settings and team with plausible facts, for `gallery.ts`. */
import * as team from '../src/bot/ops/screens.ts';
import {
  askThresholdScreen,
  THRESHOLDS,
  thresholdScreen,
  thresholdsScreen,
} from '../src/bot/settings/health.ts';
import * as settings from '../src/bot/settings/screens.ts';
import { change } from '../src/bot/settings/values.ts';
import type { PreferenceValues } from '../src/preferences.ts';
import { DEEDS } from '../src/team/audit.ts';
import type { AuditEntry, Member } from '../src/team/team.ts';
import type { Voice } from '../src/texts/texts.ts';
import { NOW } from './builders.ts';
import type { Picture } from './gallery.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LONG = 'María de los Ángeles Fernández de la Vega y Montenegro';

const VALUES: PreferenceValues = {
  zone: 'America/Asuncion',
  country: 'PY',
  language: 'es',
  pace: 'normal',
  dailyCap: 'auto',
  quietHours: { from: 20 * 60, to: 8 * 60 },
  quietDays: [],
  quietZone: 'recipient',
  canary: 5,
  health: { unregistered: 10, failed: 30, delivered: 70, answers: 5, unreadable: 2, quota: 80 },
  optOutWords: [],
  footer: true,
};
const OTHER: PreferenceValues = {
  ...VALUES,
  zone: 'America/Argentina/Buenos_Aires',
  country: null,
  pace: 'maximum',
  dailyCap: 1_000_000,
  quietHours: 'off',
  quietDays: ['sat', 'sun'],
  quietZone: 'business',
  footer: false,
};
const NOTHING = {
  canary: 'off' as const,
  health: {
    ...{ unregistered: 'off' as const, failed: 'off' as const, delivered: 'off' as const },
    ...{ answers: 'off' as const, unreadable: 'off' as const, quota: 'off' as const },
  },
};
const number = { linkedAt: NOW - 2 * DAY, ownedSince: null, cap: 50, maximumOpen: false };
const declared = { linkedAt: NOW - 90 * DAY, ownedSince: NOW - 3000 * DAY, cap: null, maximumOpen: true };

export function settingScreens(voice: Voice): Picture[] {
  const own = { plain: false, replies: true };
  const all = { own, values: VALUES, number, changed: [] };
  const changed = ['zone', 'quietHours'] as const;
  const screens: [string, Picture['screen']][] = [
    ['all', settings.settingsScreen(voice, all, NOW)],
    [
      'all, other values',
      settings.settingsScreen(
        voice,
        { own: { plain: true, replies: false }, values: OTHER, number: declared, changed },
        NOW,
      ),
    ],
    ['language', settings.languageScreen(voice)],
    ['language of the customers', settings.clientsScreen(voice, VALUES)],
    ['zone', settings.zoneScreen(voice, ['America/Asuncion', 'America/Sao_Paulo'], 'America/Lima', NOW)],
    ['country', settings.countryScreen(voice, ['PY', 'AR', 'GB'], VALUES)],
    ['pace', settings.paceScreen(voice, VALUES)],
    ['quiet hours', settings.quietScreen(voice, VALUES)],
    ['quiet hours, none', settings.quietScreen(voice, OTHER)],
    ['quiet days', settings.daysScreen(voice, OTHER)],
    ['daily limit', settings.capScreen(voice, VALUES, number)],
    ['daily limit, off', settings.capScreen(voice, { ...VALUES, dailyCap: 'off' }, declared)],
    ['number, since when', settings.ownedScreen(voice, number)],
    ['number, since when, before maximum', settings.ownedScreen(voice, declared, true)],
    ['health', thresholdsScreen(voice, VALUES)],
    ['health, nothing looked at', thresholdsScreen(voice, NOTHING)],
    ...THRESHOLDS.map((which): [string, Picture['screen']] => [
      `health, ${which}`,
      thresholdScreen(voice, which, VALUES),
    ]),
    ['health, typed', askThresholdScreen(voice, 'failed')],
    ['health, typed, not understood', askThresholdScreen(voice, 'canary', LONG)],
    ['back to the server’s', settings.resetScreen(voice, changed)],
    ...settings.TYPED.map((what): [string, Picture['screen']] => [
      `typed ${what}`,
      settings.askScreen(voice, what),
    ]),
    ['typed, not understood', settings.askScreen(voice, 'quiet', LONG)],
  ];
  return screens.map(([title, screen]) => ({ title: `settings: ${title}`, screen }));
}

const aMember = (id: number, name: string, patch: Partial<Member> = {}): Member => ({
  id,
  name,
  role: 'operator',
  since: NOW - 40 * DAY,
  language: 'es',
  plain: false,
  replies: true,
  blocked: false,
  lastSeenAt: NOW - HOUR,
  listed: false,
  ...patch,
});

const deed = (what: string, patch: Partial<AuditEntry> = {}): AuditEntry => ({
  id: 1,
  at: NOW - HOUR,
  operatorId: 1001,
  name: 'Ana',
  what,
  campaignId: 12,
  detail: 'Luis',
  ...patch,
});

export function teamScreens(voice: Voice): Picture[] {
  const ana = aMember(1001, 'Ana', { role: 'admin' });
  const luis = aMember(1002, 'Luis');
  const invitation = { code: 'A1B2C3D4E5F60718293A4B5C6D7E8F90', createdBy: 1001, expiresAt: NOW + DAY };
  const many = Array.from({ length: 20 }, (_, nth) => aMember(2000 + nth, `${LONG} ${nth}`));
  const view = { members: [ana, luis], invitations: [], listed: [], page: 1 };
  const changes = [
    deed('setting-changed', { detail: change('quietHours', VALUES.quietHours) }),
    deed('setting-changed', { detail: change('optOutWords', ['fuera', 'ya no']) }),
    deed('setting-changed', { detail: change('health', VALUES.health) }),
    deed('setting-changed', { detail: 'pace="ludicrous"' }),
    deed('campaign-finished', { operatorId: null, name: '' }),
    deed('of-a-later-version', { detail: null }),
  ];
  const deeds = [...DEEDS.filter((what) => what !== 'setting-changed').map((what) => deed(what)), ...changes];
  const screens: [string, Picture['screen']][] = [
    ['list', team.teamScreen(voice, view, NOW)],
    ['list, an open invitation', team.teamScreen(voice, { ...view, invitations: [invitation] }, NOW)],
    ['list, many', team.teamScreen(voice, { ...view, members: many, page: 2 }, NOW)],
    ['invitation', team.invitationScreen(voice, invitation, 'campanas_bot', NOW)],
    ['operator', team.memberScreen(voice, { member: luis, admin: false, refusal: null }, NOW)],
    [
      'operator, has blocked the bot',
      team.memberScreen(voice, { member: { ...luis, blocked: true }, admin: false, refusal: null }, NOW),
    ],
    ['admin', team.memberScreen(voice, { member: ana, admin: true, refusal: null }, NOW)],
    [
      'admin, the last one',
      team.memberScreen(voice, { member: ana, admin: true, refusal: 'last-admin' }, NOW),
    ],
    [
      'admin by the settings',
      team.memberScreen(
        voice,
        {
          member: aMember(1003, '', { lastSeenAt: null, since: NOW - 500 * DAY }),
          admin: true,
          refusal: 'listed',
        },
        NOW,
      ),
    ],
    ['remove', team.removeScreen(voice, luis)],
    ['remove, long name', team.removeScreen(voice, aMember(1004, LONG))],
    ['welcome', team.welcomeScreen(voice, 'Luis')],
    ['joined', team.joinedScreen(voice, aMember(1004, LONG), LONG)],
    ['gone', team.goneScreen(voice)],
    ['record', team.auditScreen(voice, { entries: deeds, total: 1280, page: 2 }, NOW)],
    [
      'record, one deed',
      team.auditScreen(voice, { entries: [deed('member-admin')], total: 1, page: 1 }, NOW),
    ],
  ];
  return screens.map(([title, screen]) => ({ title: `team: ${title}`, screen }));
}
