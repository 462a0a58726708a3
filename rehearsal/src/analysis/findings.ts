import { longestStartSeconds } from '@inference-constructs/core/out/catalog/starting';
import { LEAST_POWER } from '@inference-constructs/core/out/monitoring/power';
import type { TwoStepPlan } from '@inference-constructs/core/out/rollout/two-step/two-step-plan';
import { metricsOf } from '@inference-constructs/core/out/rules/release';
import type { Assembly } from '../assembly/assembly-reader';
import type { AnalysisFinding, ReleaseAnalysis } from './analysis-types';
import { ringsWithoutData } from './alarm-reach';
import { notPublished } from './publishers';
import type { Release } from './releases';

/** What speaks against a release as it is declared. */
export function releaseFindings(release: Release, analysis: ReleaseAnalysis): AnalysisFinding[] {
  const { path, fallback, alarms, foreignAlarms = [], rollsBackOnAlarm, isReleased } = release;
  if (isReleased === false) return [];
  const error = (id: string, message: string): AnalysisFinding => ({ id, severity: 'error', path, message });
  const warning = (id: string, message: string): AnalysisFinding => ({ id, severity: 'warning', path, message });
  const { timeline } = analysis;
  const bakes = timeline.phases.filter(({ kind }) => kind === 'bake');
  return [
    ...(fallback === undefined
      ? []
      : [
          error(
            'guardrails-without-effect',
            `its guardrails do not hold: ${fallback}, so all traffic moves at once, without a bake`,
          ),
        ]),
    ...(bakes.length === 0
      ? [warning('all-at-once', 'all traffic moves at once, so no alarm has a chance to stop the deployment')]
      : []),
    ...(foreignAlarms.length === 0
      ? []
      : [
          warning(
            'alarm-not-declared',
            `alarms that nothing here declares watch it (${foreignAlarms.join(', ')}): not known when they ring`,
          ),
        ]),
    ...(alarms.length + foreignAlarms.length === 0 && bakes.length > 0
      ? [error('no-alarm', 'no alarm watches this deployment, so nothing can roll it back')]
      : []),
    ...(alarms.length === 0 || rollsBackOnAlarm
      ? []
      : [
          error(
            'no-rollback',
            'an alarm stops the deployment and nothing rolls it back: the alias stays on two versions',
          ),
        ]),
    ...timeoutFindings(path, analysis),
    ...(bakes.length === 0 ? [] : analysis.alarms.flatMap((reach) => reachFindings(reach))),
    ...alarms.filter(ringsWithoutData).map((alarm) => ({
      id: 'alarm-rings-without-data',
      severity: 'warning' as const,
      path: alarm.path,
      message: 'missing data breach: it may roll a release back before that has answered anything',
    })),
    ...powerFindings(analysis),
  ];
}

function reachFindings({
  alarm,
  earliestMinute,
  unknown,
  bakes,
  windowSeconds,
  wholeWindowMinute,
}: ReleaseAnalysis['alarms'][number]): AnalysisFinding[] {
  if (unknown !== undefined) return [];
  const [first] = bakes;
  const window = windowSeconds === undefined ? 'it' : `its window of ${windowSeconds / 60} min`;
  if (earliestMinute === undefined) {
    const message = `cannot ring before the deployment is decided at minute ${bakes.at(-1)?.until}: ${window} is too long`;
    return [{ id: 'alarm-cannot-trip', severity: 'error', path: alarm, message }];
  }
  if (first.sees === 'nothing') {
    const message = `rings at minute ${earliestMinute} at the earliest, after the first step (${round(first.percent)} %) ends at minute ${first.until}`;
    return [{ id: 'alarm-misses-first-step', severity: 'warning', path: alarm, message }];
  }
  const until = bakes.at(-1)?.until ?? 0;
  if (wholeWindowMinute === undefined || wholeWindowMinute <= until) return [];
  const message = `${window} is full of the new release at minute ${wholeWindowMinute}, and the deployment is decided at minute ${until}: it rings only for what part of it shows`;
  return [{ id: 'alarm-sees-part', severity: 'warning', path: alarm, message }];
}

function timeoutFindings(path: string, { timeline: { timeoutAt, phases } }: ReleaseAnalysis): AnalysisFinding[] {
  if (timeoutAt === undefined) return [];
  const waits = phases.filter(({ isAssumed }) => !isAssumed).reduce((sum, { from, to }) => sum + to - from, 0);
  const starts = longestStartSeconds(phases.filter(({ isAssumed }) => isAssumed).length) / 60;
  if (waits + starts <= timeoutAt) return [];
  return waits >= timeoutAt
    ? [
        {
          id: 'timeout-too-short',
          severity: 'error',
          path,
          message: `waits of ${waits} min do not end before the timeout of ${timeoutAt} min: every update fails`,
        },
      ]
    : [
        {
          id: 'timeout-tight',
          severity: 'warning',
          path,
          message: `waits of ${waits} min leave ${timeoutAt - waits} min of the timeout to start instances, which may take ${starts} min (assumed)`,
        },
      ];
}

function powerFindings({ power }: ReleaseAnalysis): AnalysisFinding[] {
  if (power === undefined || power.chance >= LEAST_POWER) return [];
  const { alarm, percent, expectedRows, rowsNeeded, chance, enough } = power;
  const found =
    rowsNeeded === undefined
      ? 'too few held-out rows to tell answers that collapse to one class from chance, whatever the traffic. evaluate the model on more rows'
      : `answers that collapse to one class show from ${rowsNeeded} rows on, so it sees them with a chance of ${(100 * chance).toFixed(0)} %. ` +
        `enough: ${enough?.percent === undefined ? '' : `${enough.percent} % of the traffic, or `}a bake of ${enough?.bakeMinutes} min`;
  const message = `${round(percent)} % are about ${Math.round(expectedRows)} rows while it looks; ${found}`;
  return [{ id: 'canary-cannot-see-collapse', severity: 'warning', path: alarm, message }];
}

/** Alarms that read a metric of which nobody here can be the publisher; watched or not. */
export function unpublishedFindings(assembly: Assembly): AnalysisFinding[] {
  return assembly.alarms.flatMap((alarm) => {
    const metrics = metricsOf(alarm).map(({ namespace, name, dimensions }) => ({
      namespace: String(namespace),
      name: String(name),
      dimensions: Object.fromEntries(Object.entries(dimensions).map(([key, value]) => [key, String(value)])),
    }));
    const reasons = metrics.flatMap((metric) => notPublished(metric, assembly) ?? []);
    const [worst] = [...reasons].sort((a, b) => Number(b.isSure) - Number(a.isSure));
    if (worst === undefined) return [];
    const severity = worst.isSure ? ('error' as const) : ('warning' as const);
    return [{ id: 'alarm-watches-nothing', severity, path: alarm.path, message: worst.reason }];
  });
}

export function planFindings(plans: readonly TwoStepPlan[]): AnalysisFinding[] {
  return plans.map(({ id, path, change, why }) => ({
    id,
    severity: 'error' as const,
    path,
    message: `${change}: one deployment fails, because ${why}`,
  }));
}

function round(percent: number): number {
  return Math.round(percent * 10) / 10;
}
