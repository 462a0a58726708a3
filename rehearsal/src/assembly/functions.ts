import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import type { DeclaredScaling, DeployedFunction, NotPlayed } from './assembly-reader';
import { pathOf } from './construct-path';
import { readDeploymentGroup } from './deployment-group';
import { idOf } from './declared';
import { readHooks } from './hooks';
import { layerOf, readFunctionVersion } from './function-version';
import type { Release } from './release';
import { readRelease } from './release';
import { partsOfScaling } from './scaling';
import type { StackContents } from './stack-contents';

/** The functions of a stack that are played, and why others are not. */
export interface ReadFunctions {
  readonly functions: readonly DeployedFunction[];
  readonly notPlayed: readonly NotPlayed[];
  /** Resources that are played, by stack and logical id. */
  readonly played: readonly string[];
}

export function readFunctions(
  contents: StackContents,
  versionNumber: string,
  scaling: readonly DeclaredScaling[],
): ReadFunctions {
  const read = contents.graph
    .ofType('AWS::Lambda::Alias')
    .map((alias) => readAlias(contents, alias, versionNumber, scaling));
  return {
    functions: read.flatMap(({ deployed }) => deployed ?? []),
    notPlayed: read.flatMap(({ notPlayed }) => notPlayed),
    played: read.flatMap(({ played }) => played),
  };
}

interface ReadAlias {
  readonly deployed?: DeployedFunction;
  readonly notPlayed: readonly NotPlayed[];
  readonly played: readonly string[];
}

function readAlias(
  contents: StackContents,
  alias: GraphResource,
  versionNumber: string,
  scaling: readonly DeclaredScaling[],
): ReadAlias {
  const resource = functionOf(contents, alias);
  const refused = (reason: string): ReadAlias => ({ notPlayed: [leftOut(resource ?? alias, reason)], played: [] });
  const release = readRelease(contents, alias, resource);
  if (typeof release === 'string') return refused(release);
  const version = readFunctionVersion(contents, release.version, release.function, versionNumber);
  if (typeof version === 'string') return refused(version);
  const deployment = readDeploymentGroup(release.group, contents);
  if (typeof deployment === 'string') return refused(deployment);
  const { rollout, alarms, expectedRequestsPerMinute, parts } = deployment;
  const { names } = contents;
  const { hooks, notCalled, uncalled, parts: asked } = readHooks(contents, release.hooks);
  const { ApplicationName } = release.group.properties;
  const group = `${names.text(ApplicationName)}/${names.text(`@{${release.group.id}.Ref}`)}`;
  const aliasName = names.text(alias.properties.Name);
  const resourceId = `function:${version.functionName}:${aliasName}`;
  const scaled = scaling.find(({ properties }) => properties.ResourceId === resourceId);
  const deployed: DeployedFunction = {
    id: idOf(alias, contents),
    path: pathOf(release.function),
    aliasName,
    ...scalingOf(alias, contents, scaled),
    version,
    rollout,
    alarms,
    expectedRequestsPerMinute,
    deploymentGroup: { id: idOf(release.group, contents), arn: names.arn('codedeploy', `deploymentgroup:${group}`) },
    hooks,
    notCalled,
    assumptions: release.assumptions,
  };
  return {
    deployed,
    notPlayed: [
      ...notCalled.map((reason) => leftOut(alias, reason)),
      ...uncalled,
      ...deployment.notPlayed,
      ...(scaled?.notPlayed ?? []),
    ],
    played: [...partsOf(contents, alias, release), ...parts, ...asked]
      .map((part) => idOf(part, contents))
      .concat(scaled === undefined ? [] : partsOfScaling(scaled)),
  };
}

function scalingOf(
  alias: GraphResource,
  { names }: StackContents,
  scaled: DeclaredScaling | undefined,
): Pick<DeployedFunction, 'scaling'> {
  const { input } = scaled ?? {};
  if (input === undefined) return {};
  const config = names.resolve(alias.properties.ProvisionedConcurrencyConfig ?? {}).value as Record<string, unknown>;
  const declared = Number(config.ProvisionedConcurrentExecutions);
  return { scaling: { input, provisioned: declared > 0 ? declared : input.target.minCapacity } };
}

/** The function of an alias, which names it by reference or by name. */
function functionOf({ graph, names }: StackContents, alias: GraphResource): GraphResource | undefined {
  const named = alias.properties.FunctionName;
  const target = graph.target(named);
  if (target !== undefined) return target.type === 'AWS::Lambda::Function' ? target : undefined;
  const name = names.text(named);
  return graph
    .ofType('AWS::Lambda::Function')
    .find((fn) => fn.properties.FunctionName !== undefined && names.text(fn.properties.FunctionName) === name);
}

function partsOf(contents: StackContents, alias: GraphResource, release: Release): GraphResource[] {
  const layers = [release.function.properties.Layers ?? []].flat().flatMap((layer) => layerOf(layer, contents) ?? []);
  const application = contents.graph.target(release.group.properties.ApplicationName);
  const applications = application?.type === 'AWS::CodeDeploy::Application' ? [application] : [];
  return [alias, release.function, release.version, release.group, ...layers, ...applications];
}

function leftOut(resource: GraphResource, reason: string): NotPlayed {
  return { path: pathOf(resource), type: resource.type, reason };
}
