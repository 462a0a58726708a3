import { FUNCTION_NEEDS } from '@inference-constructs/core/out/access/needs';
import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import type { StackContents } from '../assembly/stack-contents';
import type { Permissions } from './check-needs';
import { checkNeeds } from './check-needs';

/** What the role of a function may do of what it must. */
export function functionPermissions(
  { properties }: GraphResource,
  contents: StackContents,
  without: readonly string[] = [],
): Permissions {
  const role = contents.graph.target(properties.Role);
  const { KmsKeyArn } = properties;
  return checkNeeds({
    role: role?.type === 'AWS::IAM::Role' ? role : undefined,
    contents,
    needs: FUNCTION_NEEDS,
    whereabouts: KmsKeyArn === undefined ? {} : { 'environment-key': contents.names.text(KmsKeyArn) },
    without,
  });
}
