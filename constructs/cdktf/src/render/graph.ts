import { TerraformLocal, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { withConstructPaths } from '@inference-constructs/core/out/graph/construct-paths';
import type { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { once } from '@inference-constructs/core/out/graph/once';
import type { DeclaredTerraform } from '@inference-constructs/core/out/graph/terraform';
import { graphOfDeclaredTerraform } from '@inference-constructs/core/out/graph/terraform';
import type { Properties } from '@inference-constructs/core/out/plan/plan';
import { resolveTokens } from './resolve';

/** What a tree declares, aspects and overrides included, and other trees beside it. */
export function graphOf(scope: Construct, beside: readonly Construct[] = []): ResourceGraph {
  const nodes = [...new Set([scope, ...beside].flatMap((each) => each.node.findAll()))];
  const resources = nodes.filter((node) => TerraformResource.isTerraformResource(node)) as TerraformResource[];
  const locals = nodes
    .filter((node) => node instanceof TerraformLocal)
    .map((local) => (resolveTokens(scope, local.toTerraform()) as { locals: Properties }).locals);
  const declared = resources.flatMap((resource) => declaredBy(scope, resource));
  return withConstructPaths(graphOfDeclaredTerraform(declared, Object.assign({}, ...locals) as Properties));
}

/** A resource, resolved when it is first looked into: that takes most of the time. One that was moved away declares nothing. */
function declaredBy(scope: Construct, resource: TerraformResource): DeclaredTerraform[] {
  const { terraformResourceType: terraformType, friendlyUniqueId: name } = resource;
  const rendered = () => (resource.toTerraform() as Rendered).resource?.[terraformType][name];
  if (resource.hasResourceMove() !== undefined && rendered() === undefined) return [];
  const body = once(() => resolveTokens(scope, rendered()) as Properties);
  return [{ terraformType, name, path: resource.node.path, body }];
}

interface Rendered {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
