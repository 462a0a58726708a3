import type { AlarmEvaluator, AlarmStatus } from '../alarms/alarm-evaluator';
import type { Clock } from '../clock/clock';
import { Turn } from '../clock/clock';
import type { ControlPlane, DeploymentOutcome, Rollout } from '../control-plane/control-plane';
import type { Minute } from '../result';
import type { Player } from './player';
import type { WeightedAlias } from './weighted-alias';

/** A deployment, all parts in place. */
export interface Stage {
  readonly clock: Clock;
  readonly controlPlane: ControlPlane;
  readonly evaluator: AlarmEvaluator;
  readonly alias: WeightedAlias;
  readonly rollout: Rollout;
  readonly older?: Player;
  readonly newer: Player;
  /** How long to watch on after a promotion that no alarm had a chance to stop. */
  readonly observedMinutes: number;
  onMinute(minute: number, percent: number): void;
}

export interface Played {
  readonly outcome: DeploymentOutcome;
  readonly timeline: readonly Minute[];
}

/** Plays minute after minute until the control plane has decided, and for as long as is to be watched. */
export async function playDeployment(stage: Stage): Promise<Played> {
  const { clock, evaluator, alias } = stage;
  const timeline: Minute[] = [];
  let statuses: readonly AlarmStatus[] = [];
  let outcome: DeploymentOutcome | undefined;
  let step = 0;

  const playFrom = (minute: number): void => {
    clock.at(minute, Turn.EVALUATE, () => {
      statuses = evaluator.evaluate(minute);
      const last = timeline.pop();
      if (last !== undefined) timeline.push({ ...last, alarms: statuses.map(describe) });
    });
    clock.at(minute, Turn.TRAFFIC, async () => {
      if (outcome !== undefined && minute >= outcome.minute + watchedAfter(outcome, stage)) {
        clock.stop();
        return;
      }
      stage.onMinute(minute, alias.percent);
      await alias.playMinute(minute, stage.newer, stage.older);
      timeline.push(recordOf(minute, step, stage));
      playFrom(minute + 1);
    });
  };

  playFrom(0);
  stage.controlPlane.deploy(
    stage.rollout,
    {
      clock,
      alarms: () => statuses,
      shift(percent, to) {
        alias.percent = percent;
        step = to;
      },
    },
    (decided) => (outcome = decided),
  );
  await clock.run();
  return { outcome: outcome ?? { kind: 'stopped', minute: clock.now, alarms: [] }, timeline };
}

function watchedAfter({ kind }: DeploymentOutcome, { observedMinutes }: Stage): number {
  return kind === 'promoted' ? observedMinutes : 0;
}

function recordOf(minute: number, step: number, { alias, older, newer }: Stage): Minute {
  return {
    minute,
    step,
    percent: alias.percent,
    old: older?.record.at(minute) ?? { requests: 0, sampled: 0, failed: 0 },
    new: newer.record.at(minute),
    alarms: [],
  };
}

function describe({ alarm, state, possible, value, threshold }: AlarmStatus): Minute['alarms'][number] {
  return {
    alarm: alarm.path,
    state,
    ...(possible.length === 1 ? {} : { possible }),
    ...(value === undefined ? {} : { value: Number(value.toPrecision(6)) }),
    ...(threshold === undefined ? {} : { threshold }),
  };
}
