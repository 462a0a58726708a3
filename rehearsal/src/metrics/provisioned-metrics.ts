import type { Random } from '../traffic/random';
import type { MetricStore } from './metric-store';

export interface ProvisionedAlias {
  readonly functionName: string;
  readonly aliasName: string;
}

const NAMESPACE = 'AWS/Lambda';
/** Moments of a minute at which it is looked how many requests are being answered. */
const MOMENTS = 60;
/** From there on chance is as good as normal. */
const LARGE_MEAN = 60;

/**
 * Puts what AWS Lambda publishes of provisioned concurrency. How many requests are answered at a moment is modelled: they arrive by
 * chance, and each takes as long as was measured. Nothing is published of a minute without requests.
 */
export function putProvisionedMetrics(
  store: MetricStore,
  { functionName, aliasName }: ProvisionedAlias,
  provisioned: number,
  minute: number,
  random: Random,
): void {
  const dimensions = { FunctionName: functionName, Resource: `${functionName}:${aliasName}` };
  const durations = store.samples({ namespace: NAMESPACE, name: 'Duration', dimensions }, minute, minute + 1);
  if (durations.length === 0 || provisioned === 0) return;
  const mean = durations.reduce((sum, { value, weight }) => sum + value * weight, 0) / 60_000;
  for (let moment = 0; moment < MOMENTS; moment++) {
    const used = Math.min(provisioned, atOneMoment(mean, random));
    const put = (name: string, value: number): void =>
      store.put({ namespace: NAMESPACE, name, dimensions }, minute, { value, weight: 1 });
    put('ProvisionedConcurrentExecutions', used);
    put('ProvisionedConcurrencyUtilization', used / provisioned);
  }
}

/** Arrivals by chance, however long each takes: a Poisson number. */
function atOneMoment(mean: number, random: Random): number {
  if (mean > LARGE_MEAN) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  const least = Math.exp(-mean);
  let [count, product] = [0, random()];
  while (product > least) {
    count++;
    product *= random();
  }
  return count;
}
