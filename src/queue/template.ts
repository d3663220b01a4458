/**
 * `{nombre|amigo}`: a field of the list and what stands there when it is empty. `{{nombre}}` is the same: other
 * tools write fields so. A brace that opens no field stays as it is, and `\{nombre}` is no field. Values are put in
 * once and never read as templates again.
 */
const FIELD = /(\\?)(\{{1,2})([^{}|\n]{0,59}[^{}|\n\s][^{}|\n]{0,59})(?:\|([^{}\n]{0,200}))?(\}{1,2})/gu;

/** What a text is made of; `written` is the piece as it stands in the text. */
export type Piece =
  | { readonly is: 'text'; readonly written: string }
  /** `fallback` is null where none is given; an empty one says that nothing shall stand there. */
  | {
      readonly is: 'field';
      readonly name: string;
      readonly fallback: string | null;
      readonly written: string;
    };

/** The pieces of a text, in order. Braces that were meant as such come without their backslash. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  const say = (written: string) => {
    if (written !== '') pieces.push({ is: 'text', written });
  };
  let at = 0;
  for (const match of text.matchAll(FIELD)) {
    const [whole, slash, open = '', name = '', fallback, close = ''] = match;
    const both = open.length === close.length;
    say(text.slice(at, match.index) + (both || slash ? '' : open.slice(1)));
    if (slash) say(whole.slice(1));
    else {
      const given = fallback?.trim() ?? null;
      pieces.push({ is: 'field', name: name.trim(), fallback: given, written: written(name, given) });
      say(both ? '' : close.slice(1));
    }
    at = match.index + whole.length;
  }
  say(text.slice(at));
  return pieces;
}

/** Names of the fields that a text uses, as written, each once. */
export function fieldsOf(text: string): string[] {
  return once(piecesOf(text).flatMap((piece) => (piece.is === 'field' ? [piece.name] : [])));
}

/** The fields that stand somewhere without saying what is to stand there when they are empty. */
export function bareFields(text: string): string[] {
  return once(
    piecesOf(text).flatMap((piece) => (piece.is === 'field' && piece.fallback === null ? [piece.name] : [])),
  );
}

/** Fills in one person's values; names match without regard to case, accents and blanks. */
export function render(text: string, fields: Readonly<Record<string, string>>): string {
  const values = valuesOf(fields);
  return piecesOf(text)
    .map((piece) => {
      if (piece.is === 'text') return piece.written;
      const value = values.get(key(piece.name));
      if (value === undefined) return piece.fallback ?? piece.written;
      return value === '' ? (piece.fallback ?? '') : value;
    })
    .join('');
}

/** Does this person's text lack a value, so that a fallback or nothing stands there? */
export function lacksValue(text: string, fields: Readonly<Record<string, string>>): boolean {
  const values = valuesOf(fields);
  return fieldsOf(text).some((name) => !values.get(key(name)));
}

/** Fields of the text that the list doesn't have, each with the nearest one that it has. */
export function unknownFields(
  text: string,
  known: readonly string[],
): { field: string; suggestion: string | null }[] {
  const names = new Set(known.map(key));
  return fieldsOf(text)
    .filter((field) => !names.has(key(field)))
    .map((field) => ({ field, suggestion: nearest(field, known) }));
}

/** The list's own name for a field of a text. Of two that a text can't tell apart the last one is used. */
export function columnOf(field: string, known: readonly string[]): string | null {
  return known.findLast((name) => key(name) === key(field)) ?? null;
}

/** Replaces a field's name, its fallback stays. */
export function renameField(text: string, from: string, to: string): string {
  return rewrite(text, from, ({ fallback }) => written(to, fallback));
}

/** Says what stands in the place of a field where it is empty; what was said before stays. */
export function withFallback(text: string, field: string, fallback: string): string {
  const plain = fallback.replace(/[{}\n]/g, ' ').trim();
  return rewrite(text, field, (piece) => written(piece.name, piece.fallback ?? plain));
}

/** The field is none: it leaves as it is written. */
export function asWritten(text: string, field: string): string {
  return text.replace(FIELD, (whole, slash: string, _open, name: string) =>
    slash === '' && key(name) === key(field) ? `\\${whole}` : whole,
  );
}

type Field = Extract<Piece, { is: 'field' }>;

function rewrite(text: string, field: string, change: (piece: Field) => string): string {
  return text.replace(
    FIELD,
    (whole, slash: string, open: string, name: string, fallback: string | undefined, close: string) => {
      if (slash !== '' || key(name) !== key(field)) return whole;
      const both = open.length === close.length;
      const given = fallback?.trim() ?? null;
      const piece: Field = { is: 'field', name: name.trim(), fallback: given, written: whole };
      return (both ? '' : open.slice(1)) + change(piece) + (both ? '' : close.slice(1));
    },
  );
}

const written = (name: string, fallback: string | null) =>
  fallback === null ? `{${name}}` : `{${name}|${fallback}}`;

const valuesOf = (fields: Readonly<Record<string, string>>) =>
  new Map(Object.entries(fields).map(([name, value]) => [key(name), value.trim()]));

function once(names: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const name of names) if (!seen.has(key(name))) seen.set(key(name), name);
  return [...seen.values()];
}

/** Keyboards and spreadsheets leave invisible signs behind (`\p{Cf}`). */
const key = (name: string) =>
  name
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(/[\s_]+/g, ' ')
    .trim();

/** The known name with the fewest changes, if at most a third of the letters differ. */
function nearest(name: string, known: readonly string[]): string | null {
  let best: { name: string; changes: number } | null = null;
  for (const one of known) {
    const changes = distance(key(name), key(one));
    if (!best || changes < best.changes) best = { name: one, changes };
  }
  return best && best.changes <= Math.max(1, Math.ceil(name.length / 3)) ? best.name : null;
}

/** Levenshtein's: insertions, deletions and replacements between two words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}
