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

/** A test that needs terraform and its AWS provider; skipped, and counted as skipped, without them. */
export function testWithTerraform(name: string, run: () => void, timeout: number): void {
  const title = `${name} [needs terraform]`;
  if (initialised === undefined) test.skip(title, run, timeout);
  else test(title, run, timeout);
}

/** What `terraform validate` says of a folder: 'valid' or its complaint. No state, no backend, no credentials. */
export function validated(folder: string): string {
  return inWorkFolder((work) => {
    cpSync(folder, work, { recursive: true });
    return complaint(work, 'validate') ?? 'valid';
  });
}

/**
 * The same of several folders of one provider, each with a name, as modules of one configuration: the provider, which takes
 * seconds, starts once. A complaint names the folder it is about.
 */
export function validatedTogether(folders: readonly (readonly [name: string, folder: string])[]): string {
  return inWorkFolder((work) => {
    let provider: unknown;
    const module = folders.map(([name, folder], i) => {
      const source = `./${i}-${name.replace(/\W+/g, '-')}`;
      cpSync(folder, join(work, source), { recursive: true });
      provider = withoutProvider(join(work, source, 'cdk.tf.json')) ?? provider;
      return [`module-${i}`, { source }];
    });
    const main = { provider, module: Object.fromEntries(module) as unknown };
    writeFileSync(join(work, 'main.tf.json'), JSON.stringify(main));
    return complaint(work, 'get') ?? complaint(work, 'validate') ?? 'valid';
  });
}

/** A module that configures the provider would start one of its own. */
function withoutProvider(file: string): unknown {
  if (!existsSync(file)) return undefined;
  const { provider, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as { provider?: unknown };
  writeFileSync(file, JSON.stringify(rest, undefined, 2));
  return provider;
}

function complaint(work: string, command: string): string | undefined {
  const { status, stdout, stderr } = spawnSync('terraform', [command, '-no-color'], { cwd: work, encoding: 'utf8' });
  return status === 0 ? undefined : `${stdout}\n${stderr}`;
}

/** A folder that terraform has initialised. */
function inWorkFolder(run: (work: string) => string): string {
  const work = mkdtempSync(join(tmpdir(), 'terraform-'));
  try {
    for (const name of ['.terraform', '.terraform.lock.hcl']) {
      cpSync(join(initialised!, name), join(work, name), { recursive: true, verbatimSymlinks: true });
    }
    return run(work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
