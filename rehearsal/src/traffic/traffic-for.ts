import { InferenceError } from '@inference-constructs/core/out/errors';
import type { RehearseOptions } from '../options';
import type { PlannedDeployment } from '../planned-deployment';
import type { Side } from '../play/side';
import type { DriftFacts } from '../result';
import { drifted } from '../scenarios/drifted';
import { featureThatMatters } from '../scenarios/feature-that-matters';
import type { Drift } from '../scenarios/scenario';
import type { Random } from './random';
import type { TrafficRequest } from './request';
import type { RequestRate } from './request-rate';
import { requestRate } from './request-rate';
import { Traffic } from './traffic';
import { readTrafficFile } from './traffic-file';

export interface Requests {
  readonly source: string;
  readonly requests: readonly TrafficRequest[];
  readonly rate: RequestRate;
}

export interface ChosenTraffic {
  readonly traffic: Traffic;
  readonly rate: RequestRate;
  readonly drift?: DriftFacts;
}

/**
 * What is sent, and how often: as the options say, else as the template and the model package do.
 * @param deployed which release is asked what a drift of its features does
 */
export async function trafficFor(
  { source, requests, rate }: Requests,
  options: RehearseOptions,
  random: Random,
  deployed: Side,
): Promise<ChosenTraffic> {
  const { factor = 1, drift: wanted } = options.scenario?.traffic ?? {};
  const drift = wanted && (await driftFor(wanted, requests, deployed));
  const sent = drift === undefined ? requests : drifted(requests, drift);
  return { traffic: new Traffic(source, sent, random), rate: rate.times(factor), drift };
}

async function driftFor(
  { feature, standardDeviations }: Drift,
  requests: readonly TrafficRequest[],
  { members: [{ player }] }: Side,
): Promise<DriftFacts> {
  if (feature !== undefined) return { feature, standardDeviations };
  const { release } = player;
  // Without a weight they are no requests of anybody.
  const chosen = await featureThatMatters(requests, standardDeviations, async (request) => {
    const [{ answer }] = await release.answer(0, [request], 0);
    return answer;
  });
  const because = chosen.matters
    ? `of ${chosen.of} features it changes the answers of version ${release.name.number} most`
    : `none of ${chosen.of} features changes an answer of version ${release.name.number} by itself`;
  return { feature: chosen.feature, standardDeviations, because };
}

type Known = Pick<PlannedDeployment, 'expectedRequestsPerMinute' | 'inputs' | 'recording' | 'cases' | 'deployedCases'>;

/** The requests that are there, and how often; they are looked for before anything is started. */
export function requestsFor(planned: Known, options: RehearseOptions): Requests {
  const { expectedRequestsPerMinute, inputs } = planned;
  const { traffic } = options;
  if (traffic !== undefined) {
    const recording = planned.recording ?? readTrafficFile(traffic, inputs);
    const rate = requestRate(expectedRequestsPerMinute, options, recording);
    return { source: traffic, requests: recording.requests, rate };
  }
  return { ...recordedCases(planned), rate: requestRate(expectedRequestsPerMinute, options) };
}

/** What the model that is deployed now was recorded with is the nearest there is to what its callers send. */
function recordedCases({ deployedCases, cases }: Known): Omit<Requests, 'rate'> {
  const isDeployed = deployedCases.length > 0;
  const requests = (isDeployed ? deployedCases : cases).map(({ inputs }) => ({ body: { inputs } }));
  const source = `golden cases of the ${isDeployed ? 'deployed' : 'new'} version`;
  if (requests.length > 0) return { source, requests };
  throw new InferenceError(
    'TrafficMissing',
    'requests (none): a traffic file, because neither version has golden cases. give --traffic FILE',
  );
}
