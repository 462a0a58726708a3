import type { TerraformElement } from 'cdktf';
import { TerraformLocal, TerraformResource } from 'cdktf';
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
    .filter((node) => TerraformResource.isTerraformResource(node) || node instanceof TerraformLocal)
    .map((element) => resolveTokens(scope, (element as TerraformElement).toTerraform()) as TerraformJson);
  const [resource, locals] = (['resource', 'locals'] as const).map((key) =>
    fragments.flatMap((each) => each[key] ?? []),
  );
  return withConstructPaths(graphOfTerraform({ resource, locals }));
}
