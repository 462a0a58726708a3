import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { has } from './tools';

/** The version that the tested release of the provider's classes was made for. */
const PROVIDER = { terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '5.100.0' } } } };

/**
 * A folder with the provider, fetched once from where the command line is set up to get it (`TF_CLI_CONFIG_FILE`);
 * undefined without terraform, or where it cannot be had.
 */
const initialised = has('terraform') ? initialise() : undefined;
afterAll(() => initialised && rmSync(initialised, { recursive: true, force: true }));

function initialise(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'terraform-'));
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(PROVIDER));
  const { status } = spawnSync('terraform', ['init', '-input=false'], { cwd: folder, stdio: 'ignore' });
  if (status === 0) return folder;
  rmSync(folder, { recursive: true, force: true });
  return undefined;
}

/** Whether terraform is here, and its AWS provider can be had. */
export const hasTerraform = initialised !== undefined;

/** Where the command line is set up to get providers from, if it is a folder. */
export function mirror(): string | undefined {
  const { TF_CLI_CONFIG_FILE: file = '' } = process.env;
  const settings = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return /filesystem_mirror\s*\{\s*path\s*=\s*"([^"]+)"/.exec(settings)?.[1];
}

/** A test that needs terraform and its AWS provider; skipped, and counted as skipped, without them. */
export function testWithTerraform(name: string, run: () => void, timeout: number): void {
  const title = `${name} [needs terraform]`;
  if (hasTerraform) test(title, run, timeout);
  else test.skip(title, run, timeout);
}

/** Folders of one provider, each with a name, which are modules of one configuration: the provider, which takes seconds, starts once. */
export type Folders = readonly (readonly [name: string, folder: string])[];

/** What `terraform validate` says of them: 'valid', or its complaint, which names the folder it is about. No state, no credentials. */
export function validatedTogether(folders: Folders): string {
  return inWorkFolder(folders, (work) => {
    const { status, output } = terraform(work, 'validate', '-no-color');
    return status === 0 ? 'valid' : output;
  });
}

/** Lets the provider plan without credentials, an account or a network. */
const OFFLINE = {
  region: 'us-east-1',
  access_key: 'none',
  secret_key: 'none',
  skip_credentials_validation: true,
  skip_metadata_api_check: 'true',
  skip_region_validation: true,
  skip_requesting_account_id: true,
};

export interface Planned {
  /** Resources that would be made. */
  readonly add: number;
  readonly change: number;
  readonly remove: number;
  /** What it says of errors and warnings, each once. */
  readonly complaints: readonly string[];
}

/** What `terraform plan`, which validates first, would do with them before they are deployed, where nothing answers. */
export function plannedOffline(folders: Folders): Planned {
  return inWorkFolder(folders, (work) => {
    const { output } = terraform(work, 'plan', '-json', '-input=false', '-lock=false', '-refresh=false');
    const said = output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Message);
    const { add = 0, change = 0, remove = 0 } = said.find(({ type }) => type === 'change_summary')?.changes ?? {};
    const complaints = said.flatMap(({ diagnostic }) =>
      diagnostic === undefined ? [] : [`${diagnostic.severity}: ${diagnostic.summary}`],
    );
    return { add, change, remove, complaints: [...new Set(complaints)] };
  });
}

interface Message {
  readonly type: string;
  readonly changes?: Partial<Omit<Planned, 'complaints'>>;
  readonly diagnostic?: { readonly severity: string; readonly summary: string };
}

function terraform(work: string, ...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('terraform', args, { cwd: work, encoding: 'utf8', maxBuffer: 1e8 });
  return { status, output: `${stdout}\n${stderr}` };
}

/** Runs where terraform has been initialised for the folders. */
function inWorkFolder<T>(folders: Folders, run: (work: string) => T): T {
  const work = mkdtempSync(join(tmpdir(), 'terraform-'));
  try {
    for (const name of ['.terraform', '.terraform.lock.hcl']) {
      cpSync(join(initialised!, name), join(work, name), { recursive: true, verbatimSymlinks: true });
    }
    const module = folders.map(([name, folder], i) => {
      const source = `./${i}-${name.replace(/\W+/g, '-')}`;
      cpSync(folder, join(work, source), { recursive: true });
      asModule(join(work, source, 'cdk.tf.json'));
      return [`module-${i}`, { source }];
    });
    const main = { provider: { aws: OFFLINE }, module: Object.fromEntries(module) as unknown };
    writeFileSync(join(work, 'main.tf.json'), JSON.stringify(main));
    const { status, output } = terraform(work, 'get', '-no-color');
    if (status !== 0) throw new Error(output);
    return run(work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A module that configures the provider would start one of its own, and has no state of its own. */
function asModule(file: string): void {
  if (!existsSync(file)) return;
  const { provider: _, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as { provider?: unknown; terraform: object };
  const terraform = { ...rest.terraform, backend: undefined };
  writeFileSync(file, JSON.stringify({ ...rest, terraform }, undefined, 2));
}
