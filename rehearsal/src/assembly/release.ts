import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import { HOOK_EVENTS, type NamedHooks } from './hooks';
import type { StackContents } from './stack-contents';
import { deployerOrder, hooksOnTerraform } from './terraform/deployer-order';
import { groupOnTerraform } from './terraform/deployment-group';

type Block = Readonly<Record<string, unknown>>;

/** What takes part when an alias moves to a new version. */
export interface Release {
  readonly function: GraphResource;
  readonly version: GraphResource;
  readonly group: GraphResource;
  /** Functions that a deployment asks. */
  readonly hooks: NamedHooks;
  readonly assumptions: readonly string[];
}

/** Finds what takes part in the releases of an alias; a text says why there is none to be played. */
export function readRelease(
  contents: StackContents,
  alias: GraphResource,
  fn: GraphResource | undefined,
): Release | string {
  const { graph, stack } = contents;
  const { properties, attributes } = alias;
  const version = graph.target(properties.FunctionVersion);
  if (stack.engine === 'terraform') {
    if (fn === undefined || version?.type !== 'AWS::Lambda::Version')
      return 'its function is not in the same files, or publishes no version';
    const order = deployerOrder(contents, fn);
    const found = groupOnTerraform(contents, alias, fn, order?.deploymentGroupName);
    if (typeof found === 'string') return found;
    const { hooks, assumptions } = hooksOnTerraform(contents, fn, order);
    return { group: found.group, function: fn, version, hooks, assumptions: [...found.assumptions, ...assumptions] };
  }
  const policy = (attributes?.UpdatePolicy as Block | undefined)?.CodeDeployLambdaAliasUpdate as Block | undefined;
  if (policy === undefined) return 'its alias has no CodeDeploy update policy, so it changes all at once';
  const group = graph.target(policy.DeploymentGroupName);
  if (
    fn === undefined ||
    version?.type !== 'AWS::Lambda::Version' ||
    group?.type !== 'AWS::CodeDeploy::DeploymentGroup'
  ) {
    return 'its function, version or deployment group is not in the same template';
  }
  if (graph.target(version.properties.FunctionName)?.id !== fn.id)
    return 'its alias points to a version of another function';
  const hooks = Object.fromEntries(
    HOOK_EVENTS.map((event) => [event, policy[`${event}Hook`]]).filter(([, value]) => value !== undefined),
  ) as NamedHooks;
  return { function: fn, version, group, hooks, assumptions: [] };
}
