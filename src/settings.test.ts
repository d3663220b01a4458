import { describe, expect, it } from 'vitest';
import { BadSettings, parseSettings, readableSettings } from './settings.ts';

const TOKEN = '123456:ABC-DEF_ghijkl';

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    parseSettings(environment);
  } catch (error) {
    if (error instanceof BadSettings) return error.problems;
    throw error;
  }
  return [];
}

describe('settings', () => {
  it('start with a token alone, at an honest pace', () => {
    const settings = parseSettings({ TELEGRAM_BOT_TOKEN: TOKEN });
    expect(settings.preferences).toMatchObject({
      language: 'es',
      pace: 'normal',
      dailyCap: 'auto',
      quietHours: { from: 1200, to: 480 },
      canary: 5,
    });
    expect(settings.port).toBe(3009);
  });

  it('let an idle link sleep after half an hour, after a part of a minute, or never', () => {
    const minutes = (given: Record<string, string>) =>
      parseSettings({ TELEGRAM_BOT_TOKEN: TOKEN, ...given }).idleMinutes;
    expect(minutes({})).toBe(30);
    expect(minutes({ INACTIVITY_MINUTES: '0.5' })).toBe(0.5);
    expect(minutes({ INACTIVITY_MINUTES: 'off' })).toBe(Number.POSITIVE_INFINITY);
    for (const bad of ['0', '-1', 'soon'])
      expect(problemsOf({ TELEGRAM_BOT_TOKEN: TOKEN, INACTIVITY_MINUTES: bad })).toHaveLength(1);
  });

  it('tell every bad one at once, with its name', () => {
    const problems = problemsOf({
      TELEGRAM_BOT_TOKEN: 'nonsense',
      PORT: 'abc',
      PACE: 'ludicrous',
      QUIET_HOURS: '25:00-8',
      WHATSAPP_WS_URL: 'http://x',
      TZ: 'Mars/Base',
    });
    for (const name of ['TELEGRAM_BOT_TOKEN', 'PORT', 'PACE', 'QUIET_HOURS', 'WHATSAPP_WS_URL', 'TZ'])
      expect(problems.filter((problem) => problem.startsWith(name))).toHaveLength(1);
  });

  it('say how to get a missing token', () => {
    expect(problemsOf({}).join()).toContain('@BotFather');
  });

  it('never repeat a secret', () => {
    expect(problemsOf({ TELEGRAM_BOT_TOKEN: 'my secret', RESTART_PASSWORD: 'abc' }).join()).not.toMatch(
      /my secret|abc\b/,
    );
  });

  it('want a password in production', () => {
    expect(problemsOf({ TELEGRAM_BOT_TOKEN: TOKEN, NODE_ENV: 'production' }).join()).toContain(
      'RESTART_PASSWORD',
    );
  });

  it('let every limit be switched off', () => {
    const { preferences, idleMinutes } = parseSettings({
      TELEGRAM_BOT_TOKEN: TOKEN,
      PACE: 'maximum',
      DAILY_CAP: 'off',
      QUIET_HOURS: 'off',
      CANARY: 'off',
      INACTIVITY_MINUTES: 'off',
    });
    expect(preferences).toMatchObject({ pace: 'maximum', dailyCap: 'off', quietHours: 'off', canary: 'off' });
    expect(idleMinutes).toBe(Number.POSITIVE_INFINITY);
  });

  it('take an empty value for an absent one, and operators in any list form', () => {
    const settings = parseSettings({ TELEGRAM_BOT_TOKEN: TOKEN, PORT: '', OPERATOR_IDS: '12, 34;56' });
    expect(settings.port).toBe(3009);
    expect(settings.telegram.operators).toEqual([12, 34, 56]);
  });

  it('are readable while some are wrong, for what must work all the same', () => {
    const { settings, problems } = readableSettings({
      PORT: 'x',
      DEFAULT_LANGUAGE: 'en',
      DATA_ROOT: '/there',
    });
    expect(problems).toHaveLength(2);
    expect(settings.port).toBe(3009);
    expect(settings.telegram.token).toBe('');
    expect(settings.preferences.language).toBe('en');
    expect(settings.folders.data).toBe('/there/data');
  });
});
