import type { TrafficStep } from '@inference-constructs/core/out/rollout/codedeploy';

/** `10 % for 15 min, then all` */
export function stepsText(steps: readonly TrafficStep[]): string {
  const waiting = steps.filter(({ minutes }) => minutes > 0);
  if (waiting.length === 0) return 'all traffic moves at once';
  const shown = waiting.length <= 3 ? waiting : waiting.slice(0, 2);
  const rest = waiting.length - shown.length;
  const text = shown.map(({ percent, minutes }) => `${percent} % for ${minutes} min`).join(', ');
  return `${text}${rest > 0 ? `, ${rest} more steps` : ''}, then all`;
}
