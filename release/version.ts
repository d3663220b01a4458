/** Which version comes after which. */

export const STEPS = ['major', 'minor', 'patch'] as const;

type Version = readonly [major: number, minor: number, patch: number];

/** The version that is asked for, by a step or by its name; null where that is neither, or not a later one. */
export function nextVersion(current: string, asked: string): string | null {
  const from = parse(current);
  if (from === null) return null;
  const [major, minor, patch] = from;
  switch (asked) {
    case 'major':
      return `${major + 1}.0.0`;
    case 'minor':
      return `${major}.${minor + 1}.0`;
    case 'patch':
      return `${major}.${minor}.${patch + 1}`;
    default: {
      const named = parse(asked);
      return named !== null && isLater(named, from) ? asked : null;
    }
  }
}

function parse(text: string): Version | null {
  const [, major, minor, patch] = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(text) ?? [];
  return major === undefined ? null : [Number(major), Number(minor), Number(patch)];
}

function isLater([a, b, c]: Version, [x, y, z]: Version): boolean {
  return a !== x ? a > x : b !== y ? b > y : c > z;
}
