import { watchAlarms } from '../access/endpoint';
import { policyDocument } from '../access/statements';
import { InferenceError } from '../errors';
import { bakePeriodSeconds } from '../monitoring/alarm';
import { serviceAlarms } from '../monitoring/service-alarms';
import type { PlannedResource } from '../plan/plan';
import { ref } from '../plan/plan';
import { checkEndpointRollout } from '../rollout/endpoint-rollout';
import { guardrails } from '../rollout/guardrails';
import type { RolloutSpec } from '../rollout/rollout';
import { checkRollout, DEFAULT_ROLLOUT } from '../rollout/rollout';
import { endpointShares } from '../rollout/shares';
import { ENDPOINT_DEFAULTS } from './endpoint';
import { checkAlarmCount, publishedMetrics } from './endpoint-alarms';
import { wholeInstanceNotes } from './endpoint-limits';
import { variantId } from './endpoint-variants';
import { USUAL_VARIANT_NAME, variantDimensions } from './service-metrics';

/** A variant of an endpoint that somebody else made, as far as its configuration is read. */
export interface DeclaredVariant {
  /** None where it is chosen at deployment. */
  readonly name?: string;
  /** Undefined where it is a token. */
  readonly instanceCount?: number;
  readonly isServerless?: boolean;
  /** Without a model of its own it hosts inference components. */
  readonly hasModel: boolean;
  /** Whether its model runs as a role that is declared in the app. */
  readonly hasDeclaredRole: boolean;
}

/** An endpoint that somebody else made, and what is to guard its deployments. */
export interface GuardSpec {
  /** Literal, or a token that does not refer to the endpoint: alarms name it, and it names the alarms. */
  readonly endpointName: string | undefined;
  /** Name of its configuration, new with every release. */
  readonly configName: string;
  /** None where the configuration is not part of the app. */
  readonly variants: readonly DeclaredVariant[];
  /** Of the one variant where the configuration is not part of the app. */
  readonly variantName?: string;
  readonly isAsynchronous?: boolean;
  readonly rollout?: RolloutSpec;
  readonly latencyLimitMilliseconds?: number;
  /** Names of the roles of its models, each once. */
  readonly roleNames: readonly string[];
  /** Alarms that roll it back already. */
  readonly keptAlarmNames: readonly string[];
  readonly longestDeploymentSeconds?: number;
  readonly isUnresolved: (value: unknown) => boolean;
}

/** What guards an endpoint that is there. */
export interface GuardPlan {
  /** For each of the roles, in their order: what lets it watch the alarms. */
  readonly policies: readonly PlannedResource[];
  readonly alarms: readonly PlannedResource[];
  /** Properties that the endpoint gets. */
  readonly endpoint: PlannedResource;
  readonly notes: readonly string[];
}

/** What our own endpoints have by themselves: rollback alarms on the new fleet, guardrails that hold them, and the right to read them. */
export function decideEndpointGuard(spec: GuardSpec): GuardPlan {
  const { rollout = DEFAULT_ROLLOUT, isUnresolved } = spec;
  const variants = spec.variants.length === 0 ? [unknownVariant(spec)] : spec.variants;
  const endpointName = requireName(spec.endpointName);
  checkRollout(rollout, isUnresolved);
  checkGuardable(variants);
  const names = requireVariantNames(variants);
  for (const { instanceCount } of variants) checkEndpointRollout({ ...spec, rollout, instanceCount });
  const alarms = names.flatMap((name, i) => variantAlarms({ ...spec, endpointName }, rollout, name, i));
  checkAlarmCount(alarms, spec.keptAlarmNames.length);
  const alarmNames = [...spec.keptAlarmNames, ...alarms.map(({ id }) => ref(id))];
  return {
    policies: spec.roleNames.map(rolePolicy),
    alarms,
    endpoint: {
      id: 'Resource',
      type: 'AWS::SageMaker::Endpoint',
      properties: { DeploymentConfig: guardrails(rollout, alarmNames, spec.longestDeploymentSeconds) },
    },
    notes: [
      'no prediction-shift alarm: what the models should answer is not known here, so a release that answers wrongly is not noticed',
      ...(variants.some(({ hasDeclaredRole }) => !hasDeclaredRole)
        ? [
            'rollback alarms: a role that the endpoint runs as is not made here. let it do cloudwatch:DescribeAlarms, or SageMaker cannot watch them',
          ]
        : []),
      ...variants.flatMap(({ instanceCount }) =>
        instanceCount === undefined
          ? []
          : wholeInstanceNotes(endpointShares(rollout)[0], instanceCount, isUnresolved, rollout.kind),
      ),
    ],
  };
}

function unknownVariant({ variantName = USUAL_VARIANT_NAME }: GuardSpec): DeclaredVariant {
  return { name: variantName, hasModel: true, hasDeclaredRole: false };
}

function variantAlarms(
  spec: GuardSpec & { readonly endpointName: string },
  rollout: RolloutSpec,
  name: string,
  position: number,
): PlannedResource[] {
  const { isUnresolved, latencyLimitMilliseconds = ENDPOINT_DEFAULTS.latencyLimitMilliseconds } = spec;
  const dimensions = { ...variantDimensions(spec.endpointName, name), EndpointConfigName: spec.configName };
  return serviceAlarms(publishedMetrics(dimensions, spec.isAsynchronous === true ? {} : undefined), {
    id: (alarm) => variantId(alarm, isUnresolved(name) ? String(position + 1) : name),
    latencyLimitMilliseconds,
    periodSeconds: bakePeriodSeconds(rollout.bakeMinutes),
    isUnresolved,
  });
}

/** One for all endpoints that share the role, below which it is made. */
function rolePolicy(roleName: string): PlannedResource {
  return {
    id: 'WatchRollbackAlarms',
    type: 'AWS::IAM::RolePolicy',
    properties: {
      RoleName: roleName,
      PolicyName: 'watch-rollback-alarms',
      PolicyDocument: policyDocument([watchAlarms()]),
    },
  };
}

function requireName(endpointName: string | undefined): string {
  if (endpointName !== undefined) return endpointName;
  throw new InferenceError(
    'EndpointNameUnknown',
    'endpoint name (none): rollback alarms name the endpoint, and it names them, so the name cannot be one that is chosen at deployment. ' +
      'give the endpoint a name; or, to keep one that is deployed, pass the name that it has',
  );
}

function requireVariantNames(variants: readonly DeclaredVariant[]): string[] {
  return variants.map(({ name }) => {
    if (name !== undefined) return name;
    throw new InferenceError(
      'VariantNameUnknown',
      'variant name (none): rollback alarms name the variant, so its name cannot be one that is chosen at deployment. give every variant a name',
    );
  });
}

function checkGuardable(variants: readonly DeclaredVariant[]): void {
  const host = variants.find(({ hasModel }) => !hasModel);
  if (host !== undefined) {
    throw new InferenceError(
      'RolloutUnsuitable',
      `rollout (of ${JSON.stringify(host.name)}, which has no model): such a variant hosts inference components, and each of them is rolled out by itself. give the rollout to the components`,
    );
  }
  const serverless = variants.find(({ isServerless }) => isServerless === true);
  if (serverless === undefined) return;
  throw new InferenceError(
    'RolloutUnsuitable',
    `rollout (of ${JSON.stringify(serverless.name)}, which is serverless): a serverless endpoint moves all traffic at once, and no alarm rolls it back. choose an endpoint on instances`,
  );
}

/** Two rollouts of an endpoint would overwrite one another. */
export function checkRolloutOnce(isOn: boolean): void {
  if (!isOn) return;
  throw new InferenceError(
    'RolloutAlreadyOn',
    'rollout (a second one): the endpoint has one already. apply it once, with the options that are meant',
  );
}
