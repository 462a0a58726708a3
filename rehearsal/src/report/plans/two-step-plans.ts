import { endpointPlans } from '@inference-constructs/core/out/rollout/two-step/endpoint-plans';
import type { TwoStepPlan } from '@inference-constructs/core/out/rollout/two-step/two-step-plan';
import type { ResourceChange } from '../report-types';
import type { SourceStack } from '../source/source';
import { exportPlans } from './exports';
import { namedReplacements } from './named-replacements';

/** Changes that AWS refuses in one deployment, as the old and the new template tell. */
export function twoStepPlans(
  before: readonly SourceStack[],
  after: readonly SourceStack[],
  changes: readonly ResourceChange[],
): TwoStepPlan[] {
  return [
    ...after.flatMap((stack) => {
      const old = before.find(({ name }) => name === stack.name);
      return old === undefined
        ? []
        : [...endpointPlans(old.graph, stack.graph).map(readable), ...namedReplacements(old.graph, stack, changes)];
    }),
    ...exportPlans(before, after),
  ];
}

/** Construct paths without the last part that only tells the L1 from its L2. */
function readable(plan: TwoStepPlan): TwoStepPlan {
  return { ...plan, path: plan.path.replace(/\/Resource$/, '') };
}
