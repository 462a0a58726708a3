import { ANNOTATION } from '@inference-constructs/core/out/contract/annotation';
import type { GraphResource, ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import type { AssemblyAlarm } from './assembly-reader';
import { declaredOf } from './declared';
import type { Names } from './names';
import type { StackContents } from './stack-contents';

export const ALARM_TYPES = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'];

/** Every alarm of a stack. */
export function readAlarms(contents: StackContents): AssemblyAlarm[] {
  return ALARM_TYPES.flatMap((type) => contents.graph.ofType(type)).map((resource) => alarmOf(resource, contents));
}

export function alarmOf(resource: GraphResource, contents: Pick<StackContents, 'stack' | 'names'>): AssemblyAlarm {
  return { ...declaredOf(resource, contents), name: contents.names.text(`@{${resource.id}.Ref}`) };
}

/** The alarm that a property names, by reference or by name. */
export function alarmNamed(name: unknown, graph: ResourceGraph, names: Names): GraphResource | undefined {
  const target = graph.target(name);
  if (target !== undefined) return ALARM_TYPES.includes(target.type) ? target : undefined;
  const wanted = names.text(name);
  return ALARM_TYPES.flatMap((type) => graph.ofType(type)).find(
    ({ properties: { AlarmName } }) => AlarmName !== undefined && names.text(AlarmName) === wanted,
  );
}

/** The traffic that the author expects, as the construct noted it beside an alarm. */
export function expectedRate({ attributes }: GraphResource): number | undefined {
  const note = attributes?.[ANNOTATION] as { expectedRequestsPerMinute?: unknown } | undefined;
  const rate = note?.expectedRequestsPerMinute;
  return typeof rate === 'number' && rate > 0 ? rate : undefined;
}
