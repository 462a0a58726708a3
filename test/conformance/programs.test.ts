import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import * as cdk from '@inference-constructs/cdk';
import * as cdktf from '@inference-constructs/cdktf';
import { root } from '../support/tools';
import { programs, synthesized } from './support/programs';

/** What a user makes: not what is made for them, which an endpoint gives, nor what others extend. */
function kindsOf(library: object): string[] {
  return Object.entries(library)
    .filter(([name, value]) => (value as { prototype?: unknown }).prototype instanceof Construct && !/Base$/.test(name))
    .map(([name]) => name)
    .filter((name) => !name.startsWith('Scalable'));
}

/** A page that shows a kind to the users of an engine. */
function programOf(kind: string, engine: string): string | undefined {
  return programs.find(
    ({ page, source }) =>
      page.startsWith('docs/') &&
      source.includes(`'@inference-constructs/${engine}'`) &&
      new RegExp(`new ${kind}\\(`).test(source),
  )?.name;
}

describe.each([
  ['cdk', cdk],
  ['cdktf', cdktf],
] as const)('on %s', (engine, library) => {
  const kinds = kindsOf(library);

  test('there are kinds', () => {
    expect(kinds).toEqual(expect.arrayContaining(['OnnxFunction', 'InferenceEndpoint', 'ForecastScaling']));
  });

  test.each(kinds)('a page has a program with %s', (kind) => {
    expect(programOf(kind, engine)).toBeDefined();
  });
});

test.each([
  'README.md',
  'lib/README.md',
  'constructs/cdk/README.md',
  'constructs/cdktf/README.md',
  'docs/promotion.md',
])('the programs of %s are among them', (page) => {
  expect(programs.map((program) => program.page)).toContain(page);
});

test('the programs are sound TypeScript', () => {
  const folder = mkdtempSync(join(root, 'test', 'programs-'));
  try {
    for (const { file, source } of programs) writeFileSync(join(folder, file), source);
    // A program that shows one thing may leave what it made unused.
    const compilerOptions = { noUnusedLocals: false };
    const settings = { extends: '../../tsconfig.json', compilerOptions, include: ['*.ts'], exclude: [] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
    expect(stdout).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 180_000);

test.each(programs)('the program of $name runs', ({ source }) => {
  expect(() => synthesized(source)).not.toThrow();
});
