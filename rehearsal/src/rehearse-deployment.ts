import { InferenceError } from '@inference-constructs/core/out/errors';
import { METRIC_LAG_SECONDS } from '@inference-constructs/core/out/monitoring/alarm';
import type { HookAnswer } from './control-plane/control-plane';
import { deploymentResult } from './deployment-result';
import { interrupted } from './interrupted';
import type { PlannedHook } from './hooks/hook-player';
import { DEFAULTS, type RehearseOptions } from './options';
import { playDeployment } from './play/play-deployment';
import type { Side } from './play/side';
import { WeightedRouter } from './play/weighted-router';
import type { PlannedDeployment, StartedSide } from './planned-deployment';
import type { Ports } from './ports';
import type { DeploymentResult, TrafficFacts } from './result';
import type { SetUp, Surroundings } from './surroundings';
import { setUp } from './surroundings';
import { requestsFor, trafficFor } from './traffic/traffic-for';
import { seededRandom } from './traffic/random';

/** How long a promotion that no alarm could have stopped is watched, in minutes: until each alarm has looked once. */
const OBSERVED = { least: 5, most: 60 };

/** Plays one deployment, from its first minute to its end. */
export async function rehearseDeployment(
  planned: PlannedDeployment,
  options: RehearseOptions,
  ports: Ports,
  surroundings: Surroundings,
): Promise<DeploymentResult> {
  const { rollout, target, isFirst } = planned;
  const store = ports.metricStore();
  const evaluator = ports.alarmEvaluator(planned.alarms, store);
  const { seed = DEFAULTS.seed, sample = DEFAULTS.sample, signal } = options;
  const random = seededRandom(seed);
  const requests = requestsFor(planned, options);
  const bake = rollout.steps.reduce((sum, { minutes }) => sum + minutes, 0);
  // While new instances start no alarm can see them.
  const isBaked = rollout.steps.some(({ percent, minutes }) => percent > 0 && minutes > 0);
  const observedMinutes = isBaked ? 0 : watched(evaluator.longestWindow);

  const golden = await planned.checkGolden?.();
  const companion = planned.companion?.(store);
  const clock = ports.clock();
  const sides: Side[] = [];
  let around: SetUp | undefined;
  const abort = (): void => {
    clock.stop();
    void around?.room.stop();
    for (const side of sides) void side.stop();
  };
  signal?.addEventListener('abort', abort);
  try {
    const start = async (which: 'old' | 'new'): Promise<StartedSide> => {
      const started = await planned.start(which, store);
      sides.push(started.side);
      if (signal?.aborted) throw interrupted();
      return started;
    };
    const newer = await start('new');
    const before = isFirst ? undefined : await start('old');
    const older = before?.side;
    const { traffic, rate, drift } = await trafficFor(requests, options, random, older ?? newer.side);
    const router = new WeightedRouter(traffic, rate.at, sample, random);
    const lastMinute = bake + observedMinutes + (planned.hooks?.length ?? 0);
    around = setUp(surroundings, {
      planned,
      options,
      invoker: ports.invoker,
      store,
      clock,
      newer: newer.version,
      older: before?.version,
      percent: () => router.percent,
    });
    const { hooks, schedules } = around;
    const ask = async (hook: PlannedHook): Promise<HookAnswer> => {
      const waitsFor = `${hook.event} hook ${hook.function.path}`;
      const { percent } = router;
      options.onProgress?.({ target: target.path, minute: clock.now, lastMinute, percent, waitsFor });
      return hooks.ask(hook);
    };
    const played = await playDeployment({
      clock,
      controlPlane: planned.controlPlane,
      evaluator,
      router,
      rollout,
      older,
      newer: newer.side,
      hooks: Object.fromEntries((planned.hooks ?? []).map((hook) => [hook.event, () => ask(hook)])),
      schedules,
      observedMinutes,
      companion,
      onMinute: (minute, percent, last) =>
        options.onProgress?.({ target: target.path, minute, lastMinute, percent, last }),
    });
    if (signal?.aborted) throw interrupted();
    if (played.outcome.kind === 'promoted') mustHaveAnswered(newer.side);
    const facts: TrafficFacts = {
      source: traffic.source,
      distinctRequests: traffic.size,
      ...rate.facts(played.timeline.length),
      mostPerMinute: sample,
      largestWeight: router.largestWeight,
      ...(drift === undefined ? {} : { drift }),
      seed,
    };
    return deploymentResult({
      planned,
      older,
      newer: newer.side,
      played,
      companion,
      golden: golden ?? newer.golden,
      evaluator,
      traffic: facts,
      hooks: hooks.facts,
      schedules: schedules.facts(played.timeline.length),
      begin: options.begin,
      room: await around.room.remarks(),
    });
  } finally {
    signal?.removeEventListener('abort', abort);
    await Promise.all([...sides.map((side) => side.stop()), around?.room.stop()]);
  }
}

/** CloudWatch sees no error in a request that is the client's fault, so no alarm rings, and nothing was shown. */
function mustHaveAnswered({ record, name }: Side): void {
  const { number, requests, refused } = record.facts(name);
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
