import type { CfnResource } from 'aws-cdk-lib/core';
import { Stack } from 'aws-cdk-lib/core';
import type { Template } from '@inference-constructs/core/out/graph/cloudformation';

/** What every L1 offers and the type declarations of aws-cdk-lib leave out; nothing public applies overrides. */
interface Synthesizable {
  _toCloudFormation(): object;
}

/** The resources as they will stand in the template, each with its construct path. */
export function templateOf(resources: readonly CfnResource[]): Template {
  return { Resources: Object.fromEntries(resources.flatMap(entriesOf)) };
}

function entriesOf(resource: CfnResource) {
  const fragment = (resource as unknown as Synthesizable)._toCloudFormation();
  const { Resources = {} } = Stack.of(resource).resolve(fragment) as Template;
  const path = resource.node.path.replace(/\/Resource$/, '');
  return Object.entries(Resources).map(
    ([id, declared]) => [id, { ...declared, Metadata: { ...declared.Metadata, 'aws:cdk:path': path } }] as const,
  );
}
