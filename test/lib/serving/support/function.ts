import type { LoadedPackage } from '@inference-constructs/core/out/model/load';
import { decideFunction } from '@inference-constructs/core/out/serving/function';
import type { FunctionSpec } from '@inference-constructs/core/out/serving/function';

export const MIB = 1024 * 1024;
export const DIGEST = `sha256:${'0'.repeat(64)}`;

/** A model with two classes, as a package that was loaded. */
export function model(overrides: Partial<LoadedPackage> = {}): LoadedPackage {
  return {
    directory: '/models/triage',
    digest: DIGEST,
    bytes: 1000,
    files: [],
    manifest: {
      name: 'triage',
      version: '1.0.0',
      signature: { inputs: [], outputs: [] },
      classes: { output: 'p', names: ['ill', 'well'], positive: 'ill' },
      heldOut: { rows: 999, predictedRates: { ill: 0.37, well: 0.63 } },
    },
    ...overrides,
  } as LoadedPackage;
}

/** What is decided of a function that serves it. */
export function decide(overrides: Partial<FunctionSpec> = {}) {
  return decideFunction({
    model: model(),
    layerArn: 'arn:layer',
    partition: 'aws',
    region: 'eu-west-1',
    account: '123456789012',
    hookName: 'CodeDeployHook_triage',
    handlerBytes: 100_000,
    isUnresolved: () => false,
    ...overrides,
  });
}

/** What a plan says of one of its entries. */
export function properties(plan: ReturnType<typeof decide>, id: string): Record<string, unknown> {
  return plan.resources.find((resource) => resource.id === id)?.properties as Record<string, unknown>;
}
