import type { LoadedPackage } from '@inference-constructs/core/out/model/load';
import { rolloutNotes } from '@inference-constructs/core/out/monitoring/rollout-notes';
import type { RolloutSpec } from '@inference-constructs/core/out/rollout/rollout';
import { endpointShares, functionShares } from '@inference-constructs/core/out/rollout/shares';

const model = {
  manifest: {
    name: 'triage',
    classes: { output: 'p', names: ['ill', 'well'] },
    heldOut: { rows: 999, predictedRates: { ill: 0.37, well: 0.63 } },
  },
} as unknown as LoadedPackage;
const traffic = { model, expectedRequestsPerMinute: 60, isUnresolved: () => false };

test.each<[RolloutSpec, string[]]>([
  [
    { kind: 'canary', percent: 10, bakeMinutes: 15 },
    [
      'at 60 requests per minute the canary answers about 72 rows while its alarm looks; a collapse to one class shows from 39 rows on: it is seen with a chance of 100 %',
    ],
  ],
  [
    { kind: 'linear', percent: 40, bakeMinutes: 4 },
    [
      'at 60 requests per minute the first step answers about 24 rows while its alarm looks; a collapse to one class shows from 39 rows on: it is seen with a chance of 0 %',
      'chance that a later step sees a collapse to one class: 80 %: about 48 rows, 92 %; 100 %: about 60 rows, 100 %',
    ],
  ],
  [
    { kind: 'rolling', percent: 50, bakeMinutes: 5 },
    [
      'at 60 requests per minute the first batch answers about 60 rows while its alarm looks; a collapse to one class shows from 39 rows on: it is seen with a chance of 100 %',
      'chance that a later step sees a collapse to one class: 100 %: about 120 rows, 100 %',
    ],
  ],
  [
    { kind: 'blue-green', bakeMinutes: 3 },
    [
      'at 60 requests per minute the new fleet answers about 0 rows while its alarm looks; a collapse to one class shows from 39 rows on: it is seen with a chance of 0 %',
    ],
  ],
])('the power of every step of %j on an endpoint is told', (rollout, notes) => {
  expect(rolloutNotes(traffic, rollout, endpointShares(rollout))).toEqual(notes);
});

test('a function does not bake after its last shift', () => {
  const rollout: RolloutSpec = { kind: 'linear', percent: 40, bakeMinutes: 4 };
  expect(rolloutNotes(traffic, rollout, functionShares(rollout))[1]).toBe(
    'chance that a later step sees a collapse to one class: 80 %: about 48 rows, 92 %',
  );
});

test('nothing is computed where the traffic is not known', () => {
  const rollout: RolloutSpec = { kind: 'linear', percent: 40, bakeMinutes: 4 };
  const spec = { ...traffic, expectedRequestsPerMinute: undefined };
  expect(rolloutNotes(spec, rollout, functionShares(rollout))).toEqual([
    'power of the first step not computed: set expectedRequestsPerMinute to learn whether the bake can see a collapse to one class',
  ]);
});
