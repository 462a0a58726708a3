// Bundles what is deployed: the Lambda handler, the functions of a deployment, and the folder that a SageMaker image is
// built from.
// node build.mjs [--outdir DIRECTORY]
import { isAscii } from 'node:buffer';
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildSync } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({ options: { outdir: { type: 'string' } } });
const outdir = resolve(values.outdir ?? join(here, 'dist'));
const HANDLER_LIMIT_BYTES = 300_000;

function bundle(entry, outfile) {
  buildSync({
    entryPoints: [join(here, 'src', entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // Old enough to start on an old Node.js and say that it is too old.
    target: 'node18',
    external: ['onnxruntime-node'],
    // From sources, so that the bundle does not depend on what was built before it.
    alias: { '@inference-constructs/core/out': join(here, '..', 'lib', 'src') },
    legalComments: 'none',
    logLevel: 'warning',
  });
  // Of strings esbuild writes other characters as escapes, comments it leaves. With a single one V8 takes two bytes for each.
  if (!isAscii(readFileSync(outfile))) {
    throw new Error(`${entry} or what it imports: comments that stay in the bundle must be ASCII`);
  }
  return statSync(outfile).size;
}

rmSync(outdir, { recursive: true, force: true });
const handlerBytes = bundle('lambda/index.ts', join(outdir, 'handler', 'handler.cjs'));
copyFileSync(join(here, 'src', 'lambda', 'index.mjs'), join(outdir, 'handler', 'index.mjs'));
if (handlerBytes > HANDLER_LIMIT_BYTES) {
  throw new Error(`handler/handler.cjs (${handlerBytes} bytes): at most ${HANDLER_LIMIT_BYTES}`);
}

// The functions of a deployment, each a single file. The AWS SDK is there in Lambda, and loaded by name.
for (const name of ['hook', 'deployer', 'forecast']) bundle(`${name}/index.ts`, join(outdir, name, 'index.js'));

const container = join(outdir, 'container');
mkdirSync(container, { recursive: true });
bundle('server/index.ts', join(container, 'server.js'));
bundle('server/start.ts', join(container, 'start.js'));
bundle('engine/engine-thread.ts', join(container, 'engine-thread.js'));
bundle('reader/reader-thread.ts', join(container, 'reader-thread.js'));
const isFunctions = (file) => file.endsWith('Dockerfile.function');
cpSync(join(here, 'container'), container, { recursive: true, filter: (file) => !isFunctions(file) });
const onnxruntime = createRequire(import.meta.url)('onnxruntime-node/package.json').version;
const manifest = {
  name: 'inference-server',
  private: true,
  description: 'What the image installs beside server.js',
  engines: { node: '>=22' },
  dependencies: { 'onnxruntime-common': onnxruntime, 'onnxruntime-node': onnxruntime },
};
writeFileSync(join(container, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);

// The model package is laid beside it, under model/.
const image = join(outdir, 'function-image');
cpSync(join(outdir, 'handler'), join(image, 'handler'), { recursive: true });
copyFileSync(join(here, 'container', 'Dockerfile.function'), join(image, 'Dockerfile'));
copyFileSync(join(here, 'container', 'prune.sh'), join(image, 'prune.sh'));
copyFileSync(join(container, 'package.json'), join(image, 'package.json'));
