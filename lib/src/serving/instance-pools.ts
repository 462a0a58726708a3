import { instanceFacts } from '../catalog/instances';
import { InferenceError } from '../errors';
import type { Properties } from '../plan/plan';

/** One of several instance types of a variant. */
export interface InstancePoolSpec {
  readonly instanceType: string;
  /** 1 is asked for first. Default: its place in the list. */
  readonly priority?: number;
}

interface Pooled {
  readonly instanceType?: string;
  readonly instancePools?: readonly InstancePoolSpec[];
  readonly instanceProvisionTimeoutSeconds?: number;
}

/** SageMaker: pools of a variant, which is also the range of their priorities; seconds to wait for instances. */
const MAX_POOLS = 5;
const PROVISION_SECONDS = [300, 3600] as const;

export function checkPools(spec: Pooled, isUnresolved: (value: unknown) => boolean): void {
  const { instanceType, instancePools: pools, instanceProvisionTimeoutSeconds: timeout } = spec;
  if (pools === undefined) {
    if (timeout === undefined) return;
    throw fault(`instance provision timeout (${timeout} s): only with instancePools. name the pools, or leave it out`);
  }
  if (instanceType !== undefined) {
    throw fault(
      `instance type (${JSON.stringify(instanceType)}): not beside instancePools. make it the first of the pools, or leave them out`,
    );
  }
  if (pools.length < 1 || pools.length > MAX_POOLS) {
    throw fault(`instance pools (${pools.length}): from 1 to ${MAX_POOLS}. name so many`);
  }
  const types = pools.map((pool) => pool.instanceType);
  const twice = types.find((type, i) => types.indexOf(type) !== i);
  if (twice !== undefined)
    throw fault(`instance pools (${JSON.stringify(twice)} twice): one of each type. leave one out`);
  const wrong = pools.map(priorityOf).find((priority) => !isUnresolved(priority) && !isPriority(priority));
  if (wrong !== undefined)
    throw fault(`priority (${wrong}): a whole number from 1 to ${MAX_POOLS}. choose one in that range`);
  checkAlike(types.filter((type) => !isUnresolved(type)));
  const [least, most] = PROVISION_SECONDS;
  if (timeout === undefined || isUnresolved(timeout) || (timeout >= least && timeout <= most)) return;
  throw fault(`instance provision timeout (${timeout} s): from ${least} to ${most} s. choose a timeout in that range`);
}

/** The properties of a variant on several instance types. */
export function instancePools({ instancePools: pools = [], instanceProvisionTimeoutSeconds }: Pooled): Properties {
  return {
    InstancePools: pools.map((pool, i) => ({ InstanceType: pool.instanceType, Priority: priorityOf(pool, i) })),
    ...(instanceProvisionTimeoutSeconds === undefined
      ? {}
      : { VariantInstanceProvisionTimeoutInSeconds: instanceProvisionTimeoutSeconds }),
  };
}

function priorityOf({ priority }: InstancePoolSpec, i: number): number {
  return priority ?? i + 1;
}

function isPriority(priority: number): boolean {
  return Number.isInteger(priority) && priority >= 1 && priority <= MAX_POOLS;
}

/** One image and one model serve on all of them. */
function checkAlike(types: readonly string[]): void {
  const [first, ...others] = types.map((type) => ({ type, facts: instanceFacts(type) }));
  const other = others.find(
    ({ facts }) => facts?.device !== first.facts?.device || facts?.architecture !== first.facts?.architecture,
  );
  if (other === undefined) return;
  throw fault(
    `instance pools (${first.type} and ${other.type}): all with GPUs or none, and of one processor architecture, because one image serves on all of them. choose types that are alike`,
  );
}

function fault(message: string): InferenceError {
  return new InferenceError('InstancePoolsInvalid', message);
}
