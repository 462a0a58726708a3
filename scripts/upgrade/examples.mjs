import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Synthesizes every example with each engine it is written for, to DIR/example/engine. */
export function synthesizeExamples(root, directory) {
  const built = join(root, 'examples', 'out');
  if (!existsSync(built)) throw new Error(`${built}: not there. run "npm run build" first`);
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));
  for (const file of readdirSync(built, { recursive: true, encoding: 'utf8' })) {
    const [, engine] = /^app\.(\w+)\.js$/.exec(basename(file)) ?? [];
    if (engine === undefined) continue;
    const out = join(directory, file.slice(0, -basename(file).length), engine);
    const env = {
      ...process.env,
      CDK_OUTDIR: out,
      CDKTF_OUTDIR: out,
      // What the CDK command line passes to the app.
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, 'aws:cdk:enable-path-metadata': true }),
    };
    execFileSync(process.execPath, [join(built, file)], { cwd: built, env, stdio: ['ignore', 'ignore', 'pipe'] });
  }
}
