import { resolve } from 'node:path';
import type { Template } from '@inference-constructs/core/out/graph/cloudformation';
import { graphOfTemplate } from '@inference-constructs/core/out/graph/cloudformation';
import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import type { Assembly, AssemblyReader, DeployedFunction, NotPlayed } from './assembly-reader';
import { Assets } from './assets';
import { withConstructPaths } from './construct-paths';
import { readDeploymentGroup } from './deployment-group';
import type { StackContents } from './function-version';
import { readFunctionVersion } from './function-version';
import { readJson } from './json-file';
import type { StackArtifact } from './manifest';
import { readStacks } from './manifest';
import { Names } from './names';
import { leftOut, notPlayed, pathOf } from './not-played';

type Block = Readonly<Record<string, unknown>>;

/** Reads the output directory of `cdk synth`. */
export class CloudAssemblyReader implements AssemblyReader {
  read(directory: string, versionNumber: string): Assembly {
    const stacks = readStacks(resolve(directory)).map((stack) => readStack(stack, versionNumber));
    return {
      directory,
      functions: stacks.flatMap(({ functions }) => functions),
      notPlayed: stacks.flatMap(({ notPlayed }) => notPlayed),
    };
  }
}

function readStack(stack: StackArtifact, versionNumber: string): Omit<Assembly, 'directory'> {
  const template = readJson<Template & { Parameters?: Record<string, { Default?: unknown }> }>(stack.templateFile);
  const graph = withConstructPaths(graphOfTemplate(template), stack.metadata);
  const names = new Names(stack, graph, template.Parameters ?? {}, versionNumber);
  const contents = { stack, graph, names, assets: new Assets(stack.assetFiles) };
  const functions: DeployedFunction[] = [];
  const reasons: NotPlayed[] = [];
  const played = new Set<string>();
  for (const alias of graph.ofType('AWS::Lambda::Alias')) {
    const resource = graph.target(alias.properties.FunctionName);
    const read = readAlias(contents, alias, resource, versionNumber);
    if ('reason' in read) {
      reasons.push(leftOut(resource ?? alias, read.reason));
      continue;
    }
    functions.push(read.deployed);
    reasons.push(...read.notPlayed);
    if (resource !== undefined) played.add(resource.id);
  }
  return { functions, notPlayed: notPlayed(graph, played, reasons) };
}

type ReadAlias = { readonly deployed: DeployedFunction; readonly notPlayed: NotPlayed[] } | { readonly reason: string };

function readAlias(
  contents: StackContents,
  alias: GraphResource,
  resource: GraphResource | undefined,
  versionNumber: string,
): ReadAlias {
  const { stack, graph, names } = contents;
  const policy = (alias.attributes?.UpdatePolicy as Block | undefined)?.CodeDeployLambdaAliasUpdate as
    Block | undefined;
  if (policy === undefined) return { reason: 'its alias has no CodeDeploy update policy, so it changes all at once' };
  const group = graph.target(policy.DeploymentGroupName);
  const version = graph.target(alias.properties.FunctionVersion);
  if (resource === undefined || version === undefined || group === undefined) {
    return { reason: 'its function, version or deployment group is not in the same template' };
  }
  const read = readFunctionVersion(contents, version, resource, versionNumber);
  if (typeof read === 'string') return { reason: read };
  const deployment = readDeploymentGroup(group, graph, names);
  if (typeof deployment === 'string') return { reason: deployment };
  const { rollout, alarms, expectedRequestsPerMinute, foreignAlarms } = deployment;
  const hooks = ['BeforeAllowTrafficHook', 'AfterAllowTrafficHook'].filter((name) => policy[name] !== undefined);
  return {
    deployed: {
      id: `${stack.name}/${alias.id}`,
      path: pathOf(resource),
      aliasName: names.text(alias.properties.Name),
      version: read,
      rollout,
      alarms,
      expectedRequestsPerMinute,
    },
    notPlayed: [
      ...hooks.map((name) => leftOut(alias, `${name} is not called`)),
      ...foreignAlarms.map((name) => leftOut(group, `alarm ${name} is not in the template`)),
    ],
  };
}
