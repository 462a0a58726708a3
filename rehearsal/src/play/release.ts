import type { Invocation } from '../invoker/invoker';
import type { MetricStore } from '../metrics/metric-store';
import type { TrafficRequest } from '../traffic/request';

/** A release under test: a version of a function, or the fleet of an endpoint's variant. */
export interface Release {
  readonly name: ReleaseName;
  /** In what this run is not what AWS would run. */
  readonly substitutions: readonly string[];
  /** What of its environment only a deployment can know. */
  readonly unresolved: readonly string[];
  /**
   * Takes requests of a virtual minute, each of which stands for `weight` of them, and gives what was answered in it. Those
   * without a weight are nobody's: each is answered at once, and nothing remains of it.
   */
  answer(minute: number, requests: readonly TrafficRequest[], weight: number): Promise<readonly Invocation[]>;
  /** Puts what the service itself publishes of a request. */
  publish(store: MetricStore, minute: number, weight: number, invocation: Invocation): void;
  /** What there is to publish of a minute as a whole, once it is over. */
  publishMinute?(store: MetricStore, minute: number): void;
  /** Hears that from now on it takes this share of the traffic, out of 1. */
  activate?(share: number): void;
  /** Instances that answer. */
  instances?(minute: number): number;
  /** Requests that wait or are being answered when the minute is over. */
  readonly waiting?: number;
  stop(): Promise<void>;
}

/** What people call a release. */
export interface ReleaseName {
  /** `1` is what is deployed, `2` what is to be deployed. */
  readonly number: string;
  readonly description: string;
}
