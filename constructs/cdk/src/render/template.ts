import type { CfnResource } from 'aws-cdk-lib/core';
import type { Template } from '@inference-constructs/core/out/graph/cloudformation';
import { declaredBy } from './declared';

/** The resources as they will stand in the template, each with its construct path. */
export function templateOf(resources: readonly CfnResource[]): Template {
  return { Resources: Object.fromEntries(resources.flatMap(entriesOf)) };
}

function entriesOf(resource: CfnResource) {
  const { Resources = {} } = declaredBy(resource);
  const path = resource.node.path.replace(/\/Resource$/, '');
  return Object.entries(Resources).map(
    ([id, declared]) => [id, { ...declared, Metadata: { ...declared.Metadata, 'aws:cdk:path': path } }] as const,
  );
}
