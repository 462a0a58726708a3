import type { EndpointShape } from '@inference-constructs/core/out/rollout/two-step/endpoint-plans';
import { endpointPlans } from '@inference-constructs/core/out/rollout/two-step/endpoint-plans';
import type { TwoStepPlan } from '@inference-constructs/core/out/rollout/two-step/two-step-plan';
import type { Assembly, DeclaredEndpoint } from '../assembly/assembly-reader';
import { instancesOf } from '../assembly/variant-instances';

/** Changes of endpoints that AWS refuses in one deployment. */
export function twoStepPlans(before: Assembly, after: Assembly): TwoStepPlan[] {
  return after.endpoints.flatMap((endpoint) => {
    const old = before.endpoints.find(({ id }) => id === endpoint.id);
    return old === undefined ? [] : endpointPlans(shapeOf(old), shapeOf(endpoint));
  });
}

function shapeOf({ path, deployment, variants }: DeclaredEndpoint): EndpointShape {
  return {
    path,
    isGuarded: deployment !== undefined,
    variants: variants.map((variant) => {
      const { instanceTypes, serverless, scaling } = instancesOf(variant);
      return { name: variant.name, instanceTypes, isServerless: serverless !== undefined, scaling: scaling?.path };
    }),
  };
}
