import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Report } from '@inference-constructs/rehearsal/report/report-types';
import { readSource } from '@inference-constructs/rehearsal/report/source/read-source';
import { temporaryFolder } from '../support/assembly';
import { bundles } from '../support/bundles';
import { assemblyOf } from '../support/templates';
import { compared } from './support/compared';

jest.setTimeout(60_000);
const folder = temporaryFolder();
const { cli } = bundles();
const file = join(dirname(cli), 'specification.json');

interface Specification {
  readonly types: Readonly<Record<string, { readonly properties: Readonly<Record<string, object>> }>>;
}

test('the bundle tells of every twentieth type what the whole specification tells', () => {
  const { types } = JSON.parse(readFileSync(file, 'utf8')) as Specification;
  // Values made up are no policies.
  const chosen = Object.entries(types).filter(([type], i) => i % 20 === 0 && !type.includes('Policy'));
  const app = (value: string) => {
    const resources = chosen.flatMap(([Type, { properties }], i) =>
      Object.keys(properties)
        .slice(0, 4)
        .map((name, j) => [`R${i}x${j}`, { Type, Properties: { [name]: value } }] as const),
    );
    return assemblyOf(folder, { App: { template: { Resources: Object.fromEntries(resources) } } });
  };
  const [from, to] = [app('a'), app('b')];
  const { stdout } = spawnSync(
    process.execPath,
    [cli, 'report', '--from', from, '--to', to, '--no-rehearse', '--json'],
    {
      encoding: 'utf8',
      maxBuffer: 1e8,
    },
  );
  const { resources } = compared(readSource(from, '1'), readSource(to, '2'));
  expect(resources.length).toBeGreaterThan(200);
  expect(new Set(resources.map(({ action }) => action))).toEqual(new Set(['replace', 'may-replace', 'update']));
  expect((JSON.parse(stdout) as Report).resources).toEqual(JSON.parse(JSON.stringify(resources)));
});

test('the licences of what is bundled go with it', () => {
  const licences = join(dirname(cli), 'THIRD-PARTY-LICENSES.txt');
  expect(existsSync(licences) ? readFileSync(licences, 'utf8') : '').toMatch(
    /^@aws-cdk\/cloudformation-diff [\d.]+ \(Apache-2\.0\)\n\n\s*Apache License/,
  );
});
