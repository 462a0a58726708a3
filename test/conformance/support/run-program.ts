import type * as Core from 'aws-cdk-lib/core';
import type * as Constructs from '@inference-constructs/cdk';
import type * as Models from '@inference-constructs/core';

/** Where a program finds its models and their lock, and what it synthesizes to. */
export interface Place {
  readonly work: string;
  readonly out: string;
}

/** A program of a page, as its user would have it there. */
export function placed(source: string, { work, out }: Place): string {
  const here = source
    .replaceAll("'models/", `'${work}/models/`)
    .replaceAll("'model.lock.json'", `'${work}/model.lock.json'`)
    .replace('new App()', `new App({ outdir: '${out}' })`)
    .replace(/console\.log\(.*\);/, '');
  const app = "typeof app !== 'undefined' ? app : typeof stack !== 'undefined' ? stack.node.root : undefined";
  return `${here}\n(${app})?.synth();`;
}

/** Runs the code of a program with whatever version of the libraries `require` finds. */
export function runProgram(code: string, place: Place, require: NodeJS.Require): void {
  const run = new Function('require', 'module', code) as (
    require: NodeJS.Require,
    module: { exports: Record<string, unknown> },
  ) => void;
  const module = { exports: {} };
  run(require, module);
  for (const part of Object.values<unknown>(module.exports)) {
    if (typeof part === 'function') called(part as Part, place, require);
  }
}

type Part = (...args: unknown[]) => void;

/** Calls a part of a program as its user does, with what its parameters are named after. */
function called(part: Part, { work, out }: Place, require: NodeJS.Require): void {
  const { App, Stack } = require('aws-cdk-lib/core') as typeof Core;
  const { InferenceEndpoint } = require('@inference-constructs/cdk') as typeof Constructs;
  const { ModelPackage } = require('@inference-constructs/core') as typeof Models;
  const app = new App({ outdir: out });
  const scope = new Stack(app, 'Diagnosis');
  const model = ModelPackage.fromDirectory(`${work}/models/v1`);
  const known: Record<string, () => unknown> = {
    scope: () => scope,
    model: () => model,
    endpoint: () => new InferenceEndpoint(scope, 'Classifier', { model }),
  };
  const [, parameters] = /\(([^)]*)\)/.exec(part.toString())!;
  part(...parameters.split(',').map((name) => known[name.trim()]()));
  app.synth();
}
