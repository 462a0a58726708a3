import type { AlarmEvaluator } from './alarms/alarm-evaluator';
import type { Rollout } from './control-plane/control-plane';
import type { GoldenResult } from './golden-check';
import type { HookFacts } from './hooks/hook-facts';
import { notesOf } from './notes';
import { openAlarms } from './open-alarms';
import type { Companion } from './play/companion';
import type { Played } from './play/play-deployment';
import type { FunctionRoom } from './room/function-room';
import type { Side } from './play/side';
import type { ScheduleFacts } from './schedules/schedule-facts';
import { DEFAULT_START } from './scaling/assumptions';
import type { PlannedDeployment } from './planned-deployment';
import type {
  DeploymentEvent,
  DeploymentResult,
  Minute,
  TrafficFacts,
  UndeterminedStep,
  VariantFacts,
  Verdict,
} from './result';

/** With fewer real requests on the new version a step says nothing of it. */
export const FEWEST_SAMPLED = 30;

export interface Rehearsed {
  readonly planned: PlannedDeployment;
  readonly older?: Side;
  readonly newer: Side;
  readonly played: Played;
  readonly golden?: GoldenResult;
  readonly evaluator: AlarmEvaluator;
  readonly companion?: Companion;
  readonly traffic: TrafficFacts;
  readonly hooks: readonly HookFacts[];
  readonly schedules: readonly ScheduleFacts[];
  /** When the deployment begins, where that was given. */
  readonly begin?: string;
  /** Of the functions around it. */
  readonly room: Awaited<ReturnType<FunctionRoom['remarks']>>;
}

/** Puts together what is to be told of a deployment. */
export function deploymentResult(rehearsed: Rehearsed): DeploymentResult {
  const { planned, older, newer, played, golden, evaluator, traffic, hooks, schedules, companion } = rehearsed;
  const { rollout } = planned;
  const { outcome, timeline, events } = played;
  const variants = variantsOf(newer);
  const isFirst = older === undefined;
  const open = openAlarms(timeline, outcome.minute, watchedBy(planned));
  const result = {
    target: planned.target,
    verdict: verdictOf(rehearsed, open.length > 0),
    minute: outcome.minute,
    isFirst,
    alarms: outcome.alarms.map(({ alarm }) => alarm.path),
    ...(outcome.reason === undefined ? {} : { reason: outcome.reason }),
    exposure: exposureOf(timeline, outcome.minute),
    rollout: {
      configuration: rollout.configuration,
      steps: rollout.steps,
      alarms: watchedBy(planned),
      rollsBackOnAlarm: rollout.rollsBackOnAlarm,
    },
    traffic,
    versions: {
      ...(older === undefined ? {} : { old: older.record.facts(older.name) }),
      new: newer.record.facts(newer.name),
    },
    ...(variants.length === 0 ? {} : { variants }),
    ...(golden === undefined ? {} : { golden }),
    timeline,
    events: [...(planned.events?.(outcome) ?? []), ...hookEvents(hooks), ...events, ...(companion?.events ?? [])].sort(
      (a, b) => a.minute - b.minute,
    ),
    hooks,
    schedules,
    ...(companion === undefined || companion.facts.length === 0 ? {} : { scaling: companion.facts }),
    undetermined: undeterminedSteps(rollout, timeline),
    openAlarms: open,
    neverPublished: stoppedBeforehand(hooks)
      ? []
      : evaluator.unpublished().map(({ alarm, metric }) => ({ alarm: alarm.path, metric })),
    substitutions: [
      ...new Set([...newer.substitutions, ...(older?.substitutions ?? []), ...rehearsed.room.substitutions]),
    ],
  };
  return {
    ...result,
    notes: notesOf(
      result,
      {
        isServerless: planned.isServerless,
        notes: [
          ...planned.notes,
          ...notAskedNotes(planned),
          ...(companion?.notes ?? []),
          ...beginNote(rehearsed),
          ...rehearsed.room.doubts,
        ],
      },
      newer,
      older,
    ),
  };
}

/** Where nothing was shifted, nothing was there to be published. */
function stoppedBeforehand(hooks: readonly HookFacts[]): boolean {
  return hooks.some(({ event, failure }) => event === 'BeforeAllowTraffic' && failure !== undefined);
}

/** Whom CodeDeploy asked, and what came of it. */
function hookEvents(hooks: readonly HookFacts[]): DeploymentEvent[] {
  return hooks.flatMap(({ event, function: asked, minute, until, status, said, failure }) => [
    { minute, what: `CodeDeploy asks the ${event} hook ${asked}` },
    {
      minute: until,
      what: failure ?? `the ${event} hook reported ${status}${said === undefined ? '' : `: ${said}`}`,
    },
  ]);
}

/** Cron expressions and times mean nothing without one. */
function beginNote({ begin, schedules }: Rehearsed): string[] {
  const isNeeded = schedules.some(({ expression }) => !expression.startsWith('rate('));
  return begin === undefined && isNeeded
    ? [`for schedules the deployment is assumed to begin at ${DEFAULT_START.toISOString()}: --begin says another time`]
    : [];
}

function verdictOf({ older, golden, played, planned: { notAsked = [] } }: Rehearsed, isOpen: boolean): Verdict {
  const failed = older === undefined && golden?.failure !== undefined;
  if (failed) return 'golden-cases-failed';
  const isUnknown = isOpen || notAsked.length > 0;
  return played.outcome.kind === 'promoted' && isUnknown ? 'undetermined' : played.outcome.kind;
}

/** Who was not asked might have stopped it. */
function notAskedNotes({ notAsked = [] }: PlannedDeployment): string[] {
  return notAsked.map((reason) => `${reason}; whether it would let the deployment go on is not known`);
}

/** Construct paths of the alarms that stop the deployment. */
function watchedBy({ rollout, alarms }: PlannedDeployment): readonly string[] {
  return alarms.filter(({ name }) => rollout.alarmNames.includes(name)).map(({ path }) => path);
}

/** Until the decision: what is watched after a promotion is no exposure of the rollout. */
function exposureOf(timeline: readonly Minute[], decided: number): DeploymentResult['exposure'] {
  const before = timeline.filter(({ minute }) => minute < decided);
  const sum = (of: (minute: Minute) => number): number => Math.round(before.reduce((total, m) => total + of(m), 0));
  return { requests: sum((minute) => minute.new.requests), failed: sum((minute) => minute.new.failed) };
}

function variantsOf({ members, shadows }: Side): VariantFacts[] {
  if (members.length < 2 && shadows.length === 0) return [];
  const facts = (isShadow: boolean) => (variant: Pick<Side['members'][number], 'name' | 'player'>) => {
    const { name, player } = variant;
    return { name, isShadow, ...player.record.facts(player.release.name) };
  };
  return [...members.map(facts(false)), ...shadows.map(facts(true))];
}

function undeterminedSteps({ steps }: Rollout, timeline: readonly Minute[]): UndeterminedStep[] {
  return steps.flatMap(({ percent, minutes }, step) => {
    const played = timeline.filter((minute) => minute.step === step && minute.percent === percent);
    const sampled = played.reduce((total, minute) => total + minute.new.sampled, 0);
    const says = minutes === 0 || percent === 0 || played.length === 0 || sampled >= FEWEST_SAMPLED;
    return says ? [] : [{ step, percent, sampled }];
  });
}
