// Compiles the jsii package in the current directory; every package is built with the same flags.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { access, intoOneFile, moduleId } from './one-file.mjs';

/** Gives a name its value when it is first asked for. */
const LATE = `const late = (name, get) =>
  Object.defineProperty(exports, name, {
    enumerable: true,
    configurable: true,
    get: () => {
      const value = get();
      Object.defineProperty(exports, name, { enumerable: true, value });
      return value;
    },
  });`;

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
copyFileSync(join(root, 'LICENSE'), 'LICENSE');
// What follows replaces what was compiled, so that all of it has to be compiled again.
rmSync('out', { recursive: true, force: true });
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
  const { main, exports = {} } = JSON.parse(readFileSync('package.json', 'utf8'));
  const named = Object.values(exports).flatMap(({ default: file }) => file ?? []);
  const entries = [...new Set([main, ...named].map((file) => posix.relative('out', file)))];
  for (const entry of entries) loadLate('out', entry);
  await intoOneFile('out', entries);
  for (const entry of entries) await requireNames(resolve('out', entry));
}
process.exit(result.status ?? 1);

/**
 * Has an entry of a package load a module when something of it is first asked for, as aws-cdk-lib does: who imports one
 * construct does not pay for all of them. The plain assignments are what an ES module sees of the names.
 */
function loadLate(directory, entry) {
  const file = resolve(directory, entry);
  const require = createRequire(file);
  const late = (name, value) => `exports.${name} = void 0;\nlate('${name}', () => ${value});`;
  const text = readFileSync(file, 'utf8')
    .replace(/^Object\.defineProperty\(exports, "__esModule".*$/m, (marker) => `${marker}\n${LATE}`)
    .replace(/^__exportStar\(require\("(.+)"\), exports\);$/gm, (_, module) =>
      Object.keys(require(module))
        .map((name) => late(name, `${access(entry, moduleId(entry, module))}.${name}`))
        .join('\n'),
    )
    .replace(/^exports\.(\w+) = __importStar\((require\(".+"\))\);$/gm, (_, name, module) => late(name, module))
    // What it maps is no longer what stands here.
    .replace(/^\/\/# sourceMappingURL=.*$/m, '');
  writeFileSync(file, text);
}

/** Where an ES module finds the names of a CommonJS one, a property that is defined by its name would hide it. */
async function requireNames(file) {
  const seen = await import(pathToFileURL(file));
  // An ES module swallows what a module throws as it loads; values are asked for here.
  const [missed] = Object.entries(createRequire(file)(file)).find(([name]) => !(name in seen)) ?? [];
  if (missed !== undefined) throw new Error(`${file}: an ES module does not see ${missed}`);
}
