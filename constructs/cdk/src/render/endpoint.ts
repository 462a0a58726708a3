import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { CfnEndpointConfigProps, CfnEndpointProps, CfnModelProps } from 'aws-cdk-lib/aws-sagemaker';
import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import type { Construct } from 'constructs';
import { renderAlarms } from './alarm';
import { l1Props } from './l1-props';
import type { Rendering } from './rendering';
import { renderRole, renderRolePolicy } from './role';
import { templateOf } from './template';

export interface RenderedEndpoint {
  readonly role: IRole;
  readonly endpoint: CfnEndpoint;
  readonly alarms: IAlarm[];
}

/** Models, configuration, alarms and endpoint, with the role they run on: their own, unless there is one. */
export function renderEndpoint(scope: Construct, rendering: Rendering, given?: IRole): RenderedEndpoint {
  const role = given ?? renderRole(scope, 'Role', rendering);
  if (rendering.has('RolePolicy')) renderRolePolicy(scope, 'RolePolicy', rendering);
  const models = rendering
    .idsOfType('AWS::SageMaker::Model')
    .map((id) => rendering.add(id, new CfnModel(scope, id, l1Props<CfnModelProps>(rendering.properties(id)))));
  const config = new CfnEndpointConfig(
    scope,
    'Config',
    l1Props<CfnEndpointConfigProps>(rendering.properties('Config')),
  );
  rendering.add('Config', config);
  // CloudFormation replaces them on any change, under the logical ids they have: what they say tells releases apart.
  const alarms = renderAlarms(scope, rendering, () => {
    const declared = Object.values(templateOf([...models, config]).Resources ?? {});
    return JSON.stringify(declared.map(({ Properties }) => Properties));
  });
  const endpoint = new CfnEndpoint(scope, 'Resource', l1Props<CfnEndpointProps>(rendering.properties('Resource')));
  guarded.add(endpoint);
  return { role, endpoint: rendering.add('Resource', endpoint), alarms };
}

const guarded = new WeakSet<object>();

/** Whether an endpoint was made here, with what rolls it out and back. */
export function hasGuardrails(endpoint: CfnEndpoint): boolean {
  return guarded.has(endpoint);
}
