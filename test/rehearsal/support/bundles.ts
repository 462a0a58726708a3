import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const rehearsal = join(__dirname, '..', '..', '..', 'rehearsal');

/** Bundles the sources as the build does, into a folder of this suite; packages resolve from there. */
export function bundles(): { readonly host: string; readonly cli: string; readonly server: string } {
  mkdirSync(join(rehearsal, 'out'), { recursive: true });
  const folder = mkdtempSync(join(rehearsal, 'out', 'test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  execFileSync(process.execPath, [join(rehearsal, 'build.mjs'), folder]);
  return { host: join(folder, 'host.js'), cli: join(folder, 'cli.js'), server: join(folder, 'server.js') };
}
