import type { FunctionVersion } from '../assembly/assembly-reader';

/** What became of one request. */
export interface Invocation {
  /** What the handler returned, or the body of the container's answer. */
  readonly answer?: unknown;
  /** Of a container: what HTTP said. */
  readonly status?: number;
  /** The handler threw, the container failed, either timed out or never came up: the service's fault. */
  readonly error?: { readonly type: string; readonly message: string };
  /** Real milliseconds until the answer, without the start of the process. */
  readonly durationMilliseconds: number;
  /** How much of that a scenario added: time in which nothing else is answered. */
  readonly addedMilliseconds?: number;
  /** Real milliseconds until the handler was loaded, where this invocation started a sandbox. */
  readonly initMilliseconds?: number;
  /** Modelled: how long it would have waited for an instance to be free. */
  readonly waitMilliseconds?: number;
  /** How many requests it stands for, where that is another number than of those it was sent with. */
  readonly weight?: number;
  /** The service refused it, and no process saw it. */
  readonly isThrottled?: boolean;
  /** What the process wrote to stdout meanwhile. */
  readonly lines: readonly string[];
}

/** A process that answers requests, one at a time. */
export interface Running<Request> {
  /** In what this run is not what AWS would run. */
  readonly substitutions: readonly string[];
  /**
   * @param clientContext what the caller of a function says beside the request
   * @param mostSeconds how long this invocation really has at most, where that is less than others have
   */
  invoke(request: Request, clientContext?: unknown, mostSeconds?: number): Promise<Invocation>;
  /** Ends the process at once; the next request starts another, as the service would. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** A version that answers events. */
export type RunningVersion = Running<unknown>;

/** How a process is to be started. */
export interface StartOptions {
  /** Whether it is killed while it loads, as by a machine that has too little memory. */
  readonly isKilled?: boolean;
  /** Variables over those of the template. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Whether it reaches nothing outside this machine. */
  readonly isConfined?: boolean;
  /** Longest that an invocation really takes, in seconds. Default: the timeout of the function. */
  readonly mostSeconds?: number;
}

/** Port: runs function versions. */
export interface Invoker {
  start(version: FunctionVersion, aliasName: string, options?: StartOptions): Promise<RunningVersion>;
}
