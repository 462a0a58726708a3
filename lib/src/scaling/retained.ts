import type { Properties } from '../plan/plan';

/**
 * What an endpoint keeps over an update while something scales it: else each deployment sets the fleet back to the count
 * of its configuration, in the middle of the traffic that it was scaled for.
 */
export function retainedProperties(declaresWeights = false): Properties {
  const excluded = ['DataCaptureConfig', ...(declaresWeights ? ['DesiredWeight'] : [])];
  return {
    RetainAllVariantProperties: true,
    ExcludeRetainedVariantProperties: excluded.map((VariantPropertyType) => ({ VariantPropertyType })),
  };
}
