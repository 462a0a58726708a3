import {
  DEFAULT_MAX_BODY_BYTES,
  Environment,
  MOST_MAX_BODY_BYTES,
} from '@inference-constructs/core/out/contract/environment';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { availableThreads } from './engine/cpu-quota';

export type Variables = Readonly<Record<string, string | undefined>>;

export type Device = 'cpu' | 'cuda';

/** What both doors take from the environment. */
export interface Config {
  readonly modelDirectory: string;
  readonly modelDigest: string;
  readonly maxBodyBytes: number;
  readonly device: Device;
  readonly threads: number;
  /** A server's line of metrics is due after so many requests. */
  readonly metricsRequests: number;
  /** No request may wait longer for the model. */
  readonly maxWaitMilliseconds: number;
  /** So long may the first runs and the recorded cases take. */
  readonly maxTrialMilliseconds: number;
}

const DEFAULT_PORT = 8080;
const DEFAULT_METRICS_REQUESTS = 1000;
const DEFAULT_MAX_WAIT_MS = 5000;
/** SageMaker gives up on a container after four minutes, unless it is told otherwise, and does not say why. */
const DEFAULT_MAX_TRIAL_MS = 180_000;
const HOUR_MS = 3_600_000;
/** SageMaker's own. */
const MULTI_MODEL = 'SAGEMAKER_MULTI_MODEL';

export function readConfig(variables: Variables, defaultModelDirectory: string): Config {
  return {
    modelDirectory: variables[Environment.MODEL_DIRECTORY] || defaultModelDirectory,
    modelDigest: variables[Environment.MODEL_DIGEST] || 'unknown',
    maxBodyBytes: readInteger(variables, Environment.MAX_BODY_BYTES, DEFAULT_MAX_BODY_BYTES, 1, MOST_MAX_BODY_BYTES),
    device: readDevice(variables[Environment.DEVICE]),
    threads: availableThreads(variables),
    metricsRequests: readInteger(variables, Environment.METRICS_REQUESTS, DEFAULT_METRICS_REQUESTS, 1, 1_000_000),
    maxWaitMilliseconds: readInteger(variables, Environment.MAX_WAIT_MS, DEFAULT_MAX_WAIT_MS, 0, HOUR_MS),
    maxTrialMilliseconds: readInteger(variables, Environment.MAX_TRIAL_MS, DEFAULT_MAX_TRIAL_MS, 1, HOUR_MS),
  };
}

/** The port to listen on; 0 takes any free one. */
export function readPort(variables: Variables): number {
  return readInteger(variables, 'SAGEMAKER_BIND_TO_PORT', DEFAULT_PORT, 0, 65_535);
}

/**
 * Whether versions of the model are served by processes that can be replaced while requests come. On a GPU always, unless
 * that is switched off: only a process that ends gives its memory back, and a hung one can be killed.
 */
export function readReload(variables: Variables): boolean {
  const text = variables[Environment.RELOAD];
  if (text === undefined || text === '') {
    return readDevice(variables[Environment.DEVICE]) === 'cuda';
  }
  if (text !== 'true' && text !== 'false') {
    throw new InferenceError('ConfigInvalid', `${Environment.RELOAD} (${text}): 'true' or 'false'.`);
  }
  return text === 'true';
}

/** Whether SageMaker loads and unloads several models; refuses what else would say which are served. */
export function readMultiModel(variables: Variables): boolean {
  if (variables[MULTI_MODEL]?.toLowerCase() !== 'true') {
    return false;
  }
  if (variables[Environment.RELOAD] && readReload(variables)) {
    throw new InferenceError(
      'ConfigInvalid',
      `${Environment.RELOAD} (true): not together with ${MULTI_MODEL}=true, whose models are loaded by requests. ` +
        'Unset one of them.',
    );
  }
  return true;
}

function readDevice(text: string | undefined): Device {
  if (text === undefined || text === '' || text === 'cpu') {
    return 'cpu';
  }
  if (text === 'cuda') {
    return 'cuda';
  }
  throw new InferenceError('ConfigInvalid', `${Environment.DEVICE} (${text}): 'cpu' or 'cuda'.`);
}

export function readInteger(variables: Variables, name: string, fallback: number, least: number, most: number): number {
  const text = variables[name];
  if (text === undefined || text === '') {
    return fallback;
  }
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw new InferenceError('ConfigInvalid', `${name} (${text}): an integer from ${least} to ${most}.`);
  }
  return value;
}
