import { InferenceError } from '@inference-constructs/core/out/errors';
import { DEFAULTS, type RehearseOptions } from '../options';
import type { PlannedDeployment } from '../planned-deployment';
import type { TrafficFacts } from '../result';
import { drifted } from '../scenarios/drifted';
import type { Random } from './random';
import type { TrafficRequest } from './request';
import { Traffic } from './traffic';
import { readTrafficFile } from './traffic-file';

export interface ChosenTraffic {
  readonly traffic: Traffic;
  readonly rate: number;
  readonly rateFrom: TrafficFacts['rateFrom'];
}

/** What is sent, and how often: as the options say, else as the template and the model package do. */
export function trafficFor(planned: PlannedDeployment, options: RehearseOptions, random: Random): ChosenTraffic {
  const { factor = 1, drift } = options.scenario?.traffic ?? {};
  const { source, requests } = requestsFor(planned, options);
  const { rate, rateFrom } = rateFor(planned, options);
  const sent = drift === undefined ? requests : drifted(requests, drift);
  return { traffic: new Traffic(source, sent, random), rate: rate * factor, rateFrom };
}

function rateFor({ expectedRequestsPerMinute }: PlannedDeployment, { requestsPerMinute }: RehearseOptions) {
  if (requestsPerMinute !== undefined) return { rate: requestsPerMinute, rateFrom: 'option' as const };
  if (expectedRequestsPerMinute !== undefined)
    return { rate: expectedRequestsPerMinute, rateFrom: 'template' as const };
  return { rate: DEFAULTS.requestsPerMinute, rateFrom: 'default' as const };
}

function requestsFor(
  { cases }: PlannedDeployment,
  { traffic }: RehearseOptions,
): { readonly source: string; readonly requests: readonly TrafficRequest[] } {
  if (traffic !== undefined) return { source: traffic, requests: readTrafficFile(traffic) };
  const requests = cases.map(({ inputs }) => ({ body: { inputs } }));
  if (requests.length > 0) return { source: 'golden cases of the new version', requests };
  throw new InferenceError(
    'TrafficMissing',
    'requests (none): a traffic file, because the new version has no golden cases. give --traffic FILE',
  );
}
