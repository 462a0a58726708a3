import { InferenceError } from '@inference-constructs/core/out/errors';
import type { Scenario } from './scenarios/scenario';

export interface RehearseOptions {
  /** Cloud assembly or Terraform JSON of what is deployed now; without it, a first deployment is played. */
  readonly from?: string;
  /** Cloud assembly or Terraform JSON of what is to be deployed. */
  readonly to: string;
  /** JSON Lines of recorded requests. Default: the inputs of the new version's golden cases. */
  readonly traffic?: string;
  /** Default: what the template expects, else 60. */
  readonly requestsPerMinute?: number;
  /** Default: 1. */
  readonly seed?: number;
  /** Most real requests a version and virtual minute. Default: 200. */
  readonly sample?: number;
  /** Construct path of the only function or endpoint to play. Default: all. */
  readonly only?: string;
  /** What else happens meanwhile. Default: nothing. */
  readonly scenario?: Scenario;
  /** Hears of every virtual minute. */
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the rehearsal and its processes. */
  readonly signal?: AbortSignal;
}

export interface Progress {
  /** Construct path. */
  readonly target: string;
  readonly minute: number;
  /** The minute at which the last step begins, or at which the watching ends. */
  readonly lastMinute: number;
  readonly percent: number;
}

export const DEFAULTS = { requestsPerMinute: 60, seed: 1, sample: 200 } as const;

export function checkOptions({ requestsPerMinute, seed, sample }: RehearseOptions): void {
  if (requestsPerMinute !== undefined && !(requestsPerMinute > 0 && Number.isFinite(requestsPerMinute))) {
    throw invalid('requests per minute', requestsPerMinute, 'more than 0');
  }
  if (sample !== undefined && !(Number.isInteger(sample) && sample >= 1)) {
    throw invalid('sample', sample, 'a whole number, at least 1');
  }
  if (seed !== undefined && !Number.isInteger(seed)) throw invalid('seed', seed, 'a whole number');
}

function invalid(what: string, value: number, limit: string): InferenceError {
  return new InferenceError('OptionInvalid', `${what} (${value}): ${limit}. choose such a value`);
}
