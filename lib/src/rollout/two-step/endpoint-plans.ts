import { sameTypes } from './same-types';
import type { TwoStepPlan } from './two-step-plan';

const GUIDE = 'https://docs.aws.amazon.com/sagemaker/latest/dg/';

/** Of an endpoint what decides whether it can become another in one deployment. */
export interface EndpointShape {
  /** Construct path. */
  readonly path: string;
  /** Whether deployment guardrails are declared. */
  readonly isGuarded: boolean;
  readonly variants: readonly VariantShape[];
}

export interface VariantShape {
  readonly name: string;
  /** Its own or those of its pools; none for a serverless variant, and where the template does not say. */
  readonly instanceTypes: readonly string[];
  readonly isServerless: boolean;
  /** Construct path of its registration with Application Auto Scaling. */
  readonly scaling?: string;
}

/** Changes of an endpoint that AWS refuses in one deployment. */
export function endpointPlans(old: EndpointShape, endpoint: EndpointShape): TwoStepPlan[] {
  return [...retyped(old, endpoint), ...removed(old, endpoint), ...serverless(old, endpoint)];
}

/** UpdateEndpoint fails while the old variant is registered, and the target is updated only after the endpoint. */
function retyped(old: EndpointShape, endpoint: EndpointShape): TwoStepPlan[] {
  return pairs(old, endpoint).flatMap(([was, is]) => {
    if (was.scaling === undefined || was.instanceTypes.length === 0 || is.instanceTypes.length === 0) return [];
    if (sameTypes(was.instanceTypes, is.instanceTypes)) return [];
    const [from, to] = [was.instanceTypes.join(', '), is.instanceTypes.join(', ')];
    return [
      {
        id: 'instance-type-of-scaled-variant',
        path: endpoint.path,
        change: `instance type of variant ${is.name}: ${from} to ${to}`,
        why: 'the variant is registered with Application Auto Scaling, and the endpoint is updated before the registration is',
        steps: [
          `take the scaling of variant ${is.name} away (${was.scaling} and its policies), change nothing else, and deploy`,
          `change the instance type to ${to}, declare the scaling again, and deploy`,
        ],
        source: `${GUIDE}endpoint-scaling.html`,
      },
    ];
  });
}

/** A variant that is gone under its name; as many new ones make it look renamed. */
function removed(old: EndpointShape, endpoint: EndpointShape): TwoStepPlan[] {
  if (endpoint.variants.length === 0) return [];
  const gone = old.variants.filter(({ name }) => endpoint.variants.every((variant) => variant.name !== name));
  const added = endpoint.variants.filter(({ name }) => old.variants.every((variant) => variant.name !== name));
  return gone.flatMap((variant, i) => {
    const successor = added[i]?.name;
    const change =
      successor === undefined ? `variant ${variant.name} removed` : `variant ${variant.name} renamed to ${successor}`;
    const declared = successor === undefined ? 'without it' : `with ${successor}`;
    if (endpoint.isGuarded) {
      const first = [
        'take DeploymentConfig out of the endpoint',
        ...(variant.scaling === undefined ? [] : [`take the scaling of ${variant.name} away`]),
      ];
      return [
        {
          id: 'renamed-variant-under-guardrails',
          path: endpoint.path,
          change,
          why: 'deployment guardrails shift traffic between variants of one name: the new configuration must have the old names',
          steps: [
            `${first.join(', ')}, and deploy; keep the variants`,
            `declare the configuration ${declared} and deploy: all traffic moves at once, and nothing rolls back`,
            'put DeploymentConfig back and deploy',
          ],
          source: `${GUIDE}deployment-guardrails-exclusions.html`,
        },
      ];
    }
    if (variant.scaling === undefined) return [];
    return [
      {
        id: 'removed-scaled-variant',
        path: endpoint.path,
        change,
        why: 'the variant is registered with Application Auto Scaling, and the endpoint is updated before the registration is',
        steps: [
          `take the scaling of variant ${variant.name} away, change nothing else, and deploy`,
          `declare the configuration ${declared} and deploy`,
        ],
        source: `${GUIDE}endpoint-scaling.html`,
      },
    ];
  });
}

function serverless(old: EndpointShape, endpoint: EndpointShape): TwoStepPlan[] {
  return pairs(old, endpoint).flatMap(([was, is]) => {
    if (was.instanceTypes.length === 0 || !is.isServerless) return [];
    return [
      {
        id: 'instances-to-serverless',
        path: endpoint.path,
        change: `variant ${is.name}: instances to serverless`,
        why: 'an endpoint on instances cannot become serverless',
        steps: [
          'declare the serverless endpoint beside the old one and deploy',
          'move the callers to its name, then take the old endpoint away and deploy',
        ],
        source: `${GUIDE}serverless-endpoints.html`,
      },
    ];
  });
}

function pairs(old: EndpointShape, endpoint: EndpointShape): [VariantShape, VariantShape][] {
  return endpoint.variants.flatMap((is): [VariantShape, VariantShape][] => {
    const was = old.variants.find(({ name }) => name === is.name);
    return was === undefined ? [] : [[was, is]];
  });
}
