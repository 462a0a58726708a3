import type { FunctionVersion } from '../assembly/assembly-reader';

/** What became of one invocation. */
export interface Invocation {
  /** What the handler returned. */
  readonly answer?: unknown;
  /** The handler threw, timed out or never came up: what Lambda counts in `Errors`. */
  readonly error?: { readonly type: string; readonly message: string };
  /** Real milliseconds inside the handler, without the start of the sandbox. */
  readonly durationMilliseconds: number;
  /** Real milliseconds until the handler was loaded, where this invocation started a sandbox. */
  readonly initMilliseconds?: number;
  /** What the handler wrote to stdout meanwhile. */
  readonly lines: readonly string[];
}

/** A version that answers invocations, one at a time. */
export interface RunningVersion {
  /** In what this run is not what AWS would run. */
  readonly substitutions: readonly string[];
  invoke(event: unknown): Promise<Invocation>;
  stop(): Promise<void>;
}

/** Port: runs function versions. */
export interface Invoker {
  start(version: FunctionVersion, aliasName: string): Promise<RunningVersion>;
}
