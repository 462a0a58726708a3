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
  ) {
    const each = (make: (model: FuzzModel) => fc.Arbitrary<HttpCase>): fc.Arbitrary<Case> =>
      fc.oneof(
        ...models.map((model) => make(model)),
        make(example).filter(({ check }) => check !== undefined),
      );
    this.arbitrary = fc.oneof(
      { weight: 30, arbitrary: each(sagemaker) },
      { weight: 20, arbitrary: each(openInference) },
      { weight: 10, arbitrary: each(tritonType) },
      { weight: 10, arbitrary: each(kserveV1) },
      { weight: 8, arbitrary: batchTransform(example) },
      { weight: 6, arbitrary: multiModel(loaded) },
      { weight: 6, arbitrary: modelVersions(models[0]) },
      { weight: 10, arbitrary: lambda(models[0]) },
      { weight: 5, arbitrary: http(example) },
      { weight: 1, arbitrary: wire(example) },
    );
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
