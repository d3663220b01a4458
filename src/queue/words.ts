/**
 * Words by which people say no (or yes again), as whole messages: «BAJA», «stop!!», «por favor, baja». A
 * sentence that merely contains such a word is none.
 */
import { z } from 'zod';

export type Language = 'es' | 'en' | 'pt';

export type Meaning =
  | { is: 'opt-out'; word: string; language: Language }
  | { is: 'opt-in'; word: string; language: Language }
  /** Sounds like a no; a person should decide. */
  | { is: 'probable-opt-out' }
  | { is: 'other' };

/** What admins may choose in the chat. */
export const wordChoices = {
  /** Opt-out words of the installation's own. */
  optOutWords: z.array(z.string().trim().min(1).max(60)).max(100),
  /** Whether new campaigns offer the way out in their last line. */
  footer: z.boolean(),
};

const OPT_OUT: Readonly<Record<Language, readonly string[]>> = {
  es: [
    'baja',
    'dar de baja',
    'darme de baja',
    'dame de baja',
    'denme de baja',
    'quiero darme de baja',
    'baja de la lista',
    'cancelar suscripcion',
    'parar',
    'no enviar',
    'desuscribir',
    'desuscribirme',
    'remover',
    'salir',
  ],
  en: [
    'stop',
    'stopall',
    'stop all',
    'unsubscribe',
    'cancel',
    'end',
    'quit',
    'opt out',
    'optout',
    'remove',
    'remove me',
  ],
  pt: ['sair', 'descadastrar', 'descadastre', 'cancelar inscricao', 'pare', 'me tire da lista', 'quero sair'],
};

const OPT_IN: Readonly<Record<Language, readonly string[]>> = {
  es: ['alta', 'dar de alta', 'darme de alta', 'suscribir', 'suscribirme'],
  en: ['start', 'unstop', 'subscribe', 'opt in', 'optin'],
  pt: ['voltar', 'inscrever', 'quero voltar'],
};

/** Words of politeness that change nothing. */
const POLITE = new Set(
  'por favor porfavor porfa gracias muchas hola buenas buenos dias tardes noches please pls thanks thank you hi hello obrigado obrigada ola oi bom dia boa tarde noite ya'.split(
    ' ',
  ),
);

const PROBABLE = [
  // Alone they may as well speak of an appointment or an order.
  /^(cancelar|alto|eliminar)$/,
  /\bno (me )?(escrib|mand|envi|molest|contact)\w*( mas)?\b/,
  /\bno quiero (recibir|mas|que me)\b/,
  /\b(quita|saca|borra|elimina|remuev)\w*me\b/,
  /\b(quiten|saquen|borren|eliminen)\b.*\b(lista|numero)\b/,
  /\bdejen? de (escribir|enviar|mandar|molestar)/,
  /\bstop (messaging|texting|sending|writing|contacting)\b/,
  /\b(don ?t|do not) (text|message|contact|write)\b/,
  /\b(take|remove) me (off|from)\b/,
  /\bnao quero (mais )?receber\b/,
  /\bnao (me )?(mande|envie|mandem|enviem)\b/,
  /\b(pare|parem) de (enviar|mandar)\b/,
  /\bme (tira|tire|tirem|remove|remova) d[ao]\b/,
];

/** What a message means. `extra` are opt-out words of the installation's own, in its language. */
export function classify(text: string, extra: readonly string[] = [], language: Language = 'es'): Meaning {
  const words = normalize(text).split(' ').filter(Boolean);
  if (words.length === 0 || words.length > 60) return { is: 'other' };
  const bare = words.join(' ');
  const core = words.filter((word) => !POLITE.has(word)).join(' ');
  for (const message of new Set([bare, core])) {
    const no = find(OPT_OUT, message);
    if (no) return { is: 'opt-out', ...no };
    if (extra.some((word) => normalize(word) === message)) return { is: 'opt-out', word: message, language };
    const yes = find(OPT_IN, message);
    if (yes) return { is: 'opt-in', ...yes };
  }
  return PROBABLE.some((pattern) => pattern.test(bare)) ? { is: 'probable-opt-out' } : { is: 'other' };
}

function find(lists: Readonly<Record<Language, readonly string[]>>, message: string) {
  for (const language of ['es', 'en', 'pt'] as const)
    if (lists[language].includes(message)) return { word: message, language };
  return null;
}

/** Lower case, no accents, no signs, no emoji; letters that stand for themselves. */
function normalize(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
