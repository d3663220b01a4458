const begins = [
  'Closing session',
  'Closing open session',
  'Opening session',
  'Session already',
  'Removing old closed session',
  'Decrypted message with closed session',
  'Failed to decrypt message',
  'Session error',
];

/**
 * libsignal prints whole sessions, private keys included, on the console whenever one is replaced. Drops
 * just those lines while a world is alive; the returned function puts the console back.
 */
export function quietLibsignal(): () => void {
  const names = ['info', 'warn', 'error'] as const;
  // biome-ignore lint/suspicious/noConsole: libsignal writes there, and only there can it be stopped.
  const originals = names.map((name) => [name, console[name]] as const);
  for (const [name, original] of originals) {
    console[name] = (...args: unknown[]) => {
      const [first] = args;
      if (typeof first === 'string' && begins.some((begin) => first.startsWith(begin))) return;
      original.apply(console, args);
    };
  }
  return () => {
    for (const [name, original] of originals) console[name] = original;
  };
}
