import type { TwoStepPlan } from '@inference-constructs/core/out/rollout/two-step/two-step-plan';
import type { ResourceChange } from '../report-types';
import type { SourceStack } from '../source/source';
import { exportPlans } from './exports';
import { namedReplacements } from './named-replacements';

/** Changes that CloudFormation refuses in one deployment, whatever they are of, as the old and the new template tell. */
export function templatePlans(
  before: readonly SourceStack[],
  after: readonly SourceStack[],
  changes: readonly ResourceChange[],
): TwoStepPlan[] {
  return [
    ...after.flatMap((stack) => {
      const old = before.find(({ name }) => name === stack.name);
      return old === undefined ? [] : namedReplacements(old.graph, stack, changes);
    }),
    ...exportPlans(before, after),
  ];
}
