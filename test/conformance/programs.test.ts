import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiled } from '../support/readme';
import { directory } from '../cdk/support/assets';
import '../cdktf/support/assets';
import { root } from '../support/tools';

const pages = ['serving.md', 'scaling.md'].map((page) => readFileSync(join(root, 'docs', page), 'utf8'));
const programs = [...pages.join('\n').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, source], i) => ({
  name: `${/new (\w+(?:Function|Endpoint))\(/.exec(source)?.[1]} on ${source.includes("'cdktf'") ? 'cdktf' : 'cdk'}`,
  file: `program-${i}.ts`,
  source,
}));

test('every kind has a program for each engine that has it, and what scales too', () => {
  expect(programs).toHaveLength(21);
});

test('the programs are sound TypeScript', () => {
  const folder = mkdtempSync(join(root, 'test', 'programs-'));
  try {
    for (const { file, source } of programs) writeFileSync(join(folder, file), source);
    const settings = { extends: '../../tsconfig.json', include: ['*.ts'], exclude: [] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
    expect(stdout).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 180_000);

test.each(programs)('the program of $name synthesizes', ({ source }) => {
  const work = mkdtempSync(join(directory, 'program-'));
  mkdirSync(join(work, 'models'));
  for (const version of ['v1', 'v2']) {
    symlinkSync(join(root, 'examples', 'diagnosis', 'models', version), join(work, 'models', version));
  }
  const placed = source
    .replaceAll("'models/", `'${work}/models/`)
    .replace('new App()', `new App({ outdir: '${join(work, 'out')}' })`)
    .replace(/console\.log\(.*\);/, '');
  const run = new Function('require', 'exports', `${compiled(placed)}\nstack.node.root.synth();`) as (
    require: NodeJS.Require,
    exports: object,
  ) => void;
  // jest's own require, which maps the packages to their sources.
  expect(() => run(require, {})).not.toThrow();
});
