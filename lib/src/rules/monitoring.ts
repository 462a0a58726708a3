import { collapsePower, LEAST_POWER } from '../monitoring/power';
import type { Rule } from './rule';
import { alarmsOf, metricsOf, releasesOf } from './release';

const canaryCannotSeeCollapse: Rule = {
  id: 'canary-cannot-see-collapse',
  severity: 'warning',
  why: 'With too few requests on the canary, a model that answers with one class only is promoted.',
  source: 'power of a binomial test, lib/src/monitoring/power.ts',
  check(graph, context) {
    return releasesOf(graph).flatMap((release) =>
      alarmsOf(graph, release).flatMap((alarm) => {
        const note = alarm.attributes?.InferenceConstructs as Record<string, unknown> | undefined;
        const rate = note?.expectedRequestsPerMinute;
        const rates = Object.values((note?.rates ?? {}) as Record<string, number>);
        const period = metricsOf(alarm)[0]?.periodSeconds;
        const percent = release.percent;
        const numbers = [rate, period, percent];
        if (rates.length === 0 || numbers.some((value) => typeof value !== 'number' || context.isUnresolved(value))) {
          return [];
        }
        const { expectedRows, rowsNeeded, power } = collapsePower(
          rates,
          rate as number,
          percent as number,
          period as number,
        );
        if (power >= LEAST_POWER) return [];
        return {
          resource: alarm,
          message:
            `rows on the canary while this alarm looks (about ${Math.round(expectedRows)}, at ${String(rate)} requests ` +
            `per minute): a collapse to one class needs ${rowsNeeded}, so it is seen with a chance of only ` +
            `${(100 * power).toFixed(0)} % (at least ${100 * LEAST_POWER} %). bake longer or give the canary more traffic`,
        };
      }),
    );
  },
};

export const monitoringRules: readonly Rule[] = [canaryCannotSeeCollapse];
