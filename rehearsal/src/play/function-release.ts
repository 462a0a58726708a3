import type { DeployedFunction } from '../assembly/assembly-reader';
import type { Invocation, Running } from '../invoker/invoker';
import { oneByOne } from '../invoker/one-by-one';
import type { Invoked } from '../metrics/lambda-metrics';
import { putLambdaMetrics } from '../metrics/lambda-metrics';
import type { MetricStore } from '../metrics/metric-store';
import type { TrafficRequest } from '../traffic/request';
import type { Release, ReleaseName } from './release';

/** A version of a function behind its alias. */
export class FunctionRelease implements Release {
  readonly name: ReleaseName;
  private readonly invoked: Invoked;

  constructor(
    private readonly deployed: DeployedFunction,
    private readonly running: Running<TrafficRequest>,
  ) {
    const { version, aliasName } = deployed;
    this.name = version;
    this.invoked = { functionName: version.functionName, aliasName, versionNumber: version.number };
  }

  get substitutions(): readonly string[] {
    return this.running.substitutions;
  }

  get unresolved(): readonly string[] {
    return this.deployed.version.unresolved;
  }

  /** One after the other, as one sandbox takes them. */
  async answer(_: number, requests: readonly TrafficRequest[]): Promise<Invocation[]> {
    return oneByOne(this.running, requests);
  }

  publish(store: MetricStore, minute: number, weight: number, invocation: Invocation): void {
    putLambdaMetrics(store, this.invoked, invocation, minute, weight);
  }

  stop(): Promise<void> {
    return this.running.stop();
  }
}
