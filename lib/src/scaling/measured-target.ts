import { gpusOf, processorsOf } from '../catalog/devices';
import { InferenceError } from '../errors';
import type { BenchResult, BenchThroughput } from '../model/bench';
import type { ScalingSpec } from './scaling-spec';

/**
 * What AWS's guide takes of the most that an instance answers, so that there is room while more of them start
 * (https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-loadtest.html, checked November 2026).
 */
export const SAFETY_FACTOR = 0.5;

/** A target, and what synth says of where it comes from. */
export interface MeasuredTarget {
  readonly value: number;
  readonly notes: readonly string[];
}

/** What is measured of a model, in the unit of a policy's target. */
interface Quantity {
  /** The property that gives the target. */
  readonly property: string;
  readonly unit: string;
  /** Of what an instance like the machine answers at most, what it should get. */
  readonly target: (throughput: BenchThroughput, share: number) => number;
}

const QUANTITIES = {
  invocations: {
    property: 'targetInvocationsPerMinute',
    unit: 'requests per minute',
    target: ({ requestsPerSecond }, share) => Number((60 * requestsPerSecond * share).toPrecision(3)),
  },
  concurrency: {
    property: 'targetConcurrency',
    unit: 'requests at once',
    target: ({ concurrency }, share) => Math.max(1, Math.floor(concurrency * share)),
  },
} satisfies Record<string, Quantity>;

/** What of a model can be a target. */
export type MeasuredQuantity = keyof typeof QUANTITIES;

/**
 * The target as its author gives it, else from what was measured of the model. An instance with fewer processors than the
 * machine is taken to answer less in proportion, one with more of them no more: no instance is expected to do more than
 * was seen.
 */
export function targetOf(
  spec: ScalingSpec,
  id: string,
  quantity: MeasuredQuantity,
  given: number | undefined,
): MeasuredTarget {
  if (given !== undefined) return { value: given, notes: [] };
  const { property, unit, target } = QUANTITIES[quantity];
  const missing = (why: string): InferenceError =>
    new InferenceError('TargetMissing', `target (none): needed, because ${why}. pass ${property}`);
  if (spec.scaled.kind !== 'instances') throw missing('a copy has only a share of what was measured');
  const { throughput, machine, processors } = measuredOf(spec, missing);
  const instance = instanceOf(spec, missing);
  const share = SAFETY_FACTOR * Math.min(1, instance.processors / processors);
  const value = target(throughput, share);
  const most =
    quantity === 'invocations'
      ? `${throughput.requestsPerSecond} requests per second`
      : `the most answers from ${throughput.concurrency} requests at once`;
  return {
    value,
    notes: [
      `${id}: a target of ${value} ${unit} for each instance, ${Number(share.toPrecision(3))} of what bench.json has (${most}, on ${machine} with ${processors} ${processors === 1 ? 'processor' : 'processors'}; ${instance.type} has ${instance.processors}). ` +
        `measure on such an instance, or pass ${property}`,
    ],
  };
}

type Missing = (why: string) => InferenceError;

function measuredOf(
  { bench }: ScalingSpec,
  missing: Missing,
): Required<Pick<BenchResult, 'throughput' | 'processors'>> & BenchResult {
  const { throughput, processors } = bench ?? {};
  if (bench === undefined) throw missing('no bench.json of the model tells one; "inference bench" writes it');
  if (throughput === undefined || processors === undefined) {
    throw missing('bench.json has no throughput and processors; "inference bench" writes them');
  }
  return { ...bench, throughput, processors };
}

function instanceOf({ instanceType: type, isUnresolved }: ScalingSpec, missing: Missing) {
  const processors = type === undefined || isUnresolved(type) ? undefined : processorsOf(type);
  if (type === undefined || processors === undefined) throw missing('the processors of an instance are not known here');
  if (gpusOf(type) !== 0) throw missing(`bench.json was measured on processors, and ${type} has GPUs`);
  return { type, processors };
}
