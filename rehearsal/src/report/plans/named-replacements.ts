import type { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import type { TwoStepPlan } from '@inference-constructs/core/out/rollout/two-step/two-step-plan';
import type { ResourceChange } from '../report-types';
import type { SourceStack } from '../source/source';

/** A resource with a literal name that is replaced and keeps the name: the new one is made while the old one has it. */
export function namedReplacements(
  before: ResourceGraph,
  { name: stack, graph }: SourceStack,
  changes: readonly ResourceChange[],
): TwoStepPlan[] {
  return changes.flatMap((change): TwoStepPlan[] => {
    if (change.action !== 'replace' || change.stack !== stack) return [];
    const { id, path, type, because } = change;
    const property = nameProperty(type);
    const name = graph.get(id)?.properties[property];
    if (typeof name !== 'string' || isMadeUp(name) || before.get(id)?.properties[property] !== name) return [];
    // Terraform destroys first unless it is told otherwise.
    const lifecycle = graph.get(id)?.attributes?.lifecycle as Record<string, unknown> | undefined;
    if (/^aws_\w+\./.test(id) && lifecycle?.create_before_destroy !== true) return [];
    const replacing = because.filter(({ effect }) => effect === 'replaces').map(({ property: where }) => where);
    return [
      {
        id: 'replaced-under-one-name',
        path,
        change: `${replacing.join(', ')} of ${type} "${name}"`,
        why: `the change replaces the resource, and the new one cannot be created while the old one is called "${name}"`,
        steps: [
          `give it another ${property}, or none, together with the change, and deploy`,
          `give it the name "${name}" back and deploy, if something outside needs the name`,
        ],
        source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html',
      },
    ];
  });
}

/** `EndpointConfigName` of `AWS::SageMaker::EndpointConfig`; types that call it just `Name` are few and not here. */
function nameProperty(type: string): string {
  return `${type.split('::').at(-1)}Name`;
}

/** With a reference in it the name may change with what it refers to. */
function isMadeUp(name: string): boolean {
  return name.includes('@{');
}
