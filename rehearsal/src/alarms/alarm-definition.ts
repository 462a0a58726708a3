import { InferenceError } from '@inference-constructs/core/out/errors';
import type { DeclaredAlarm } from './alarm-evaluator';
import type { AlarmQueries } from './alarm-queries';
import { readQueries } from './alarm-queries';
import type { MissingData, Window } from './alarm-state';
import { comparisonOf } from './comparison';
import { CannotEvaluate } from './math/cannot-evaluate';
import { FUNCTIONS } from './math/functions';

/** An alarm, ready to be evaluated. */
export interface AlarmDefinition {
  readonly declared: DeclaredAlarm;
  readonly queries: AlarmQueries;
  readonly window: Window;
  readonly threshold: number;
  breaches(value: number): boolean;
}

const MISSING_DATA: readonly string[] = ['breaching', 'notBreaching', 'ignore', 'missing'] satisfies MissingData[];

/** Properties that change how an alarm is evaluated in a way that is not played; with the value that changes nothing. */
const NOT_PLAYED: Readonly<Record<string, unknown>> = {
  ThresholdMetricId: undefined,
  EvaluationCriteria: undefined,
  EvaluationWindow: undefined,
  EvaluateLowSampleCountPercentile: 'evaluate',
};

export function readAlarm(declared: DeclaredAlarm): AlarmDefinition {
  return evaluable(declared, () => {
    const { properties } = declared;
    for (const [name, harmless] of Object.entries(NOT_PLAYED)) {
      if (properties[name] !== undefined && properties[name] !== harmless) throw new CannotEvaluate(name);
    }
    const evaluationPeriods = wholeNumber('EvaluationPeriods', properties.EvaluationPeriods);
    const missingData = String(properties.TreatMissingData ?? 'missing');
    if (!MISSING_DATA.includes(missingData)) throw new CannotEvaluate(`TreatMissingData ${missingData}`);
    const comparison = comparisonOf(properties.ComparisonOperator);
    if (comparison === undefined) {
      throw new CannotEvaluate(`ComparisonOperator ${String(properties.ComparisonOperator)}`);
    }
    const threshold = Number(properties.Threshold);
    if (Number.isNaN(threshold)) throw new CannotEvaluate(`Threshold ${String(properties.Threshold)}`);
    return {
      declared,
      queries: readQueries(properties),
      window: {
        evaluationPeriods,
        datapointsToAlarm: wholeNumber('DatapointsToAlarm', properties.DatapointsToAlarm ?? evaluationPeriods),
        missingData: missingData as MissingData,
      },
      threshold,
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

function wholeNumber(name: string, value: unknown): number {
  if (!Number.isInteger(value) || (value as number) < 1) throw new CannotEvaluate(`${name} ${String(value)}`);
  return value as number;
}
