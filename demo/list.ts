/** A row of the list that the script sends, and what must become of it. */
export interface Row {
  /** As written in the file. */
  written: string;
  /** With country code. */
  number: string;
  /** Empty in every tenth row, so that `{nombre|amigo}` has something to fill. */
  name: string;
  registered: boolean;
  /** Answers BAJA as soon as it sees the message. */
  optsOut: boolean;
}

const prefixes = ['981', '971', '991', '982', '972', '992', '983', '973', '984', '975', '985', '976'];
const names = ['Ana', 'Luis', 'Rosa', 'Óscar', 'María José', 'Juan', 'Ñeca', 'Carlos', 'Lucía', 'Pedro'];
const perPrefix = 1_000_000;

/**
 * Rows of Paraguayan mobile numbers, no two alike. Every 50th is not on WhatsApp (ends in 000), every
 * hundredth answers BAJA (ends in 99); no other number ends so. The account of the emulator's owner is
 * not among them.
 */
export function makeList(rows: number): Row[] {
  const plain = plainTails();
  let strangers = 0;
  let quitters = 0;
  return Array.from({ length: rows }, (_, at) => {
    if (at % 50 === 49) return row(at, prefixes.length - 1, (++strangers * 1000) % perPrefix, false);
    if (at % 100 === 25) return row(at, prefixes.length - 2, quitters++ * 100 + 99, true);
    const { prefix, tail } = plain.next().value;
    return row(at, prefix, tail, true);
  });
}

/** Goes through the numbers in a scattered order: 7919 has no factor in common with a million. */
function* plainTails(): Generator<{ prefix: number; tail: number }, never> {
  for (let step = 0; ; step += 1) {
    const prefix = Math.floor(step / perPrefix);
    const tail = (step * 7919 + 123_456) % perPrefix;
    if (tail % 1000 !== 0 && tail % 100 !== 99 && tail !== 111) yield { prefix, tail };
  }
}

function row(at: number, prefixAt: number, tail: number, registered: boolean): Row {
  const local = `${prefixes[prefixAt]}${String(tail).padStart(6, '0')}`;
  const number = `+595${local}`;
  const written =
    at % 3 === 0 ? number : at % 3 === 1 ? `0${local}` : `0${local.slice(0, 3)} ${local.slice(3)}`;
  const name = at % 10 === 9 ? '' : (names[at % names.length] ?? '');
  return { written, number, name, registered, optsOut: number.endsWith('99') };
}

export function toCsv(rows: Row[]): string {
  return ['telefono,nombre', ...rows.map(({ written, name }) => `${written},${name}`), ''].join('\n');
}

/** The script's text, and what a phone must show of it (a footer may follow). */
export const template = 'Hola {nombre|amigo}, te esperamos mañana a las 10.';

export function textFor({ name }: Pick<Row, 'name'>): string {
  return template.replace('{nombre|amigo}', name || 'amigo');
}
