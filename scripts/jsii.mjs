// Compiles the jsii package in the current directory; every package is built with the same flags.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
copyFileSync(join(root, 'LICENSE'), 'LICENSE');
const jsii = createRequire(import.meta.url).resolve('jsii/bin/jsii');
const result = spawnSync(
  process.execPath,
  [
    jsii,
    '--fail-on-warnings',
    '--silence-warnings=missing-dev-dependency',
    '--generate-tsconfig',
    'tsconfig.jsii.json',
  ],
  { stdio: 'inherit', env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' } },
);
if (result.status === 0) loadLate(resolve('out', 'index.js'));
process.exit(result.status ?? 1);

/**
 * Has a package load a module when something of it is first asked for, as aws-cdk-lib does: who imports one construct does
 * not pay for all of them. The plain assignments are what an ES module sees of the names.
 */
function loadLate(file) {
  const require = createRequire(file);
  const text = readFileSync(file, 'utf8').replace(/^__exportStar\(require\("(.+)"\), exports\);$/gm, (_, module) =>
    Object.keys(require(module))
      .map(
        (name) =>
          `exports.${name} = void 0;\n` +
          `Object.defineProperty(exports, '${name}', { enumerable: true, configurable: true, get: () => {\n` +
          `  const value = require('${module}').${name};\n` +
          `  Object.defineProperty(exports, '${name}', { enumerable: true, value });\n` +
          `  return value;\n} });`,
      )
      .join('\n'),
  );
  writeFileSync(file, text);
}
