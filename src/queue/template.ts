/**
 * `{nombre|amigo}`: a field of the list and what stands there when it is empty. A brace that opens no field
 * stays as it is. Values are put in once and never read as templates again.
 */
const FIELD = /\{([^{}|\n]{1,60})(?:\|([^{}\n]{0,200}))?\}/g;

/** Names of the fields that a text uses, as written, each once. */
export function fieldsOf(text: string): string[] {
  const seen = new Map<string, string>();
  for (const [, name = ''] of text.matchAll(FIELD))
    if (!seen.has(key(name))) seen.set(key(name), name.trim());
  return [...seen.values()];
}

/** Fills in one person's values; names match without regard to case and accents. */
export function render(text: string, fields: Readonly<Record<string, string>>): string {
  const values = new Map(Object.entries(fields).map(([name, value]) => [key(name), value.trim()]));
  return text.replace(FIELD, (whole, name: string, fallback: string | undefined) => {
    const value = values.get(key(name));
    if (value === undefined) return fallback ?? whole;
    return value === '' ? (fallback ?? '') : value;
  });
}

/** Does this person's text have a hole: a field without value and without fallback? */
export function hasHole(text: string, fields: Readonly<Record<string, string>>): boolean {
  const values = new Map(Object.entries(fields).map(([name, value]) => [key(name), value.trim()]));
  return [...text.matchAll(FIELD)].some(([, name = '', fallback]) => !fallback && !values.get(key(name)));
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

/** Replaces a field's name, its fallback stays. */
export function renameField(text: string, from: string, to: string): string {
  return text.replace(FIELD, (whole, name: string, fallback: string | undefined) =>
    key(name) !== key(from) ? whole : fallback === undefined ? `{${to}}` : `{${to}|${fallback}}`,
  );
}

const key = (name: string) =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
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
