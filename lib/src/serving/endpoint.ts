import { asynchronousStatements } from '../access/asynchronous';
import type { KnownPlace } from '../access/other-account';
import { networkStatement } from '../access/network';
import { Environment } from '../contract/environment';
import { rolloutNotes } from '../monitoring/rollout-notes';
import { given } from '../plan/given';
import type { Plan, PlannedResource } from '../plan/plan';
import { ref } from '../plan/plan';
import { guardrails } from '../rollout/guardrails';
import type { RolloutSpec } from '../rollout/rollout';
import { checkRollout, DEFAULT_ROLLOUT } from '../rollout/rollout';
import { endpointShares } from '../rollout/shares';
import { acceptanceNotes } from './acceptance-hook';
import type { AsyncSpec } from './async-config';
import { ASYNC_DEFAULTS, asyncConfig, checkAsync, maxPayloadBytesOf } from './async-config';
import { checkContainerImage } from './container-image';
import { checkEnvironment } from './environment';
import { checkAlarmCount, decideEndpointAlarms } from './endpoint-alarms';
import { decideModel, instanceEnvironment } from './endpoint-container';
import { checkEndpointLimits, wholeInstanceNotes } from './endpoint-limits';
import { defaultInstanceNotes, instanceTypeOf, SMALLEST_INSTANCE_TYPE } from './default-instance';
import { checkModelFit } from './endpoint-fit';
import { latencyNotes, staleNotes } from './measured';
import { checkOpsets } from './model-opset';
import type { NetworkSpec } from './endpoint-network';
import { checkNetwork } from './endpoint-network';
import { releaseOf } from './endpoint-release';
import { decideRole } from './endpoint-role';
import type { ShadowSpec } from './endpoint-shadow';
import { shadowNotes, shadowRelease, shadowVariant } from './endpoint-shadow';
import type { VariantSpec } from './endpoint-variants';
import { checkVariants, decideConfig, instanceVariant, liveShare, VARIANT_NAME, variantId } from './endpoint-variants';
import { checkPayload } from './payload';
import { modelAccess, modelDataOf, NO_MODEL_DATA, ownerNotes } from './model-sources';
import type { ModelData, ServedModel } from './served-model';
import { repositoryOf } from './served-model';

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
  readonly isUnresolved: (value: unknown) => boolean;
  /** A value as stable text, tokens resolved. Default: its JSON. */
  readonly textOf?: (value: unknown) => string;
}

/** What an endpoint on instances is asked to be. */
export interface InstanceSpec extends HostedSpec {
  readonly instanceType?: string;
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
  const instanceType = instanceTypeOf(asked);
  const spec = { ...ENDPOINT_DEFAULTS, rollout: DEFAULT_ROLLOUT, variants: [], ...given(asked), instanceType };
  const { rollout, instanceCount, isUnresolved, asynchronous, variants } = spec;
  checkRollout(rollout, isUnresolved);
  checkEndpointLimits(spec);
  checkEnvironment(spec.environment, isUnresolved);
  checkContainerImage(spec, isUnresolved);
  checkNetwork(spec.network, isUnresolved);
  checkVariants(spec.weight, variants, isUnresolved);
  for (const variant of variants) checkEndpointLimits({ ...spec, ...given(variant) });
  if (asynchronous !== undefined) checkAsync(asynchronous, isUnresolved);
  const shadows = spec.shadow === undefined ? [] : [shadowVariant(spec.shadow, spec)];

  const release = releaseOf({ ...spec, imageRepositoryArn: repositoryOf(spec), also: differences(spec) });
  const environment = { ...asyncEnvironment(asynchronous), ...spec.environment };
  const elsewhere = { ...spec, ...NO_MODEL_DATA };
  const served = [{ ...spec, name: VARIANT_NAME }, ...variants.map((each) => ({ ...elsewhere, ...given(each) }))];
  const all = [...served, ...shadows.map((each) => ({ ...elsewhere, ...each }))];
  for (const { model } of all) {
    if (asynchronous === undefined) checkPayload(model, 'endpoint', spec);
    else checkPayload(model, 'asynchronous', { ...spec, maxPayloadBytes: maxPayloadBytesOf(asynchronous) });
  }
  const alarms = served.flatMap((variant) =>
    decideEndpointAlarms({ ...variant, endpointName: spec.endpointName, variantName: variant.name }, rollout, release),
  );
  checkAlarmCount(alarms);
  if (spec.publishesPredictions !== false) for (const { model } of all) checkOpsets(model);
  const shares = endpointShares(rollout);
  const live = liveShare(spec.weight, variants, isUnresolved);
  return {
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
      decideConfig(served.map(onInstances), {
        ...(shadows.length === 0 ? {} : { ShadowProductionVariants: shadows.map(onInstances) }),
        ...(asynchronous === undefined ? {} : { AsyncInferenceConfig: asyncConfig(asynchronous) }),
      }),
      ...alarms,
      decideEndpointResource(spec.endpointName, rollout, alarms, spec.longestDeploymentSeconds),
    ],
    notes: [
      ...predictionNotes(
        { ...spec, expectedRequestsPerMinute: timesShare(spec.expectedRequestsPerMinute, live, isUnresolved) },
        rollout,
        shares,
      ),
      ...acceptanceNotes(spec.model, 'endpoint'),
      ...wholeInstanceNotes(shares[0], instanceCount, isUnresolved, rollout.kind),
      ...(asked.instanceType === undefined ? defaultInstanceNotes(instanceType) : []),
      ...all.flatMap((variant) => checkModelFit(variant, isUnresolved)),
      ...served.flatMap(({ model }) => [
        ...staleNotes(model),
        ...latencyNotes(model, spec.latencyLimitMilliseconds, isUnresolved),
      ]),
      ...shadowNotes(spec.shadow, rollout.kind),
      ...ownerNotes(spec, all),
    ],
  };
}

function onInstances({
  name,
  weight,
  instanceType,
  instanceCount,
}: Required<Omit<VariantSpec, 'model' | keyof ModelData>>) {
  return instanceVariant(instanceType, instanceCount, { name, weight, modelId: variantId('Model', name) });
}

/** Only the runtime publishes what a prediction-shift alarm watches. */
function predictionNotes(spec: EndpointSpec, rollout: RolloutSpec, shares: readonly number[]): string[] {
  if (spec.publishesPredictions !== false) return rolloutNotes(spec, rollout, shares);
  return [
    'no prediction-shift alarm: the container is not the runtime, which publishes what it answers, so a release that answers wrongly is not noticed',
  ];
}

/** The endpoint, with guardrails that the alarms hold. */
export function decideEndpointResource(
  endpointName: string,
  rollout: RolloutSpec,
  alarms: readonly PlannedResource[],
  longestDeploymentSeconds?: number,
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
      ),
    },
  };
}

/** What else tells releases apart, beside what every endpoint has. */
function differences({ variants = [], shadow, network, networkIsolation }: EndpointSpec): unknown[] {
  return [
    ...variants.map(({ name, model, instanceType = '' }) => [name, model.digest, instanceType]),
    ...(shadow === undefined ? [] : [['shadow', shadow.name ?? '', shadow.model.digest, shadow.instanceType ?? '']]),
    ...(network === undefined ? [] : [network]),
    ...(networkIsolation === undefined ? [] : [networkIsolation]),
  ];
}

function asyncEnvironment(asynchronous: AsyncSpec | undefined): Record<string, string> {
  if (asynchronous === undefined) return {};
  return {
    [Environment.MAX_BODY_BYTES]: String(maxPayloadBytesOf(asynchronous)),
    [Environment.MAX_WAIT_MS]: String(ASYNC_DEFAULTS.maxWaitMilliseconds),
  };
}

function timesShare(rate: number | undefined, share: number | undefined, isUnresolved: (value: unknown) => boolean) {
  if (rate === undefined || share === undefined || isUnresolved(rate)) return share === undefined ? undefined : rate;
  return share === 0 ? undefined : rate * share;
}
