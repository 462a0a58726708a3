import { InferenceError } from '../errors';
import type { Plan, PlannedResource } from '../plan/plan';
import { publishedMetrics } from './endpoint-alarms';
import { variantDimensions } from './service-metrics';
import { errorsAlarm, latencyAlarm } from '../monitoring/service-alarms';

/** What an alarm of a running endpoint watches: all of its fleets, whoever made it. */
export interface WatchSpec {
  readonly id: string;
  readonly endpointName: string;
  readonly variantName: string;
  /** An asynchronous endpoint does not publish how many requests it got. */
  readonly isAsynchronous?: boolean;
  /** How far the alarm looks back. Default: 15 minutes. */
  readonly windowSeconds?: number;
  readonly isUnresolved: (value: unknown) => boolean;
}

const DEFAULT_WINDOW_SECONDS = 900;
/** CloudWatch: a period is whole minutes, and a window at most a day. */
const MAX_WINDOW_SECONDS = 86_400;
const SUBJECT = 'the endpoint';

export function decideErrorsWatch(spec: WatchSpec): Plan {
  return watch(errorsAlarm(spec.id, metricsOf(spec), windowOf(spec), SUBJECT));
}

export function decideLatencyWatch(spec: WatchSpec, limitMilliseconds: number): Plan {
  return watch(latencyAlarm(spec.id, metricsOf(spec), limitMilliseconds, windowOf(spec), spec.isUnresolved, SUBJECT));
}

/** One that stays from release to release. */
function watch(alarm: PlannedResource): Plan {
  return { resources: [{ ...alarm, perRelease: false }], notes: [] };
}

function metricsOf({ endpointName, variantName, isAsynchronous }: WatchSpec) {
  return publishedMetrics(variantDimensions(endpointName, variantName), isAsynchronous === true ? {} : undefined);
}

function windowOf({ windowSeconds = DEFAULT_WINDOW_SECONDS, isUnresolved }: WatchSpec): number {
  if (isUnresolved(windowSeconds)) return windowSeconds;
  if (windowSeconds >= 60 && windowSeconds <= MAX_WINDOW_SECONDS && windowSeconds % 60 === 0) return windowSeconds;
  throw new InferenceError(
    'WindowOutOfRange',
    `window (${windowSeconds} s): whole minutes, from 1 to ${MAX_WINDOW_SECONDS / 60}. choose a window in that range`,
  );
}
