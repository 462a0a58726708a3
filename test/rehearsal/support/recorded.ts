import type { FunctionVersion } from '@inference-constructs/rehearsal/assembly/assembly-reader';
import type { VariantPlan } from '@inference-constructs/rehearsal/fleet/fleet-plan';
import type { Invocation, Invoker, Running } from '@inference-constructs/rehearsal/invoker/invoker';
import type { ModelServers } from '@inference-constructs/rehearsal/server/model-servers';

type Recording = Map<string, Invocation>;
type Ports = { readonly invoker: Invoker; readonly servers: ModelServers };

/** Answers of the real runtime, by the asset that answered and by the request. */
export class Recorder {
  private readonly recordings = new Map<string, Recording>();
  /** What was replayed, by who answered: most mutants leave the names as they are. */
  private readonly named = new Map<string, Recording>();

  /** The real ones, and what they answer is remembered. */
  recording({ invoker, servers }: Ports): Ports {
    return {
      invoker: {
        start: async (version, ...more) => this.remembering(version.code.key, await invoker.start(version, ...more)),
      },
      servers: {
        start: async (variant, ...more) => {
          const container = await servers.start(variant, ...more);
          return { ...container, ...this.remembering(variant.modelData.key, container) };
        },
      },
    };
  }

  /** Without any process: what was recorded, with the dimensions of who is asked; what was not fails. */
  replaying(): Ports {
    return {
      invoker: { start: async (version) => this.replayed(version.code.key, ofFunction(version)) },
      servers: {
        start: async (variant) => ({
          ...this.replayed(variant.modelData.key, ofVariant(variant)),
          parallel: 1,
          startMilliseconds: 1,
          ping: async () => undefined,
        }),
      },
    };
  }

  private remembering<Request>(key: string, running: Running<Request>): Running<Request> {
    const recording: Recording = this.recordings.get(key) ?? new Map<string, Invocation>();
    this.recordings.set(key, recording);
    return {
      substitutions: running.substitutions,
      crash: () => running.crash(),
      stop: () => running.stop(),
      invoke: async (request) => {
        const invocation = await running.invoke(request);
        recording.set(JSON.stringify(request), invocation);
        return invocation;
      },
    };
  }

  private replayed(key: string, dimensions: Dimensions): Running<unknown> {
    const recording = this.recordings.get(key);
    const who = JSON.stringify([key, dimensions]);
    const named: Recording = this.named.get(who) ?? new Map<string, Invocation>();
    this.named.set(who, named);
    return {
      substitutions: [],
      crash: async () => undefined,
      stop: async () => undefined,
      invoke: async (request) => {
        const text = textOf(request);
        const known = named.get(text) ?? published(recording?.get(text), dimensions);
        named.set(text, known);
        return known;
      },
    };
  }
}

const texts = new WeakMap<object, string>();

/** The same requests are sent again and again. */
function textOf(request: unknown): string {
  const text = texts.get(request as object) ?? JSON.stringify(request);
  texts.set(request as object, text);
  return text;
}

/** What the runtime takes from its surroundings: see emfLine in runtime/src/metrics. */
type Dimensions = Readonly<Record<string, string | undefined>>;

function ofFunction({ functionName, number, environment }: FunctionVersion): Dimensions {
  return { FunctionName: functionName, ModelDigest: environment.INFERENCE_MODEL_DIGEST, Release: number };
}

function ofVariant({ environment }: VariantPlan): Dimensions {
  return {
    EndpointName: environment.INFERENCE_ENDPOINT_NAME,
    ModelDigest: environment.INFERENCE_MODEL_DIGEST,
    Release: environment.INFERENCE_RELEASE,
  };
}

function published(recorded: Invocation | undefined, dimensions: Dimensions): Invocation {
  if (recorded === undefined) {
    return { error: { type: 'NotRecorded', message: 'no such asset or request' }, durationMilliseconds: 1, lines: [] };
  }
  const lines = recorded.lines.map((line) =>
    Object.entries(dimensions).reduce(
      (text, [name, value = '']) =>
        text.replace(new RegExp(`"${name}":"[^"]*"`), () => `"${name}":${JSON.stringify(value)}`),
      line,
    ),
  );
  return { ...recorded, initMilliseconds: undefined, durationMilliseconds: 1, lines };
}
