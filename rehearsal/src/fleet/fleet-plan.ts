import type { Asset } from '../assembly/assembly-reader';

/** What an endpoint runs at one time: its configuration, ready to be started. */
export interface FleetPlan {
  readonly endpointName: string;
  /** Of an inference component, its name: what counts as instances are its copies. */
  readonly componentName?: string;
  readonly configName: string;
  readonly region: string;
  readonly variants: readonly VariantPlan[];
  readonly shadows: readonly ShadowPlan[];
  /** It takes requests from a queue. */
  readonly asynchronous?: AsyncPlan;
}

export interface AsyncPlan {
  /** Requests that an instance gets at a time; undefined where SageMaker chooses. */
  readonly maxConcurrent?: number;
}

export interface ServerlessPlan {
  readonly memoryMib: number;
  /** Requests at a time; more are refused. */
  readonly maxConcurrency: number;
  /** Sandboxes that are always there. */
  readonly provisionedConcurrency: number;
}

/** One variant, as it would be deployed. */
export interface VariantPlan {
  readonly name: string;
  /** Its traffic is its weight out of those of all variants. */
  readonly weight: number;
  /** Of pools the first that SageMaker asks for, which is played. */
  readonly instanceType: string;
  /** The other pools, in their order. */
  readonly otherTypes?: readonly string[];
  readonly instances: number;
  /** It has no instances. */
  readonly serverless?: ServerlessPlan;
  /** To which instance a request goes. */
  readonly routing: 'RANDOM' | 'LEAST_OUTSTANDING_REQUESTS';
  readonly modelData: Asset;
  readonly image: string;
  /** The folder that the image is built from, where it is in the assembly. */
  readonly imageFolder?: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What of that only a deployment can know. */
  readonly unresolved: readonly string[];
  /** How long the container may take until `/ping` passes. */
  readonly startupSeconds: number;
  /** How long it may take to answer. */
  readonly timeoutSeconds: number;
}

/** Every type on which a variant may be. */
export function typesOf({ instanceType, otherTypes = [] }: Pick<VariantPlan, 'instanceType' | 'otherTypes'>): string[] {
  return [instanceType, ...otherTypes];
}

/** A variant that gets copies only. */
export interface ShadowPlan {
  readonly variant: VariantPlan;
  /** How many requests out of 1 are copied. */
  readonly share: number;
}
