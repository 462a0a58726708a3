import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import type { StackContents } from './stack-contents';
import { groupOnTerraform } from './terraform/deployment-group';

type Block = Readonly<Record<string, unknown>>;

/** What takes part when an alias moves to a new version. */
export interface Release {
  readonly function: GraphResource;
  readonly version: GraphResource;
  readonly group: GraphResource;
  /** Hooks that a deployment would call. */
  readonly hooks: readonly string[];
  readonly assumptions: readonly string[];
}

const HOOKS = ['BeforeAllowTrafficHook', 'AfterAllowTrafficHook'];

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
    const group = groupOnTerraform(contents, alias, fn);
    return typeof group === 'string' ? group : { ...group, function: fn, version, hooks: [] };
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
  return { function: fn, version, group, hooks: HOOKS.filter((name) => policy[name] !== undefined), assumptions: [] };
}
