// Readable by any old Node, so that it can say in words what is missing.

/** A sentence that says why this Node can't run the project; an empty string when it can. */
export async function whatIsMissing() {
  let sqlite = true;
  try {
    await import('node:sqlite');
  } catch {
    sqlite = false;
  }
  const able = sqlite && typeof globalThis.Temporal === 'object' && process.features.typescript;
  if (able) return '';
  return (
    'This needs Node 26 or later and was started with Node ' +
    process.versions.node +
    ': use "npm start" or "npm run demo" after "npm ci", which brings its own.'
  );
}

/** Calls `run` when this Node has all abilities, else prints one sentence and ends with status 1. */
export async function whenAble(run) {
  const missing = await whatIsMissing();
  if (missing === '') return run();
  process.stderr.write(`${missing}\n`);
  process.exitCode = 1;
}
