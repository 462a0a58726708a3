import type { RolloutSpec } from '@inference-constructs/core/out/rollout/rollout';
import { endpointShares, functionShares } from '@inference-constructs/core/out/rollout/shares';

test.each<[RolloutSpec, number[], number[]]>([
  [{ kind: 'canary', percent: 10, bakeMinutes: 5 }, [10, 100], [10]],
  [{ kind: 'linear', percent: 25, bakeMinutes: 5 }, [25, 50, 75, 100], [25, 50, 75]],
  [{ kind: 'linear', percent: 40, bakeMinutes: 5 }, [40, 80, 100], [40, 80]],
  [{ kind: 'linear', percent: 99, bakeMinutes: 5 }, [99, 100], [99]],
  [{ kind: 'all-at-once', bakeMinutes: 5 }, [100], []],
  [{ kind: 'blue-green', bakeMinutes: 5, terminationWaitMinutes: 5 }, [100], []],
  [{ kind: 'rolling', percent: 50, bakeMinutes: 5 }, [50, 100], []],
])('%j is watched at %j on an endpoint, at %j on a function', (rollout, onEndpoint, onFunction) => {
  expect(endpointShares(rollout)).toEqual(onEndpoint);
  expect(functionShares(rollout)).toEqual(onFunction);
});
