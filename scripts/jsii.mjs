// Compiles the jsii package in the current directory; every package is built with the same flags.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
process.exit(result.status ?? 1);
