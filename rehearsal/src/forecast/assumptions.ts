import { FORECAST_PERIOD_SECONDS } from '@inference-constructs/core/out/scaling/forecast/configuration';
import type { RecordedTrace } from '../scaling/trace/recorded-trace';
import type { Span } from '../scaling/trace/span';
import { plural } from '../report/words';
import type { DeclaredForecast } from './declared-forecast';
import { daysText } from './period';

const DAY = 86_400_000;

export interface Assumed {
  readonly instanceRequestsPerMinute?: number;
  /** What the simulation of both took for granted. */
  readonly simulated: readonly string[];
}

/** What of the result hangs on the trace, or on what nobody gave. */
export function assumptionsOf(
  { configuration, instanceType, otherTypes }: DeclaredForecast,
  { periodMinutes, gaps, begin }: RecordedTrace,
  { from }: Span,
  { instanceRequestsPerMinute, simulated }: Assumed,
): string[] {
  const { targetPerMinute, lookbackDays } = configuration;
  const forecastMinutes = FORECAST_PERIOD_SECONDS / 60;
  return [
    ...(instanceRequestsPerMinute === undefined
      ? [`an instance can answer ${targetPerMinute} requests per minute, the target of the forecast`]
      : []),
    ...(instanceType === undefined
      ? ['the variant is not declared here: its instances were assumed to have no GPU, and have no price']
      : []),
    ...(otherTypes === undefined
      ? []
      : [
          `there are enough instances of the first pool, ${instanceType}; those of ${otherTypes.join(', ')} are not played`,
        ]),
    ...(from - begin < lookbackDays * DAY
      ? [`the forecast looks back ${lookbackDays} days; the trace has ${daysText(from - begin)} before what is played`]
      : []),
    ...(periodMinutes > forecastMinutes
      ? [
          `the trace has periods of ${periodMinutes} minutes: its times lie that far apart or a multiple of it, and nothing else tells; ` +
            `sums of ${forecastMinutes} minutes that were recorded at such times only look the same, and are then spread over ${periodMinutes}`,
          `the trace has periods of ${periodMinutes} minutes, and the forecast reads ${forecastMinutes}: ` +
            'what peaks within them is seen by neither, so that needs are understated',
        ]
      : []),
    ...(periodMinutes > 1 ? [`the requests of ${periodMinutes} minutes come evenly`] : []),
    ...(gaps.periods > 0
      ? [
          `${plural(gaps.periods, 'period')} without a datapoint had no requests, as CloudWatch has it: one that was not recorded looks the same`,
        ]
      : []),
    'the function runs when what is played begins, then as its schedule says, and takes no time',
    'both are played from a week earlier on, which counts for neither; minutes that are named here are counted from there',
    ...simulated,
  ];
}
