import { InferenceError } from '@inference-constructs/core/out/errors';
import { DEFAULTS, type RehearseOptions } from '../options';
import type { PlannedDeployment } from '../planned-deployment';
import type { TrafficFacts } from '../result';
import type { Random } from './random';
import { Traffic } from './traffic';
import { readTrafficFile } from './traffic-file';

export interface ChosenTraffic {
  readonly traffic: Traffic;
  readonly rate: number;
  readonly rateFrom: TrafficFacts['rateFrom'];
}

/** What is sent, and how often: as the options say, else as the template and the model package do. */
export function trafficFor(planned: PlannedDeployment, options: RehearseOptions, random: Random): ChosenTraffic {
  return { traffic: requestsFor(planned, options, random), ...rateFor(planned, options) };
}

function rateFor({ expectedRequestsPerMinute }: PlannedDeployment, { requestsPerMinute }: RehearseOptions) {
  if (requestsPerMinute !== undefined) return { rate: requestsPerMinute, rateFrom: 'option' as const };
  if (expectedRequestsPerMinute !== undefined)
    return { rate: expectedRequestsPerMinute, rateFrom: 'template' as const };
  return { rate: DEFAULTS.requestsPerMinute, rateFrom: 'default' as const };
}

function requestsFor({ cases }: PlannedDeployment, options: RehearseOptions, random: Random): Traffic {
  if (options.traffic !== undefined) return new Traffic(options.traffic, readTrafficFile(options.traffic), random);
  const requests = cases.map(({ inputs }) => ({ body: { inputs } }));
  if (requests.length > 0) return new Traffic('golden cases of the new version', requests, random);
  throw new InferenceError(
    'TrafficMissing',
    'requests (none): a traffic file, because the new version has no golden cases. give --traffic FILE',
  );
}
