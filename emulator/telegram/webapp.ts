/** What a Mini App is opened with: signed launch data in the fragment, or forged ones to try its checks. */
import { createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { User } from './chat.ts';
import { userOnWire } from './wire.ts';

/** `hash`: another signature; `user`: another person under the signature of this one; `old`: two days of age. */
export const FORGERIES = ['hash', 'user', 'old'] as const;
export type Forgery = (typeof FORGERIES)[number];

export interface Launch {
  url: string;
  token: string;
  user: User;
  now: number;
  dark: boolean;
  forge?: Forgery | undefined;
}

const twoDays = 48 * 3600;
const version = '9.1';
const themes = {
  light: {
    bg_color: '#ffffff',
    text_color: '#000000',
    button_color: '#2481cc',
    button_text_color: '#ffffff',
  },
  dark: { bg_color: '#17212b', text_color: '#f5f5f5', button_color: '#5288c1', button_text_color: '#ffffff' },
};

/** The address that the app opens for a `web_app` button. */
export function launchUrl({ url, token, user, now, dark, forge }: Launch): string {
  const fields = new URLSearchParams({
    query_id: randomBytes(12).toString('base64url'),
    user: JSON.stringify(userOnWire(user)),
    auth_date: String(Math.floor(now / 1000) - (forge === 'old' ? twoDays : 0)),
  });
  const botId = token.split(':')[0] ?? '';
  const told = Buffer.from(`${botId}:WebAppData\n${checkString(fields)}`);
  // Telegram's own key signs it for third parties, who don't exist here: any will do.
  const { privateKey } = generateKeyPairSync('ed25519');
  fields.set('signature', sign(null, told, privateKey).toString('base64url'));
  const hash = createHmac('sha256', createHmac('sha256', 'WebAppData').update(token).digest())
    .update(checkString(fields))
    .digest('hex');
  fields.set('hash', forge === 'hash' ? randomBytes(32).toString('hex') : hash);
  if (forge === 'user') fields.set('user', JSON.stringify({ ...userOnWire(user), id: user.id + 1 }));
  const fragment = new URLSearchParams({
    tgWebAppData: fields.toString(),
    tgWebAppVersion: version,
    tgWebAppPlatform: 'web',
    tgWebAppThemeParams: JSON.stringify(dark ? themes.dark : themes.light),
  });
  return `${url.split('#')[0]}#${fragment}`;
}

/** All fields but the hash, sorted, one a line: what both signatures are made of. */
function checkString(fields: URLSearchParams): string {
  return [...fields]
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join('\n');
}
