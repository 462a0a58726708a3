import { join } from 'node:path';
import { Environment } from '@inference-constructs/core/out/contract/environment';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type { Signature, TensorSpec } from '@inference-constructs/core/out/model/manifest';
import type { Device } from '../config';
import { BakedFiles } from './baked';
import { missingCudaLibrary } from './cuda-library';
import type { Run, Tensor, Tensors } from './engine';
import { openModel, type Declared, type Opened, type Results } from './opened';

/** Plain data, so that it can be handed to a worker thread. */
export interface SessionOptions {
  readonly modelFile: string;
  readonly signature: Signature;
  readonly threads: number;
  readonly device: Device;
  /** The file is what onnxruntime itself wrote: nothing is left to optimize. */
  readonly isBaked?: boolean;
  /** A directory for onnxruntime to write the loaded model to. */
  readonly writeTo?: string;
}

/** What onnxruntime logs below this quotes values of the request, and is no JSON; its errors are thrown as well. */
const FATAL = 4;

/** Weights in a file of their own, in the layout of this processor. */
const WRITTEN_APART = {
  optimized_model_external_initializers_file_name: BakedFiles.WEIGHTS,
  optimized_model_external_initializers_min_size_in_bytes: '1024',
  save_external_prepacked_constant_initializers: '1',
};

/** One model loaded into onnxruntime. */
export class Session {
  static async open(options: SessionOptions): Promise<Session> {
    const { inputs, outputs } = options.signature;
    const names = outputs.map(({ name }) => name);
    const opened = await open(options, names);
    checkTensors('input', inputs, opened.inputs);
    checkTensors('output', outputs, opened.outputs);
    return new Session(opened, names);
  }

  private constructor(
    private readonly opened: Opened,
    private readonly outputNames: readonly string[],
  ) {}

  /** Throws or rejects with whatever onnxruntime throws. Where runs are synchronous it holds the calling thread. */
  run(feeds: Tensors): Run | Promise<Run> {
    const start = performance.now();
    const results = this.opened.run(feeds);
    return results instanceof Promise
      ? results.then((late) => this.toRun(late, start))
      : this.toRun(results as Results, start);
  }

  release(): Promise<void> {
    return this.opened.release();
  }

  private toRun(results: Results, start: number): Run {
    const milliseconds = performance.now() - start;
    const outputs: Record<string, Tensor> = {};
    for (const name of this.outputNames) {
      const { type, data, dims } = results[name];
      outputs[name] = { type: type as Tensor['type'], data: data as Tensor['data'], dims };
    }
    return { outputs, milliseconds };
  }
}

async function open(options: SessionOptions, outputNames: readonly string[]): Promise<Opened> {
  const spinning = { allow_spinning: '0' };
  try {
    // By path, never from a buffer: a buffer keeps the whole model in memory a second time.
    return await openModel(options.modelFile, outputNames, {
      executionProviders: [options.device],
      intraOpNumThreads: options.threads,
      interOpNumThreads: 1,
      enableCpuMemArena: true,
      logSeverityLevel: FATAL,
      graphOptimizationLevel: options.isBaked === true ? 'disabled' : 'all',
      ...(options.writeTo === undefined ? {} : { optimizedModelFilePath: join(options.writeTo, BakedFiles.MODEL) }),
      extra: {
        session: {
          // Idle threads that spin burn more processor time than the model itself.
          intra_op: spinning,
          inter_op: spinning,
          ...(options.writeTo === undefined ? {} : WRITTEN_APART),
          ...(options.device === 'cuda' ? { disable_cpu_ep_fallback: '1' } : {}),
        },
      },
    });
  } catch (error) {
    if (error instanceof InferenceError) {
      throw error;
    }
    const thrown = error instanceof Error ? error.message.split('\n')[0] : 'unknown';
    const missing = options.device === 'cuda' ? missingCudaLibrary() : undefined;
    const reason = (missing ?? thrown).slice(0, 400);
    throw new InferenceError(
      'ModelUnloadable',
      options.device === 'cuda'
        ? `${options.modelFile} (${reason}): onnxruntime must be able to load all of it on CUDA. ` +
            `Install CUDA and onnxruntime's provider for it, export the model for it, or set ${Environment.DEVICE}=cpu.`
        : `${options.modelFile} (${reason}): onnxruntime must be able to load it. Export the model again.`,
    );
  }
}

function checkTensors(kind: 'input' | 'output', declared: readonly TensorSpec[], found: readonly Declared[]): void {
  for (const { name, type } of declared) {
    const got = found.find((candidate) => candidate.name === name)?.type ?? 'nothing';
    if (got !== type) {
      throw new InferenceError(
        'SignatureMismatch',
        `${kind} '${name}' of model.json (${type}): the graph has ${got}. Write the names and types of the graph into model.json.`,
      );
    }
  }
}
