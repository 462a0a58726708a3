import { ANNOTATION } from '../contract/annotation';
import type { CanaryTraffic, Power } from '../monitoring/power';
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
        const note = alarm.attributes?.[ANNOTATION] as Record<string, unknown> | undefined;
        const rates = Object.values((note?.rates ?? {}) as Record<string, number>);
        const requestsPerMinute = note?.expectedRequestsPerMinute;
        const heldOutRows = note?.heldOutRows;
        const windowSeconds = release.bakeSeconds === 0 ? 0 : metricsOf(alarm)[0]?.periodSeconds;
        const { percent } = release;
        const numbers = [requestsPerMinute, heldOutRows, windowSeconds, percent];
        if (rates.length === 0 || numbers.some((value) => typeof value !== 'number' || context.isUnresolved(value))) {
          return [];
        }
        const traffic = { rates, heldOutRows, requestsPerMinute, windowSeconds, percent } as CanaryTraffic;
        const power = collapsePower(traffic);
        if (power.power >= LEAST_POWER) return [];
        return { resource: alarm, message: describe(traffic, power) };
      }),
    );
  },
};

function describe(traffic: CanaryTraffic, { expectedRows, rowsNeeded, power }: Power): string {
  if (rowsNeeded === Infinity) {
    return (
      `held-out rows (${traffic.heldOutRows}): too few to tell a collapse to one class from chance, whatever the traffic. ` +
      'evaluate the model on more rows'
    );
  }
  if (traffic.windowSeconds === 0) {
    return (
      'bake (0 s): all traffic moves at once, and no alarm has the time to roll back a release whose answers collapse to ' +
      'one class. choose a canary'
    );
  }
  return (
    `rows on the canary while this alarm looks (about ${Math.round(expectedRows)}, at ${traffic.requestsPerMinute} requests ` +
    `per minute): a collapse to one class needs ${rowsNeeded}, so it is seen with a chance of only ` +
    `${(100 * power).toFixed(0)} % (at least ${100 * LEAST_POWER} %). bake longer or give the canary more traffic`
  );
}

export const monitoringRules: readonly Rule[] = [canaryCannotSeeCollapse];
