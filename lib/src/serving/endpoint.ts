import { createHash } from 'node:crypto';
import { policyDocument, trust } from '../access/statements';
import { endpointStatements } from '../access/endpoint';
import { instanceFacts } from '../catalog/instances';
import { Environment } from '../contract/environment';
import { Dimensions } from '../contract/metrics';
import type { LoadedPackage } from '../model/load';
import { bakePeriodSeconds } from '../monitoring/alarm';
import { powerNotes } from '../monitoring/power-notes';
import { predictionShiftAlarm } from '../monitoring/prediction-shift';
import { errorsAlarm, fallbackAlarm, latencyAlarm } from '../monitoring/service-alarms';
import type { Plan, PlannedResource } from '../plan/plan';
import { ref } from '../plan/plan';
import { guardrails } from '../rollout/guardrails';
import type { RolloutSpec } from '../rollout/rollout';
import { checkRollout, DEFAULT_ROLLOUT } from '../rollout/rollout';
import { checkEnvironment } from './environment';
import { checkEndpointLimits, wholeInstanceNotes } from './endpoint-limits';

/** What a real-time endpoint is asked to be; engine-neutral. */
export interface EndpointSpec {
  readonly model: LoadedPackage;
  readonly instanceType?: string;
  readonly instanceCount?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly rollout?: RolloutSpec;
  readonly latencyLimitMilliseconds?: number;
  readonly expectedRequestsPerMinute?: number;
  /** Literal name: alarms name the endpoint and the endpoint names its alarms. */
  readonly endpointName: string;
  readonly image: string;
  /** ARN of the repository that holds the image. */
  readonly imageRepositoryArn: string;
  /** `s3://bucket/key` of the archive, and its object's ARN. */
  readonly modelDataUrl: string;
  readonly modelDataArn: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** How long the engine waits for a deployment, where it does not wait as long as SageMaker may take. */
  readonly longestDeploymentSeconds?: number;
  readonly isUnresolved: (value: unknown) => boolean;
  /** A value as stable text, tokens resolved. Default: its JSON. */
  readonly textOf?: (value: unknown) => string;
}

export const ENDPOINT_DEFAULTS = {
  instanceType: 'ml.c7i.large',
  /** A canary needs two, and so does the loss of an availability zone. */
  instanceCount: 2,
  latencyLimitMilliseconds: 1000,
  variantName: 'live',
} as const;

/** A SageMaker endpoint that serves a model package, with deployment guardrails that roll back by themselves. */
export function decideEndpoint(spec: EndpointSpec): Plan {
  const rollout = spec.rollout ?? DEFAULT_ROLLOUT;
  const instanceType = spec.instanceType ?? ENDPOINT_DEFAULTS.instanceType;
  const instanceCount = spec.instanceCount ?? ENDPOINT_DEFAULTS.instanceCount;
  checkRollout(rollout, spec.isUnresolved);
  checkEndpointLimits({ ...spec, rollout, instanceType, instanceCount });
  checkEnvironment(spec.environment);
  const release = releaseOf(spec, instanceType);
  const alarms = decideAlarms(spec, rollout, release);
  const share = rollout.kind === 'canary' ? rollout.percent : 100;
  return {
    resources: [
      {
        id: 'Role',
        type: 'AWS::IAM::Role',
        properties: { AssumeRolePolicyDocument: trust('sagemaker.amazonaws.com') },
      },
      {
        id: 'RolePolicy',
        type: 'AWS::IAM::RolePolicy',
        properties: {
          RoleName: ref('Role'),
          // A name per release, so that a new one replaces the policy: the old fleet keeps what it reads until it goes.
          PolicyName: `serve-model-${release}`,
          PolicyDocument: policyDocument(endpointStatements(spec)),
        },
      },
      {
        id: 'Model',
        type: 'AWS::SageMaker::Model',
        dependsOn: ['RolePolicy'],
        properties: {
          ExecutionRoleArn: ref('Role', 'Arn'),
          PrimaryContainer: {
            Image: spec.image,
            ModelDataUrl: spec.modelDataUrl,
            Environment: {
              ...device(instanceType, spec.isUnresolved),
              ...spec.environment,
              [Environment.MODEL_DIGEST]: spec.model.digest,
              [Environment.ENDPOINT_NAME]: spec.endpointName,
              [Environment.RELEASE]: release,
            },
          },
        },
      },
      {
        id: 'Config',
        type: 'AWS::SageMaker::EndpointConfig',
        perRelease: true,
        properties: {
          ProductionVariants: [
            {
              VariantName: ENDPOINT_DEFAULTS.variantName,
              ModelName: ref('Model', 'ModelName'),
              InstanceType: instanceType,
              InitialInstanceCount: instanceCount,
              InitialVariantWeight: 1,
            },
          ],
        },
      },
      ...alarms,
      {
        id: 'Resource',
        type: 'AWS::SageMaker::Endpoint',
        dependsOn: ['RolePolicy'],
        properties: {
          EndpointName: spec.endpointName,
          EndpointConfigName: ref('Config', 'EndpointConfigName'),
          DeploymentConfig: guardrails(
            rollout,
            alarms.map(({ id }) => ref(id)),
          ),
        },
      },
    ],
    notes: [
      ...powerNotes(spec, share, bakePeriodSeconds(rollout.bakeMinutes)),
      ...wholeInstanceNotes(share, instanceCount, spec.isUnresolved),
    ],
  };
}

/** What tells one release from another: whatever makes it answer differently. */
function releaseOf(spec: EndpointSpec, instanceType: string): string {
  const { model, image, imageRepositoryArn, environment = {}, textOf = JSON.stringify } = spec;
  const parts = [model.digest, image, imageRepositoryArn, environment, instanceType].map((part) => textOf(part));
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
}

function device(instanceType: string, isUnresolved: (value: unknown) => boolean): Record<string, string> {
  if (isUnresolved(instanceType)) return {};
  return { [Environment.DEVICE]: instanceFacts(instanceType)?.device ?? 'cpu' };
}

function decideAlarms(spec: EndpointSpec, rollout: RolloutSpec, release: string): PlannedResource[] {
  const { manifest, digest } = spec.model;
  const periodSeconds = bakePeriodSeconds(rollout.bakeMinutes);
  const dimensions = {
    EndpointName: spec.endpointName,
    VariantName: ENDPOINT_DEFAULTS.variantName,
    EndpointConfigName: ref('Config', 'EndpointConfigName'),
  };
  const metrics = {
    requests: { namespace: 'AWS/SageMaker', name: 'Invocations', dimensions },
    errors: { namespace: 'AWS/SageMaker', name: 'Invocation5XXErrors', dimensions },
    latency: { namespace: 'AWS/SageMaker', name: 'ModelLatency', dimensions },
    unitsPerMillisecond: 1000,
  };
  const limit = spec.latencyLimitMilliseconds ?? ENDPOINT_DEFAULTS.latencyLimitMilliseconds;
  const published = {
    [Dimensions.ENDPOINT]: spec.endpointName,
    [Dimensions.MODEL]: digest,
    [Dimensions.RELEASE]: release,
  };
  const alarms = [
    errorsAlarm('ErrorsAlarm', metrics, periodSeconds),
    latencyAlarm('LatencyAlarm', metrics, limit, periodSeconds, spec.isUnresolved),
    ...(manifest.fallback === undefined ? [] : [fallbackAlarm('FallbackAlarm', published, metrics, periodSeconds)]),
  ];
  if (manifest.classes === undefined || manifest.heldOut?.predictedRates === undefined) return alarms;
  return [
    ...alarms,
    predictionShiftAlarm({
      id: 'PredictionShiftAlarm',
      classes: manifest.classes,
      heldOut: manifest.heldOut,
      dimensions: published,
      periodSeconds,
      expectedRequestsPerMinute: spec.expectedRequestsPerMinute,
      modelName: `${manifest.name} ${manifest.version}`,
    }),
  ];
}
