import { dirname, join } from 'node:path';
import type { NotPlayed } from '../assembly-reader';
import { inDeploymentOrder } from '../deployment-order';
import type { GivenModels } from '../given-models';
import { withModels } from '../given-models';
import { LinkedGraph } from '../linked-graph';
import { Names } from '../names';
import { qualified } from '../qualified';
import type { StackArtifact, StackContents } from '../stack-contents';
import { AssetManifests } from './asset-manifests';
import { nestedMetadata, ownMetadata } from './construct-paths';
import { readStackArtifacts } from './manifest';
import { Exports } from './exports';
import type { TemplateResource } from './template';
import { readTemplate } from './template';
import { finishTemplate, TemplateStack } from './template-stack';

export const NESTED_STACK = 'AWS::CloudFormation::Stack';

export interface ReadStacks {
  readonly stacks: readonly StackContents[];
  /** What could not be read. */
  readonly left: readonly NotPlayed[];
}

/** Reads all stacks of a cloud assembly, each knowing the others. */
export function readCloudAssembly(
  directory: string,
  versionNumber: string,
  models: GivenModels = new Map(),
): ReadStacks {
  const reading = new Reading(versionNumber, models);
  for (const artifact of readStackArtifacts(directory)) reading.add(artifact);
  return reading.result();
}

class Reading {
  private readonly stacks = new Map<string, TemplateStack>();
  private readonly assets = new Map<string, AssetManifests>();
  private readonly exports = new Exports();
  private readonly contents = new Map<string, StackContents>();

  constructor(
    private readonly versionNumber: string,
    private readonly models: GivenModels,
  ) {}

  /** A stack and those nested in it. */
  add(artifact: StackArtifact, parent?: { readonly id: string; readonly given: unknown }): void {
    const template = readTemplate(artifact.templateFile);
    const stack = new TemplateStack({ ...artifact, metadata: ownMetadata(artifact.metadata) }, template, {
      given: (parameter) => this.given(parent, parameter),
      output: (nested, name) => this.output(`${artifact.id}/${nested}`, name),
      imported: (name) => this.exports.imported(artifact, name),
    });
    this.stacks.set(artifact.id, stack);
    this.assets.set(artifact.id, new AssetManifests(artifact.assetFiles));
    for (const [id, resource] of Object.entries(template.Resources)) {
      if (resource.Type === NESTED_STACK) this.addNested(artifact, stack, id, resource);
    }
    this.exports.add(stack);
  }

  private addNested(parent: StackArtifact, stack: TemplateStack, id: string, resource: TemplateResource): void {
    const file = this.nestedTemplate(parent, stack, resource);
    if (file === undefined) return;
    const path = resource.Metadata?.['aws:cdk:path'];
    const paths = Object.entries(parent.metadata).find(([, entries]) => entries.some(({ data }) => data === id));
    this.add(
      {
        ...parent,
        id: `${parent.id}/${id}`,
        name: `${parent.name}-${id}`,
        templateFile: file,
        dependsOn: [parent.id],
        metadata: nestedMetadata(parent.metadata, typeof path === 'string' ? path : (paths?.[0] ?? '').slice(1)),
      },
      { id: parent.id, given: resource.Properties?.Parameters },
    );
  }

  /** Undefined where the template is none of the assembly's. */
  private nestedTemplate(parent: StackArtifact, { scope }: TemplateStack, resource: TemplateResource) {
    const named = resource.Metadata?.['aws:asset:path'];
    if (typeof named === 'string') return join(dirname(parent.templateFile), named);
    return this.assets.get(parent.id)?.ofUrl(scope.evaluate(resource.Properties?.TemplateURL))?.path;
  }

  private given(parent: { readonly id: string; readonly given: unknown } | undefined, parameter: string): unknown {
    if (parent === undefined || typeof parent.given !== 'object') return undefined;
    const value = (parent.given as Readonly<Record<string, unknown>> | null)?.[parameter];
    if (value === undefined) return undefined;
    return qualified(this.stacks.get(parent.id)?.scope.evaluate(value), parent.id);
  }

  private output(id: string, name: string): unknown {
    const nested = this.stacks.get(id);
    return nested && qualified(nested.scope.output(name), id);
  }

  result(): ReadStacks {
    const stacks = inDeploymentOrder([...this.stacks.values()].map(({ artifact }) => artifact));
    for (const artifact of stacks) this.contents.set(artifact.id, this.read(artifact));
    return {
      stacks: [...this.contents.values()],
      left: [...this.stacks.values()].flatMap(({ left }) => left),
    };
  }

  private read(stack: StackArtifact): StackContents {
    const graph = new LinkedGraph(this.stacks.get(stack.id)?.resources ?? [], (id) => this.contents.get(id)?.graph);
    const links = { names: (id: string) => this.contents.get(id)?.names };
    const names = new Names(stack, graph, this.versionNumber, links, finishTemplate(stack));
    const isKnown = (id: string): boolean => this.isKnown(id, stack.id);
    const other = (id: string): StackContents | undefined => this.contents.get(id);
    const assets = withModels(this.assets.get(stack.id)!, this.models);
    return { stack, graph, names, assets, isKnown, other };
  }

  private isKnown(id: string, stackId: string): boolean {
    const slash = id.lastIndexOf('/');
    if (slash >= 0) return this.isKnown(id.slice(slash + 1), id.slice(0, slash));
    return id.startsWith('AWS::') || Object.hasOwn(this.stacks.get(stackId)?.template.Parameters ?? {}, id);
  }
}
