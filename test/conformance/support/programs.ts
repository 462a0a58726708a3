// First: they stand in for what the constructs read.
import { directory } from '../../cdk/support/assets';
import '../../cdktf/support/assets';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { lockCommand } from '@inference-constructs/rehearsal/lock/lock-command';
import { compiled } from '../../support/readme';
import { root } from '../../support/tools';

const pages = ['serving.md', 'company.md', 'scaling.md', 'promotion.md'].map((page) =>
  readFileSync(join(root, 'docs', page), 'utf8'),
);

/** Every program of the pages. */
export const programs = [...pages.join('\n').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, source], i) => ({
  name: `${/new (\w+(?:Function|Endpoint))\(/.exec(source)?.[1]} on ${source.includes("'cdktf'") ? 'cdktf' : 'cdk'}`,
  file: `program-${i}.ts`,
  source,
}));

/** Runs a program where its models and their lock are; returns the folder of what it synthesized. */
export function synthesized(source: string): string {
  const work = mkdtempSync(join(directory, 'program-'));
  const out = join(work, 'out');
  mkdirSync(join(work, 'models'));
  for (const version of ['v1', 'v2']) {
    symlinkSync(join(root, 'examples', 'diagnosis', 'models', version), join(work, 'models', version));
  }
  const lock = join(work, 'model.lock.json');
  lockCommand({ directories: [join(work, 'models', 'v1')], lock });
  const placed = source
    .replaceAll("'models/", `'${work}/models/`)
    .replaceAll("'model.lock.json'", `'${lock}'`)
    .replace('new App()', `new App({ outdir: '${out}' })`)
    .replace(/console\.log\(.*\);/, '');
  const synth = "(typeof app === 'undefined' ? stack.node.root : app).synth();";
  const run = new Function('require', 'exports', `${compiled(placed)}\n${synth}`) as (
    require: NodeJS.Require,
    exports: object,
  ) => void;
  // jest's own require, which maps the packages to their sources.
  run(require, {});
  return out;
}
