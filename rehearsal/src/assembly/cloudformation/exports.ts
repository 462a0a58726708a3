import { UNKNOWN } from '../intrinsics/scope';
import { qualified } from '../qualified';
import type { StackArtifact } from '../stack-contents';
import type { TemplateStack } from './template-stack';

/** What stacks export to others of the same account and region. */
export class Exports {
  private readonly byName = new Map<string, () => unknown>();

  add({ artifact, template, scope }: TemplateStack): void {
    for (const output of Object.keys(template.Outputs)) {
      const name = scope.exported(output);
      if (name === undefined) continue;
      this.byName.set(key(artifact, name), () => qualified(scope.output(output), artifact.id));
    }
  }

  /** UNKNOWN where no stack of the assembly exports it. */
  imported(into: StackArtifact, name: string): unknown {
    const value = this.byName.get(key(into, name));
    return value === undefined ? UNKNOWN : (value() ?? UNKNOWN);
  }
}

function key({ account, region }: StackArtifact, name: string): string {
  return `${account}/${region}/${name}`;
}
