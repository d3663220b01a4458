/**
 * Plays the Dockerfile where no Docker engine is: on a throw-away layer over this machine's own files, as a builder
 * would, and then starts what it made as its user, with a root that can't be written. Needs root, Linux, and a Debian of
 * the image's release. Prints what each step did, and the size of what it added.
 *
 *   npm run image:play
 */
import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, matchesGlob } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';

const root = join(import.meta.dirname, '..');
/** The user that the base image has, and its Node. */
const BASE = { user: 'node', node: '/usr/local/bin/node' };

const A_CHART = {
  title: 'Hoy',
  note: '',
  locale: 'es-PY',
  panels: [
    { is: 'funnel', title: 'Hasta dónde llegó', steps: [{ label: 'Personas', value: 3, shown: '3' }] },
  ],
};

/** What a builder would be sent: the files of the repository without those that `.dockerignore` names. */
export function contextFiles(): string[] {
  const patterns = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const ignored = (path: string) =>
    patterns.some((pattern) => matchesGlob(path, pattern) || matchesGlob(path, `${pattern}/**`));
  const { stdout } = spawnSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((path) => path !== '' && existsSync(join(root, path)) && !ignored(path));
}

interface Step {
  readonly is: string;
  readonly text: string;
  readonly args: readonly string[];
}

/** The instructions of the Dockerfile, in their order. */
export function steps(): Step[] {
  const parsed = DockerfileParser.parse(readFileSync(join(root, 'Dockerfile'), 'utf8'));
  return parsed.getInstructions().map((one) => ({
    is: one.getKeyword(),
    text: one.getArgumentsContent() ?? '',
    args: one.getArguments().map((argument) => argument.getValue()),
  }));
}

/** `COPY a b c/` → the files below the context, and where each of them goes. */
function copies(step: Step, files: readonly string[], workdir: string): [from: string, to: string][] {
  const sources = step.args.slice(0, -1);
  const target = join(workdir, step.args.at(-1) ?? '.');
  const found = sources.flatMap((source) => {
    const whole = files
      .filter((file) => matchesGlob(file, source))
      .map((file): [string, string] => [file, join(target, file)]);
    const below = files
      .filter((file) => file.startsWith(`${source.replace(/\/$/, '')}/`))
      .map((file): [string, string] => [
        file,
        join(target, file.slice(source.replace(/\/$/, '').length + 1)),
      ]);
    if (whole.length + below.length === 0) throw new Error(`COPY ${source}: the context has no such file`);
    return [...whole, ...below];
  });
  return found;
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** The Dockerfile as a script for a shell that already lives in a namespace of its own. */
function script(layer: string): string {
  const image = join(layer, 'root');
  const context = join(layer, 'context');
  const files = contextFiles();
  for (const file of files) {
    mkdirSync(dirname(join(context, file)), { recursive: true });
    cpSync(join(root, file), join(context, file));
  }
  const lines = [
    `mount -t tmpfs tmpfs ${layer}/scratch && mkdir ${layer}/scratch/upper ${layer}/scratch/work`,
    `mount -t overlay overlay -o lowerdir=/,upperdir=${layer}/scratch/upper,workdir=${layer}/scratch/work ${image}`,
    `mount --rbind /proc ${image}/proc && mount --rbind /dev ${image}/dev && mount -t tmpfs tmpfs ${image}/tmp`,
    // What the base image brings.
    `cp ${quoted(process.execPath)} ${image}${BASE.node}`,
    `chroot ${image} id ${BASE.user} >/dev/null 2>&1 || chroot ${image} useradd -m ${BASE.user}`,
  ];
  const env: Record<string, string> = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', HOME: '/root' };
  let workdir = '/';
  let user = 'root';
  let entry: string[] = [];
  const inside = (command: string) =>
    `chroot --userspec=${user} ${image} /usr/bin/env -i ${Object.entries(env)
      .map(([name, value]) => quoted(`${name}=${value}`))
      .join(' ')} /bin/sh -c ${quoted(`cd ${workdir} && ${command}`)}`;
  for (const step of steps()) {
    lines.push(`echo ${quoted(`== ${step.is} ${step.text.replaceAll(/\s+/g, ' ').slice(0, 100)}`)}`);
    switch (step.is) {
      case 'FROM':
      case 'EXPOSE':
        break;
      case 'ARG':
      case 'ENV': {
        const [name = '', value = ''] = step.text.split(/=(.*)/s);
        env[name] = value;
        break;
      }
      case 'WORKDIR':
        workdir = join(workdir, step.text);
        lines.push(`mkdir -p ${image}${workdir}`);
        break;
      case 'COPY':
        for (const [from, to] of copies(step, files, workdir))
          lines.push(
            `mkdir -p ${image}${quoted(dirname(to))} && cp ${quoted(join(context, from))} ${image}${quoted(to)}`,
          );
        break;
      case 'RUN':
        lines.push(inside(step.text));
        break;
      case 'USER':
        user = step.text;
        env.HOME = `/home/${step.text}`;
        break;
      case 'ENTRYPOINT':
      case 'CMD':
        entry = [...entry, ...(JSON.parse(step.text) as string[])];
        break;
      case 'HEALTHCHECK':
        break;
      default:
        throw new Error(`${step.is} can't be played`);
    }
  }
  const health =
    steps()
      .find(({ is }) => is === 'HEALTHCHECK')
      ?.text.replace(/^.*?CMD\s+/s, '') ?? '[]';
  const shell = (words: readonly string[]) => words.map(quoted).join(' ');
  lines.push(
    'echo "== what the image adds"',
    `du -sm ${layer}/scratch/upper/app/node_modules ${layer}/scratch/upper/app ${layer}/scratch/upper/usr | sed 's/scratch.upper//'`,
    `! find ${image}${workdir} -path '*/node_modules' -prune -o -name '*.test.ts' -print | grep .`,
    `! ls ${image}${workdir}/emulator ${image}${workdir}/test ${image}${workdir}/node_modules/.bin/node 2>/dev/null | grep .`,
    // The root can't be written from here on; the folders of /data are volumes.
    ...['data', 'bot_sessions', 'uploads', 'logs'].flatMap((name) => [
      `mkdir -p ${layer}/scratch/volume-${name} && chown --reference ${image}/data/${name} ${layer}/scratch/volume-${name}`,
      `mount --bind ${layer}/scratch/volume-${name} ${image}/data/${name}`,
    ]),
    `mount -o remount,ro ${image}`,
    'echo "== as its user, root read-only: without settings it says what is missing"',
    `status=0; ${inside(shell(entry))} || status=$?; echo "status $status"; test $status = 78`,
    'echo "== it draws charts with what was left of them"',
    `${inside(`echo ${quoted(JSON.stringify({ chart: A_CHART, as: 'png' }))} | node src/charts/render.ts`)} | head -c 4 | grep -q PNG`,
    'echo "== with settings it starts, is healthy, and ends in order"',
  );
  Object.assign(env, {
    TELEGRAM_BOT_TOKEN: '123456:a-token-of-nobody',
    RESTART_PASSWORD: 'a-password-of-nobody',
    TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
    PORT: '39009',
  });
  lines.push(
    `(${inside(`exec ${shell(entry)}`)}) > ${layer}/scratch/said 2>&1 & child=$!`,
    `healthy() { ${inside(shell(JSON.parse(health) as string[]))}; }`,
    'for _ in $(seq 60); do sleep 1; if healthy; then echo healthy; break; fi; done; healthy',
    `! chroot --userspec=${user} ${image} touch /app/written 2>/dev/null`,
    `pkill -TERM -P $child tini || kill -TERM $child; wait $child; status=$?; tail -n 5 ${layer}/scratch/said; echo "status $status"; test $status = 0`,
    'echo "== played"',
  );
  return lines.join('\n');
}

/** Exit status of the play; 0 with a sentence where this machine can't do it. */
export function play(options: SpawnSyncOptions = { stdio: 'inherit' }): number {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    process.stdout.write('Playing the image needs root on Linux: not played here.\n');
    return 0;
  }
  const layer = mkdtempSync(join(tmpdir(), 'image-'));
  for (const folder of ['root', 'scratch', 'context']) mkdirSync(join(layer, folder));
  try {
    writeFileSync(join(layer, 'play.sh'), `set -eu\n${script(layer)}\n`);
    const { status } = spawnSync(
      'unshare',
      ['--mount', '--propagation', 'private', 'bash', join(layer, 'play.sh')],
      options,
    );
    return status ?? 1;
  } finally {
    rmSync(layer, { recursive: true, force: true });
  }
}

if (import.meta.main) process.exitCode = play();
