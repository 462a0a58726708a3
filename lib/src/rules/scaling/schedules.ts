import type { Properties } from '../../plan/plan';
import { numeric } from '../../graph/reading';
import { isTimezone, scheduleFault } from '../../scaling/schedule-expression';
import { certain, entriesOf, number } from '../reading';
import type { Rule, RuleContext } from '../rule';
import { boundsOf, GUIDE, policiesOf, targetsOf } from './scaled';

const scheduleInvalid: Rule = {
  id: 'scheduled-scaling-invalid',
  severity: 'error',
  why: 'Application Auto Scaling refuses a schedule of another form, an unknown time zone, and a minimum above the maximum that is in force.',
  source: `${GUIDE}scheduled-scaling-using-cron-expressions.html`,
  check(graph, context) {
    return targetsOf(graph).flatMap((resource) =>
      entriesOf(resource.properties.ScheduledActions).flatMap((action) => {
        const fault = actionFault(action, context) ?? alone(action, resource.properties, context);
        if (fault === undefined) return [];
        return { resource, message: `scheduled action ${String(action.ScheduledActionName)}: ${fault}` };
      }),
    );
  },
};

function actionFault(action: Properties, context: RuleContext): string | undefined {
  const { isUnresolved } = context;
  const { Schedule, Timezone } = action;
  const { MinCapacity, MaxCapacity } = certain(action.ScalableTargetAction) ?? {};
  const [least, most] = [number(MinCapacity, context), number(MaxCapacity, context)];
  const fault = typeof Schedule === 'string' && !isUnresolved(Schedule) ? scheduleFault(Schedule) : undefined;
  if (fault !== undefined)
    return `Schedule (${JSON.stringify(Schedule)}): ${fault}. write for example "cron(0 8 ? * MON-FRI *)"`;
  if (typeof Timezone === 'string' && !isUnresolved(Timezone) && !isTimezone(Timezone)) {
    return `Timezone (${JSON.stringify(Timezone)}): a name of the IANA database. write for example "Europe/Berlin"`;
  }
  if (least === undefined || most === undefined || least <= most) return undefined;
  return `MinCapacity (${least}): at most MaxCapacity (${most}). choose a smaller minimum`;
}

/** An action that sets one bound meets the other as it is: what the target, or another action, has set it to. */
function alone(action: Properties, target: Properties, context: RuleContext): string | undefined {
  const { MinCapacity, MaxCapacity } = certain(action.ScalableTargetAction) ?? {};
  const all = (bound: 'MinCapacity' | 'MaxCapacity') => {
    const values = boundsOf(target).flatMap((each) => (each[bound] === undefined ? [] : number(each[bound], context)));
    return values.every((value) => value !== undefined) ? values : [];
  };
  if (MinCapacity !== undefined && MaxCapacity === undefined) {
    const [least, most] = [number(MinCapacity, context), Math.max(...all('MaxCapacity'))];
    if (least === undefined || !Number.isFinite(most) || least <= most) return undefined;
    return `MinCapacity (${least}): at most MaxCapacity (${most}) of the target and of other actions. choose a smaller minimum, or set a maximum with it`;
  }
  if (MaxCapacity !== undefined && MinCapacity === undefined) {
    const [most, least] = [number(MaxCapacity, context), Math.min(...all('MinCapacity'))];
    if (most === undefined || !Number.isFinite(least) || most >= least) return undefined;
    return `MaxCapacity (${most}): at least MinCapacity (${least}) of the target and of other actions. choose a larger maximum, or set a minimum with it`;
  }
  return undefined;
}

/** Dimensions that can be at 0 while requests come, and what says so. */
const WAKES: Readonly<Record<string, string>> = {
  'sagemaker:variant:DesiredInstanceCount': 'HasBacklogWithoutCapacity',
  'sagemaker:inference-component:DesiredCopyCount': 'NoCapacityInvocationFailures',
};

const noWayBack: Rule = {
  id: 'scale-from-zero-missing',
  severity: 'warning',
  why: 'Target tracking cannot add to none, so that what scaled to zero stays there while requests come.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html',
  check(graph) {
    return targetsOf(graph).flatMap((resource) => {
      const signal = WAKES[String(resource.properties.ScalableDimension)];
      if (signal === undefined || !reachesZero(resource.properties)) return [];
      const hasSteps = policiesOf(graph).some(
        ({ policy, target }) =>
          target === resource && (policy.properties.PolicyType ?? 'StepScaling') === 'StepScaling',
      );
      if (hasSteps) return [];
      return {
        resource,
        message: `MinCapacity (0) without a step scaling policy: nothing starts the first unit for a request. add one that an alarm on ${signal} calls`,
      };
    });
  },
};

/** Whether a target lets its capacity go to none, at some time. */
export function reachesZero(target: Properties): boolean {
  return numeric(target.MaxCapacity) !== 0 && boundsOf(target).some(({ MinCapacity }) => numeric(MinCapacity) === 0);
}

export const scheduleRules: readonly Rule[] = [scheduleInvalid, noWayBack];
