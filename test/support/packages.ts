import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './tools';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A temporary folder that is removed when the suite ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'inference-'));
  folders.push(folder);
  return folder;
}

/** Packs a built workspace as `npm publish` would; returns the tarball. */
export function pack(workspace: string, destination: string): string {
  if (!existsSync(join(root, workspace, 'out'))) {
    throw new Error(`${workspace}/out: not there. run "npm run build" first`);
  }
  return packed(['--workspace', workspace], destination);
}

/** Fetches the tarball of a published package from the registry that npm is set up with, or its cache. */
export function fetchTarball(specifier: string, destination: string): string {
  return packed([specifier, '--prefer-offline'], destination);
}

function packed(args: string[], destination: string): string {
  const output = execFileSync(
    'npm',
    ['pack', ...args, '--json', '--ignore-scripts', '--pack-destination', destination],
    {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const parsed = JSON.parse(output) as { filename: string }[] | Record<string, { filename: string }>;
  const [{ filename }] = Object.values(parsed);
  return join(destination, filename.replace(/^@/, '').replaceAll('/', '-'));
}
