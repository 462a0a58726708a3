import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import { referencesIn } from '@inference-constructs/core/out/plan/plan';
import type { StackContents } from '../stack-contents';

interface Found {
  readonly group: GraphResource;
  readonly assumptions: readonly string[];
}

/**
 * The deployment group that moves an alias. Where `named` is undefined nothing in Terraform's files names it, because nothing
 * in them starts a deployment. A text says why none can be told.
 */
export function groupOnTerraform(
  contents: StackContents,
  alias: GraphResource,
  fn: GraphResource,
  named?: string,
): Found | string {
  const groups = contents.graph.ofType('AWS::CodeDeploy::DeploymentGroup');
  if (groups.length === 0) return 'its alias has no CodeDeploy deployment group, so it changes all at once';
  if (!movedByOthers(alias)) {
    return 'Terraform moves its alias all at once: the alias does not ignore changes of function_version';
  }
  const ordered = groups.find(({ properties }) => contents.names.text(properties.DeploymentGroupName) === named);
  if (ordered !== undefined) return { group: ordered, assumptions: [] };
  const group =
    only(groups.filter((one) => watches(contents, one, fn))) ??
    only(groups.filter((one) => isBeside(one, alias))) ??
    alone(contents, groups);
  if (group === undefined) return `which of ${groups.length} deployment groups moves its alias is not said`;
  const name = contents.names.text(group.properties.DeploymentGroupName);
  return {
    group,
    assumptions: [
      `Terraform starts no deployment: it is assumed that one is started with deployment group ${name} after the apply`,
    ],
  };
}

/** Terraform leaves the alias where CodeDeploy moved it. */
function movedByOthers({ attributes }: GraphResource): boolean {
  const { ignore_changes: ignored } = (attributes?.lifecycle ?? {}) as { ignore_changes?: unknown };
  return ignored === 'all' || (Array.isArray(ignored) && ignored.includes('function_version'));
}

/** Whether one of its alarms looks at the function. */
function watches({ graph }: StackContents, group: GraphResource, fn: GraphResource): boolean {
  return referencesIn(group.properties.AlarmConfiguration).some(({ id }) =>
    referencesIn(graph.get(id)?.properties).some(({ id: watched }) => watched.split('#')[0] === fn.id),
  );
}

/** Whether both belong to the same construct. */
function isBeside(group: GraphResource, alias: GraphResource): boolean {
  const parent = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return parent(group.path) !== '' && parent(group.path) === parent(alias.path);
}

function only(groups: readonly GraphResource[]): GraphResource | undefined {
  return groups.length === 1 ? groups[0] : undefined;
}

/** One group and one alias belong together. */
function alone({ graph }: StackContents, groups: readonly GraphResource[]): GraphResource | undefined {
  return graph.ofType('AWS::Lambda::Alias').length === 1 ? only(groups) : undefined;
}
