import { columnRules, type ColumnRule, type RuleMisfit } from '@inference-constructs/core/out/model/input-rules';
import type { Category, Signature, TensorSpec } from '@inference-constructs/core/out/model/manifest';
import type { Tensor, Tensors } from '../engine/engine';
import type { Fault } from '../errors';
import { elementFault } from './element-fault';
import { fromFloat16 } from './float16';

/** Looks at the elements of one column; the index of the first that does not fit, and why. */
type Check = (tensor: Tensor) => { readonly index: number; readonly misfit: RuleMisfit } | undefined;

/**
 * What `model.json` says about the values of the inputs, checked on tensors, so that no way of writing a request differs
 * from another. Columns without a rule are not looked at, and a missing value breaks no rule.
 */
export class InputRules {
  private constructor(private readonly checks: readonly { readonly spec: TensorSpec; readonly check: Check }[]) {}

  /** Undefined for a model without rules, which then pays for none. */
  static for({ inputs }: Signature): InputRules | undefined {
    const checks = inputs.flatMap((spec) => columnRules(spec).map((rule) => ({ spec, check: compile(rule, spec) })));
    return checks.length === 0 ? undefined : new InputRules(checks);
  }

  /** The first rule that is broken, in the order of inputs and columns. */
  faultOf(inputs: Tensors): Fault | undefined {
    for (const { spec, check } of this.checks) {
      const found = check(inputs[spec.name]);
      if (found !== undefined) {
        return elementFault(spec, inputs[spec.name].dims, found.index, found.misfit);
      }
    }
    return undefined;
  }
}

function compile({ column = 0, min, max, categories }: ColumnRule, spec: TensorSpec): Check {
  const { type } = spec;
  const step = spec.features?.length ?? 1;
  const known = categories && new Set(categories.values.map((item) => elementOf(item, type)));
  const least = min?.value ?? -Infinity;
  const most = max?.value ?? Infinity;
  const misfitOf = (value: number | bigint | string): RuleMisfit | undefined => {
    if (min !== undefined && (value as number) < least) {
      return min.beyond;
    }
    if (max !== undefined && (value as number) > most) {
      return max.beyond;
    }
    return known === undefined || known.has(value) || Number.isNaN(value) ? undefined : categories?.unknown;
  };
  return ({ data }) => {
    for (let index = column; index < data.length; index += step) {
      const misfit = misfitOf(type === 'float16' ? fromFloat16(data[index] as number) : data[index]);
      if (misfit !== undefined) {
        return { index, misfit };
      }
    }
    return undefined;
  };
}

/** A category as an element of a tensor. */
function elementOf(item: Category, type: TensorSpec['type']): Category | bigint {
  return typeof item === 'number' && (type === 'int64' || type === 'uint64') ? BigInt(item) : item;
}
