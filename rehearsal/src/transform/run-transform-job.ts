import { readFileSync } from 'node:fs';
import { NotPlayedError } from '../state-machine/state-error';
import { BatchContainer } from './batch-container';
import type { BatchModel } from './batch-models';
import { processorOf, whyNotProcessed } from './data-processing';
import type { LocalFiles, LocalObject } from './local-files';
import type { TransformJob } from './transform-job';
import { whyNotTransformed } from './transform-job';
import type { FileResult } from './transform-file';
import { transformFile } from './transform-file';

/** What became of a batch transform job. */
export interface JobResult {
  readonly name: string;
  readonly model: string;
  readonly status: 'Completed' | 'Failed';
  /** Why it failed, in the words of its status. */
  readonly failure?: string;
  readonly files: readonly FileResult[];
  /** How the container was called; absent where it never became healthy. */
  readonly calls?: { readonly strategy: string; readonly payloadMegabytes: number; readonly concurrent: number };
  /** Real time of the records on this machine, without the start of the container. */
  readonly seconds: number;
}

export interface JobOptions {
  readonly files: LocalFiles;
  /** What stands in for images that are not in the assembly. Default: the bundled server. */
  readonly server?: string;
  readonly signal?: AbortSignal;
  /** Hears in what the job is not what AWS would run. */
  readonly substituted?: (what: string) => void;
}

/**
 * Runs a batch transform job with the model's own server: files are processed one after the other, and one that fails does
 * not end the job, but makes it fail. Throws a `NotPlayedError` where it is not known what AWS would do.
 */
export async function runTransformJob(job: TransformJob, model: BatchModel, options: JobOptions): Promise<JobResult> {
  const leftOut = whyNotTransformed(job) ?? whyNotProcessed(job);
  if (leftOut !== undefined) throw new NotPlayedError(`job ${job.name}: ${leftOut}`);
  const { files, signal } = options;
  const { prefix, objects } = inputOf(job, files);
  const named = { name: job.name, model: job.modelName };
  if (objects.length === 0) {
    return { ...named, status: 'Failed', failure: `ClientError: no file at ${job.input.uri}`, files: [], seconds: 0 };
  }
  const container = new BatchContainer(model, job, options.server);
  const stop = (): void => void container.stop();
  signal?.addEventListener('abort', stop, { once: true });
  container.substitutions.forEach((what) => options.substituted?.(what));
  try {
    const unhealthy = await container.start();
    signal?.throwIfAborted();
    if (unhealthy !== undefined) {
      return { ...named, status: 'Failed', failure: `AlgorithmError: ${unhealthy}`, files: [], seconds: 0 };
    }
    const calls = await container.parameters();
    const began = performance.now();
    const results: FileResult[] = [];
    for (const object of objects) {
      signal?.throwIfAborted();
      const { content, ...result } = await transformFile(object, job, container, calls, processorOf(job));
      signal?.throwIfAborted();
      const output = `${job.outputUri.replace(/\/$/, '')}/${object.uri.slice(prefix.length)}.out`;
      if (content !== undefined) files.write(output, content);
      results.push({ input: object.uri, ...(content === undefined ? {} : { output }), ...result });
    }
    const lost = results.find(({ failure }) => failure !== undefined);
    const seconds = Math.round(performance.now() - began) / 1000;
    const ended = { files: results, calls, seconds };
    return lost === undefined
      ? { ...named, status: 'Completed', ...ended }
      : { ...named, status: 'Failed', failure: `${lost.failure} (${lost.input})`, ...ended };
  } finally {
    signal?.removeEventListener('abort', stop);
    await container.stop();
  }
}

/** What a job reads; names of results are what follows the prefix, which ends at a slash. */
function inputOf(
  { input, name }: TransformJob,
  files: LocalFiles,
): { prefix: string; objects: readonly LocalObject[] } {
  const list = (uri: string): LocalObject[] => {
    const found = files.list(uri);
    if (found === undefined) throw new NotPlayedError(`job ${name}: no --input stands in for ${uri}`);
    return found;
  };
  const objects = list(input.uri);
  if (!input.isManifest) return { prefix: folderOf(input.uri), objects };
  const manifest = objects.find(({ uri }) => uri === input.uri);
  const [first, ...keys] = manifest === undefined ? [] : manifestOf(manifest.path);
  const prefix = (first as { prefix?: unknown } | undefined)?.prefix;
  if (typeof prefix !== 'string') throw new NotPlayedError(`job ${name}: ${input.uri} is no manifest`);
  return {
    prefix,
    objects: keys.flatMap((key) =>
      list(`${prefix}${String(key)}`).filter(({ uri }) => uri === `${prefix}${String(key)}`),
    ),
  };
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1);
}

function manifestOf(path: string): unknown[] {
  try {
    const content = JSON.parse(readFileSync(path, 'utf8')) as unknown;
    return Array.isArray(content) ? content : [];
  } catch {
    return [];
  }
}
