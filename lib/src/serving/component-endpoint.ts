import { hostStatements } from '../access/endpoint';
import { networkStatement } from '../access/network';
import { InferenceError } from '../errors';
import { given } from '../plan/given';
import type { Plan, Properties } from '../plan/plan';
import { ref } from '../plan/plan';
import { retainedProperties } from '../scaling/retained';
import { ENDPOINT_DEFAULTS } from './endpoint';
import { instanceTypeOf } from './default-instance';
import type { InstancesSpec } from './endpoint-instances';
import { checkVolumes, instancesProperties, volumeProperties } from './endpoint-instances';
import { checkInstances } from './endpoint-limits';
import type { NetworkSpec } from './endpoint-network';
import { checkNetwork, networkProperties } from './endpoint-network';
import { roleWith } from './endpoint-role';
import { decideConfig, VARIANT_NAME } from './endpoint-variants';
import type { InstancePoolSpec } from './instance-pools';
import type { GivenRole } from './given-role';
import { onRole } from './given-role';
import { checkPools } from './instance-pools';
import { placementProperties, typesOf } from './placement';

/** What an endpoint that hosts inference components is asked to be; engine-neutral. */
export interface ComponentEndpointSpec extends InstancesSpec {
  readonly endpointName: string;
  readonly instanceType?: string;
  /** In place of one instance type: several, by priority. */
  readonly instancePools?: readonly InstancePoolSpec[];
  readonly instanceProvisionTimeoutSeconds?: number;
  readonly instanceCount?: number;
  /** With either, SageMaker adds and removes instances as copies need them. */
  readonly minInstanceCount?: number;
  readonly maxInstanceCount?: number;
  /** A role that was made elsewhere, in place of one of its own. */
  readonly role?: GivenRole;
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
  const placement = { ...spec, instanceType: instanceTypeOf(spec) };
  for (const instanceType of typesOf(placement)) checkInstances(instanceType, count, isUnresolved);
  checkVolumes(spec, typesOf(placement), isUnresolved);
  const scaling = managedScaling(spec, count);
  const plan: Plan = {
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
            ...placementProperties(placement),
            InitialInstanceCount: count,
            ...scaling,
            ...instancesProperties({ ...COMPONENT_ENDPOINT_DEFAULTS, ...given(spec) }),
          },
        ],
        {
          ExecutionRoleArn: ref('Role', 'Arn'),
          ...volumeProperties(spec),
          ...networkProperties(network, spec.networkIsolation),
        },
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
  return onRole(plan, spec.role, spec.endpointName);
}

/** How many instances the endpoint is made with: as few as its bounds allow, or the usual number. */
function instanceCountOf({ instanceCount, minInstanceCount, maxInstanceCount, isUnresolved }: ComponentEndpointSpec) {
  if (instanceCount !== undefined) return instanceCount;
  if (minInstanceCount !== undefined)
    return isUnresolved(minInstanceCount) ? minInstanceCount : Math.max(1, minInstanceCount);
  const { instanceCount: usual } = COMPONENT_ENDPOINT_DEFAULTS;
  return maxInstanceCount === undefined || isUnresolved(maxInstanceCount) ? usual : Math.min(usual, maxInstanceCount);
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
