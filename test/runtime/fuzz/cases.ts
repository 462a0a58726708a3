import fc from 'fast-check';
import type { Case, HttpCase } from './case';
import { batchTransform } from './contracts/batch-transform';
import { http, wire } from './contracts/http';
import { kserveV1 } from './contracts/kserve-v1';
import { lambda } from './contracts/lambda';
import { multiModel } from './contracts/multi-model';
import { openInference, tritonType } from './contracts/open-inference';
import { sagemaker } from './contracts/sagemaker';
import { modelVersions } from './contracts/versions';
import type { FuzzModel } from './models';

/** Cases are made by so many at once, each lot from a seed of its own: one can be made again without those before. */
export const LOT = 200;

/** Which share of the cases each contract has. */
const WEIGHTS = {
  sagemaker: 30,
  'open-inference': 20,
  'triton-content-type': 10,
  'kserve-v1': 10,
  'batch-transform': 8,
  'multi-model': 6,
  versions: 6,
  lambda: 10,
  http: 5,
  wire: 1,
} as const;

export type Contract = keyof typeof WEIGHTS;
export const CONTRACTS = Object.keys(WEIGHTS) as Contract[];

export interface CaseModels {
  readonly models: readonly FuzzModel[];
  /** Those that the multi-model server has loaded. */
  readonly loaded: readonly FuzzModel[];
  readonly example: FuzzModel;
}

export class Cases {
  private readonly arbitrary: fc.Arbitrary<Case>;

  constructor(
    { models, loaded, example }: CaseModels,
    private readonly seed: number,
    contract?: Contract,
  ) {
    const each = (make: (model: FuzzModel) => fc.Arbitrary<HttpCase>): fc.Arbitrary<Case> =>
      fc.oneof(
        ...models.map((model) => make(model)),
        make(example).filter(({ check }) => check !== undefined),
      );
    const arbitraries: Record<Contract, fc.Arbitrary<Case>> = {
      sagemaker: each(sagemaker),
      'open-inference': each(openInference),
      'triton-content-type': each(tritonType),
      'kserve-v1': each(kserveV1),
      'batch-transform': batchTransform(example),
      'multi-model': multiModel(loaded),
      versions: modelVersions(models[0]),
      lambda: lambda(models[0]),
      http: http(example),
      wire: wire(example),
    };
    const chosen = contract === undefined ? CONTRACTS : [contract];
    this.arbitrary = fc.oneof(...chosen.map((name) => ({ weight: WEIGHTS[name], arbitrary: arbitraries[name] })));
  }

  lot(number: number): Case[] {
    return fc.sample(this.arbitrary, { seed: scattered(this.seed, number), numRuns: LOT });
  }

  only(index: number): Case {
    return this.lot(Math.floor(index / LOT))[index % LOT];
  }
}

/** Neighbouring seeds would give neighbouring cases. */
function scattered(seed: number, number: number): number {
  let mixed = Math.imul(seed ^ Math.imul(number + 1, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
