// Compiles every program of the examples to out/, keeping packages as packages.
import { build } from 'esbuild';
import { readdirSync } from 'node:fs';

const programs = readdirSync('.', { recursive: true }).filter(
  (file) => /(^|\/)(app\.\w+|start)\.ts$/.test(file) && !file.startsWith('out'),
);
await build({
  entryPoints: programs,
  outdir: 'out',
  outbase: '.',
  bundle: true,
  packages: 'external',
  // The packages as they are built, not their sources.
  tsconfigRaw: {},
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  logLevel: 'warning',
});
