// First: they stand in for what the constructs read.
import * as cdk from '../../../cdk/support/synth';
import * as cdktf from '../../../cdktf/support/synth';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import type { Pair } from '../cases';
import { endpoints } from './endpoints';
import { functions } from './functions';
import type { Kind } from './kind';
import { asynchronous, copies, multiModel, serverless } from './other-kinds';

const KINDS = { functions, endpoints, asynchronous, serverless, multiModel, copies };

/** Plain data: what one construct is asked for, whole. */
export interface GeneratedSpec {
  readonly kind: keyof typeof KINDS;
  readonly spec: unknown;
}

/** How often a kind is drawn: by how much there is to ask of it. */
const WEIGHTS: Readonly<Record<keyof typeof KINDS, number>> = {
  functions: 4,
  endpoints: 6,
  asynchronous: 3,
  serverless: 2,
  multiModel: 1,
  copies: 1,
};

export const SPECS: fc.Arbitrary<GeneratedSpec> = fc.oneof(
  ...Object.entries(KINDS).map(([name, { specs }]) => {
    const kind = name as keyof typeof KINDS;
    return { weight: WEIGHTS[kind], arbitrary: (specs as fc.Arbitrary<unknown>).map((spec) => ({ kind, spec })) };
  }),
);

/** Scope of the spec with that number. */
export const scopeName = (index: number): string => `Spec${index}`;

/** Renders all of them on both engines, in one stack each. */
export function renderPair(specs: readonly GeneratedSpec[]): Pair {
  const onCdk = cdk.newStack({ '@aws-cdk/core:stackResourceLimit': 0 });
  const onCdktf = cdktf.newStack();
  specs.forEach(({ kind, spec }, index) => {
    const construct = KINDS[kind] as Kind<unknown>;
    construct.cdk(new Construct(onCdk, scopeName(index)), spec);
    construct.cdktf(new Construct(onCdktf, scopeName(index)), spec);
  });
  return { cdk: cdk.synth(onCdk).graph, cdktf: cdktf.synth(onCdktf).graph };
}
