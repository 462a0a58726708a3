// Bundles the command line, the library, the script that stands in for a Lambda sandbox and the server that stands in for an
// image; packages stay packages, but for the comparison of templates, which would bring all of CloudFormation's specification.
import { build } from 'esbuild';
import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { licensesOf } from './licenses.mjs';
import { withReducedSpecification } from './specification.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const outdir = process.argv[2] ?? join(root, 'out');
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: {
    cli: 'src/cli.ts',
    rehearse: 'src/rehearse.ts',
    host: 'src/host/host.ts',
    confine: 'src/host/confine.ts',
    server: '../runtime/src/server/index.ts',
    'engine-thread': '../runtime/src/engine/engine-thread.ts',
    'reader-thread': '../runtime/src/reader/reader-thread.ts',
  },
  outdir,
  bundle: true,
  // The core is bundled from its sources; what comes from elsewhere is not.
  external: ['cli-table3', 'commander', 'fflate', 'onnxruntime-node', 'node-*', '@inference-constructs/rehearsal'],
  plugins: [withReducedSpecification(outdir, join(root, 'out'))],
  metafile: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  logLevel: 'warning',
});
const cli = join(outdir, 'cli.js');
chmodSync(cli, 0o755);
copyFileSync(join(root, '..', 'LICENSE'), join(root, 'LICENSE'));
writeFileSync(join(outdir, 'THIRD-PARTY-LICENSES.txt'), licensesOf(Object.keys(metafile.inputs), root));
