import type { Rollout } from '../control-plane/control-plane';
import type { Timeline } from './analysis-types';
import { timelineOf } from './timeline';

/** CodeDeploy on Lambda: nothing is started, a bake on every step but the last, done with the last shift. */
export function functionTimeline({ steps }: Rollout): Timeline {
  return timelineOf(steps.map(({ percent, minutes }) => ({ kind: 'bake', percent, minutes })));
}
