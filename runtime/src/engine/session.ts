import { InferenceError } from '@inference-constructs/core/out/errors';
import type { Signature, TensorSpec } from '@inference-constructs/core/out/model/manifest';
import type { Device } from '../config';
import type { Run, Tensor, Tensors } from './engine';
import { loadOnnxruntime, type Onnxruntime } from './onnxruntime';

/** Plain data, so that it can be handed to a worker thread. */
export interface SessionOptions {
  readonly modelFile: string;
  readonly signature: Signature;
  readonly threads: number;
  readonly device: Device;
}

/** What onnxruntime logs below this quotes values of the request, and is no JSON; its errors are thrown as well. */
const FATAL = 4;

/** One model loaded into onnxruntime. Its runs are synchronous: they hold the thread that calls them. */
export class Session {
  static async open(options: SessionOptions): Promise<Session> {
    const onnxruntime = loadOnnxruntime();
    const session = await create(onnxruntime, options);
    checkTensors('input', options.signature.inputs, session.inputMetadata);
    checkTensors('output', options.signature.outputs, session.outputMetadata);
    return new Session(
      onnxruntime,
      session,
      options.signature.outputs.map(({ name }) => name),
    );
  }

  private constructor(
    private readonly onnxruntime: typeof Onnxruntime,
    private readonly session: Onnxruntime.InferenceSession,
    private readonly outputNames: readonly string[],
  ) {}

  /** Rejects with whatever onnxruntime throws. One at a time: a second one would be timed with the first. */
  async run(feeds: Tensors): Promise<Run> {
    const inputs: Record<string, Onnxruntime.Tensor> = {};
    for (const name of Object.keys(feeds)) {
      const { type, data, dims } = feeds[name];
      inputs[name] = new this.onnxruntime.Tensor(type, data as never, dims);
    }
    const start = performance.now();
    const results = await this.session.run(inputs, this.outputNames);
    const milliseconds = performance.now() - start;
    const outputs: Record<string, Tensor> = {};
    for (const name of this.outputNames) {
      const { type, data, dims } = results[name];
      outputs[name] = { type: type as Tensor['type'], data: data as Tensor['data'], dims };
    }
    return { outputs, milliseconds };
  }

  release(): Promise<void> {
    return this.session.release();
  }
}

async function create(onnxruntime: typeof Onnxruntime, options: SessionOptions): Promise<Onnxruntime.InferenceSession> {
  const spinning = { allow_spinning: '0' };
  try {
    // By path, never from a buffer: a buffer keeps the whole model in memory a second time.
    return await onnxruntime.InferenceSession.create(options.modelFile, {
      executionProviders: [options.device],
      intraOpNumThreads: options.threads,
      interOpNumThreads: 1,
      enableCpuMemArena: true,
      logSeverityLevel: FATAL,
      extra: {
        session: {
          // Idle threads that spin burn more processor time than the model itself.
          intra_op: spinning,
          inter_op: spinning,
          ...(options.device === 'cuda' ? { disable_cpu_ep_fallback: '1' } : {}),
        },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0].slice(0, 400) : 'unknown';
    throw new InferenceError(
      'ModelUnloadable',
      `${options.modelFile} (${reason}): onnxruntime must be able to load it. Export the model again.`,
    );
  }
}

function checkTensors(
  kind: 'input' | 'output',
  declared: readonly TensorSpec[],
  found: readonly Onnxruntime.InferenceSession.ValueMetadata[],
): void {
  for (const { name, type } of declared) {
    const tensor = found.find((candidate) => candidate.name === name);
    const got = tensor === undefined ? 'nothing' : tensor.isTensor ? tensor.type : 'not a tensor';
    if (got !== type) {
      throw new InferenceError(
        'SignatureMismatch',
        `${kind} '${name}' of model.json (${type}): the graph has ${got}. Write the names and types of the graph into model.json.`,
      );
    }
  }
}
