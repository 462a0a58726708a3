import { PROVISIONING_SECONDS } from '@inference-constructs/core/out/rollout/guardrails';
import type { Timeline } from './analysis-types';
import type { EndpointStrategy } from './endpoint-strategy';
import { timelineOf } from './timeline';

const PROVISIONING = PROVISIONING_SECONDS / 60;

/** A fleet to start, a bake after every shift, and the wait before the old fleet goes. */
export function endpointTimeline(strategy: EndpointStrategy): Timeline {
  const { bakeMinutes, terminationMinutes, timeoutMinutes } = strategy;
  const provision = (percent: number) => ({
    kind: 'provision' as const,
    percent,
    minutes: PROVISIONING,
    isAssumed: true,
  });
  const bake = (percent: number) => ({ kind: 'bake' as const, percent, minutes: bakeMinutes });
  const shares = sharesOf(strategy);
  const phases =
    strategy.kind === 'rolling'
      ? shares.flatMap((percent, i) => [provision(shares[i - 1] ?? 0), bake(percent)])
      : [provision(0), ...shares.map(bake)];
  return timelineOf([...phases, { kind: 'termination', percent: 100, minutes: terminationMinutes }], timeoutMinutes);
}

/** The new fleet's share after every shift. */
function sharesOf({ kind, percent }: EndpointStrategy): number[] {
  if (kind === 'all-at-once' || percent >= 100) return [100];
  if (kind === 'canary') return [percent, 100];
  // Ten percent ten times must not become eleven steps.
  const steps = Math.ceil(100 / percent - 1e-9);
  return Array.from({ length: steps }, (_, i) => Math.min(100, (i + 1) * percent));
}
