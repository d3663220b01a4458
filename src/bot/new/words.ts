/** The words of a draft's screens that its reader's language, the business's place and its clients' language decide. */
import { formatPhone } from '../../queue/import/phone.ts';
import type { Voice } from '../../texts/texts.ts';
import type { Kit } from '../context.ts';
import { countryOf } from '../settings/values.ts';

export interface Words {
  phone(digits: string): string;
  /** `Paraguay (+595)`. */
  country(code: string): string;
  /** What the footer asks for, in the language of those who get it: `Responde BAJA`. */
  readonly footer: string;
}

export const wordsOf = ({ texts, preferences }: Pick<Kit, 'texts' | 'preferences'>, voice: Voice): Words => ({
  phone: formatPhone,
  country: (code) => countryOf(voice, code),
  footer: texts.t(preferences.now().language, 'people-footer-words'),
});
