import { dirname, join } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type * as Onnxruntime from 'onnxruntime-node';

export type { Onnxruntime };

/** The addon that onnxruntime-node itself calls: undocumented, so its shape is checked before it is used. */
interface Addon {
  readonly InferenceSession: new () => NativeSession;
  readonly initOrtOnce: (logLevel: number, tensor: typeof PlainTensor, isMainThread: boolean) => void;
}

export interface NativeMetadata {
  readonly name: string;
  readonly isTensor: boolean;
  readonly type?: number;
}

/** The session below the public one: a run is one call, without a promise and a turn of the event loop. */
export interface NativeSession {
  readonly inputMetadata: readonly NativeMetadata[];
  readonly outputMetadata: readonly NativeMetadata[];
  loadModel(file: string, options: object): void;
  run(feeds: object, fetches: object, options: object): unknown;
  dispose(): void;
}

/** By names that are made up at run time, so that the bundle leaves them to Node.js. */
const load = require;
const ADDON_DIRECTORY = 'bin/napi-v6';
const ADDON = 'onnxruntime_binding.node';
/** Of what onnxruntime logs before a session has its own level. Errors, which are no JSON, are thrown as well. */
const FATAL = 4;

/** Loads onnxruntime where and when a session is opened: a server whose model runs elsewhere never needs it. */
export function loadOnnxruntime(): typeof Onnxruntime {
  keepFloat16Out();
  const onnxruntime = loadOrExplain('onnxruntime-node') as typeof Onnxruntime;
  onnxruntime.env.logLevel = 'fatal';
  return onnxruntime;
}

/** What the addon makes of an output. onnxruntime's own class checks more, and takes longer to load than the addon. */
class PlainTensor {
  constructor(
    readonly type: string,
    readonly data: unknown,
    readonly dims: readonly number[],
  ) {}
}

type Direct = { readonly open: () => NativeSession } | undefined;

let direct: { readonly binding: Direct } | undefined;

/** The way below onnxruntime's public interface; undefined where this version has none, or another one. */
export function loadBinding(): Direct {
  direct ??= { binding: findBinding() };
  return direct.binding;
}

function findBinding(): Direct {
  keepFloat16Out();
  let addon: Partial<Addon>;
  try {
    addon = load(join(libraryDirectory(), ADDON)) as Partial<Addon>;
  } catch {
    return undefined;
  }
  const { InferenceSession, initOrtOnce } = addon;
  if (
    InferenceSession === undefined ||
    typeof initOrtOnce !== 'function' ||
    !hasMethods(InferenceSession.prototype, ['loadModel', 'run', 'dispose']) ||
    !isInitialized(initOrtOnce)
  ) {
    return undefined;
  }
  return { open: () => new InferenceSession() };
}

/** Where the addon and the libraries beside it are. */
export function libraryDirectory(): string {
  const root = dirname(load.resolve('onnxruntime-node/package.json'));
  return join(root, ADDON_DIRECTORY, process.platform, process.arch);
}

let isMainThread = true;

/** To be called in a worker thread before a session is opened there: asking Node.js would load a module for it. */
export function inWorkerThread(): void {
  isMainThread = false;
}

/** False where this version wants to be told something else. */
function isInitialized(initOrtOnce: Addon['initOrtOnce']): boolean {
  try {
    initOrtOnce(FATAL, PlainTensor, isMainThread);
    return true;
  } catch {
    return false;
  }
}

function hasMethods(prototype: unknown, names: readonly string[]): boolean {
  return names.every((name) => typeof (prototype as Record<string, unknown> | undefined)?.[name] === 'function');
}

/** Where Float16Array exists (Node.js 24), onnxruntime-node 1.30 refuses float16 tensors in every representation. */
function keepFloat16Out(): void {
  delete (globalThis as { Float16Array?: unknown }).Float16Array;
}

function loadOrExplain(name: string): unknown {
  try {
    return load(name);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : 'unknown';
    throw new InferenceError(
      'EngineMissing',
      `onnxruntime-node (${reason}): must be loadable. Add the onnxruntime layer of this architecture, or install onnxruntime-node.`,
    );
  }
}
