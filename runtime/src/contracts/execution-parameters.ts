import type { Pace } from '../engine/pace';

/** What SageMaker asks a container before it sends the first record. */
export interface ExecutionParameters {
  readonly MaxConcurrentTransforms: number;
  readonly BatchStrategy: 'MULTI_RECORD' | 'SINGLE_RECORD';
  readonly MaxPayloadInMB: number;
}

const MIB = 1_048_576;
/** SageMaker's limits: a payload, and all payloads that are sent at once. */
const MOST_MB = 100;
/**
 * SageMaker waits 600 s for the answer to a payload. Another may be computed before it, and one bad record makes for about
 * twice the work; what is left is for a machine that is busier than at the start.
 */
const PAYLOAD_MS = 600_000 / 6;
const UNMEASURED_ENGINES = 1;

/**
 * - The payload, in MB: what the container takes (`SAGEMAKER_MAX_PAYLOAD_IN_MB`, else `INFERENCE_MAX_BODY_BYTES`), at most
 *   100, and no more than is computed in 100 s. Rows of a payload: its bytes over the fewest that a row takes, `rowBytes`
 *   (2 a number: a digit and a comma). Their time: `fixed + rows * perRow`.
 * - Payloads at once: one for each engine and one that is read meanwhile, as long as all together are at most 100 MB.
 * - If not even 1 MB is computed in time, records come one by one.
 *
 * Without a measurement, time does not limit the payload, and one engine is assumed.
 */
export function executionParameters(maxBodyBytes: number, pace?: Pace): ExecutionParameters {
  const taken = Math.min(MOST_MB, Math.floor(maxBodyBytes / MIB));
  const inTime = pace === undefined ? MOST_MB : megabytesIn(PAYLOAD_MS, pace);
  const payload = Math.max(1, Math.min(taken, inTime));
  const concurrent = (pace?.engines ?? UNMEASURED_ENGINES) + 1;
  return {
    MaxConcurrentTransforms: Math.max(1, Math.min(concurrent, Math.floor(MOST_MB / payload))),
    BatchStrategy: inTime < 1 ? 'SINGLE_RECORD' : 'MULTI_RECORD',
    MaxPayloadInMB: payload,
  };
}

function megabytesIn(milliseconds: number, { fixed, perRow, rowBytes }: Pace): number {
  return perRow > 0 ? Math.floor((((milliseconds - fixed) / perRow) * rowBytes) / MIB) : MOST_MB;
}
