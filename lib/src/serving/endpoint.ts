import type { LoadedPackage } from '../model/load';
import { bakePeriodSeconds } from '../monitoring/alarm';
import { powerNotes } from '../monitoring/power-notes';
import type { Plan } from '../plan/plan';
import { ref } from '../plan/plan';
import { guardrails } from '../rollout/guardrails';
import type { RolloutSpec } from '../rollout/rollout';
import { checkRollout, DEFAULT_ROLLOUT } from '../rollout/rollout';
import { checkEnvironment } from './environment';
import { decideEndpointAlarms } from './endpoint-alarms';
import { decideModel, instanceEnvironment } from './endpoint-container';
import { checkEndpointLimits, wholeInstanceNotes } from './endpoint-limits';
import { releaseOf } from './endpoint-release';
import { decideRole } from './endpoint-role';
import { decideConfig, instanceVariant, VARIANT_NAME } from './endpoint-variants';

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
  variantName: VARIANT_NAME,
} as const;

/** A SageMaker endpoint that serves a model package, with deployment guardrails that roll back by themselves. */
export function decideEndpoint(asked: EndpointSpec): Plan {
  const spec = { ...ENDPOINT_DEFAULTS, rollout: DEFAULT_ROLLOUT, ...given(asked) };
  const { rollout, instanceType, instanceCount, isUnresolved } = spec;
  checkRollout(rollout, isUnresolved);
  checkEndpointLimits(spec);
  checkEnvironment(spec.environment);
  const release = releaseOf(spec);
  const alarms = decideEndpointAlarms(spec, rollout, release);
  const share = rollout.kind === 'canary' ? rollout.percent : 100;
  return {
    resources: [
      ...decideRole(spec, release),
      decideModel(spec, release, instanceEnvironment(instanceType, isUnresolved)),
      decideConfig([instanceVariant(instanceType, instanceCount)]),
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
      ...wholeInstanceNotes(share, instanceCount, isUnresolved),
    ],
  };
}

/** Without what is undefined, which would replace a default. */
function given<T extends object>(asked: T): T {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as T;
}
