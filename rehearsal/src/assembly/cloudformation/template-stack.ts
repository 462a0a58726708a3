import { resourcesOf } from '@inference-constructs/core/out/graph/cloudformation';
import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import { evaluate } from '../intrinsics/evaluate';
import type { Scope } from '../intrinsics/scope';
import { UNKNOWN } from '../intrinsics/scope';
import type { Finish } from '../names';
import type { NotPlayed } from '../assembly-reader';
import type { StackArtifact } from '../stack-contents';
import { withConstructPaths } from './construct-paths';
import type { Surroundings } from './template-scope';
import { TemplateScope } from './template-scope';
import type { Template } from './template';

/** A stack whose template was read: what it declares once its conditions are decided. */
export class TemplateStack {
  readonly scope: TemplateScope;
  private declared: { resources: GraphResource[]; left: NotPlayed[] } | undefined;

  constructor(
    readonly artifact: StackArtifact,
    readonly template: Template,
    surroundings: Surroundings,
  ) {
    this.scope = new TemplateScope(artifact, template, surroundings);
  }

  /** The resources that would be there. */
  get resources(): readonly GraphResource[] {
    return (this.declared ??= this.declare()).resources;
  }

  /** Parts of the template that could not be read. */
  get left(): readonly NotPlayed[] {
    return (this.declared ??= this.declare()).left;
  }

  private declare(): { resources: GraphResource[]; left: NotPlayed[] } {
    const { artifact, scope, template } = this;
    const left: NotPlayed[] = [
      ...[template.Transform ?? []].flat().map((transform) => ({
        path: artifact.id,
        type: 'Transform',
        reason: `${typeof transform === 'string' ? transform : JSON.stringify(transform)} rewrites the template in the cloud: only what is written in it was read`,
      })),
      ...template.loops.map((id) => ({ path: id, type: 'Fn::ForEach', reason: 'loops are not expanded' })),
    ].filter(({ reason }) => !reason.startsWith(EVALUATED_TRANSFORM));
    const holds = Object.entries(template.Resources).filter(([id, { Type, Condition }]) => {
      if (Condition === undefined) return true;
      const decided = typeof Condition === 'string' ? scope.condition(Condition) : undefined;
      if (decided === undefined) {
        left.push({
          path: id,
          type: Type,
          reason: `its condition ${JSON.stringify(Condition)} hangs on what only a deployment knows`,
        });
      }
      return decided === true;
    });
    const present = new Set(holds.map(([id]) => id));
    const resources = Object.fromEntries(
      holds.map(([id, resource]) => {
        const on = [resource.DependsOn ?? []].flat().filter((name) => present.has(String(name)));
        return [id, { ...resource, DependsOn: on.length === 0 ? undefined : (on as string[]) }];
      }),
    );
    const read = resourcesOf({ Resources: resources }, scope.evaluate);
    return { resources: withConstructPaths(read, artifact.metadata), left };
  }
}

/** Its functions are evaluated here; loops are listed one by one. */
const EVALUATED_TRANSFORM = 'AWS::LanguageExtensions ';

const ZONES = ['a', 'b', 'c'];

/** Evaluates the functions that waited for the names of resources. */
export function finishTemplate(artifact: StackArtifact): Finish {
  return (value, standIn) => {
    const closed: Scope = {
      reference: () => UNKNOWN,
      condition: () => undefined,
      mapping: () => undefined,
      imported: () => UNKNOWN,
      zones: (region) => {
        const name = region === '' ? artifact.region : region;
        standIn(`availability zones of ${name}`);
        return ZONES.map((zone) => name + zone);
      },
    };
    return evaluate(value, closed);
  };
}
