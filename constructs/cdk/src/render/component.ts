import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnInferenceComponentProps, CfnModelProps } from 'aws-cdk-lib/aws-sagemaker';
import { CfnInferenceComponent, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { renderAlarms } from './alarm';
import { l1Props } from './l1-props';
import type { Rendering } from './rendering';
import { renderRolePolicy } from './role';
import { templateOf } from './template';

export interface RenderedComponent {
  readonly component: CfnInferenceComponent;
  readonly alarms: IAlarm[];
}

/** Model, alarms and component, with what they need of the role of their endpoint. */
export function renderComponent(scope: Construct, rendering: Rendering): RenderedComponent {
  if (rendering.has('RolePolicy')) renderRolePolicy(scope, 'RolePolicy', rendering);
  const model = rendering.add(
    'Model',
    new CfnModel(scope, 'Model', l1Props<CfnModelProps>(rendering.properties('Model'))),
  );
  // The component names its alarms, whose logical ids are made from this: only what it runs can tell releases apart.
  const alarms = renderAlarms(scope, rendering, () => {
    const declared = Object.values(templateOf([model]).Resources ?? {});
    const run: unknown = Stack.of(scope).resolve([component.specification, component.specifications]);
    return JSON.stringify([declared.map(({ Properties }) => Properties), run]);
  });
  const props = l1Props<CfnInferenceComponentProps>(rendering.properties('Resource'));
  if (props.specifications !== undefined) requireSpecifications(scope);
  const component = new CfnInferenceComponent(scope, 'Resource', props);
  return { component: rendering.add('Resource', component), alarms };
}

/** An L1 leaves out what it does not know, without a word. */
function requireSpecifications(scope: Construct): void {
  if ('specifications' in CfnInferenceComponent.prototype) return;
  throw new InferenceError(
    'LibraryTooOld',
    'instance pools (several): this aws-cdk-lib knows no specifications by instance type. update it, or give the endpoint one instance type',
    scope.node.path,
  );
}
