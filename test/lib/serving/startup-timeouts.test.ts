import { longestStartSeconds } from '@inference-constructs/core/out/catalog/starting';
import type { RolloutSpec } from '@inference-constructs/core/out/rollout/rollout';
import { guardrails } from '@inference-constructs/core/out/rollout/guardrails';
import type { ServedModel } from '@inference-constructs/core/out/serving/served-model';
import {
  checkStartup,
  longestStart,
  startupProperties,
  startupTimeouts,
} from '@inference-constructs/core/out/serving/startup-timeouts';

const isUnresolved = (value: unknown) => String(value).includes('Token');
const GIB = 1024 ** 3;
const model = (bytes: number | undefined, startMilliseconds?: number) =>
  ({
    bytes,
    bench: startMilliseconds === undefined ? undefined : { startMilliseconds },
  }) as unknown as ServedModel;

describe('a model', () => {
  test.each<[string, ServedModel | undefined, object]>([
    ['that is not known', undefined, {}],
    ['whose size is not known', model(undefined), {}],
    ['that is small', model(GIB), {}],
    ['of which SageMaker’s own are just enough', model(4500 * 1024 ** 2), {}],
    ['that is large', model(10 * GIB), { modelDownloadTimeoutSeconds: 480, startupTimeoutSeconds: 300 }],
    ['that is huge', model(1000 * GIB), { modelDownloadTimeoutSeconds: 3600, startupTimeoutSeconds: 3600 }],
    ['that was measured to start quickly', model(20 * GIB, 1000), { modelDownloadTimeoutSeconds: 900 }],
    ['that was measured to start slowly', model(GIB, 200_000), { startupTimeoutSeconds: 420 }],
  ])('%s gets the time it may need', (_, given, expected) => {
    expect(startupTimeouts({}, given)).toEqual(expected);
  });

  test('gets the time that its author says', () => {
    const asked = { modelDownloadTimeoutSeconds: 60, startupTimeoutSeconds: 90 };
    expect(startupTimeouts(asked, model(10 * GIB))).toEqual(asked);
    expect(startupProperties(asked)).toEqual({
      ModelDataDownloadTimeoutInSeconds: 60,
      ContainerStartupHealthCheckTimeoutInSeconds: 90,
    });
  });
});

test.each([
  [{ startupTimeoutSeconds: 59 }, 'startup timeout (59 s): from 60 to 3600 s. choose a timeout in that range'],
  [
    { modelDownloadTimeoutSeconds: 3601 },
    'model download timeout (3601 s): from 60 to 3600 s. choose a timeout in that range',
  ],
])('%j is refused', (asked, message) => {
  expect(() => checkStartup(asked, isUnresolved)).toThrow(new Error(message));
});

test('a timeout that is not known is not judged', () => {
  const startupTimeoutSeconds = 'Token[1]' as unknown as number;
  expect(() => checkStartup({ startupTimeoutSeconds }, isUnresolved)).not.toThrow();
  expect(longestStart([{ startupTimeoutSeconds, modelDownloadTimeoutSeconds: 60 }], isUnresolved)).toBe(60);
});

describe('a deployment', () => {
  const seconds = (rollout: RolloutSpec, startSeconds: number, limit?: number) => {
    const { BlueGreenUpdatePolicy, RollingUpdatePolicy } = guardrails(rollout, [], limit, startSeconds) as Record<
      string,
      { MaximumExecutionTimeoutInSeconds: number } | undefined
    >;
    return (BlueGreenUpdatePolicy ?? RollingUpdatePolicy)!.MaximumExecutionTimeoutInSeconds;
  };
  const canary = { kind: 'canary', percent: 10, bakeMinutes: 15 } as const;

  test('takes as long as before where a start is not slow', () => {
    expect(seconds(canary, 1200)).toBe(seconds(canary, 0));
    expect(longestStartSeconds(1, 1200)).toBe(1800);
  });

  test('leaves a slow start the time that it may take', () => {
    expect(seconds(canary, 7200)).toBe(600 + 7200 + 2 * 900);
  });

  test('leaves it to every batch', () => {
    const rolling = { kind: 'rolling', percent: 50, bakeMinutes: 5 } as const;
    expect(seconds(rolling, 3000) - seconds(rolling, 0)).toBe(600 + 3000 - 1800 + 2 * (3000 - 600));
  });

  test('takes no longer than the engine waits, or SageMaker allows', () => {
    expect(seconds(canary, 7200, 3600)).toBe(3600);
    expect(seconds({ kind: 'linear', percent: 10, bakeMinutes: 45 }, 7200)).toBe(28_800);
  });
});
