import { SAGEMAKER } from '../catalog/sagemaker';
import { Environment } from '../contract/environment';
import { InferenceError } from '../errors';
import type { Plan } from '../plan/plan';
import { ref } from '../plan/plan';
import type { HostedSpec } from './endpoint';
import { decideModel } from './endpoint-container';
import { releaseOf } from './endpoint-release';
import { decideRole } from './endpoint-role';
import { decideConfig, VARIANT_NAME } from './endpoint-variants';
import { checkContainerImage } from './container-image';
import { checkEnvironment } from './environment';
import { onRole } from './given-role';
import { neededMemoryMib, staleNotes } from './measured';
import { leastMemoryMib } from './model-memory';
import { modelAccess, ownerNotes } from './model-sources';
import { checkOpsets, unreadNotes } from './model-opset';
import { checkPayload } from './payload';
import type { ModelData, ServedModel } from './served-model';
import { requireArchive } from './served-model';

/** What a serverless endpoint is asked to be. */
export interface ServerlessSpec extends HostedSpec, ModelData {
  readonly model: ServedModel;
  readonly memoryMib?: number;
  readonly maxConcurrency?: number;
  readonly provisionedConcurrency?: number;
}

export const SERVERLESS_DEFAULTS = {
  /** Of the 1000 that an account has in a region, shared by at most 50 endpoints. */
  maxConcurrency: 20,
} as const;

/** https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html */
export const MEMORY_MIB: readonly number[] = [1024, 2048, 3072, 4096, 5120, 6144];
const MAX_CONCURRENCY = 200;

/** The smallest memory that a model takes comfortably, else the largest there is. */
export function defaultServerlessMemoryMib(model: ServedModel): number {
  const needed = neededMemoryMib(model);
  return model.bytes === undefined ? 2048 : (MEMORY_MIB.find((memory) => memory >= needed) ?? 6144);
}

/** A SageMaker endpoint without instances of its own. SageMaker has no deployment guardrails for one, so nothing rolls back. */
export function decideServerlessEndpoint(spec: ServerlessSpec): Plan {
  const memoryMib = spec.memoryMib ?? defaultServerlessMemoryMib(spec.model);
  const maxConcurrency = spec.maxConcurrency ?? SERVERLESS_DEFAULTS.maxConcurrency;
  requireArchive(spec, 'a serverless endpoint');
  checkEnvironment(spec.environment, spec.isUnresolved);
  checkContainerImage(spec, spec.isUnresolved);
  checkMemory(memoryMib, spec);
  checkConcurrency(maxConcurrency, spec);
  checkPayload(spec.model, 'serverless', spec);
  if (spec.publishesPredictions !== false) checkOpsets(spec.model);
  const release = releaseOf(spec);
  const environment = {
    [Environment.MAX_BODY_BYTES]: String(SAGEMAKER.SERVERLESS_MAX_REQUEST_BYTES),
    ...spec.environment,
  };
  const plan: Plan = {
    resources: [
      ...decideRole({ ...spec, ...modelAccess([spec]) }, release),
      decideModel({ ...spec, environment }, release, { [Environment.DEVICE]: 'cpu' }),
      decideConfig([
        {
          VariantName: VARIANT_NAME,
          ModelName: ref('Model', 'ModelName'),
          ServerlessConfig: {
            MemorySizeInMB: memoryMib,
            MaxConcurrency: maxConcurrency,
            ...(spec.provisionedConcurrency === undefined
              ? {}
              : { ProvisionedConcurrency: spec.provisionedConcurrency }),
          },
          InitialVariantWeight: 1,
        },
      ]),
      {
        id: 'Resource',
        type: 'AWS::SageMaker::Endpoint',
        dependsOn: ['RolePolicy'],
        properties: { EndpointName: spec.endpointName, EndpointConfigName: ref('Config', 'EndpointConfigName') },
      },
    ],
    notes: [
      'no rollout: SageMaker shifts a serverless endpoint all at once and watches no alarms. serve the model with an OnnxFunction or an InferenceEndpoint for a canary that rolls back',
      ...staleNotes(spec.model),
      ...(spec.publishesPredictions === false ? [] : unreadNotes([spec])),
      ...ownerNotes(spec, [spec]),
    ],
  };
  return onRole(plan, spec.role, spec.endpointName);
}

function checkMemory(memoryMib: number, { model, isUnresolved }: ServerlessSpec): void {
  if (isUnresolved(memoryMib)) return;
  if (!MEMORY_MIB.includes(memoryMib)) {
    throw new InferenceError(
      'MemoryOutOfRange',
      `memory (${memoryMib} MiB): one of ${MEMORY_MIB.join(', ')} MiB on a serverless endpoint. choose one of them`,
    );
  }
  if (model.bytes === undefined || leastMemoryMib(model.bytes) <= memoryMib) return;
  throw new InferenceError(
    'ModelTooLargeForMemory',
    `memory (${memoryMib} MiB): ${model.manifest.name} takes at least ${Math.ceil(leastMemoryMib(model.bytes))} MiB. ` +
      'choose more memory, or serve it with an InferenceEndpoint',
  );
}

function checkConcurrency(most: number, { provisionedConcurrency, isUnresolved }: ServerlessSpec): void {
  for (const [what, value] of [
    ['concurrency', most],
    ['provisioned concurrency', provisionedConcurrency ?? 1],
  ] as const) {
    if (isUnresolved(value) || (Number.isInteger(value) && value >= 1 && value <= MAX_CONCURRENCY)) continue;
    throw new InferenceError(
      'ConcurrencyOutOfRange',
      `${what} (${value}): a whole number from 1 to ${MAX_CONCURRENCY}. choose a value in that range`,
    );
  }
  if (provisionedConcurrency === undefined || isUnresolved(provisionedConcurrency) || isUnresolved(most)) return;
  if (provisionedConcurrency <= most) return;
  throw new InferenceError(
    'ConcurrencyOutOfRange',
    `provisioned concurrency (${provisionedConcurrency}): at most the concurrency (${most}). provision less, or allow more`,
  );
}
