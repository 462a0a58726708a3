import { InferenceError } from '@inference-constructs/core/out/errors';
import type { Minute } from './result';
import type { Scenario } from './scenarios/scenario';

export interface RehearseOptions {
  /** Cloud assembly or Terraform JSON of what is deployed now; without it, a first deployment is played. */
  readonly from?: string;
  /** Cloud assembly or Terraform JSON of what is to be deployed. */
  readonly to: string;
  /** `s3://bucket/key=folder` of model packages that lie in S3 and that no app uploads. Default: none. */
  readonly model?: readonly string[];
  /** Recorded requests, JSON Lines or CSV, with times or without. Default: the golden cases of the deployed version, else the new one's. */
  readonly traffic?: string;
  /** File of a rate profile: requests per minute by time of day or by minute. Default: none. */
  readonly rate?: string;
  /** On average, where the traffic has times. Default: as recorded, else what the template expects, else 60. */
  readonly requestsPerMinute?: number;
  /** Default: 1. */
  readonly seed?: number;
  /** Most real requests a version and virtual minute. Default: 200. */
  readonly sample?: number;
  /** Construct path of the only function or endpoint to play. Default: all. */
  readonly only?: string;
  /** When the deployment begins, for schedules; ISO 8601. Default: a Monday, at midnight UTC. */
  readonly begin?: string;
  /** Longest that a hook or a scheduled function really takes before it is taken for one that hangs. Default: 60. */
  readonly hookSeconds?: number;
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
  /** What the control plane waits for, in words. */
  readonly waitsFor?: string;
  /** The minute that has just been played, where there is one. */
  readonly last?: Minute;
}

export const DEFAULTS = { requestsPerMinute: 60, seed: 1, sample: 200, hookSeconds: 60 } as const;

export function checkOptions({ requestsPerMinute, rate, seed, sample, hookSeconds, begin }: RehearseOptions): void {
  if (requestsPerMinute !== undefined && !(requestsPerMinute > 0 && Number.isFinite(requestsPerMinute))) {
    throw invalid('requests per minute', requestsPerMinute, 'more than 0');
  }
  if (rate !== undefined && requestsPerMinute !== undefined) {
    throw invalid('requests per minute', requestsPerMinute, 'not beside a rate profile, which gives them');
  }
  if (sample !== undefined && !(Number.isInteger(sample) && sample >= 1)) {
    throw invalid('sample', sample, 'a whole number, at least 1');
  }
  if (hookSeconds !== undefined && !(hookSeconds > 0)) throw invalid('hook seconds', hookSeconds, 'more than 0');
  if (begin !== undefined && Number.isNaN(Date.parse(begin))) throw invalid('begin', begin, 'a time by ISO 8601');
  if (seed !== undefined && !Number.isInteger(seed)) throw invalid('seed', seed, 'a whole number');
}

export function invalid(what: string, value: number | string, limit: string): InferenceError {
  return new InferenceError('OptionInvalid', `${what} (${value}): ${limit}. choose such a value`);
}
