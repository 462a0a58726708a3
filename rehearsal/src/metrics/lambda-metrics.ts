import type { Invocation } from '../invoker/invoker';
import type { MetricStore } from './metric-store';

/** Who answered a request that came through an alias. */
export interface Invoked {
  readonly functionName: string;
  readonly aliasName: string;
  readonly versionNumber: string;
}

/** Puts what AWS Lambda itself publishes of an invocation, under the sets of dimensions it publishes it with. */
export function putLambdaMetrics(
  store: MetricStore,
  { functionName, aliasName, versionNumber }: Invoked,
  invocation: Invocation,
  minute: number,
  weight: number,
): void {
  const Resource = `${functionName}:${aliasName}`;
  const sets: Record<string, string>[] = [
    {},
    { FunctionName: functionName },
    { FunctionName: functionName, Resource },
    { FunctionName: functionName, Resource, ExecutedVersion: versionNumber },
  ];
  const values = {
    Invocations: 1,
    Errors: invocation.error === undefined ? 0 : 1,
    Throttles: 0,
    Duration: invocation.durationMilliseconds,
  };
  for (const dimensions of sets) {
    for (const [name, value] of Object.entries(values)) {
      store.put({ namespace: 'AWS/Lambda', name, dimensions }, minute, { value, weight });
    }
  }
}
