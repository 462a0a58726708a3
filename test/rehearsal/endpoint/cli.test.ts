import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { synthesizeCdk } from '../../support/examples';
import { temporaryFolder } from '../support/assembly';
import { bundles } from '../support/bundles';

jest.setTimeout(120_000);

const folder = temporaryFolder();
const { cli } = bundles();
const v2 = join(folder, 'v2');

beforeAll(() => {
  synthesizeCdk('v2', v2);
});

function rehearse(...args: string[]) {
  const only = ['--only', 'DiagnosisEndpoint/Classifier'];
  return spawnSync(process.execPath, [cli, 'rehearse', '--to', v2, ...only, ...args], { encoding: 'utf8' });
}

test('--version', () => {
  const { stdout, status } = spawnSync(process.execPath, [cli, '--version'], { encoding: 'utf8' });
  expect(stdout).toBe('0.1.0\n');
  expect(status).toBe(0);
});

test('--scenario plays one, and its verdict is the exit code', () => {
  const { stdout, status } = rehearse('--scenario', 'out-of-memory');
  expect(stdout).toContain('scenario out-of-memory\n');
  expect(stdout).toContain(
    'FAILED: version 1 (diagnosis 2.0.0 on 2 × ml.c7i.large) never comes into service because the container',
  );
  expect(status).toBe(2);
});

test.each([
  [['--scenario', 'explosion'], /^ScenarioUnknown: scenario \(explosion\): bad-model, /],
  [
    ['--only', 'Diagnosis/Other'],
    /^NothingToRehearse: Diagnosis\/Other \(no function and no endpoint\): one of Diagnosis\/Classifier\/Function, /,
  ],
])('could not rehearse: 1, for %j', (args, message) => {
  const { stderr, status } = spawnSync(process.execPath, [cli, 'rehearse', '--to', v2, ...args], { encoding: 'utf8' });
  expect(stderr).toMatch(message);
  expect(status).toBe(1);
});

test('--only, of what gets no new release: says so, 0', () => {
  const only = 'Diagnosis/Classifier/Function';
  const args = ['rehearse', '--from', v2, '--to', v2, '--only', only];
  const { stdout, stderr, status } = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  expect(stdout).toMatch(new RegExp(`^${only}: no new release, nothing to roll out$`, 'm'));
  expect(stdout.match(/nothing to roll out/g)).toHaveLength(1);
});

// Children are found as Linux lists them.
const onLinux = process.platform === 'linux' ? describe.each : describe.skip.each;

onLinux(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('after %s', (signal) => {
  test('no container is left, nor its socket, nor its folder', async () => {
    const child = spawn(
      process.execPath,
      [
        cli,
        'rehearse',
        '--to',
        v2,
        '--only',
        'DiagnosisEndpoint/Classifier',
        '--requests-per-minute',
        '100000',
        '--sample',
        '100000',
      ],
      { stdio: 'ignore' },
    );
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const container = await first(() => childrenOf(child.pid as number).find((pid) => socketOf(pid) !== undefined));
    const socket = socketOf(container) as string;
    expect(socket.startsWith(tmpdir())).toBe(true);
    // It is in the middle of its requests.
    await first(() => (isListening(socket) ? true : undefined));
    child.kill(signal);
    expect(await exited).toBe(signal === 'SIGKILL' ? null : 130);
    await first(() => (isAlive(container) ? undefined : true));
    expect(isListening(socket)).toBe(false);
    // Nobody can clean up after a process that is killed but the next one.
    if (signal === 'SIGKILL') rehearse('--scenario', 'out-of-memory');
    expect(existsSync(dirname(socket))).toBe(false);
  });
});

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => new RegExp(`^PPid:\\t${pid}$`, 'm').test(read(`/proc/${name}/status`)))
    .map(Number);
}

function socketOf(pid: number): string | undefined {
  return /INFERENCE_MODEL_SOCKET=([^\0]*)/.exec(read(`/proc/${pid}/environ`))?.[1];
}

function isListening(socket: string): boolean {
  return read('/proc/net/unix').includes(` ${socket}\n`);
}

/** A process that is gone in the meantime says nothing. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function first<T>(find: () => T | undefined): Promise<T> {
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
