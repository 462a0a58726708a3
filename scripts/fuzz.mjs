// Sends made-up requests of every contract to the built runtime: no crash, no status of 500 or above, no hang, nothing
// of a request in a refusal, memory flat.
// node scripts/fuzz.mjs [--requests 10000] [--seed N] [--contract NAME] [--only INDEX] [--json FILE]
import { readFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);

// The fuzzer is TypeScript and part of the tests: each file is transformed as jest does it.
require.extensions['.ts'] = (module, file) => {
  const source = readFileSync(file, 'utf8');
  module._compile(transformSync(source, { loader: 'ts', format: 'cjs', target: 'node20' }).code, file);
};
const aliases = { '@inference-constructs/core/out/': 'lib/src', '@inference-constructs/runtime/': 'runtime/src' };
const resolve = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) => {
  const alias = Object.keys(aliases).find((prefix) => request.startsWith(prefix));
  const file = alias === undefined ? request : join(root, aliases[alias], request.slice(alias.length));
  return resolve(file, ...rest);
};

require(join(root, 'test/runtime/fuzz/main.ts'));
