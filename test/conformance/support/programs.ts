// First: they stand in for what the constructs read.
import { directory } from '../../cdk/support/assets';
import '../../cdktf/support/assets';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib/core';
import { InferenceEndpoint } from '@inference-constructs/cdk';
import { ModelPackage } from '@inference-constructs/core';
import { lockCommand } from '@inference-constructs/rehearsal/lock/lock-command';
import { compiled } from '../../support/readme';
import { root } from '../../support/tools';

/** Every page that a user reads. */
const PAGES = [
  'README.md',
  ...['lib', 'constructs/cdk', 'constructs/cdktf', 'runtime', 'rehearsal', 'examples/diagnosis'].map(
    (folder) => `${folder}/README.md`,
  ),
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Every program of the pages, whatever is written behind its fence. */
export const programs = PAGES.flatMap((page) => {
  const sources = [...readFileSync(join(root, page), 'utf8').matchAll(/^```(?:ts|typescript)\b.*\n([\s\S]*?)^```/gm)];
  return sources.map(([, source], i) => ({
    name: `${page}, ${i + 1}: ${/new (\w+(?:Function|Endpoint))\(/.exec(source)?.[1] ?? 'a part'}`,
    page,
    file: `${page.replace(/\W+/g, '-')}-${i + 1}.ts`,
    source,
  }));
});

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
  const synth =
    "(typeof app !== 'undefined' ? app : typeof stack !== 'undefined' ? stack.node.root : undefined)?.synth();";
  const run = new Function('require', 'module', `${compiled(placed)}\n${synth}`) as (
    require: NodeJS.Require,
    module: { exports: Record<string, unknown> },
  ) => void;
  const module = { exports: {} };
  // jest's own require, which maps the packages to their sources.
  run(require, module);
  for (const part of Object.values<unknown>(module.exports))
    if (typeof part === 'function') called(part as Part, work, out);
  return out;
}

type Part = (...args: unknown[]) => void;

/** Calls a part of a program as its user does, with what its parameters are named after. */
function called(part: Part, work: string, out: string): void {
  const app = new App({ outdir: out });
  const scope = new Stack(app, 'Diagnosis');
  const model = ModelPackage.fromDirectory(join(work, 'models', 'v1'));
  const known: Record<string, () => unknown> = {
    scope: () => scope,
    model: () => model,
    endpoint: () => new InferenceEndpoint(scope, 'Classifier', { model }),
  };
  const [, parameters] = /\(([^)]*)\)/.exec(part.toString())!;
  part(...parameters.split(',').map((name) => known[name.trim()]()));
  app.synth();
}
