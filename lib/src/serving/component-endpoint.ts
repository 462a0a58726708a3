import { hostStatements } from '../access/endpoint';
import { networkStatement } from '../access/network';
import { InferenceError } from '../errors';
import type { Plan, Properties } from '../plan/plan';
import { ref } from '../plan/plan';
import { retainedProperties } from '../scaling/retained';
import { ENDPOINT_DEFAULTS } from './endpoint';
import { checkInstances } from './endpoint-limits';
import type { NetworkSpec } from './endpoint-network';
import { checkNetwork, networkProperties } from './endpoint-network';
import { roleWith } from './endpoint-role';
import { decideConfig, VARIANT_NAME } from './endpoint-variants';
import type { InstancePoolSpec } from './instance-pools';
import { checkPools, instancePools } from './instance-pools';

/** What an endpoint that hosts inference components is asked to be; engine-neutral. */
export interface ComponentEndpointSpec {
  readonly endpointName: string;
  readonly instanceType?: string;
  /** In place of one instance type: several, by priority. */
  readonly instancePools?: readonly InstancePoolSpec[];
  readonly instanceProvisionTimeoutSeconds?: number;
  readonly instanceCount?: number;
  /** With either, SageMaker adds and removes instances as copies need them. */
  readonly minInstanceCount?: number;
  readonly maxInstanceCount?: number;
  readonly routingStrategy?: string;
  readonly network?: NetworkSpec;
  readonly networkIsolation?: boolean;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly isUnresolved: (value: unknown) => boolean;
}

/** What no component says. */
export const COMPONENT_ENDPOINT_DEFAULTS = {
  instanceType: ENDPOINT_DEFAULTS.instanceType,
  instanceCount: ENDPOINT_DEFAULTS.instanceCount,
  /** SageMaker's own default is RANDOM, which sends requests to copies that are busy. */
  routingStrategy: 'LEAST_OUTSTANDING_REQUESTS',
} as const;

/** An endpoint without a model: inference components bring theirs. */
export function decideComponentEndpoint(spec: ComponentEndpointSpec): Plan {
  const { network, isUnresolved } = spec;
  checkNetwork(network, isUnresolved);
  checkPools(spec, isUnresolved);
  const count = instanceCountOf(spec);
  const types = spec.instancePools?.map(({ instanceType }) => instanceType) ?? [instanceTypeOf(spec)];
  for (const instanceType of types) checkInstances(instanceType, count, isUnresolved);
  const scaling = managedScaling(spec, count);
  return {
    resources: [
      ...roleWith(
        [...hostStatements(spec), ...(network === undefined ? [] : [networkStatement()])],
        // Nothing of a release: what a component may do is in a policy of its own.
        'components',
      ),
      decideConfig(
        [
          {
            VariantName: VARIANT_NAME,
            ...(spec.instancePools === undefined ? { InstanceType: types[0] } : instancePools(spec)),
            InitialInstanceCount: count,
            ...scaling,
            RoutingConfig: { RoutingStrategy: spec.routingStrategy ?? COMPONENT_ENDPOINT_DEFAULTS.routingStrategy },
          },
        ],
        { ExecutionRoleArn: ref('Role', 'Arn'), ...networkProperties(network, spec.networkIsolation) },
      ),
      {
        id: 'Resource',
        type: 'AWS::SageMaker::Endpoint',
        dependsOn: ['RolePolicy'],
        properties: {
          EndpointName: spec.endpointName,
          EndpointConfigName: ref('Config', 'EndpointConfigName'),
          ...(scaling === undefined ? {} : retainedProperties()),
        },
      },
    ],
    notes: [],
  };
}

/** How many instances the endpoint is made with: as few as its bounds allow, or the usual number. */
function instanceCountOf({ instanceCount, minInstanceCount, maxInstanceCount, isUnresolved }: ComponentEndpointSpec) {
  if (instanceCount !== undefined) return instanceCount;
  if (minInstanceCount !== undefined)
    return isUnresolved(minInstanceCount) ? minInstanceCount : Math.max(1, minInstanceCount);
  const { instanceCount: usual } = COMPONENT_ENDPOINT_DEFAULTS;
  return maxInstanceCount === undefined || isUnresolved(maxInstanceCount) ? usual : Math.min(usual, maxInstanceCount);
}

function instanceTypeOf({ instanceType }: ComponentEndpointSpec): string {
  return instanceType ?? COMPONENT_ENDPOINT_DEFAULTS.instanceType;
}

/** SageMaker adds an instance when copies find no room, and removes one that holds none. */
function managedScaling(spec: ComponentEndpointSpec, count: number): Properties | undefined {
  const { minInstanceCount, maxInstanceCount, isUnresolved } = spec;
  if (minInstanceCount === undefined && maxInstanceCount === undefined) return undefined;
  const [least, most] = [minInstanceCount ?? count, maxInstanceCount ?? count];
  checkCount('minimum instance count', least, 0, isUnresolved);
  checkCount('maximum instance count', most, 1, isUnresolved);
  if (![least, most, count].some(isUnresolved) && (least > count || count > most)) {
    throw new InferenceError(
      'InstanceCountOutOfRange',
      `instance count (${count}): between the minimum (${least}) and the maximum instance count (${most}). choose a count or bounds that agree`,
    );
  }
  return { ManagedInstanceScaling: { Status: 'ENABLED', MinInstanceCount: least, MaxInstanceCount: most } };
}

function checkCount(what: string, count: number, least: number, isUnresolved: (value: unknown) => boolean): void {
  if (isUnresolved(count) || (Number.isInteger(count) && count >= least)) return;
  throw new InferenceError(
    'InstanceCountOutOfRange',
    `${what} (${count}): a whole number of at least ${least}. choose one in that range`,
  );
}
