import type { Engine } from '../assembly/assembly-reader';
import type { FunctionRun } from '../lambda-tasks/function-run';
import type { StateVisit } from '../state-machine/execution';
import type { JobResult } from '../transform/run-transform-job';

/**
 * How an execution of a batch state machine ended: `undetermined` where it reached what cannot be played here, so that
 * nobody knows how it goes on.
 */
export type BatchVerdict = 'succeeded' | 'failed' | 'undetermined';

/** What `inference batch --json` prints. Times are virtual seconds unless called real. */
export interface BatchResult {
  readonly formatVersion: 1;
  readonly engine: Engine;
  /** Construct path of the state machine. */
  readonly machine: string;
  readonly verdict: BatchVerdict;
  /** Name of the error that ended it, as `States.TaskFailed`. */
  readonly error?: string;
  /** What that error says, or why the verdict is not known. */
  readonly reason?: string;
  /** Of the execution, as JSON; present where it succeeded. */
  readonly output?: string;
  /** Virtual seconds that the execution took. */
  readonly duration: number;
  /** In the order in which they were left. */
  readonly states: readonly StateVisit[];
  readonly jobs: readonly JobResult[];
  /** Invocations of functions by states, in their order. */
  readonly functions: readonly FunctionRun[];
  readonly records: RecordCounts;
  /** What the definition alone tells. */
  readonly findings: readonly MachineFinding[];
  readonly notPlayed: readonly StateNotPlayed[];
  /** In what the rehearsal was not what AWS would run. */
  readonly substitutions: readonly string[];
  readonly notes: readonly string[];
  /** Real time that it took. */
  readonly seconds: number;
}

/** Records of all jobs. */
export interface RecordCounts {
  /** Read from the input. */
  readonly in: number;
  /** With a prediction. */
  readonly out: number;
  /** Without one: placeholders stand for them, or their whole file failed. */
  readonly failed: number;
}

/** A task that is not played; an execution that reaches it is undetermined. */
export interface StateNotPlayed {
  readonly state: string;
  readonly resource: string;
  readonly reason: string;
}

/** What is wrong with a definition, or worth knowing, before anything is run. */
export interface MachineFinding {
  /** Stable name, for example `state-unreachable`. */
  readonly id: string;
  /** `error`: AWS refuses it, or it cannot work. `warning`: it may do what was not meant. `info`: as it is, worth knowing. */
  readonly severity: 'error' | 'warning' | 'info';
  readonly state?: string;
  readonly message: string;
}

/** 0 where it succeeded, 2 where it did not or may not. */
export function batchExitCode({ verdict }: Pick<BatchResult, 'verdict'>): 0 | 2 {
  return verdict === 'succeeded' ? 0 : 2;
}
