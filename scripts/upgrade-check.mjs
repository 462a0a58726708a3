// Synthesizes every example and compares it with what the last release synthesized: a resource that serves or keeps
// something must not be replaced or deleted unless CHANGELOG.md names it. `--record` keeps what is synthesized now as what
// the version in package.json released. `--current DIR` compares what was synthesized before, `--released DIR` and
// `--changelog FILE` take others than the repository's.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { changesBetween, isGuarded } from './upgrade/changes.mjs';
import { namedReplacements, isNamed } from './upgrade/changelog.mjs';
import { synthesizeExamples } from './upgrade/examples.mjs';
import { recordTemplates } from './upgrade/record.mjs';
import { lastReleased } from './upgrade/released.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: {
    record: { type: 'boolean', default: false },
    current: { type: 'string' },
    released: { type: 'string', default: join(root, 'test', 'fixtures', 'released') },
    changelog: { type: 'string', default: join(root, 'CHANGELOG.md') },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'inference-upgrade-'));
try {
  const current = values.current ?? folder;
  if (values.current === undefined) synthesizeExamples(root, folder);
  if (values.record) record(current);
  else process.exitCode = check(current);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function record(current) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const kept = join(values.released, version);
  rmSync(kept, { recursive: true, force: true });
  recordTemplates(current, kept);
  console.log(`recorded what ${version} synthesizes`);
}

function check(current) {
  const { version, examples } = lastReleased(values.released);
  const named = namedReplacements(readFileSync(values.changelog, 'utf8'), version);
  const unnamed = [];
  let count = 0;
  for (const example of examples) {
    const now = join(current, example);
    if (!existsSync(now)) {
      console.error(`${example}: released with ${version}, and not synthesized any more`);
      return 1;
    }
    const changes = changesBetween(root, join(values.released, version, example), now).filter(isGuarded);
    count += changes.length;
    unnamed.push(...changes.filter((change) => !isNamed(change, named)).map((change) => ({ example, ...change })));
  }
  for (const { example, path, type, action, because } of unnamed) {
    const why = because.map(({ property }) => property).join(', ');
    console.error(`${example}: ${action} ${path} (${type})${why === '' ? '' : `: ${why}`}`);
  }
  if (unnamed.length > 0) {
    console.error(
      `${unnamed.length} resources of users of ${version} would be lost, and CHANGELOG.md does not say so. keep them, or name ` +
        'each below "### Replaces": - `Id` (`AWS::Type`): why, and what to do',
    );
    return 1;
  }
  console.log(
    `${examples.length} outputs as released with ${version}; ${count} replaced resources, each named in the changelog`,
  );
  return 0;
}
