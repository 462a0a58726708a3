import type { DeclaredAlarm } from '../alarms/alarm-evaluator';
import type { Rollout } from '../control-plane/control-plane';

/** Something in the assembly that the rehearsal leaves out, and why. */
export interface NotPlayed {
  /** Construct path. */
  readonly path: string;
  readonly type: string;
  readonly reason: string;
}

/** A directory or a zip file of the assembly, identified by its content. */
export interface Asset {
  readonly key: string;
  readonly path: string;
  readonly isZip: boolean;
}

/** A layer of a function: one of the assembly's assets, or one that only AWS has. */
export type Layer = { readonly asset: Asset } | { readonly arn: string };

/** One release of a function, as it would be deployed. */
export interface FunctionVersion {
  /** Logical id of the version: a release brings a new one. */
  readonly id: string;
  readonly functionName: string;
  readonly number: string;
  readonly description: string;
  readonly code: Asset;
  readonly layers: readonly Layer[];
  readonly handler: string;
  readonly runtime: string;
  readonly architecture: string;
  readonly memoryMib: number;
  readonly timeoutSeconds: number;
  readonly region: string;
  readonly account: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What of its environment only a deployment can know. */
  readonly unresolved: readonly string[];
}

/** A function behind an alias that CodeDeploy moves from version to version. */
export interface DeployedFunction {
  /** Stack and logical id of the alias: the same in the old and in the new assembly. */
  readonly id: string;
  /** Construct path of the function. */
  readonly path: string;
  readonly aliasName: string;
  readonly version: FunctionVersion;
  readonly rollout: Rollout;
  readonly alarms: readonly DeclaredAlarm[];
  readonly expectedRequestsPerMinute?: number;
}

/** What a directory of synthesized output declares. */
export interface Assembly {
  readonly directory: string;
  readonly functions: readonly DeployedFunction[];
  readonly notPlayed: readonly NotPlayed[];
}

/** Port: reads what was synthesized, whatever synthesized it. */
export interface AssemblyReader {
  /** @param versionNumber the number its function versions are to get */
  read(directory: string, versionNumber: string): Assembly;
}
