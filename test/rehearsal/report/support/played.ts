import type { DeploymentResult } from '@inference-constructs/rehearsal/result';

const version = (number: string) => ({
  number,
  description: `model ${number}.0.0`,
  requests: 60,
  sampled: 60,
  failed: 0,
  refused: 0,
  coldStartMilliseconds: [],
});

/** A deployment of two minutes whose only alarm has these states in the second. */
export function played(possible: DeploymentResult['timeline'][number]['alarms'][number]['possible']): DeploymentResult {
  const minute = (i: number) => ({
    minute: i,
    step: 0,
    percent: 10,
    old: { requests: 54, sampled: 54, failed: 0 },
    new: { requests: 6, sampled: 6, failed: 0 },
    alarms: [
      { alarm: 'App/ErrorsAlarm', state: 'OK' as const, ...(i === 1 ? { possible } : {}), value: 0, threshold: 1 },
    ],
  });
  return {
    target: { path: 'App/Fn', kind: 'function' },
    verdict: 'undetermined',
    minute: 2,
    isFirst: false,
    alarms: [],
    exposure: { requests: 12, failed: 0 },
    rollout: { configuration: 'canary', steps: [{ percent: 10, minutes: 2 }], alarms: [], rollsBackOnAlarm: true },
    traffic: {
      source: 'a test',
      distinctRequests: 1,
      requestsPerMinute: 60,
      rateFrom: 'option',
      mostPerMinute: 200,
      largestWeight: 1,
      seed: 1,
    },
    versions: { old: version('1'), new: version('2') },
    timeline: [minute(0), minute(1)],
    events: [],
    hooks: [],
    schedules: [],
    undetermined: [],
    openAlarms: [{ alarm: 'App/ErrorsAlarm', minutes: [2], reason: 'a test' }],
    neverPublished: [],
    substitutions: [],
    notes: [],
  };
}
