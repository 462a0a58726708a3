import { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { withConstructPaths } from '@inference-constructs/core/out/graph/construct-paths';
import type { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import type { TerraformJson } from '@inference-constructs/core/out/graph/terraform';
import { graphOfTerraform } from '@inference-constructs/core/out/graph/terraform';
import { resolveTokens } from './resolve';

/** What a tree declares, aspects and overrides included, and other trees beside it. */
export function graphOf(scope: Construct, beside: readonly Construct[] = []): ResourceGraph {
  const nodes = new Set([scope, ...beside].flatMap((each) => each.node.findAll()));
  const fragments = [...nodes]
    .filter((node) => TerraformResource.isTerraformResource(node))
    .map((resource) => resolveTokens(scope, (resource as TerraformResource).toTerraform()) as TerraformJson);
  return withConstructPaths(graphOfTerraform({ resource: fragments.map(({ resource }) => resource) }));
}
