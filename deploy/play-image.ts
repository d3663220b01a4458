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
import { z } from 'zod';

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

/** `["node", "start.mjs"]`, as the Dockerfile writes a command. */
const wordsIn = (text: string): string[] => z.array(z.string()).parse(JSON.parse(text));

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** The image as far as it is built, and how whatever comes next runs in it. */
interface Image {
  readonly path: string;
  readonly env: Record<string, string>;
  workdir: string;
  user: string;
  entry: string[];
}

const inside = ({ path, env, workdir, user }: Image, command: string) =>
  `chroot --userspec=${user} ${path} /usr/bin/env -i ${Object.entries(env)
    .map(([name, value]) => quoted(`${name}=${value}`))
    .join(' ')} /bin/sh -c ${quoted(`cd ${workdir} && ${command}`)}`;

/** The Dockerfile as a script for a shell that already lives in a namespace of its own. */
function script(layer: string): string {
  const context = join(layer, 'context');
  const files = contextFiles();
  for (const file of files) {
    mkdirSync(dirname(join(context, file)), { recursive: true });
    cpSync(join(root, file), join(context, file));
  }
  const image: Image = {
    path: join(layer, 'root'),
    env: { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', HOME: '/root' },
    workdir: '/',
    user: 'root',
    entry: [],
  };
  const lines = base(layer, image);
  for (const step of steps()) {
    lines.push(`echo ${quoted(`== ${step.is} ${step.text.replaceAll(/\s+/g, ' ').slice(0, 100)}`)}`);
    lines.push(...instruction(step, image, { context, files }));
  }
  return [...lines, ...looks(layer, image), ...life(layer, image), 'echo "== played"'].join('\n');
}

/** An empty layer over this machine, with what the base image brings. */
function base(layer: string, { path }: Image): string[] {
  return [
    `mount -t tmpfs tmpfs ${layer}/scratch && mkdir ${layer}/scratch/upper ${layer}/scratch/work`,
    `mount -t overlay overlay -o lowerdir=/,upperdir=${layer}/scratch/upper,workdir=${layer}/scratch/work ${path}`,
    `mount --rbind /proc ${path}/proc && mount --rbind /dev ${path}/dev && mount -t tmpfs tmpfs ${path}/tmp`,
    `cp ${quoted(process.execPath)} ${path}${BASE.node}`,
    `chroot ${path} id ${BASE.user} >/dev/null 2>&1 || chroot ${path} useradd -m ${BASE.user}`,
  ];
}

/** What a builder would run for it; the image is from then on as it leaves it. */
function instruction(
  step: Step,
  image: Image,
  { context, files }: { context: string; files: readonly string[] },
): string[] {
  switch (step.is) {
    case 'FROM':
    case 'EXPOSE':
    case 'HEALTHCHECK':
      return [];
    case 'ARG':
    case 'ENV': {
      const [name = '', value = ''] = step.text.split(/=(.*)/s);
      image.env[name] = value;
      return [];
    }
    case 'WORKDIR':
      image.workdir = join(image.workdir, step.text);
      return [`mkdir -p ${image.path}${image.workdir}`];
    case 'COPY':
      return copies(step, files, image.workdir).map(([from, to]) => {
        const target = `${image.path}${quoted(to)}`;
        return `mkdir -p ${image.path}${quoted(dirname(to))} && cp ${quoted(join(context, from))} ${target}`;
      });
    case 'RUN':
      return [inside(image, step.text)];
    case 'USER':
      image.user = step.text;
      image.env.HOME = `/home/${step.text}`;
      return [];
    case 'ENTRYPOINT':
    case 'CMD':
      image.entry.push(...wordsIn(step.text));
      return [];
    default:
      throw new Error(`${step.is} can't be played`);
  }
}

/** What it weighs, and what must not be in it. */
function looks(layer: string, { path, workdir }: Image): string[] {
  return [
    'echo "== what the image adds"',
    `du -sm ${layer}/scratch/upper/app/node_modules ${layer}/scratch/upper/app ${layer}/scratch/upper/usr | sed 's/scratch.upper//'`,
    `! find ${path}${workdir} -path '*/node_modules' -prune -o -name '*.test.ts' -print | grep .`,
    `! ls ${path}${workdir}/emulator ${path}${workdir}/test ${path}${workdir}/node_modules/.bin/node 2>/dev/null | grep .`,
  ];
}

/** It runs with a root that can't be written: what it says, whether it is healthy, how it ends. */
function life(layer: string, image: Image): string[] {
  const { path, user, entry } = image;
  const healthcheck = steps().find(({ is }) => is === 'HEALTHCHECK');
  const health = wordsIn(healthcheck?.text.replace(/^.*?CMD\s+/s, '') ?? '[]');
  const shell = (words: readonly string[]) => words.map(quoted).join(' ');
  const settled: Image = {
    ...image,
    env: {
      ...image.env,
      TELEGRAM_BOT_TOKEN: '123456:a-token-of-nobody',
      RESTART_PASSWORD: 'a-password-of-nobody',
      TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
      PORT: '39009',
    },
  };
  return [
    // The root can't be written from here on; the folders of /data are volumes.
    ...['data', 'bot_sessions', 'uploads', 'logs'].flatMap((name) => [
      `mkdir -p ${layer}/scratch/volume-${name} && chown --reference ${path}/data/${name} ${layer}/scratch/volume-${name}`,
      `mount --bind ${layer}/scratch/volume-${name} ${path}/data/${name}`,
    ]),
    `mount -o remount,ro ${path}`,
    'echo "== as its user, root read-only: without settings it says what is missing"',
    `status=0; ${inside(image, shell(entry))} || status=$?; echo "status $status"; test $status = 78`,
    'echo "== it draws charts with what was left of them"',
    `${inside(image, `echo ${quoted(JSON.stringify({ chart: A_CHART, as: 'png' }))} | node src/charts/render.ts`)} | head -c 4 | grep -q PNG`,
    'echo "== with settings it starts, is healthy, and ends in order"',
    `(${inside(settled, `exec ${shell(entry)}`)}) > ${layer}/scratch/said 2>&1 & child=$!`,
    `healthy() { ${inside(settled, shell(health))}; }`,
    'for _ in $(seq 60); do sleep 1; if healthy; then echo healthy; break; fi; done; healthy',
    `! chroot --userspec=${user} ${path} touch /app/written 2>/dev/null`,
    `pkill -TERM -P $child tini || kill -TERM $child; wait $child; status=$?; tail -n 5 ${layer}/scratch/said; echo "status $status"; test $status = 0`,
  ];
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
