import { InferenceError } from '@inference-constructs/core/out/errors';
import { METRIC_LAG_SECONDS } from '@inference-constructs/core/out/monitoring/alarm';
import { allAtOnce } from '@inference-constructs/core/out/rollout/codedeploy';
import type { DeployedFunction } from './assembly/assembly-reader';
import { checkGolden, type GoldenResult } from './golden-check';
import { readDeployedModel, type DeployedModel } from './deployed-model';
import type { Invoker } from './invoker/invoker';
import { DEFAULTS, type RehearseOptions } from './options';
import { playDeployment } from './play/play-deployment';
import { Player } from './play/player';
import { WeightedAlias } from './play/weighted-alias';
import type { Ports } from './ports';
import { deploymentResult } from './deployment-result';
import type { DeploymentResult, TrafficFacts } from './result';
import { seededRandom } from './traffic/random';
import { Traffic } from './traffic/traffic';
import { readTrafficFile } from './traffic/traffic-file';

/** How long a promotion that no alarm could have stopped is watched, in minutes: until each alarm has looked once. */
const OBSERVED = { least: 5, most: 60 };

/** Plays the deployment of one function; without `old`, its first one. */
export async function rehearseFunction(
  old: DeployedFunction | undefined,
  deployed: DeployedFunction,
  options: RehearseOptions,
  ports: Ports,
): Promise<DeploymentResult> {
  const store = ports.metricStore();
  const evaluator = ports.alarmEvaluator(deployed.alarms, store);
  const model = readDeployedModel(deployed.version);
  const { rate, rateFrom } = rateOf(deployed, options);
  const { seed = DEFAULTS.seed, sample = DEFAULTS.sample, signal } = options;
  const random = seededRandom(seed);
  const traffic = trafficOf(options, model, random);
  const alias = new WeightedAlias(traffic, rate, sample, random);
  const rollout = old === undefined ? { ...deployed.rollout, steps: allAtOnce() } : deployed.rollout;
  const bake = rollout.steps.reduce((sum, { minutes }) => sum + minutes, 0);
  const observedMinutes = bake > 0 ? 0 : watched(evaluator.longestWindow);

  const golden = await goldenOf(deployed, model, ports.invoker);
  const clock = ports.clock();
  const players: Player[] = [];
  const abort = (): void => {
    clock.stop();
    for (const { running } of players) void running.stop();
  };
  signal?.addEventListener('abort', abort);
  try {
    const player = async (which: DeployedFunction): Promise<Player> => {
      const started = new Player(which, await ports.invoker.start(which.version, which.aliasName), store);
      players.push(started);
      return started;
    };
    const newer = await player(deployed);
    const older = old === undefined ? undefined : await player(old);
    if (signal?.aborted) throw interrupted();
    const played = await playDeployment({
      clock,
      controlPlane: ports.controlPlane,
      evaluator,
      alias,
      rollout,
      older,
      newer,
      observedMinutes,
      onMinute: (minute, percent) =>
        options.onProgress?.({ function: deployed.path, minute, lastMinute: bake + observedMinutes, percent }),
    });
    if (signal?.aborted) throw interrupted();
    if (played.outcome.kind === 'promoted') mustHaveAnswered(newer);
    const facts: TrafficFacts = {
      source: traffic.source,
      distinctRequests: traffic.size,
      requestsPerMinute: rate,
      rateFrom,
      mostPerMinute: sample,
      largestWeight: alias.largestWeight,
      seed,
    };
    return deploymentResult({ deployed, rollout, older, newer, played, golden, evaluator, traffic: facts });
  } finally {
    signal?.removeEventListener('abort', abort);
    await Promise.all(players.map(({ running }) => running.stop()));
  }
}

function rateOf({ expectedRequestsPerMinute }: DeployedFunction, { requestsPerMinute }: RehearseOptions) {
  if (requestsPerMinute !== undefined) return { rate: requestsPerMinute, rateFrom: 'option' as const };
  if (expectedRequestsPerMinute !== undefined)
    return { rate: expectedRequestsPerMinute, rateFrom: 'template' as const };
  return { rate: DEFAULTS.requestsPerMinute, rateFrom: 'default' as const };
}

function trafficOf(options: RehearseOptions, model: DeployedModel | undefined, random: () => number): Traffic {
  if (options.traffic !== undefined) return new Traffic(options.traffic, readTrafficFile(options.traffic), random);
  const events = model?.golden.map(({ inputs }) => ({ inputs })) ?? [];
  if (events.length > 0) return new Traffic('golden cases of the new version', events, random);
  throw new InferenceError(
    'TrafficMissing',
    'requests (none): a traffic file, because the new version has no golden cases. give --traffic FILE',
  );
}

/** In a process of its own, so that the first request of the deployment still meets a cold start. */
async function goldenOf(
  { version, aliasName }: DeployedFunction,
  model: DeployedModel | undefined,
  invoker: Invoker,
): Promise<GoldenResult | undefined> {
  if (model === undefined || model.golden.length === 0) return undefined;
  const running = await invoker.start(version, aliasName);
  try {
    return await checkGolden(model.golden, running);
  } finally {
    await running.stop();
  }
}

/** CloudWatch sees no error in a request that is the client's fault, so no alarm rings, and nothing was shown. */
function mustHaveAnswered({ record, deployed }: Player): void {
  const { number, requests, refused } = record.facts(deployed.version);
  if (refused * 2 <= requests) return;
  throw new InferenceError(
    'TrafficRefused',
    `requests that version ${number} refused as invalid (${refused} of ${requests}): at most half, or nothing is known of its ` +
      'answers. send traffic that fits its signature, or keep the signature that callers know',
  );
}

function watched(longestWindow: number): number {
  const needed = longestWindow + METRIC_LAG_SECONDS / 60;
  return Math.min(OBSERVED.most, Math.max(OBSERVED.least, needed));
}

function interrupted(): InferenceError {
  return new InferenceError('Interrupted', 'rehearsal (interrupted): no verdict. run it again');
}
