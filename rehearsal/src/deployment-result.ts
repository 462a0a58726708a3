import type { AlarmEvaluator } from './alarms/alarm-evaluator';
import type { DeployedFunction } from './assembly/assembly-reader';
import type { Rollout } from './control-plane/control-plane';
import type { GoldenResult } from './golden-check';
import { notesOf } from './notes';
import { openAlarms } from './open-alarms';
import type { Played } from './play/play-deployment';
import type { Player } from './play/player';
import type { DeploymentResult, Minute, TrafficFacts, UndeterminedStep, Verdict } from './result';

/** With fewer real requests on the new version a step says nothing of it. */
export const FEWEST_SAMPLED = 30;

export interface Rehearsed {
  readonly deployed: DeployedFunction;
  readonly rollout: Rollout;
  readonly older?: Player;
  readonly newer: Player;
  readonly played: Played;
  readonly golden?: GoldenResult;
  readonly evaluator: AlarmEvaluator;
  readonly traffic: TrafficFacts;
}

/** Puts together what is to be told of a deployment. */
export function deploymentResult(rehearsed: Rehearsed): DeploymentResult {
  const { deployed, rollout, older, newer, played, golden, evaluator, traffic } = rehearsed;
  const { outcome, timeline } = played;
  const isFirst = older === undefined;
  const open = openAlarms(timeline, outcome.minute, watchedBy(rollout, deployed));
  const result = {
    function: deployed.path,
    verdict: verdictOf(rehearsed, open.length > 0),
    minute: outcome.minute,
    isFirst,
    alarms: outcome.alarms.map(({ alarm }) => alarm.path),
    exposure: exposureOf(timeline, outcome.minute),
    rollout: {
      configuration: rollout.configuration,
      steps: rollout.steps,
      alarms: deployed.alarms.map(({ path }) => path),
      rollsBackOnAlarm: rollout.rollsBackOnAlarm,
    },
    traffic,
    versions: {
      ...(older === undefined ? {} : { old: older.record.facts(older.deployed.version) }),
      new: newer.record.facts(deployed.version),
    },
    ...(golden === undefined ? {} : { golden }),
    timeline,
    undetermined: undeterminedSteps(rollout, timeline),
    openAlarms: open,
    neverPublished: evaluator.unpublished().map(({ alarm, metric }) => ({ alarm: alarm.path, metric })),
    substitutions: [...new Set([...newer.running.substitutions, ...(older?.running.substitutions ?? [])])],
  };
  return { ...result, notes: notesOf(result, newer, older) };
}

function verdictOf({ older, golden, played }: Rehearsed, isOpen: boolean): Verdict {
  const failed = older === undefined && golden?.failure !== undefined;
  if (failed) return 'golden-cases-failed';
  return played.outcome.kind === 'promoted' && isOpen ? 'undetermined' : played.outcome.kind;
}

/** Construct paths of the alarms that stop the deployment. */
function watchedBy({ alarmNames }: Rollout, { alarms }: DeployedFunction): readonly string[] {
  return alarms.filter(({ name }) => alarmNames.includes(name)).map(({ path }) => path);
}

/** Until the decision: what is watched after a promotion is no exposure of the rollout. */
function exposureOf(timeline: readonly Minute[], decided: number): DeploymentResult['exposure'] {
  const before = timeline.filter(({ minute }) => minute < decided);
  const sum = (of: (minute: Minute) => number): number => Math.round(before.reduce((total, m) => total + of(m), 0));
  return { requests: sum((minute) => minute.new.requests), failed: sum((minute) => minute.new.failed) };
}

function undeterminedSteps({ steps }: Rollout, timeline: readonly Minute[]): UndeterminedStep[] {
  return steps.flatMap(({ percent, minutes }, step) => {
    const played = timeline.filter((minute) => minute.step === step && minute.percent === percent);
    const sampled = played.reduce((total, minute) => total + minute.new.sampled, 0);
    const says = minutes === 0 || played.length === 0 || sampled >= FEWEST_SAMPLED;
    return says ? [] : [{ step, percent, sampled }];
  });
}
