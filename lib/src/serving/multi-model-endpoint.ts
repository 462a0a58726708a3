import { Environment } from '../contract/environment';
import { InferenceError } from '../errors';
import { bakePeriodSeconds } from '../monitoring/alarm';
import { serviceAlarms } from '../monitoring/service-alarms';
import type { Plan } from '../plan/plan';
import { checkOwner } from '../model/s3-owner';
import { checkRollout, DEFAULT_ROLLOUT } from '../rollout/rollout';
import { endpointShares } from '../rollout/shares';
import type { InstanceSpec } from './endpoint';
import { instanceTypeOf } from './default-instance';
import { checkInstanceSpec, decideEndpointResource, ENDPOINT_DEFAULTS } from './endpoint';
import { endpointMetrics } from './endpoint-alarms';
import { instanceEnvironment, modelResource } from './endpoint-container';
import { checkModelFit } from './endpoint-fit';
import { checkPayload } from './payload';
import { checkVolumes, volumeProperties } from './endpoint-instances';
import { wholeInstanceNotes } from './endpoint-limits';
import { differences, releaseOf } from './endpoint-release';
import { decideRole } from './endpoint-role';
import { checkOpsets } from './model-opset';
import type { ServedModel } from './served-model';
import { decideConfig, instanceVariant } from './endpoint-variants';
import { onRole } from './given-role';
import { checkPools } from './instance-pools';
import { typesOf } from './placement';
import { longestStart } from './startup-timeouts';
import { networkStatement } from '../access/network';
import { otherAccountNotes } from '../access/other-account';
import { given } from '../plan/given';

/** What an endpoint that serves many models is asked to be. */
export interface MultiModelSpec extends InstanceSpec {
  readonly bucketName: string;
  readonly bucketArn: string;
  /** Where the archives are, without a slash at either end. */
  readonly prefix: string;
  /** Account that owns the bucket and has to let this one in; none where nothing is left to do. */
  readonly modelBucketAccount?: string;
  /** ARN of the customer-managed key that the archives are encrypted with. */
  readonly modelKeyArn?: string;
  /** Whether the policy of that key lets this account in already. */
  readonly modelKeyLetsIn?: boolean;
  /** Keep models in memory until it is short; off where requests rarely ask for the same model twice. Default: true. */
  readonly cacheModels?: boolean;
}

/** An endpoint that loads models from a prefix when they are asked for. A rollback watches the fleet, not a model. */
export function decideMultiModelEndpoint(asked: MultiModelSpec): Plan {
  checkPools(asked, asked.isUnresolved);
  const spec = { ...ENDPOINT_DEFAULTS, rollout: DEFAULT_ROLLOUT, ...given(asked), instanceType: instanceTypeOf(asked) };
  const { rollout, instanceType, instanceCount, isUnresolved, bucketArn, prefix } = spec;
  checkRollout(rollout, isUnresolved);
  checkInstanceSpec(spec);
  checkVolumes(spec, typesOf(spec), isUnresolved);
  checkPrefix(prefix, isUnresolved);
  checkOwner({ bucketAccount: spec.modelBucketAccount, kmsKeyArn: spec.modelKeyArn });
  const modelDataUrl = `s3://${spec.bucketName}/${prefix}/`;
  const release = releaseOf({
    ...spec,
    model: { digest: modelDataUrl },
    also: differences({ ...asked, networkIsolation: undefined }),
  });
  const periodSeconds = bakePeriodSeconds(rollout.bakeMinutes);
  const alarms = serviceAlarms(endpointMetrics(spec), { ...spec, periodSeconds });
  const access = {
    modelDataArn: `${bucketArn}/${prefix}/*`,
    listedBucketArns: [bucketArn],
    decryptingKeyArns: spec.modelKeyArn === undefined ? [] : [spec.modelKeyArn],
  };
  const plan: Plan = {
    resources: [
      ...decideRole({ ...spec, ...access }, release, spec.network === undefined ? [] : [networkStatement()]),
      modelResource('Model', spec, {
        Image: spec.image,
        Mode: 'MultiModel',
        ModelDataUrl: modelDataUrl,
        MultiModelConfig: { ModelCacheSetting: spec.cacheModels === false ? 'Disabled' : 'Enabled' },
        Environment: {
          ...instanceEnvironment(instanceType, isUnresolved),
          ...spec.environment,
          [Environment.ENDPOINT_NAME]: spec.endpointName,
          [Environment.RELEASE]: release,
        },
      }),
      decideConfig([instanceVariant(spec)], volumeProperties(spec)),
      ...alarms,
      decideEndpointResource(spec, rollout, alarms, longestStart([spec], isUnresolved)),
    ],
    notes: [
      'no prediction-shift alarm: a multi-model endpoint takes a new model without a deployment, so nothing rolls back a model that answers wrongly',
      ...wholeInstanceNotes(endpointShares(rollout)[0], instanceCount, isUnresolved, rollout.kind),
      ...otherAccountNotes(spec, [{ ...spec, modelDataUrl, modelDataIsPrefix: true }]),
    ],
  };
  return onRole(plan, spec.role, spec.endpointName);
}

function checkPrefix(prefix: string, isUnresolved: (value: unknown) => boolean): void {
  if (isUnresolved(prefix) || (prefix !== '' && !prefix.startsWith('/') && !prefix.endsWith('/'))) return;
  throw new InferenceError(
    'PrefixInvalid',
    `prefix (${JSON.stringify(prefix)}): not empty, without a slash at either end. write for example "models/diagnosis"`,
  );
}

/** What the endpoint is to which a model is added. */
export type ModelHost = Pick<MultiModelSpec, 'instanceType' | 'environment' | 'publishesPredictions' | 'isUnresolved'>;

export interface AddedModel {
  /** Name by which requests ask for it. */
  readonly target: string;
  readonly notes: readonly string[];
}

/** A model that is added, where the image and the instances can load it: of another image only its size is known. */
export function decideAddedModel(model: ServedModel, host: ModelHost): AddedModel {
  const { instanceType = ENDPOINT_DEFAULTS.instanceType, isUnresolved } = host;
  if (host.publishesPredictions !== false) checkOpsets(model);
  checkPayload(model, 'multi-model', host);
  const { name, version } = model.manifest;
  return {
    target: targetModel(name, version, model.digest),
    notes: checkModelFit({ model, instanceType }, isUnresolved),
  };
}

/** Name by which a request asks for a model: one that no other release of it shares, because models are cached by name. */
export function targetModel(name: string, version: string, digest: string): string {
  return `${name}-${version}-${digest.replace('sha256:', '').slice(0, 12)}.tar.gz`;
}
