import { expectedDownloadSeconds, expectedStartSeconds } from '../catalog/starting';
import { InferenceError } from '../errors';
import { SAGEMAKER } from '../catalog/sagemaker';
import { given } from '../plan/given';
import type { Properties } from '../plan/plan';
import { neededStartSeconds } from './measured';
import type { ServedModel } from './served-model';

/** How long an instance, or a copy of a component, may take to start. */
export interface StartupSpec {
  /** To fetch and unpack the model. */
  readonly modelDownloadTimeoutSeconds?: number;
  /** From the start of the container until it passes its first health check. */
  readonly startupTimeoutSeconds?: number;
}

/**
 * Seconds in which a container has to pass its first health check where nothing is said: of a variant, and of each copy of a
 * component, whose API refers to the same page
 * (https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html#your-algorithms-inference-algo-ping-requests).
 */
export function usualStartupSeconds(isServerless = false): number {
  return isServerless ? SAGEMAKER.SERVERLESS_STARTUP_SECONDS : SAGEMAKER.STARTUP_HEALTH_CHECK_SECONDS;
}

/** SageMaker: both timeouts, in seconds. */
const RANGE = [60, 3600] as const;

/**
 * The author's timeouts; else those that the model needs, where SageMaker's own may be too short for it: so long as its bench.json
 * says that a start takes, or as its size lets expect.
 */
export function startupTimeouts(asked: StartupSpec, model?: ServedModel): StartupSpec {
  return given({
    modelDownloadTimeoutSeconds: asked.modelDownloadTimeoutSeconds ?? longerThanUsual(downloadSeconds(model)),
    startupTimeoutSeconds: asked.startupTimeoutSeconds ?? longerThanUsual(startSeconds(model)),
  });
}

function downloadSeconds(model: ServedModel | undefined): number {
  return model?.bytes === undefined ? 0 : expectedDownloadSeconds(model.bytes);
}

function startSeconds(model: ServedModel | undefined): number {
  const measured = model && neededStartSeconds(model);
  return measured ?? (model?.bytes === undefined ? 0 : expectedStartSeconds(model.bytes));
}

/** Whole minutes; undefined where SageMaker waits as long without being told, and at most what it takes. */
function longerThanUsual(seconds: number): number | undefined {
  if (seconds <= usualStartupSeconds()) return undefined;
  return Math.min(Math.ceil(seconds / 60) * 60, RANGE[1]);
}

export function checkStartup(asked: StartupSpec, isUnresolved: (value: unknown) => boolean): void {
  const timeouts = {
    'model download timeout': asked.modelDownloadTimeoutSeconds,
    'startup timeout': asked.startupTimeoutSeconds,
  };
  const [least, most] = RANGE;
  for (const [name, value] of Object.entries(timeouts)) {
    if (value === undefined || isUnresolved(value) || (value >= least && value <= most)) continue;
    throw new InferenceError(
      'StartupTimeoutOutOfRange',
      `${name} (${value} s): from ${least} to ${most} s. choose a timeout in that range`,
    );
  }
}

/** In SageMaker's words; none where nothing is set. */
export function startupProperties(timeouts: StartupSpec): Properties {
  return given({
    ModelDataDownloadTimeoutInSeconds: timeouts.modelDownloadTimeoutSeconds,
    ContainerStartupHealthCheckTimeoutInSeconds: timeouts.startupTimeoutSeconds,
  });
}

/** Seconds that a start may take by these timeouts, as far as they are known. */
export function longestStart(timeouts: readonly StartupSpec[], isUnresolved: (value: unknown) => boolean): number {
  const known = (seconds: number | undefined) => (seconds === undefined || isUnresolved(seconds) ? 0 : seconds);
  return Math.max(
    0,
    ...timeouts.map((each) => known(each.modelDownloadTimeoutSeconds) + known(each.startupTimeoutSeconds)),
  );
}
