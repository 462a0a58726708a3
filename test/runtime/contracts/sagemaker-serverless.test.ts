import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleRuntime, fixture } from '../support/bundles';
import { invoke } from '../support/http';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(60_000);

/** Owns no file here; only root can become it. */
const NOBODY = 65_534;

const bundles = bundleRuntime();
const sandbox = mkdtempSync(join(tmpdir(), 'serverless-'));
const [model, cwd, scratch] = ['model', 'cwd', 'tmp'].map((name) => join(sandbox, name));
let server: ServerProcess;

beforeAll(async () => {
  cpSync(fixture('external-data'), model, { recursive: true });
  mkdirSync(cwd);
  mkdirSync(scratch);
  // What the image and the platform give the container may be read, and nothing of it written.
  chmodSync(bundles.directory, 0o755);
  chmodSync(sandbox, 0o755);
  chmodSync(scratch, 0o777);
  for (const directory of [model, cwd]) {
    chmodSync(directory, 0o555);
  }
  const who = process.getuid?.() === 0 ? { uid: NOBODY } : {};
  const variables = { INFERENCE_MODEL_DIRECTORY: model, HOME: undefined, TMPDIR: scratch };
  server = new ServerProcess(bundles.directory, variables, ['serve'], { cwd, ...who });
  await server.ready;
});
afterAll(() => {
  for (const directory of [model, cwd]) {
    chmodSync(directory, 0o755);
  }
  rmSync(sandbox, { recursive: true, force: true });
  bundles.remove();
});

/** Every file and directory with its size and the time it was last changed. */
function snapshot(directory: string): string[] {
  return ['', ...readdirSync(directory, { recursive: true, encoding: 'utf8' })].map((name) => {
    const { size, mtimeMs } = statSync(join(directory, name));
    return `${name} ${size} ${mtimeMs}`;
  });
}

/** What the process holds open for writing and is a file on a disk. */
function filesOpenForWriting(pid: number): string[] {
  return readdirSync(`/proc/${pid}/fd`)
    .filter((fd) => statSync(`/proc/${pid}/fd/${fd}`, { throwIfNoEntry: false })?.isFile() ?? false)
    .filter((fd) => !['0', '1', '2'].includes(fd))
    .map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
}

it('starts, answers and stops where it may write nowhere but in the temporary directory', async () => {
  const places = [model, cwd, bundles.directory];
  const before = places.map(snapshot);
  const answer = await invoke(await server.listening, { instances: [[1, -2, 3, -4]] });
  expect(JSON.parse(answer.body)).toMatchObject({ outputs: { score: [[10]] } });
  if (existsSync('/proc/self/fd')) {
    const elsewhere = filesOpenForWriting(server.pid).filter(
      (file) => !file.startsWith(scratch) && !places.some((place) => file.startsWith(place)),
    );
    expect(elsewhere).toEqual([]);
  }
  expect(await server.stop()).toBe(0);
  expect(places.map(snapshot)).toEqual(before);
});

it('keeps onnxruntime from writing its telemetry below a home directory that it could write to', async () => {
  const home = mkdtempSync(join(tmpdir(), 'home-'));
  const other = await ServerProcess.start(bundles.directory, {
    INFERENCE_MODEL_DIRECTORY: fixture('external-data'),
    HOME: home,
    XDG_CACHE_HOME: undefined,
  });
  await invoke(await other.listening, { instances: [[1, -2, 3, -4]] });
  expect(await other.stop()).toBe(0);
  expect(readdirSync(home)).toEqual([]);
  rmSync(home, { recursive: true });
});
