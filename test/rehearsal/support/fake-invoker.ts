import type { FunctionVersion } from '@inference-constructs/rehearsal/assembly/assembly-reader';
import type { Invocation, Invoker, RunningVersion } from '@inference-constructs/rehearsal/invoker/invoker';

/** How the versions behave; the share of positives as the alarms of the fixture promise it, unless told otherwise. */
export interface Behaviour {
  readonly positive?: number;
  readonly errorRate?: number;
  readonly durationMilliseconds?: number;
}

/** Answers without any process: every n-th request fails or is positive, as often as asked. */
export class FakeInvoker implements Invoker {
  readonly started: string[] = [];
  stopped = 0;
  readonly events: unknown[] = [];

  constructor(private readonly behaviourOf: (version: FunctionVersion) => Behaviour = () => ({})) {}

  async start(version: FunctionVersion): Promise<RunningVersion> {
    this.started.push(version.number);
    const { positive = 0.4, errorRate = 0, durationMilliseconds = 5 } = this.behaviourOf(version);
    const isPositive = every(positive);
    const fails = every(errorRate);
    const invoke = async (event: unknown): Promise<Invocation> => {
      this.events.push(event);
      if (fails()) {
        return { error: { type: 'Seeded', message: 'by the test' }, durationMilliseconds, lines: [] };
      }
      return { answer: {}, durationMilliseconds, lines: [metrics(version, isPositive())] };
    };
    return {
      substitutions: [],
      invoke,
      crash: async () => undefined,
      stop: async () => {
        this.stopped++;
      },
    };
  }
}

/** True for that share of the calls, evenly spread. */
export function every(share: number): () => boolean {
  let owed = 0;
  return () => {
    owed += share;
    if (owed < 1 - 1e-9) return false;
    owed -= 1;
    return true;
  };
}

function metrics({ functionName, environment }: FunctionVersion, positive: boolean): string {
  return JSON.stringify({
    _aws: {
      CloudWatchMetrics: [
        {
          Namespace: 'InferenceConstructs',
          Dimensions: [['FunctionName', 'ModelDigest']],
          Metrics: [{ Name: 'Predictions' }, { Name: 'Positive' }],
        },
      ],
    },
    FunctionName: functionName,
    ModelDigest: environment.DIGEST,
    Predictions: 1,
    Positive: Number(positive),
  });
}
