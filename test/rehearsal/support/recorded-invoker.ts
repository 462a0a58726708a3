import type { FunctionVersion } from '@inference-constructs/rehearsal/assembly/assembly-reader';
import type { Invocation, Invoker, RunningVersion } from '@inference-constructs/rehearsal/invoker/invoker';

type Recording = Map<string, Invocation>;

/** Remembers what the real runtime answers, by the code and the event. */
export class RecordingInvoker implements Invoker {
  readonly recordings = new Map<string, Recording>();

  constructor(private readonly invoker: Invoker) {}

  async start(version: FunctionVersion, aliasName: string): Promise<RunningVersion> {
    const running = await this.invoker.start(version, aliasName);
    const recording: Recording = this.recordings.get(version.code.key) ?? new Map<string, Invocation>();
    this.recordings.set(version.code.key, recording);
    return {
      substitutions: running.substitutions,
      stop: () => running.stop(),
      invoke: async (event) => {
        const invocation = await running.invoke(event);
        recording.set(JSON.stringify(event), {
          ...invocation,
          lines: invocation.lines.map((line) => masked(line, version)),
        });
        return invocation;
      },
    };
  }
}

/** Answers what was recorded, as the version that it is asked for would publish it; what was not fails. */
export class RecordedInvoker implements Invoker {
  constructor(private readonly recordings: ReadonlyMap<string, Recording>) {}

  async start(version: FunctionVersion): Promise<RunningVersion> {
    const recording = this.recordings.get(version.code.key);
    return {
      substitutions: [],
      stop: async () => undefined,
      invoke: async (event) => {
        const recorded = recording?.get(JSON.stringify(event));
        if (recorded === undefined) {
          return {
            error: { type: 'NotRecorded', message: 'no such code or event' },
            durationMilliseconds: 1,
            lines: [],
          };
        }
        return { ...recorded, lines: recorded.lines.map((line) => named(line, version)) };
      },
    };
  }
}

/** What the runtime takes from its surroundings, and so differs from version to version: see emfLine in runtime/src/metrics. */
function surroundings({ functionName, number, environment }: FunctionVersion): [string, string][] {
  return [
    ['FunctionName', functionName],
    ['ModelDigest', environment.INFERENCE_MODEL_DIGEST ?? ''],
    ['Release', number],
  ];
}

function masked(line: string, version: FunctionVersion): string {
  return surroundings(version).reduce(
    (text, [name, value]) => text.replace(`"${name}":"${value}"`, `"${name}":"@"`),
    line,
  );
}

function named(line: string, version: FunctionVersion): string {
  return surroundings(version).reduce(
    (text, [name, value]) => text.replace(`"${name}":"@"`, () => `"${name}":${JSON.stringify(value)}`),
    line,
  );
}
