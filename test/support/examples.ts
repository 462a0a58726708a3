import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tools';

const programs = join(root, 'examples', 'out', 'diagnosis');

/** Synthesizes the diagnosis example with the built packages, as a user's own program does. */
export function synthesizeCdk(model: string, outdir: string, env: NodeJS.ProcessEnv = {}): string {
  run('app.cdk.js', { CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify({ model }), ...env });
  return outdir;
}

export function synthesizeCdktf(model: string, outdir: string): string {
  run('app.cdktf.js', { CDKTF_OUTDIR: outdir, MODEL: model });
  return outdir;
}

function run(program: string, env: NodeJS.ProcessEnv): void {
  const file = join(programs, program);
  if (!existsSync(file)) throw new Error(`${file}: not there. run "npm run build" first`);
  execFileSync(process.execPath, [file], { cwd: programs, env: { ...process.env, ...env }, stdio: 'pipe' });
}
