/** The changelog as text: what is not released yet, and the same text once it is. */

const HEADING = '## Unreleased';

/** What stands under *Unreleased*, without its heading; null where there is nothing. */
export function unreleased(changelog: string): string | null {
  const found = part(changelog);
  return found === null || found.body === '' ? null : found.body;
}

/** The changelog in which *Unreleased* has become a version, below an empty place for what comes next. */
export function released(changelog: string, version: string, date: string): string {
  const found = part(changelog);
  if (found === null) throw new Error(`the changelog has no "${HEADING}"`);
  const { before, body, after } = found;
  return `${before}${HEADING}\n\n## ${version} (${date})\n\n${body}\n${after === '' ? '' : `\n${after}`}`;
}

function part(changelog: string): { before: string; body: string; after: string } | null {
  const at = changelog.search(/^## Unreleased$/m);
  if (at < 0) return null;
  const rest = changelog.slice(at + HEADING.length);
  const end = rest.search(/^## /m);
  return {
    before: changelog.slice(0, at),
    body: (end < 0 ? rest : rest.slice(0, end)).trim(),
    after: end < 0 ? '' : rest.slice(end),
  };
}
