import { startingMinutes } from '@inference-constructs/core/out/catalog/starting';
import { priceOf } from '@inference-constructs/core/out/catalog/prices/price-list';
import type { PriceList } from '@inference-constructs/core/out/catalog/prices/price-list';
import { forecastWindow } from '@inference-constructs/core/out/scaling/forecast/forecast';
import { LEAST_HISTORY_MILLISECONDS } from '@inference-constructs/core/out/scaling/forecast/profile';
import type { ScheduledAction } from '../scaling/scaling-input';
import type { ScalingResult } from '../scaling/scaling-result';
import { simulateScaling } from '../scaling/simulate';
import { loadOf } from '../scaling/trace/load';
import type { RecordedTrace } from '../scaling/trace/recorded-trace';
import type { Span } from '../scaling/trace/span';
import { assumptionsOf } from './assumptions';
import type { DeclaredForecast } from './declared-forecast';
import { devicesOf } from './declared-forecast';
import { deviationsOf } from './deviations';
import type { Period, PlayedForecast, PlayedSide } from './forecast-result';
import { playedHours } from './hours';
import { playedPeriod } from './period';
import type { ForecastRun } from './runs';
import { actionsOf, forecastRuns } from './runs';
import { afterWarmUp, sideOf } from './sides';

const MINUTE = 60_000;

/** The week before what is played, so that schedules and policies have set what they set. */
const WARM_UP_MINUTES = LEAST_HISTORY_MILLISECONDS / MINUTE;

export interface PlayForecastOptions {
  /** How many days at the end of the trace are played. */
  readonly days: number;
  /** Requests a minute that an instance can answer. Default: the forecast's target. */
  readonly instanceRequestsPerMinute?: number;
  /** How long a request takes. Needed where a policy tracks concurrency. */
  readonly serviceSeconds?: number;
  readonly prices: PriceList;
}

/** Plays the end of a trace twice: with what the forecast would have scheduled of what was before, and without it. */
export function playForecast(
  declared: DeclaredForecast,
  trace: RecordedTrace,
  options: PlayForecastOptions,
): PlayedForecast {
  const { configuration, scaling, instanceType } = declared;
  const period = playedPeriod(trace, options.days, configuration.timezone);
  const { runs, idle } = forecastRuns(declared, trace, period);
  const perMinute = options.instanceRequestsPerMinute ?? configuration.targetPerMinute;
  const play = playerOf(declared, trace, period, { ...options, perMinute });
  const alone = play([]);
  const ahead = play(actionsOf(runs, configuration.timezone, period.from));
  const [without, withForecast] = [alone, ahead].map((result) => afterWarmUp(result, WARM_UP_MINUTES));
  const price = priceOfHour(options.prices, instanceType);
  const sides = [without, withForecast].map((played) => sideOf(played, perMinute, price?.usdPerHour));
  const twice = { from: period.from, perMinute, without: without.minutes, with: withForecast.minutes };
  const hours = playedHours(declared, runs, twice);
  const looked = forecastWindow(period.from, configuration);
  return {
    path: declared.path,
    target: scaling.target.path,
    minCapacity: scaling.target.minCapacity,
    maxCapacity: scaling.target.maxCapacity,
    ...(instanceType === undefined ? {} : { instanceType }),
    history: periodOf({ ...looked, from: Math.max(looked.from, trace.begin) }),
    played: periodOf(period),
    timezone: configuration.timezone,
    runs: runs.map(factsOfRun),
    idleRuns: idle.map((at) => new Date(at).toISOString()),
    instanceRequestsPerMinute: perMinute,
    verdict: verdictOf(sides[0], sides[1]),
    without: sides[0],
    with: sides[1],
    ...(price === undefined ? {} : { price }),
    ...deviationsOf(hours, declared),
    hours,
    notPlayed: declared.notPlayed,
    assumptions: assumptionsOf(declared, trace, period, { ...options, simulated: ahead.assumptions }),
  };
}

/** Gives what happens with some scheduled actions beside those that the template declares. */
function playerOf(
  declared: DeclaredForecast,
  trace: RecordedTrace,
  { from, until }: Span,
  { perMinute, serviceSeconds }: PlayForecastOptions & { readonly perMinute: number },
): (actions: readonly ScheduledAction[]) => ScalingResult {
  const { scaling, instanceType } = declared;
  const load = loadOf(trace, { from: from - WARM_UP_MINUTES * MINUTE, until });
  const service = {
    requestsPerMinute: perMinute,
    provisioningSeconds: startingMinutes(instanceType === undefined ? [] : [instanceType]) * 60,
    devices: devicesOf(declared),
    ...(serviceSeconds === undefined ? {} : { serviceSeconds }),
  };
  return (actions) =>
    simulateScaling({ ...scaling, scheduledActions: [...scaling.scheduledActions, ...actions] }, load, { service });
}

function verdictOf(without: PlayedSide, ahead: PlayedSide): PlayedForecast['verdict'] {
  const better =
    without.underProvisionedMinutes - ahead.underProvisionedMinutes ||
    without.requestsAboveCapacity - ahead.requestsAboveCapacity;
  return better > 0 ? 'better' : better < 0 ? 'worse' : 'same';
}

function priceOfHour({ prices }: PriceList, instanceType: string | undefined) {
  const key = instanceType === undefined ? '' : priceOf.hostingHour(instanceType);
  if (instanceType === undefined || !Object.hasOwn(prices, key)) return undefined;
  const { usd, mark, asOf } = prices[key];
  return { instanceType, usdPerHour: usd, mark, asOf };
}

function factsOfRun({ at, forecast }: ForecastRun): PlayedForecast['runs'][number] {
  const { actions, capacities } = forecast;
  return {
    at: new Date(at).toISOString(),
    scheduledActions: actions.length,
    least: Math.min(...capacities),
    most: Math.max(...capacities),
  };
}

export function periodOf({ from, until }: Span): Period {
  return { from: new Date(from).toISOString(), until: new Date(until).toISOString() };
}
