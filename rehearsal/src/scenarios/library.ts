import type { Scenario } from './scenario';

/** A ready scenario, and the number that may be given with it: `errors=25`. */
export interface ReadyScenario {
  readonly name: string;
  /** What the number means; absent where none may be given. */
  readonly parameter?: string;
  readonly value?: number;
  make(value: number): Omit<Scenario, 'name'>;
}

/** Scenarios to choose from, in the order in which `--all` plays them. */
export const LIBRARY: readonly ReadyScenario[] = [
  {
    name: 'bad-model',
    make: () => ({
      description: 'its model package lists the classes in the opposite order',
      release: { swapsClasses: true },
    }),
  },
  {
    name: 'slow-model',
    parameter: 'milliseconds',
    value: 2000,
    make: (milliseconds) => ({
      description: `every answer takes ${milliseconds} ms longer`,
      release: { slower: { milliseconds } },
    }),
  },
  {
    name: 'errors',
    parameter: 'percent',
    value: 10,
    make: (errorPercent) => ({ description: `${errorPercent} % of its requests fail`, release: { errorPercent } }),
  },
  {
    name: 'crash-loop',
    parameter: 'requests',
    value: 10,
    make: (crashesAfter) => ({
      description: `its process ends after every ${crashesAfter} requests`,
      release: { crashesAfter },
    }),
  },
  {
    name: 'out-of-memory',
    make: () => ({ description: 'its process is killed while it loads the model', release: { outOfMemory: true } }),
  },
  {
    name: 'drifted-feature',
    parameter: 'standard deviations',
    value: 3,
    make: (standardDeviations) => ({
      description: `the feature that matters most is shifted by ${standardDeviations} standard deviations in all requests`,
      traffic: { drift: { standardDeviations } },
    }),
  },
  {
    name: 'traffic-x10',
    parameter: 'times',
    value: 10,
    make: (factor) => ({ description: `${factor} times the requests`, traffic: { factor } }),
  },
  {
    name: 'cold-start',
    make: () => ({ description: 'each of its requests meets a fresh sandbox', release: { coldStarts: true } }),
  },
  {
    name: 'missing-permission',
    make: () => ({
      description: 'its roles have lost s3:GetObject, kms:Decrypt and logs:PutLogEvents',
      withoutPermissions: ['s3:GetObject', 'kms:Decrypt', 'logs:PutLogEvents'],
    }),
  },
  {
    name: 'instance-lost',
    parameter: 'minutes',
    value: 5,
    make: (minutes) => ({
      description: `one of its instances is gone for ${minutes} minutes`,
      outage: { instances: 1, after: 2, minutes },
    }),
  },
];
