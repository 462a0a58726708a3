import type { DeclaredAlarm } from '../alarms/alarm-evaluator';
import type { Rollout } from '../control-plane/control-plane';
import type { ScalingInput } from '../scaling/scaling-input';
import type { ScheduleBounds } from '../scaling/schedule/schedule';
import type { GivenModels } from './given-models';
import type { StackContents } from './stack-contents';

/** What deploys what was synthesized. */
export type Engine = 'cloudformation' | 'terraform';

/** Something in the assembly that the rehearsal leaves out, and why. */
export interface NotPlayed {
  /** Construct path. */
  readonly path: string;
  readonly type: string;
  readonly reason: string;
}

/** A directory or a zip file of the assembly, or code that the template itself holds; identified by its content. */
export interface Asset {
  readonly key: string;
  /** Empty where the template holds it. */
  readonly path: string;
  readonly isZip: boolean;
  /** Where in S3 it lies, of a folder that was given for it. */
  readonly standsFor?: string;
  readonly inline?: InlineCode;
}

/** A function's only file, as the template has it. */
export interface InlineCode {
  readonly source: string;
  /** What of it only a deployment can know: names stand in for it. */
  readonly standIns: readonly string[];
}

/** A layer of a function: one of the assembly's assets, or one that only AWS has. */
export type Layer = { readonly asset: Asset } | { readonly arn: string };

/** One release of a function, as it would be deployed. */
export interface FunctionVersion {
  /** Another one is another release: the version's logical id, on Terraform with the content of the function. */
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

/** A function of the template that a deployment, a schedule or another function invokes. */
export interface CallableFunction {
  /** Stack and logical id. */
  readonly id: string;
  /** Construct path. */
  readonly path: string;
  readonly version: FunctionVersion;
}

/** When CodeDeploy asks a function: before any traffic has shifted, or after all has. */
export type HookEvent = 'BeforeAllowTraffic' | 'AfterAllowTraffic';

/** A function that CodeDeploy asks whether to go on. */
export interface DeclaredHook {
  readonly event: HookEvent;
  readonly function: CallableFunction;
}

/** A function that EventBridge invokes by the clock. */
export interface ScheduledInvocation {
  /** Stack and logical id of the schedule or rule, with the number of its target. */
  readonly id: string;
  /** Construct path of the schedule or rule. */
  readonly path: string;
  readonly function: CallableFunction;
  /** What of the function is invoked: a version, an alias, or its latest code where there is none. */
  readonly qualifier?: string;
  /** `at(…)`, `rate(…)` or `cron(…)`. */
  readonly expression: string;
  readonly bounds: ScheduleBounds;
  /** JSON that the function is invoked with; without it, the event that says what invoked it. */
  readonly input?: string;
  /** ARN of the schedule or rule. */
  readonly arn: string;
  readonly source: 'aws.scheduler' | 'aws.events';
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
  readonly deploymentGroup: { readonly id: string; readonly arn: string };
  /** What moves the provisioned concurrency of the alias, where anything does. */
  readonly scaling?: FunctionScalingInput;
  readonly hooks: readonly DeclaredHook[];
  /** Why hooks that it names cannot be called here, in sentences. */
  readonly notCalled: readonly string[];
  /** What had to be assumed in order to play it, in sentences. */
  readonly assumptions: readonly string[];
}

/** How the provisioned concurrency of an alias is scaled. */
export interface FunctionScalingInput {
  readonly input: ScalingInput;
  /** As the alias declares it; where it does not, the least that scaling allows. */
  readonly provisioned: number;
}

/** A resource as it would be deployed: what of it only AWS can know is listed. */
export interface Declared {
  /** Stack and logical id: the same in the old and in the new assembly. */
  readonly id: string;
  /** Construct path. */
  readonly path: string;
  /** CloudFormation type, whatever the engine. */
  readonly type: string;
  /** CloudFormation's shape and names; intrinsic functions and references resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** References, parameters and functions of its properties for whose value something else stands in. */
  readonly standIns: readonly string[];
}

/** An alarm of the assembly, metric, metric math or composite. */
export interface AssemblyAlarm extends DeclaredAlarm, Declared {}

/** A SageMaker endpoint with what it is made of; where a part is not in the assembly, it is missing. */
export interface DeclaredEndpoint extends Declared {
  readonly name: string;
  /** Of an inference component, its name: it is declared as an endpoint of its own, whose instances are its copies. */
  readonly component?: string;
  /** The stack it is declared in: where references are looked up and assets lie. */
  readonly stack: StackContents;
  readonly config?: Declared;
  readonly variants: readonly DeclaredVariant[];
  readonly shadowVariants: readonly DeclaredVariant[];
  /** Guardrails: `DeploymentConfig` of the endpoint, as CloudFormation shapes it. */
  readonly deployment?: Readonly<Record<string, unknown>>;
  /** The alarms that roll a deployment back. */
  readonly alarms: readonly AssemblyAlarm[];
  /** Those that composite ones among them speak of. */
  readonly neededAlarms: readonly AssemblyAlarm[];
  /** What belongs to it and is not played even where it is. */
  readonly notPlayed: readonly NotPlayed[];
  readonly expectedRequestsPerMinute?: number;
}

/** A share of an endpoint's traffic. */
export interface DeclaredVariant {
  readonly name: string;
  /** As CloudFormation shapes it. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly model?: Declared;
  /** What the model's first container would load, where it is an asset of the assembly. */
  readonly modelData?: Asset;
  /** The folder that the image of that container is built from, where it is in the assembly. */
  readonly imageFolder?: string;
  /** Application Auto Scaling's targets for it. */
  readonly scaling: readonly DeclaredScaling[];
}

/** What may be scaled, and by what. */
export interface DeclaredScaling extends Declared {
  readonly policies: readonly Declared[];
  /** The same, ready to be played; missing where it cannot be. */
  readonly input?: ScalingInput;
  /** What of it cannot be played. */
  readonly notPlayed: readonly NotPlayed[];
}

/** What a directory of synthesized output declares. */
export interface Assembly {
  readonly directory: string;
  readonly engine: Engine;
  /** In the order in which they would be deployed. */
  readonly stacks: readonly StackContents[];
  readonly functions: readonly DeployedFunction[];
  readonly endpoints: readonly DeclaredEndpoint[];
  /** Inference components, each as an endpoint of its own. */
  readonly components: readonly DeclaredEndpoint[];
  /** Every alarm, whether or not a deployment watches it. */
  readonly alarms: readonly AssemblyAlarm[];
  /** Every scalable target, with its policies and scheduled actions. */
  readonly scaling: readonly DeclaredScaling[];
  /** EventBridge rules and schedules. */
  readonly schedules: readonly Declared[];
  /** Of these, what invokes functions that can be run here. */
  readonly scheduled: readonly ScheduledInvocation[];
  /** Every function that can be run here. */
  readonly callable: readonly CallableFunction[];
  readonly deploymentGroups: readonly Declared[];
  readonly stateMachines: readonly Declared[];
  /** SageMaker's monitoring schedules and their job definitions. */
  readonly monitors: readonly Declared[];
  readonly notPlayed: readonly NotPlayed[];
  /** Resources that change nothing in a rehearsal, and why not. */
  readonly withoutEffect: readonly NotPlayed[];
}

/** Port: reads what was synthesized, whatever synthesized it. */
export interface AssemblyReader {
  /**
   * @param versionNumber the number its function versions are to get
   * @param models what stands in for model data that the app does not upload. Default: nothing
   */
  read(directory: string, versionNumber: string, models?: GivenModels): Assembly;
}
