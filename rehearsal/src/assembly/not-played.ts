import type { GraphResource, ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import type { NotPlayed } from './assembly-reader';

/** Types that change what a deployment does and that no rehearsal plays yet. */
const NOT_PLAYED_YET: Readonly<Record<string, string>> = {
  'AWS::SageMaker::Endpoint': 'synthesized, not rehearsed yet',
  'AWS::SageMaker::InferenceComponent': 'synthesized, not rehearsed yet',
  'AWS::CloudWatch::CompositeAlarm': 'composite alarms are not evaluated yet',
  'AWS::ApplicationAutoScaling::ScalingPolicy': 'scaling is not rehearsed yet',
  'AWS::StepFunctions::StateMachine': 'state machines are not rehearsed yet',
  'AWS::CloudFormation::Stack': 'nested stacks are not read yet',
};

/** What of a stack the rehearsal leaves out; `played` are ids of resources that it does not. */
export function notPlayed(graph: ResourceGraph, played: ReadonlySet<string>, reasons: NotPlayed[]): NotPlayed[] {
  const named = new Set(reasons.map(({ path }) => path));
  const others = graph.resources.flatMap((resource) => {
    const reason = NOT_PLAYED_YET[resource.type] ?? lambdaReason(resource);
    const left = reason !== undefined && !played.has(resource.id) && !named.has(pathOf(resource));
    return left ? [leftOut(resource, reason)] : [];
  });
  return [...reasons, ...others];
}

function lambdaReason({ type }: GraphResource): string | undefined {
  return type === 'AWS::Lambda::Function' ? 'no alias that CodeDeploy moves from version to version' : undefined;
}

export function leftOut(resource: GraphResource, reason: string): NotPlayed {
  return { path: pathOf(resource), type: resource.type, reason };
}

/** Construct path, without the last part that only tells the L1 from its L2. */
export function pathOf(resource: GraphResource): string {
  return resource.path.replace(/\/Resource$/, '');
}
