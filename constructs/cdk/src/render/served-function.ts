import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Alias, Function, Version } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { renderAlarms } from './alarm';
import { renderDeployment } from './deployment';
import type { FunctionParts } from './function';
import { renderAlias, renderFunction, renderUrl, renderVersion } from './function';
import type { Rendering } from './rendering';
import { renderRole } from './role';

export interface RenderedFunction {
  readonly role: IRole;
  readonly function: Function;
  readonly version: Version;
  readonly alias: Alias;
  readonly url?: string;
  readonly alarms: IAlarm[];
  readonly deploymentGroup: LambdaDeploymentGroup;
}

/** What the plan leaves to the engine, beside the role. */
export interface ServedFunctionParts extends Omit<FunctionParts, 'role'> {
  /** Of what goes into a version and does not show in its properties. */
  readonly layerDigest?: string;
}

/** Function, version and alias, alarms on the version, and what moves the alias, with the role they run on. */
export function renderServedFunction(
  scope: Construct,
  rendering: Rendering,
  { layerDigest, ...parts }: ServedFunctionParts,
): RenderedFunction {
  const role = renderRole(scope, 'Role', rendering);
  const fn = renderFunction(scope, rendering, { ...parts, role });
  if (layerDigest !== undefined) fn.invalidateVersionBasedOn(layerDigest);
  const version = renderVersion(rendering, fn);
  const alias = renderAlias(scope, rendering, version);
  const url = renderUrl(scope, rendering);
  const l1 = rendering.resource('Version');
  const alarms = renderAlarms(scope, rendering, () => l1.stack.resolve(l1.logicalId) as string);
  const deploymentGroup = renderDeployment(scope, rendering, alias, alarms);
  return { role, function: fn, version, alias, url, alarms, deploymentGroup };
}
