import { createRequire } from 'node:module';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type * as Onnxruntime from 'onnxruntime-node';

export type { Onnxruntime };

/** What onnxruntime-node itself calls: undocumented, so its shape is checked before it is used. */
interface Binding {
  readonly binding: { readonly InferenceSession: new () => NativeSession };
  readonly initOrt: () => void;
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

const load = createRequire(__filename);

/** Loads onnxruntime where and when a session is opened: a server whose model runs elsewhere never needs it. */
export function loadOnnxruntime(): typeof Onnxruntime {
  keepFloat16Out();
  return loadOrExplain('onnxruntime-node') as typeof Onnxruntime;
}

/** The way below onnxruntime's public interface; undefined where this version has none, or another one. */
export function loadBinding(): { readonly open: () => NativeSession } | undefined {
  keepFloat16Out();
  let found: Partial<Binding>;
  try {
    found = load('onnxruntime-node/dist/binding.js') as Partial<Binding>;
  } catch {
    return undefined;
  }
  const { binding, initOrt } = found;
  const methods: unknown = binding?.InferenceSession?.prototype;
  if (binding === undefined || initOrt === undefined || !hasMethods(methods, ['loadModel', 'run', 'dispose'])) {
    return undefined;
  }
  return {
    open: () => {
      initOrt();
      return new binding.InferenceSession();
    },
  };
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
