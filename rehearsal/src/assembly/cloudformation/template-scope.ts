import { ref } from '@inference-constructs/core/out/plan/plan';
import { condition } from '../intrinsics/conditions';
import { evaluate } from '../intrinsics/evaluate';
import { isOpen } from '../intrinsics/open';
import { pseudoParameter } from '../intrinsics/pseudo-parameters';
import type { Mapping, Scope } from '../intrinsics/scope';
import { UNKNOWN } from '../intrinsics/scope';
import type { StackArtifact } from '../stack-contents';
import { parameterValue } from './parameters';
import type { Template } from './template';

/** What a stack sees of the others. */
export interface Surroundings {
  /** What a parent passes to a nested stack. */
  given(parameter: string): unknown;
  /** An output of a nested stack, by the logical id of its resource. */
  output(nested: string, name: string): unknown;
  imported(name: string): unknown;
}

/** Looks up what a template's functions refer to: parameters and conditions have values, resources stay references. */
export class TemplateScope implements Scope {
  private readonly conditions = new Map<string, boolean | undefined>();
  /** Outputs that are being evaluated: one that refers to itself is not known. */
  private readonly open = new Set<string>();

  constructor(
    private readonly stack: StackArtifact,
    private readonly template: Template,
    private readonly surroundings: Surroundings,
  ) {}

  evaluate = (value: unknown): unknown => evaluate(value, this);

  reference(id: string, attribute: string): unknown {
    const parameter = this.template.Parameters[id];
    if (parameter !== undefined && attribute === 'Ref') {
      return parameterValue(parameter, this.surroundings.given(id)) ?? ref(id);
    }
    if (attribute === 'Ref' && id.startsWith('AWS::')) return pseudoParameter(id, this.stack) ?? ref(id);
    const output = /^Outputs\.(.+)$/.exec(attribute)?.[1];
    return (output === undefined ? undefined : this.surroundings.output(id, output)) ?? ref(id, attribute);
  }

  condition(name: string): boolean | undefined {
    if (!this.conditions.has(name)) {
      // A condition that refers to itself is not known.
      this.conditions.set(name, undefined);
      const declared = this.template.Conditions[name];
      this.conditions.set(name, condition(declared, this, this.evaluate));
    }
    return this.conditions.get(name);
  }

  mapping(name: string): Mapping | undefined {
    return this.template.Mappings[name] as Mapping | undefined;
  }

  imported(name: string): unknown {
    return this.surroundings.imported(name);
  }

  /** Only AWS knows which an account has. */
  zones(): unknown {
    return UNKNOWN;
  }

  /** The name by which another stack may import an output; undefined where there is none, or it is not known. */
  exported(name: string): string | undefined {
    const { Export, Condition } = this.template.Outputs[name];
    if (typeof Condition === 'string' && this.condition(Condition) !== true) return undefined;
    const exportName = this.evaluate((Export as { Name?: unknown } | undefined)?.Name);
    return typeof exportName === 'string' && !isOpen(exportName) ? exportName : undefined;
  }

  output(name: string): unknown {
    const declared = this.template.Outputs[name];
    if (declared === undefined || this.open.has(name)) return undefined;
    this.open.add(name);
    const value = this.evaluate(declared.Value);
    this.open.delete(name);
    return value;
  }
}
