import type { Template } from '@inference-constructs/core/out/graph/cloudformation';
import { graphOfTemplate } from '@inference-constructs/core/out/graph/cloudformation';
import { graphOfTerraform } from '@inference-constructs/core/out/graph/terraform';
import { breaches, describeBreach } from '@inference-constructs/core/out/rules/engine';
import type { Rule } from '@inference-constructs/core/out/rules/rule';
import { isUnresolvedValue } from '@inference-constructs/core/out/rules/unresolved';

/** What some rules say of the resources of a template. */
export function broken(resources: Readonly<Record<string, object>>, rules: readonly Rule[]): string[] {
  const graph = graphOfTemplate({ Resources: resources } as Template);
  return breaches(graph, { isUnresolved: isUnresolvedValue }, rules).map(describeBreach);
}

/** What some rules say of the resources of Terraform JSON. */
export function brokenInTerraform(resource: object, rules: readonly Rule[]): string[] {
  const graph = graphOfTerraform({ resource });
  return breaches(graph, { isUnresolved: isUnresolvedValue }, rules).map(describeBreach);
}

/** What a template cannot tell: a parameter, a choice, something of another stack. */
export const UNKNOWN = [
  { Ref: 'Parameter' },
  { 'Fn::If': ['IsProd', 'one', { Ref: 'AWS::NoValue' }] },
  { 'Fn::ImportValue': 'exported' },
] as const;
