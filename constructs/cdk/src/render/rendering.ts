import { CfnResource } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ANNOTATION } from '@inference-constructs/core/out/contract/annotation';
import type { Plan, PlannedResource, Properties } from '@inference-constructs/core/out/plan/plan';
import { resolveReferences } from '@inference-constructs/core/out/plan/plan';

/** A plan while it is being rendered: entries not yet there, and the resources that stand for those that are. */
export class Rendering {
  private readonly resources = new Map<string, CfnResource>();

  constructor(private plan: Plan) {}

  /** Takes on what was decided later; it may refer to what is there. */
  extend({ resources, notes }: Plan): void {
    this.plan = { resources: [...this.plan.resources, ...resources], notes: [...this.plan.notes, ...notes] };
  }

  /** Whether the plan has such an entry. */
  has(id: string): boolean {
    return this.plan.resources.some((resource) => resource.id === id);
  }

  /** Ids of the entries of a CloudFormation type, in the order of the plan. */
  idsOfType(type: string): string[] {
    return this.plan.resources.filter((resource) => resource.type === type).map(({ id }) => id);
  }

  /** Properties of an entry; what they refer to must be rendered. */
  properties<T = Properties>(id: string): T {
    return resolveReferences(this.entry(id).properties, (target, attribute) => {
      const resource = this.resource(target);
      return attribute === 'Ref' ? resource.ref : resource.getAtt(attribute).toString();
    }) as T;
  }

  /** Lets a construct stand for an entry. */
  add<T extends Construct>(id: string, construct: T): T {
    const { annotation, dependsOn = [] } = this.entry(id);
    const resource = CfnResource.isCfnResource(construct) ? construct : (construct.node.defaultChild as CfnResource);
    this.resources.set(id, resource);
    if (annotation !== undefined) resource.addMetadata(ANNOTATION, annotation);
    for (const other of dependsOn) resource.node.addDependency(this.resource(other));
    return construct;
  }

  /** The L1 that stands for an entry. */
  resource(id: string): CfnResource {
    const resource = this.resources.get(id);
    if (resource === undefined) throw new Error(`${id} is referred to before it is rendered`);
    return resource;
  }

  private entry(id: string): PlannedResource {
    const entry = this.plan.resources.find((resource) => resource.id === id);
    if (entry === undefined) throw new Error(`the plan has no entry ${id}`);
    return entry;
  }
}
