import { InferenceError } from '../errors';
import type { ModelManifest } from '../model/manifest';
import { collapsePower } from './power';
import { promisedRates } from './prediction-shift';

interface Traffic {
  readonly model: { readonly manifest: ModelManifest };
  readonly expectedRequestsPerMinute?: number;
  readonly isUnresolved: (value: unknown) => boolean;
}

/** A rate that nothing can come of would make every number below it meaningless. */
function checkRate(rate: number): void {
  if (rate > 0 && Number.isFinite(rate)) return;
  throw new InferenceError(
    'RequestsPerMinuteOutOfRange',
    `expected requests per minute (${rate}): a number above 0. give the traffic over all releases, or leave it out`,
  );
}

/** Says what the first step, `who`, can see of a release that answers with one class only. */
export function powerNotes(spec: Traffic, percent: number, windowSeconds: number, who = 'the canary'): string[] {
  const given = spec.expectedRequestsPerMinute;
  if (given !== undefined && !spec.isUnresolved(given)) checkRate(given);
  if (windowSeconds === 0) {
    return [
      'all traffic moves to a new release at once, and no alarm has the time to roll it back. choose a canary to be safe from bad releases',
    ];
  }
  const { classes, heldOut, name } = spec.model.manifest;
  if (classes === undefined || heldOut?.predictedRates === undefined) {
    return [
      `no prediction-shift alarm: model.json of ${name} has no classes with heldOut.predictedRates, so a release that answers wrongly is not noticed`,
    ];
  }
  const rate = spec.expectedRequestsPerMinute;
  if (rate === undefined || spec.isUnresolved(rate) || spec.isUnresolved(percent)) {
    return [
      `power of ${who} not computed: set expectedRequestsPerMinute to learn whether the bake can see a collapse to one class`,
    ];
  }
  const { expectedRows, rowsNeeded, power } = collapsePower({
    rates: promisedRates(classes, heldOut).map((promised) => promised.rate),
    heldOutRows: heldOut.rows,
    requestsPerMinute: rate,
    percent,
    windowSeconds,
  });
  if (rowsNeeded === Infinity) {
    return [
      `heldOut.rows of ${name} (${heldOut.rows}): too few to tell a collapse to one class from chance, whatever the traffic. evaluate the model on more rows`,
    ];
  }
  return [
    `at ${rate} requests per minute ${who} answers about ${Math.round(expectedRows)} rows while its alarm looks; ` +
      `a collapse to one class shows from ${rowsNeeded} rows on: it is seen with a chance of ${(100 * power).toFixed(0)} %`,
  ];
}

/** What every later step sees: one line, because the steps differ in their share only. */
export function laterStepNotes(spec: Traffic, shares: readonly number[], windowSeconds: number): string[] {
  const { classes, heldOut } = spec.model.manifest;
  const requestsPerMinute = spec.expectedRequestsPerMinute;
  if (shares.length === 0 || classes === undefined || heldOut?.predictedRates === undefined) return [];
  if (requestsPerMinute === undefined || spec.isUnresolved(requestsPerMinute)) return [];
  const rates = promisedRates(classes, heldOut).map(({ rate }) => rate);
  const steps = shares.map((percent) => {
    const power = collapsePower({ rates, heldOutRows: heldOut.rows, requestsPerMinute, percent, windowSeconds });
    return { percent, ...power };
  });
  if (steps.some(({ rowsNeeded }) => rowsNeeded === Infinity)) return [];
  const described = steps.map(
    ({ percent, expectedRows, power }) =>
      `${percent} %: about ${Math.round(expectedRows)} rows, ${(100 * power).toFixed(0)} %`,
  );
  return [`chance that a later step sees a collapse to one class: ${described.join('; ')}`];
}
