import { asynchronousStatements } from '../access/asynchronous';
import type { KnownPlace } from '../access/other-account';
import { networkStatement } from '../access/network';
import { given } from '../plan/given';
import type { Plan, PlannedResource } from '../plan/plan';
import { ref } from '../plan/plan';
import { guardrails } from '../rollout/guardrails';
import type { RolloutSpec } from '../rollout/rollout';
import { checkRollout, DEFAULT_ROLLOUT } from '../rollout/rollout';
import type { AsyncSpec } from './async-config';
import { asyncConfig, asyncEnvironment, checkAsync, maxPayloadBytesOf } from './async-config';
import { checkContainerImage } from './container-image';
import { instanceTypeOf, SMALLEST_INSTANCE_TYPE } from './default-instance';
import { checkEnvironment } from './environment';
import { checkAlarmCount, decideEndpointAlarms } from './endpoint-alarms';
import { decideModel, instanceEnvironment } from './endpoint-container';
import type { InstancesSpec } from './endpoint-instances';
import { checkVolumes, volumeProperties } from './endpoint-instances';
import { checkEndpointLimits } from './endpoint-limits';
import type { NetworkSpec } from './endpoint-network';
import { checkNetwork } from './endpoint-network';
import { endpointNotes } from './endpoint-notes';
import { differences, releaseOf } from './endpoint-release';
import { decideRole } from './endpoint-role';
import type { ShadowSpec } from './endpoint-shadow';
import { shadowRelease, shadowVariant } from './endpoint-shadow';
import type { VariantSpec } from './endpoint-variants';
import { checkVariants, decideConfig, instanceVariant, VARIANT_NAME, variantId } from './endpoint-variants';
import type { GivenRole } from './given-role';
import { onRole } from './given-role';
import type { InstancePoolSpec } from './instance-pools';
import { checkPools } from './instance-pools';
import { checkOpsets } from './model-opset';
import { modelAccess, modelDataOf, NO_MODEL_DATA } from './model-sources';
import { checkPayload } from './payload';
import type { Placement } from './placement';
import { typesOf, withoutPools } from './placement';
import type { ModelData, ServedModel } from './served-model';
import { repositoryOf } from './served-model';
import type { StartupSpec } from './startup-timeouts';
import { checkStartup, longestStart, startupTimeouts } from './startup-timeouts';

/** What every endpoint is asked to be; engine-neutral. */
export interface HostedSpec extends KnownPlace {
  readonly environment?: Readonly<Record<string, string>>;
  /** Literal name: alarms name the endpoint and the endpoint names its alarms. */
  readonly endpointName: string;
  readonly image: string;
  /** ARN of the repository that holds the image. */
  readonly imageRepositoryArn: string;
  /** The same where it may be of another account, which then has to let this one in. */
  readonly pulledRepositoryArn?: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** Whether the container is the runtime, which publishes what it answers. Default: it is. */
  readonly publishesPredictions?: boolean;
  /** A role that was made elsewhere, in place of one of its own. */
  readonly role?: GivenRole;
  readonly isUnresolved: (value: unknown) => boolean;
  /** A value as stable text, tokens resolved. Default: its JSON. */
  readonly textOf?: (value: unknown) => string;
}

/** What an endpoint on instances is asked to be. */
export interface InstanceSpec extends HostedSpec, InstancesSpec, StartupSpec {
  readonly instanceType?: string;
  /** In place of one instance type: several, by priority. */
  readonly instancePools?: readonly InstancePoolSpec[];
  readonly instanceProvisionTimeoutSeconds?: number;
  readonly instanceCount?: number;
  readonly rollout?: RolloutSpec;
  readonly latencyLimitMilliseconds?: number;
  readonly expectedRequestsPerMinute?: number;
  readonly network?: NetworkSpec;
  readonly networkIsolation?: boolean;
  /** How long the engine waits for a deployment, where it does not wait as long as SageMaker may take. */
  readonly longestDeploymentSeconds?: number;
}

/** What an endpoint that serves a model package on instances is asked to be: in real time, or asynchronously. */
export interface EndpointSpec extends InstanceSpec, ModelData {
  readonly model: ServedModel;
  readonly asynchronous?: AsyncSpec;
  /** Weight of the endpoint's own model among its variants. */
  readonly weight?: number;
  readonly variants?: readonly VariantSpec[];
  readonly shadow?: ShadowSpec;
}

export const ENDPOINT_DEFAULTS = {
  instanceType: SMALLEST_INSTANCE_TYPE,
  /** A canary needs two, and so does the loss of an availability zone. */
  instanceCount: 2,
  latencyLimitMilliseconds: 1000,
  variantName: VARIANT_NAME,
  weight: 1,
} as const;

/** A SageMaker endpoint that serves a model package, with deployment guardrails that roll back by themselves. */
export function decideEndpoint(asked: EndpointSpec): Plan {
  checkPools(asked, asked.isUnresolved);
  const instanceType = instanceTypeOf(asked);
  const spec = { ...ENDPOINT_DEFAULTS, rollout: DEFAULT_ROLLOUT, variants: [], ...given(asked), instanceType };
  const { rollout, isUnresolved, asynchronous, variants } = spec;
  checkRollout(rollout, isUnresolved);
  checkInstanceSpec(spec);
  checkVariants(spec.weight, variants, isUnresolved);
  for (const variant of variants) checkEndpointLimits({ ...spec, ...given(variant) });
  if (asynchronous !== undefined) checkAsync(asynchronous, isUnresolved);
  const shadows = spec.shadow === undefined ? [] : [shadowVariant(spec.shadow, spec)];

  const release = releaseOf({ ...spec, imageRepositoryArn: repositoryOf(spec), also: differences(spec) });
  const environment = { ...asyncEnvironment(asynchronous), ...spec.environment };
  const elsewhere = { ...spec, ...NO_MODEL_DATA };
  const withTimeouts = <T extends { readonly model: ServedModel }>(each: T) => ({
    ...each,
    ...startupTimeouts(spec, each.model),
  });
  const others = variants.map((each) => ({ ...elsewhere, ...given(each), ...withoutPools(each) }));
  const served = [{ ...spec, name: VARIANT_NAME }, ...others].map(withTimeouts);
  const copied = shadows.map((each) => ({ ...elsewhere, ...each, ...withoutPools(spec.shadow) })).map(withTimeouts);
  const all = [...served, ...copied];
  checkVolumes(spec, all.flatMap(typesOf), isUnresolved);
  for (const { model } of all) {
    if (asynchronous === undefined) checkPayload(model, 'endpoint', spec);
    else checkPayload(model, 'asynchronous', { ...spec, maxPayloadBytes: maxPayloadBytesOf(asynchronous) });
  }
  const alarms = served.flatMap((variant) =>
    decideEndpointAlarms({ ...variant, endpointName: spec.endpointName, variantName: variant.name }, rollout, release),
  );
  checkAlarmCount(alarms);
  if (spec.publishesPredictions !== false) for (const { model } of all) checkOpsets(model);
  const plan: Plan = {
    resources: [
      ...decideRole({ ...spec, ...modelAccess(all) }, release, [
        ...(spec.network === undefined ? [] : [networkStatement()]),
        ...(asynchronous === undefined ? [] : asynchronousStatements(asynchronous)),
      ]),
      ...all.map((variant, i) =>
        decideModel(
          { ...spec, ...modelDataOf(variant), model: variant.model, environment },
          i < served.length ? release : shadowRelease(release),
          instanceEnvironment(variant.instanceType, isUnresolved),
          variantId('Model', variant.name),
        ),
      ),
      decideConfig(served.map(instanceVariant), {
        ...(shadows.length === 0 ? {} : { ShadowProductionVariants: copied.map(instanceVariant) }),
        ...volumeProperties(spec),
        ...(asynchronous === undefined ? {} : { AsyncInferenceConfig: asyncConfig(asynchronous) }),
      }),
      ...alarms,
      decideEndpointResource(spec, rollout, alarms, longestStart(all, isUnresolved)),
    ],
    notes: endpointNotes(spec, served, all, asked.instanceType === undefined && asked.instancePools === undefined),
  };
  return onRole(plan, spec.role, spec.endpointName);
}

/** What every endpoint on instances is checked for, whatever it serves. */
export function checkInstanceSpec(
  spec: InstanceSpec & Placement & { readonly instanceCount: number; readonly rollout: RolloutSpec },
): void {
  for (const instanceType of typesOf(spec)) checkEndpointLimits({ ...spec, instanceType });
  checkEnvironment(spec.environment, spec.isUnresolved);
  checkContainerImage(spec, spec.isUnresolved);
  checkNetwork(spec.network, spec.isUnresolved);
  checkStartup(spec, spec.isUnresolved);
}

/** The endpoint, with guardrails that the alarms hold. */
export function decideEndpointResource(
  { endpointName, longestDeploymentSeconds }: Pick<InstanceSpec, 'endpointName' | 'longestDeploymentSeconds'>,
  rollout: RolloutSpec,
  alarms: readonly PlannedResource[],
  startSeconds: number,
): PlannedResource {
  return {
    id: 'Resource',
    type: 'AWS::SageMaker::Endpoint',
    dependsOn: ['RolePolicy'],
    properties: {
      EndpointName: endpointName,
      EndpointConfigName: ref('Config', 'EndpointConfigName'),
      DeploymentConfig: guardrails(
        rollout,
        alarms.map(({ id }) => ref(id)),
        longestDeploymentSeconds,
        startSeconds,
      ),
    },
  };
}
