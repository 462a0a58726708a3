import { componentStatements } from '../access/endpoint';
import type { KnownPlace } from '../access/other-account';
import { policyDocument } from '../access/statements';
import { instanceFacts } from '../catalog/instances';
import { Environment } from '../contract/environment';
import { InferenceError } from '../errors';
import { rolloutNotes } from '../monitoring/rollout-notes';
import { given } from '../plan/given';
import type { Plan, PlannedResource, Properties } from '../plan/plan';
import { ref } from '../plan/plan';
import { checkComponentRollout, wholeCopyNotes } from '../rollout/component-rollout';
import { guardrails } from '../rollout/guardrails';
import type { RolloutSpec } from '../rollout/rollout';
import { DEFAULT_ROLLING } from '../rollout/rollout';
import { endpointShares } from '../rollout/shares';
import type { Requirements } from './component-requirements';
import { requirementProperties, requirementsOf } from './component-requirements';
import { ENDPOINT_DEFAULTS } from './endpoint';
import { decideAlarmsOn, publishedMetrics } from './endpoint-alarms';
import { decideModel } from './endpoint-container';
import { checkModelFit } from './endpoint-fit';
import { withoutPolicy } from './given-role';
import { checkOpsets, unreadNotes } from './model-opset';
import { releaseOf } from './endpoint-release';
import { checkContainerImage } from './container-image';
import { checkEnvironment } from './environment';
import { checkPayload } from './payload';
import { modelAccess, ownerNotes } from './model-sources';
import type { ModelData, ServedModel } from './served-model';
import { repositoryOf } from './served-model';
import { componentDimensions } from './service-metrics';
import type { StartupSpec } from './startup-timeouts';
import { checkStartup, longestStart, startupProperties, startupTimeouts } from './startup-timeouts';

/** What an inference component is asked to be; engine-neutral. */
export interface ComponentSpec extends ModelData, KnownPlace, StartupSpec {
  readonly model: ServedModel;
  readonly image: string;
  readonly imageRepositoryArn: string;
  /** The same where it may be of another account, which then has to let this one in. */
  readonly pulledRepositoryArn?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether the container is the runtime, which publishes what it answers. Default: it is. */
  readonly publishesPredictions?: boolean;
  /** Literal name: alarms name the component and the component names its alarms. */
  readonly componentName: string;
  /** Literal name, for metrics. */
  readonly endpointName: string;
  /** The name again, in a way that makes the component wait for the endpoint. */
  readonly endpointReference: string;
  readonly variantName: string;
  /** What the endpoint runs as. */
  readonly roleArn: string;
  readonly roleName: string;
  /** Whether a policy can be added to it. Default: it can. */
  readonly roleTakesPolicies?: boolean;
  /** Those of the endpoint: one, or those of its pools. */
  readonly instanceTypes: readonly string[];
  readonly copyCount?: number;
  readonly cpuCores?: number;
  readonly accelerators?: number;
  readonly minMemoryMib?: number;
  readonly maxMemoryMib?: number;
  readonly rollout?: RolloutSpec;
  readonly latencyLimitMilliseconds?: number;
  readonly expectedRequestsPerMinute?: number;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly isUnresolved: (value: unknown) => boolean;
  readonly textOf?: (value: unknown) => string;
}

export const COMPONENT_DEFAULTS = {
  /** A batch is at most half of the copies. */
  copyCount: 2,
  latencyLimitMilliseconds: ENDPOINT_DEFAULTS.latencyLimitMilliseconds,
} as const;

/** What SageMaker's metrics of a component are of: old and new copies. */
const SUBJECT = 'the component';

/** A model on an endpoint that others share, replaced in batches of copies and rolled back by alarms. */
export function decideComponent(asked: ComponentSpec): Plan {
  const spec = { ...COMPONENT_DEFAULTS, rollout: DEFAULT_ROLLING, ...given(asked) };
  const { rollout, copyCount, isUnresolved } = spec;
  checkCopies(copyCount, isUnresolved);
  checkComponentRollout(spec);
  checkEnvironment(spec.environment, isUnresolved);
  checkContainerImage(spec, isUnresolved);
  if (spec.publishesPredictions !== false) checkOpsets(spec.model);
  checkPayload(spec.model, 'component', spec);
  const requirements = requirementsOf(spec);
  checkStartup(spec, isUnresolved);
  const timeouts = startupTimeouts(spec, spec.model);
  const startup = startupProperties(timeouts);
  const release = releaseOf({
    ...spec,
    imageRepositoryArn: repositoryOf(spec),
    also: [spec.componentName, requirements, spec.instanceTypes],
  });
  const alarms = rollout.kind === 'rolling' ? decideAlarms(spec, rollout, release) : [];
  const specification = {
    ModelName: ref('Model', 'ModelName'),
    ComputeResourceRequirements: requirementProperties(requirements),
    ...(Object.keys(startup).length === 0 ? {} : { StartupParameters: startup }),
  };
  const plan: Plan = {
    resources: [
      decidePolicy(spec, release),
      decideComponentModel(spec, requirements, release),
      ...alarms,
      {
        id: 'Resource',
        type: 'AWS::SageMaker::InferenceComponent',
        dependsOn: ['RolePolicy'],
        properties: {
          InferenceComponentName: spec.componentName,
          EndpointName: spec.endpointReference,
          VariantName: spec.variantName,
          ...perInstanceType(spec.instanceTypes, specification),
          RuntimeConfig: { CopyCount: copyCount },
          ...(rollout.kind === 'rolling'
            ? {
                DeploymentConfig: guardrails(
                  rollout,
                  alarms.map(({ id }) => ref(id)),
                  undefined,
                  longestStart([timeouts], isUnresolved),
                ),
              }
            : {}),
        },
      },
    ],
    notes: [
      ...(rollout.kind === 'rolling' ? predictionNotes(spec, rollout) : []),
      ...wholeCopyNotes(spec),
      ...fitNotes(spec, requirements),
      ...(spec.publishesPredictions === false ? [] : unreadNotes([spec])),
      ...ownerNotes(spec, [spec]),
    ],
  };
  return spec.roleTakesPolicies === false ? withoutPolicy(plan) : plan;
}

function decidePolicy(spec: ComponentSpec, release: string): PlannedResource {
  return {
    id: 'RolePolicy',
    type: 'AWS::IAM::RolePolicy',
    properties: {
      RoleName: spec.roleName,
      // Names of a role's policies are its own, and components share the role of their endpoint.
      PolicyName: `serve-${spec.componentName}-${release}`,
      PolicyDocument: policyDocument(componentStatements({ ...spec, ...modelAccess([spec]) })),
    },
  };
}

/** On the role of the endpoint, and in its network. */
function decideComponentModel(spec: ComponentSpec, { accelerators }: Requirements, release: string): PlannedResource {
  const { isUnresolved, instanceTypes } = spec;
  const known = instanceTypes.find((type) => !isUnresolved(type));
  const device = known === undefined ? undefined : accelerators === 0 ? 'cpu' : instanceFacts(known)?.device;
  const model = decideModel(spec, release, device === undefined ? {} : { [Environment.DEVICE]: device });
  return { ...model, properties: { ...model.properties, ExecutionRoleArn: spec.roleArn } };
}

function decideAlarms(
  spec: ComponentSpec & { readonly latencyLimitMilliseconds: number },
  rollout: RolloutSpec,
  release: string,
) {
  const metrics = publishedMetrics(componentDimensions(spec.componentName));
  return decideAlarmsOn(metrics, spec, rollout, release, { subject: SUBJECT });
}

/** SageMaker takes one specification, or one for each of several instance types. */
function perInstanceType(types: readonly string[], specification: Properties): Properties {
  if (types.length === 1) return { Specification: specification };
  return { Specifications: types.map((InstanceType) => ({ InstanceType, ...specification })) };
}

function predictionNotes(spec: ComponentSpec, rollout: RolloutSpec): string[] {
  if (spec.publishesPredictions !== false) return rolloutNotes(spec, rollout, endpointShares(rollout));
  return [
    'no prediction-shift alarm: the container is not the runtime, which publishes what it answers, so a release that answers wrongly is not noticed',
  ];
}

/** The runtime runs a model on one GPU, or on processors; of several GPUs, only the author knows how it is spread. */
function fitNotes({ model, instanceTypes, isUnresolved }: ComponentSpec, { accelerators }: Requirements): string[] {
  if (isUnresolved(accelerators) || accelerators > 1) return [];
  return instanceTypes.flatMap((instanceType) => checkModelFit({ model, instanceType, accelerators }, isUnresolved));
}

function checkCopies(copyCount: number, isUnresolved: (value: unknown) => boolean): void {
  if (isUnresolved(copyCount) || (Number.isInteger(copyCount) && copyCount >= 1)) return;
  throw new InferenceError(
    'CopyCountOutOfRange',
    `copy count (${copyCount}): a whole number of at least 1, because SageMaker makes no component without a copy. set 1, and scale to none with autoScaleCopyCount`,
  );
}
