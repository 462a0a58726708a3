import { ENDPOINT_DEFAULTS } from './endpoint';
import { FUNCTION_DEFAULTS } from './function';

/** A metric that AWS publishes, and how it is read by default. */
export interface ServiceMetric {
  readonly namespace: string;
  readonly name: string;
  readonly statistic: string;
}

export const FUNCTION_METRICS = {
  INVOCATIONS: { namespace: 'AWS/Lambda', name: 'Invocations', statistic: 'Sum' },
  ERRORS: { namespace: 'AWS/Lambda', name: 'Errors', statistic: 'Sum' },
  DURATION: { namespace: 'AWS/Lambda', name: 'Duration', statistic: 'Average' },
} as const satisfies Record<string, ServiceMetric>;

export const ENDPOINT_METRICS = {
  INVOCATIONS: { namespace: 'AWS/SageMaker', name: 'Invocations', statistic: 'Sum' },
  ERRORS: { namespace: 'AWS/SageMaker', name: 'Invocation5XXErrors', statistic: 'Sum' },
  LATENCY: { namespace: 'AWS/SageMaker', name: 'ModelLatency', statistic: 'Average' },
} as const satisfies Record<string, ServiceMetric>;

/** All versions that the alias of a function invokes. */
export function aliasDimensions(functionName: string): Record<string, string> {
  return { FunctionName: functionName, Resource: `${functionName}:${FUNCTION_DEFAULTS.aliasName}` };
}

/** The old and the new fleet of an endpoint. */
export function variantDimensions(endpointName: string): Record<string, string> {
  return { EndpointName: endpointName, VariantName: ENDPOINT_DEFAULTS.variantName };
}
