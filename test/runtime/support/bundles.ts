import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..', '..');

/** onnxruntime refuses jest's typed arrays, so what needs it runs as its own process, from a bundle of the sources. */
export function bundleRuntime(): { readonly directory: string; readonly remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), 'runtime-'));
  execFileSync(process.execPath, [join(ROOT, 'runtime', 'build.mjs'), '--outdir', directory], { stdio: 'inherit' });
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

export function example(version: string): string {
  return join(ROOT, 'examples', 'diagnosis', 'models', version);
}

export function fixture(name: string): string {
  return join(ROOT, 'test', 'fixtures', name);
}
