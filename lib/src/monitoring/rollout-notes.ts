import type { ModelManifest } from '../model/manifest';
import type { RolloutSpec } from '../rollout/rollout';
import { bakePeriodSeconds } from './alarm';
import { laterStepNotes, powerNotes } from './power-notes';

interface Traffic {
  readonly model: { readonly manifest: ModelManifest };
  readonly expectedRequestsPerMinute?: number;
  readonly isUnresolved: (value: unknown) => boolean;
}

/** What notes call the first step. */
const FIRST_STEP: Readonly<Record<RolloutSpec['kind'], string>> = {
  canary: 'the canary',
  linear: 'the first step',
  rolling: 'the first batch',
  'all-at-once': 'the new release',
  'blue-green': 'the new fleet',
};

/** What the alarms can see on each step that they watch; `shares` are those of the steps, in percent. */
export function rolloutNotes(spec: Traffic, rollout: RolloutSpec, shares: readonly number[]): string[] {
  const windowSeconds = shares.length === 0 ? 0 : bakePeriodSeconds(rollout.bakeMinutes);
  const first = powerNotes(spec, shares[0] ?? 100, windowSeconds, FIRST_STEP[rollout.kind]);
  // The second step of a canary is all of the traffic.
  const later = rollout.kind === 'canary' ? [] : shares.slice(1);
  return [...first, ...laterStepNotes(spec, later, windowSeconds)];
}
