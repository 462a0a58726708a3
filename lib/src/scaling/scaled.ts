import { SCALABLE_DIMENSIONS } from './dimensions';

/** What has a capacity that Application Auto Scaling may change. */
export type Scaled =
  | { readonly kind: 'instances'; readonly endpointName: string; readonly variantName: string }
  | { readonly kind: 'asynchronous-instances'; readonly endpointName: string; readonly variantName: string }
  | { readonly kind: 'serverless-concurrency'; readonly endpointName: string; readonly variantName: string }
  | { readonly kind: 'copies'; readonly inferenceComponentName: string }
  | { readonly kind: 'function-concurrency'; readonly functionName: string; readonly aliasName: string };

/** How Application Auto Scaling knows it; the same three stand in the target, in policies and in scheduled actions. */
export interface ScalableIdentity {
  readonly ServiceNamespace: string;
  readonly ScalableDimension: string;
  readonly ResourceId: string;
}

interface Kind {
  readonly dimension: keyof typeof SCALABLE_DIMENSIONS;
  /** What one unit of capacity is called. */
  readonly unit: string;
}

const KINDS: Readonly<Record<Scaled['kind'], Kind>> = {
  instances: { dimension: 'sagemaker:variant:DesiredInstanceCount', unit: 'instance' },
  'asynchronous-instances': { dimension: 'sagemaker:variant:DesiredInstanceCount', unit: 'instance' },
  'serverless-concurrency': {
    dimension: 'sagemaker:variant:DesiredProvisionedConcurrency',
    unit: 'concurrent invocation',
  },
  copies: { dimension: 'sagemaker:inference-component:DesiredCopyCount', unit: 'copy' },
  'function-concurrency': { dimension: 'lambda:function:ProvisionedConcurrency', unit: 'concurrent invocation' },
};

export function identityOf(scaled: Scaled): ScalableIdentity {
  const { dimension } = KINDS[scaled.kind];
  return {
    ServiceNamespace: SCALABLE_DIMENSIONS[dimension].serviceNamespace,
    ScalableDimension: dimension,
    ResourceId: resourceId(scaled),
  };
}

function resourceId(scaled: Scaled): string {
  switch (scaled.kind) {
    case 'copies':
      return `inference-component/${scaled.inferenceComponentName}`;
    case 'function-concurrency':
      return `function:${scaled.functionName}:${scaled.aliasName}`;
    default:
      return `endpoint/${scaled.endpointName}/variant/${scaled.variantName}`;
  }
}

/** `2 instances`, `1 copy`. */
export function units(scaled: Scaled, count: number): string {
  const { unit } = KINDS[scaled.kind];
  const plural = unit.endsWith('y') ? `${unit.slice(0, -1)}ies` : `${unit}s`;
  return `${count} ${count === 1 ? unit : plural}`;
}

export function cooldownSecondsOf(scaled: Scaled): number {
  return SCALABLE_DIMENSIONS[KINDS[scaled.kind].dimension].cooldownSeconds;
}
