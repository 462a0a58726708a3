// Compiles the jsii package in the current directory; every package is built with the same flags.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
if (result.status === 0) {
  loadLate(resolve('out', 'index.js'));
  for (const file of readdirSync('out', { recursive: true }).filter((name) => name.endsWith('.js'))) {
    requireLate(join('out', file));
  }
}
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

/** Has a module load another when it first uses something of it, which is how aws-cdk-lib is published. */
function requireLate(file) {
  const names = [];
  const text = readFileSync(file, 'utf8').replace(/^const (\w+_\d+) = require\("(.+)"\);$/gm, (_, name, module) => {
    names.push(name);
    return `let ${name} = () => { const module = require("${module}"); ${name} = () => module; return module; };`;
  });
  const late = names.reduce(
    (code, name) =>
      code
        .replace(new RegExp(`\\bnew ${name}((?:\\.\\w+)+)`, 'g'), `new (${name}()$1)`)
        .replace(new RegExp(`\\b${name}\\.`, 'g'), `${name}().`),
    text,
  );
  const missed = names.find((name) => new RegExp(`(?<!let )\\b${name}\\b(?!\\(\\)| = )`).test(late));
  if (missed !== undefined) {
    throw new Error(`${file}: uses ${missed} in a way that scripts/jsii.mjs does not know`);
  }
  writeFileSync(file, late);
}
