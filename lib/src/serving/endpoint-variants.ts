import type { PlannedResource, Properties } from '../plan/plan';
import { ref } from '../plan/plan';

/** The variant of an endpoint that serves one model. */
export const VARIANT_NAME = 'live';

/** How an endpoint is made of variants: a new one for every release. */
export function decideConfig(variants: readonly Properties[]): PlannedResource {
  return {
    id: 'Config',
    type: 'AWS::SageMaker::EndpointConfig',
    perRelease: true,
    properties: { ProductionVariants: variants },
  };
}

/** A variant on instances of its own. */
export function instanceVariant(instanceType: string, instanceCount: number): Properties {
  return {
    VariantName: VARIANT_NAME,
    ModelName: ref('Model', 'ModelName'),
    InstanceType: instanceType,
    InitialInstanceCount: instanceCount,
    InitialVariantWeight: 1,
  };
}
