import { createHash } from 'node:crypto';
import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import type { Asset } from './assembly-reader';
import type { StackContents } from './stack-contents';

/** Properties of a function that change without a new version. */
const NOT_VERSIONED = ['Tags', 'ReservedConcurrentExecutions', 'Code'];

/**
 * What tells one release from the next: CloudFormation's version is a resource of its own, which the CDK names by its
 * content; Terraform publishes one whenever code or configuration of the function change.
 */
export function releaseId(
  { stack, names, graph }: StackContents,
  version: GraphResource,
  { properties }: GraphResource,
  code: Asset,
): string {
  if (stack.engine === 'cloudformation') return version.id;
  const configuration = Object.entries(properties).filter(([name]) => !NOT_VERSIONED.includes(name));
  const layers = [properties.Layers ?? []].flat().map((layer) => graph.target(layer)?.properties);
  const content = JSON.stringify([
    code.key,
    names.resolve(configuration).value,
    layers.map((layer) => names.resolve(layer).value),
  ]);
  return `${version.id}:${createHash('sha256').update(content).digest('hex').slice(0, 12)}`;
}
