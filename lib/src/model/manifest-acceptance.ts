import type { FieldChecks } from './field-checks';
import { ACCEPTANCE_METRICS } from './manifest';
import type { AcceptanceMetric } from './manifest';
import { didYouMean } from './nearest';

/** Those that speak of one class, which only a model of two has. */
const OF_POSITIVE: readonly AcceptanceMetric[] = ['precision', 'recall', 'f1'];

/** `classes`: their names, where these are without fault. */
export function checkAcceptance(
  value: unknown,
  hasClasses: boolean,
  classes: readonly string[] | undefined,
  checks: FieldChecks,
): void {
  const acceptance = checks.object('/acceptance', value, ['metric', 'minimum']);
  if (acceptance === undefined) return;
  if (!hasClasses) {
    checks.fault('/acceptance', value, 'no such field without classes');
    return;
  }
  const { metric, minimum } = acceptance;
  if (Object.hasOwn(acceptance, 'metric')) checkMetric(metric, classes, checks);
  if (Object.hasOwn(acceptance, 'minimum') && !(typeof minimum === 'number' && minimum > 0 && minimum <= 1)) {
    checks.fault('/acceptance/minimum', minimum, 'a number above 0 and at most 1');
  }
}

function checkMetric(metric: unknown, classes: readonly string[] | undefined, checks: FieldChecks): void {
  const known = ACCEPTANCE_METRICS.find((name) => name === metric);
  if (known === undefined) {
    const hint = typeof metric === 'string' ? didYouMean(metric, [...ACCEPTANCE_METRICS]) : '';
    checks.fault('/acceptance/metric', metric, `one of ${ACCEPTANCE_METRICS.join(', ')}${hint}`);
  } else if (classes !== undefined && classes.length !== 2 && OF_POSITIVE.includes(known)) {
    checks.fault(
      '/acceptance/metric',
      metric,
      `accuracy or balancedAccuracy with ${classes.length} classes, a positive one is of two`,
    );
  }
}
