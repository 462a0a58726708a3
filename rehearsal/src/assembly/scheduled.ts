import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import { CannotEvaluate } from '../alarms/math/cannot-evaluate';
import type { ScheduleBounds } from '../scaling/schedule/schedule';
import { parseSchedule } from '../scaling/schedule/schedule';
import type { NotPlayed, ScheduledInvocation } from './assembly-reader';
import { functionNamed, parseFunctionName, readCallable } from './callable';
import { pathOf } from './construct-path';
import { idOf } from './declared';
import type { StackContents } from './stack-contents';

type Block = Readonly<Record<string, unknown>>;

export interface ReadScheduled {
  readonly scheduled: readonly ScheduledInvocation[];
  readonly notPlayed: readonly NotPlayed[];
  /** Resources that are played, by stack and logical id. */
  readonly played: readonly string[];
}

const SCHEDULE = 'AWS::Scheduler::Schedule';
const RULE = 'AWS::Events::Rule';
/** What of a target changes the event in ways that are not played. */
const TRANSFORMS = ['InputPath', 'InputTransformer'];

/** What EventBridge invokes by the clock: schedules, and rules that have one. */
export function readScheduled(contents: StackContents): ReadScheduled {
  const read = [...contents.graph.ofType(SCHEDULE), ...contents.graph.ofType(RULE)].map((resource) =>
    readOne(resource, contents),
  );
  return {
    scheduled: read.flatMap(({ scheduled }) => scheduled),
    notPlayed: read.flatMap(({ notPlayed }) => notPlayed),
    played: read.flatMap(({ played }) => played),
  };
}

function readOne(resource: GraphResource, contents: StackContents): ReadScheduled {
  const { properties, type } = resource;
  const leftOut = (reason: string): NotPlayed => ({ path: pathOf(resource), type, reason });
  const refused = whyNotPlayed(properties, contents);
  if (refused !== undefined) return { scheduled: [], notPlayed: [leftOut(refused)], played: [] };
  const targets = [(type === SCHEDULE ? properties.Target : properties.Targets) ?? []].flat() as Block[];
  const scheduled: ScheduledInvocation[] = [];
  const notPlayed: NotPlayed[] = [];
  const functions: string[] = [];
  for (const [i, target] of targets.entries()) {
    const fn = functionNamed(contents, target.Arn);
    const transform = TRANSFORMS.find((name) => target[name] !== undefined);
    const callable = fn === undefined ? 'it is no function of the template' : readCallable(contents, fn);
    if (typeof callable === 'string' || transform !== undefined) {
      const reason = typeof callable === 'string' ? callable : `its ${transform} is not played`;
      notPlayed.push(leftOut(`target ${i + 1} is not invoked: ${reason}`));
      continue;
    }
    const { qualifier } = parseFunctionName(contents.names.text(target.Arn));
    functions.push(callable.id);
    scheduled.push({
      id: `${idOf(resource, contents)}#${i + 1}`,
      path: pathOf(resource),
      function: callable,
      ...(qualifier === undefined ? {} : { qualifier }),
      expression: contents.names.text(properties.ScheduleExpression),
      bounds: boundsOf(properties, contents),
      ...(target.Input === undefined ? {} : { input: contents.names.text(target.Input) }),
      arn: arnOf(resource, contents),
      source: type === SCHEDULE ? 'aws.scheduler' : 'aws.events',
    });
  }
  const isPlayed = scheduled.length > 0;
  if (targets.length === 0) notPlayed.push(leftOut('it has no target'));
  return { scheduled, notPlayed, played: isPlayed ? [idOf(resource, contents), ...functions] : [] };
}

function whyNotPlayed(properties: Block, contents: StackContents): string | undefined {
  if (properties.ScheduleExpression === undefined) return 'events are not played, only schedules are';
  if (contents.names.text(properties.State ?? 'ENABLED') === 'DISABLED') return 'it is disabled';
  try {
    parseSchedule(contents.names.text(properties.ScheduleExpression), boundsOf(properties, contents));
    return undefined;
  } catch (error) {
    if (error instanceof CannotEvaluate) return `cannot play ${error.message}`;
    throw error;
  }
}

/** The time zone of a schedule, and between when it is due. */
export function boundsOf(properties: Block, { names }: StackContents): ScheduleBounds {
  const text = (name: string): string | undefined =>
    properties[name] === undefined ? undefined : names.text(properties[name]);
  const [timezone, startTime, endTime] = ['ScheduleExpressionTimezone', 'StartDate', 'EndDate'].map(text);
  return {
    ...(timezone === undefined ? {} : { timezone }),
    ...(startTime === undefined ? {} : { startTime }),
    ...(endTime === undefined ? {} : { endTime }),
  };
}

/** Without a name, one as CloudFormation makes it, without the random part. */
function arnOf({ id, type, properties }: GraphResource, { names }: StackContents): string {
  const name = properties.Name === undefined ? `${names.stack.name}-${id}` : names.text(properties.Name);
  if (type === RULE) return names.arn('events', `rule/${name}`);
  return names.arn('scheduler', `schedule/${names.text(properties.GroupName ?? 'default')}/${name}`);
}
