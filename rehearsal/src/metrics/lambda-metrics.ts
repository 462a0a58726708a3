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
  invoked: Invoked,
  invocation: Invocation,
  minute: number,
  weight: number,
): void {
  const values = {
    Invocations: 1,
    Errors: invocation.error === undefined ? 0 : 1,
    Throttles: 0,
    Duration: invocation.durationMilliseconds,
  };
  for (const dimensions of dimensionSets(invoked)) {
    for (const [name, value] of Object.entries(values)) {
      store.put({ namespace: 'AWS/Lambda', name, dimensions }, minute, { value, weight });
    }
  }
}

type Dimensions = Readonly<Record<string, string>>;

/** The same objects for each request, so that the store does not look at them again. */
const known = new WeakMap<Invoked, readonly Dimensions[]>();

function dimensionSets(invoked: Invoked): readonly Dimensions[] {
  const sets = known.get(invoked) ?? setsOf(invoked);
  known.set(invoked, sets);
  return sets;
}

function setsOf({ functionName, aliasName, versionNumber }: Invoked): Dimensions[] {
  const Resource = `${functionName}:${aliasName}`;
  return [
    {},
    { FunctionName: functionName },
    { FunctionName: functionName, Resource },
    { FunctionName: functionName, Resource, ExecutedVersion: versionNumber },
  ];
}
