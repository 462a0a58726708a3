import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiled } from '../support/readme';
import { pack, temporaryFolder } from '../support/packages';
import { root } from '../support/tools';
import { programs } from './support/pages';
import { placed } from './support/run-program';
import { placeModels } from './support/work';

jest.setTimeout(300_000);

const WORKSPACES = ['lib', 'constructs/cdk', 'runtime/layers/linux-x64', 'runtime/layers/linux-arm64'];
const { peerDependencies } = JSON.parse(readFileSync(join(root, 'constructs/cdk/package.json'), 'utf8')) as {
  peerDependencies: Record<string, string>;
};
/** The oldest versions that the package says it works with. */
const FLOOR = ['aws-cdk-lib', 'constructs'].map((name) => `${name}@${peerDependencies[name].replace('^', '')}`);

/** What the oldest version synthesizes otherwise: resources by their logical ids, without what of them is its own. */
const EXPLAINED = [
  {
    ids: /^CustomCDKBucketDeployment|AwsCliLayer/,
    properties: ['Architectures', 'Code', 'Content'],
    why: 'The function and the command line with which aws-cdk-lib fills a bucket are its own, and newer in a newer one.',
  },
];

const shown = programs.filter(({ source }) => /'@inference-constructs\/cdk['/]/.test(source));
const example = 'examples/diagnosis/app.cdk.ts';

interface Lane {
  /** Of the version of aws-cdk-lib that its programs found. */
  readonly version: string;
  /** Program → template → its text. */
  readonly templates: Readonly<Record<string, Templates>>;
}

/** Synthesizes every program in a process that finds the libraries below a folder. */
function synthesize(lane: string, work: string): Lane {
  const out = join(lane, 'out');
  const jobs = shown.map(({ source }, i) => {
    const place = { work, out: join(out, String(i)) };
    return { code: compiled(placed(source, place)), place };
  });
  const runner = readFileSync(join(__dirname, 'support', 'run-program.ts'), 'utf8');
  const main = `
    const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
    for (const { code, place } of JSON.parse(readFileSync('jobs.json', 'utf8'))) {
      mkdirSync(place.out, { recursive: true });
      try { runProgram(code, place, require); } catch (error) { writeFileSync(place.out + '/failed', error.stack); }
    }`;
  writeFileSync(join(lane, 'jobs.json'), JSON.stringify(jobs));
  writeFileSync(join(lane, 'programs.cjs'), compiled(`${runner}\n${main}`));
  mkdirSync(join(lane, 'examples', 'diagnosis'), { recursive: true });
  const app = readFileSync(join(root, example), 'utf8').replace(
    "'..', '..', 'diagnosis', 'models'",
    `'..', '..', 'models'`,
  );
  writeFileSync(join(lane, 'examples', 'diagnosis', 'app.cjs'), compiled(app));
  symlinkSync(join(work, 'models'), join(lane, 'models'));
  const run = (program: string, env: object = {}) =>
    execFileSync(process.execPath, [program], {
      cwd: lane,
      env: { ...process.env, NODE_PATH: '', CDK_VALIDATION: 'false', ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  run('programs.cjs');
  run('examples/diagnosis/app.cjs', { CDK_OUTDIR: join(out, 'example') });
  const folders = [...shown.map(({ name }, i) => [name, String(i)]), [example, 'example']];
  return {
    version: (
      JSON.parse(readFileSync(join(lane, 'node_modules/aws-cdk-lib/package.json'), 'utf8')) as { version: string }
    ).version,
    templates: Object.fromEntries(folders.map(([name, folder]) => [name, templatesIn(join(out, folder))])),
  };
}

function templatesIn(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /^failed$|\.template\.json$/.test(file),
  );
  return Object.fromEntries(files.sort().map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

type Templates = Readonly<Record<string, string>>;
type Resources = Record<string, { Properties?: Record<string, unknown> }>;

/** Resources by their logical ids, of all templates that could be made. */
function resourcesOf(templates: Templates, ids: RegExp): unknown[] {
  return Object.entries(templates)
    .filter(([file]) => file !== 'failed')
    .flatMap(([, text]) => Object.entries((JSON.parse(text) as { Resources?: Resources }).Resources ?? {}))
    .filter(([id]) => ids.test(id));
}

/** Templates without what is known to differ. */
function explained(templates: Templates): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(templates).map(([file, text]) => {
      if (file === 'failed') return [file, text];
      const template = JSON.parse(text) as { Resources?: Resources };
      for (const { ids, properties } of EXPLAINED) {
        for (const [id, { Properties = {} }] of Object.entries(template.Resources ?? {})) {
          if (ids.test(id)) for (const property of properties) delete Properties[property];
        }
      }
      return [file, template];
    }),
  );
}

/** The packages as they would be published, with the oldest versions of what they need. */
function installFloor(folder: string): string {
  const [lane, tarballs] = ['floor', 'tarballs'].map((name) => join(folder, name));
  for (const each of [lane, tarballs]) mkdirSync(each);
  writeFileSync(join(lane, 'package.json'), '{"private":true}');
  const packages = WORKSPACES.map((workspace) => pack(workspace, tarballs));
  execFileSync(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', ...packages, ...FLOOR],
    { cwd: lane, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  return lane;
}

/** The same as they stand here, with what the lockfile pins. */
function linkNewest(folder: string): string {
  const lane = join(folder, 'newest');
  mkdirSync(lane);
  symlinkSync(join(root, 'node_modules'), join(lane, 'node_modules'));
  return lane;
}

/** Whether the registry answers, or npm has it all in its cache. Without either the check is skipped, and counted as skipped. */
const isThere =
  process.env.CI !== undefined ||
  spawnSync('npm', ['view', FLOOR[0], 'version', '--prefer-offline', '--fetch-retries=0'], { stdio: 'ignore' })
    .status === 0;
if (!isThere) console.warn(`SKIPPED: the oldest versions (${FLOOR.join(', ')}) cannot be fetched`);

(isThere ? describe : describe.skip)(`with ${FLOOR.join(' and ')}`, () => {
  const folder = temporaryFolder();
  let floor: Lane;
  let newest: Lane;
  beforeAll(() => {
    const work = join(folder, 'work');
    mkdirSync(work);
    placeModels(work);
    floor = synthesize(installFloor(folder), work);
    newest = synthesize(linkNewest(folder), work);
  });

  test('each side has its own', () => {
    expect(`aws-cdk-lib@${floor.version}`).toBe(FLOOR[0]);
    expect(newest.version).not.toBe(floor.version);
  });

  const all = [...shown.map(({ name }) => name), example];

  test('all programs synthesize something', () => {
    const made = (lane: Lane) => all.filter((program) => Object.keys(lane.templates[program]).length > 0);
    expect({ floor: made(floor), newest: made(newest) }).toEqual({ floor: all, newest: all });
    expect(all.length).toBeGreaterThan(25);
  });

  test.each(EXPLAINED)('still: $why', ({ ids }) => {
    const differs = (lane: Lane) => all.map((program) => resourcesOf(lane.templates[program], ids));
    expect(differs(floor)).not.toEqual(differs(newest));
  });

  test.each(all)('%s synthesizes the same', (program) => {
    expect(explained(floor.templates[program])).toEqual(explained(newest.templates[program]));
    expect(newest.templates[program]).not.toHaveProperty('failed');
  });
});
