import { InferenceError } from '@inference-constructs/core/out/errors';
import { percentileOf } from '../metrics/statistics';
import type { DeclaredAlarm } from './alarm-evaluator';
import type { AlarmQueries } from './alarm-queries';
import { readQueries } from './alarm-queries';
import type { MissingData, Window } from './alarm-state';
import { comparisonOf } from './comparison';
import { CannotEvaluate } from './math/cannot-evaluate';
import { FUNCTIONS } from './math/functions';
import type { WarmUp } from './warm-up';
import { readWarmUp } from './warm-up';

/** An alarm on metrics, ready to be evaluated. */
export interface AlarmDefinition {
  readonly declared: DeclaredAlarm;
  readonly queries: AlarmQueries;
  readonly window: Window;
  readonly threshold: number;
  /** Evaluates periods that begin on the clock, once each is over. */
  readonly isWallClock: boolean;
  /** With fewer samples in a period the alarm keeps its state. */
  readonly fewestSamples?: number;
  readonly warmUp?: WarmUp;
  breaches(value: number): boolean;
}

type Block = Readonly<Record<string, unknown>>;

const MISSING_DATA: readonly string[] = ['breaching', 'notBreaching', 'ignore', 'missing'] satisfies MissingData[];
const LOW_SAMPLES: readonly unknown[] = [undefined, 'evaluate', 'ignore'];

/** Properties of alarms that watch something else than metrics, and are not played. */
const NOT_PLAYED = ['ThresholdMetricId', 'EvaluationCriteria'];

/** CloudWatch: the periods that a wall-clock window can have, in minutes. */
const WALL_CLOCK_PERIODS = [1, 5, 60, 1440, 10_080];

export function readAlarm(declared: DeclaredAlarm): AlarmDefinition {
  return evaluable(declared, () => {
    const { properties } = declared;
    for (const name of NOT_PLAYED) if (properties[name] !== undefined) throw new CannotEvaluate(name);
    const evaluationPeriods = wholeNumber('EvaluationPeriods', properties.EvaluationPeriods);
    const missingData = String(properties.TreatMissingData ?? 'missing');
    if (!MISSING_DATA.includes(missingData)) throw new CannotEvaluate(`TreatMissingData ${missingData}`);
    const comparison = comparisonOf(properties.ComparisonOperator);
    if (comparison === undefined) {
      throw new CannotEvaluate(`ComparisonOperator ${String(properties.ComparisonOperator)}`);
    }
    const threshold = Number(properties.Threshold);
    if (Number.isNaN(threshold)) throw new CannotEvaluate(`Threshold ${String(properties.Threshold)}`);
    const queries = readQueries(properties);
    return {
      declared,
      queries,
      window: {
        evaluationPeriods,
        datapointsToAlarm: wholeNumber('DatapointsToAlarm', properties.DatapointsToAlarm ?? evaluationPeriods),
        missingData: missingData as MissingData,
      },
      threshold,
      isWallClock: isWallClock(properties.EvaluationWindow, queries),
      fewestSamples: fewestSamples(properties),
      warmUp: readWarmUp(properties.WarmUpConfiguration),
      breaches: (value) => comparison(value, threshold),
    };
  });
}

/** Runs `read`; what cannot be evaluated is an error that names the alarm. */
export function evaluable<T>(alarm: DeclaredAlarm, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CannotEvaluate)) throw error;
    throw new InferenceError(
      'AlarmNotEvaluable',
      `cannot evaluate ${error.message}: metric math with + - * / ^, comparisons, AND, OR and ` +
        `${Object.keys(FUNCTIONS).join(', ')} over periods of whole minutes. ` +
        'write the alarm with these, or rehearse without it in the deployment group',
      alarm.path,
    );
  }
}

function isWallClock(window: unknown, { periodMinutes }: AlarmQueries): boolean {
  if (window === undefined) return false;
  const { WallClockWindow, SlidingWindow, ...others } = window as Block;
  if (Object.keys(others).length > 0) throw new CannotEvaluate(`EvaluationWindow ${Object.keys(others).join(', ')}`);
  if (WallClockWindow === undefined) return false;
  if (SlidingWindow !== undefined) throw new CannotEvaluate('EvaluationWindow of both kinds');
  if (!WALL_CLOCK_PERIODS.includes(periodMinutes)) {
    throw new CannotEvaluate(`WallClockWindow with a period of ${periodMinutes * 60} s`);
  }
  return true;
}

/** CloudWatch: ten samples beyond the percentile, on whichever side there are fewer. */
function fewestSamples(properties: Block): number | undefined {
  const treatment = properties.EvaluateLowSampleCountPercentile;
  if (!LOW_SAMPLES.includes(treatment)) {
    throw new CannotEvaluate(`EvaluateLowSampleCountPercentile ${String(treatment)}`);
  }
  const share = percentileOf(String(properties.ExtendedStatistic));
  if (treatment !== 'ignore' || share === undefined) return undefined;
  return Math.round(10 / Math.min(share, 1 - share));
}

function wholeNumber(name: string, value: unknown): number {
  if (!Number.isInteger(value) || (value as number) < 1) throw new CannotEvaluate(`${name} ${String(value)}`);
  return value as number;
}
