import type { Template } from '@inference-constructs/core/out/graph/cloudformation';
import type { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { referencesIn } from '@inference-constructs/core/out/plan/plan';

/** A graph as a template, so that CloudFormation's knowledge of replacement can be asked about it. */
export function templateOfGraph(graph: ResourceGraph): Template {
  return {
    Resources: Object.fromEntries(
      graph.resources.map(({ id, type, path, properties }) => [
        id,
        {
          Type: type,
          Properties: withIntrinsics(properties) as Readonly<Record<string, unknown>>,
          Metadata: { 'aws:cdk:path': path },
        },
      ]),
    ),
  };
}

function withIntrinsics(value: unknown): unknown {
  if (typeof value === 'string') return reference(value);
  if (Array.isArray(value)) return value.map(withIntrinsics);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withIntrinsics(item)]));
}

/** A reference inside a longer text is not followed: the comparison only knows whole ones. */
function reference(text: string): unknown {
  const [first] = referencesIn(text);
  if (first === undefined || text !== `@{${first.id}.${first.attribute}}`) return text;
  return first.attribute === 'Ref' ? { Ref: first.id } : { 'Fn::GetAtt': [first.id, first.attribute] };
}
