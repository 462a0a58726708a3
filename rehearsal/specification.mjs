// Of CloudFormation's specification what the comparison of templates asks: which properties replace a resource, and which
// say who may do what. The whole of it takes most of a second to load, this a few milliseconds.
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const PACKAGE = '@aws-cdk/aws-service-spec';
const FILE = 'specification.json';

// As the comparison itself finds it.
const require = createRequire(createRequire(import.meta.url).resolve('@aws-cdk/cloudformation-diff'));

/** Type → its properties, each with what it causes. */
export function reducedSpecification() {
  const resources = require(PACKAGE).loadAwsServiceSpecSync().all('resource');
  return Object.fromEntries(resources.map((one) => [one.cloudFormationType, reduced(one)]));
}

function reduced({ properties, scrutinizable }) {
  const kept = Object.entries(properties).map(([name, { causesReplacement, scrutinizable }]) => [
    name,
    { causesReplacement, scrutinizable },
  ]);
  return { properties: Object.fromEntries(kept), scrutinizable };
}

/**
 * For esbuild: the bundle reads the reduced specification from a file beside it.
 * @param made where it is kept once it was made
 */
export function withReducedSpecification(outdir, made) {
  return {
    name: 'reduced-specification',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${PACKAGE}$`) }, ({ path }) => ({ path, namespace: 'specification' }));
      build.onLoad({ filter: /.*/, namespace: 'specification' }, () => ({
        resolveDir: outdir,
        contents: `
          import { readFileSync } from 'node:fs';
          import { join } from 'node:path';
          export function loadAwsServiceSpecSync() {
            const { types } = JSON.parse(readFileSync(join(__dirname, '${FILE}'), 'utf8'));
            return { lookup: (kind, field, how, type) => (Object.hasOwn(types, type) ? [types[type]] : []) };
          }`,
      }));
      build.onEnd(() => {
        makeIn(made);
        if (resolve(made) !== resolve(outdir)) copyFileSync(join(made, FILE), join(outdir, FILE));
      });
    },
  };
}

/** Once for each version of the specification: that takes a second. */
function makeIn(folder) {
  const file = join(folder, FILE);
  const { version } = JSON.parse(readFileSync(join(dirname(require.resolve(PACKAGE)), '..', 'package.json'), 'utf8'));
  if (existsSync(file) && readFileSync(file, 'utf8').startsWith(`{"version":"${version}"`)) return;
  mkdirSync(folder, { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify({ version, types: reducedSpecification() }));
  renameSync(unfinished, file);
}
