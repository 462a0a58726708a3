import type { AlarmEvaluator, AlarmStatus } from '../alarms/alarm-evaluator';
import type { Clock } from '../clock/clock';
import { Turn } from '../clock/clock';
import type { ControlledTraffic, ControlPlane, DeploymentOutcome, Rollout } from '../control-plane/control-plane';
import type { DeploymentEvent, Minute, MinuteOfVersion } from '../result';
import type { Companion } from './companion';
import type { Side } from './side';
import type { WeightedRouter } from './weighted-router';

/** A deployment, all parts in place. */
export interface Stage {
  readonly clock: Clock;
  readonly controlPlane: ControlPlane;
  readonly evaluator: AlarmEvaluator;
  readonly router: WeightedRouter;
  readonly rollout: Rollout;
  readonly older?: Side;
  readonly newer: Side;
  /** The functions that the control plane asks. */
  readonly hooks?: ControlledTraffic['hooks'];
  /** What runs by the clock until it is over. */
  readonly schedules?: { start(clock: Clock, isOver: (minute: number) => boolean): void };
  /** How long to watch on after a promotion that no alarm had a chance to stop. */
  readonly observedMinutes: number;
  readonly companion?: Companion;
  /** Hears that a minute begins, and what became of the one before. */
  onMinute(minute: number, percent: number, last?: Minute): void;
}

export interface Played {
  readonly outcome: DeploymentOutcome;
  readonly timeline: readonly Minute[];
  readonly events: readonly DeploymentEvent[];
}

/** Plays minute after minute until the control plane has decided, and for as long as is to be watched. */
export async function playDeployment(stage: Stage): Promise<Played> {
  const { clock, evaluator, router, rollout, companion } = stage;
  const timeline: Minute[] = [];
  const events: DeploymentEvent[] = [];
  let statuses: readonly AlarmStatus[] = [];
  let outcome: DeploymentOutcome | undefined;
  let step = 0;

  const isOver = (minute: number): boolean => outcome !== undefined && isSeen(minute, outcome, stage);
  const playFrom = (minute: number): void => {
    clock.at(minute, Turn.EVALUATE, () => {
      statuses = evaluator.evaluate(minute);
      const last = timeline.pop();
      if (last !== undefined) timeline.push({ ...last, alarms: statuses.map(describe) });
    });
    clock.at(minute, Turn.TRAFFIC, async () => {
      if (isOver(minute)) {
        clock.stop();
        return;
      }
      stage.onMinute(minute, router.percent, timeline.at(-1));
      companion?.begin(minute);
      await router.playMinute(minute, stage.newer, stage.older);
      companion?.end(minute);
      timeline.push(recordOf(minute, step, stage));
      playFrom(minute + 1);
    });
  };

  playFrom(0);
  stage.schedules?.start(clock, isOver);
  stage.controlPlane.deploy(
    rollout,
    {
      clock,
      alarms: () => statuses,
      failure: () => stage.newer.failure,
      hooks: stage.hooks,
      tell: (what) => events.push({ minute: clock.now, what }),
      shift(percent, to) {
        router.percent = percent;
        step = to;
        stage.newer.activate(percent / 100);
        stage.older?.activate(rollout.isRolling === true ? 1 - percent / 100 : 1);
      },
    },
    (decided) => {
      outcome = decided;
      if (decided.kind === 'promoted') stage.older?.activate(0);
      companion?.decided(decided);
    },
  );
  await clock.run();
  return { outcome: outcome ?? { kind: 'stopped', minute: clock.now, alarms: [] }, timeline, events };
}

/** The longest that is watched of what goes on beside the deployment, in minutes. */
const LONGEST_COMPANION = 60;

/** Whether all that there is to be seen after the decision has been. */
function isSeen(minute: number, { kind, minute: decided }: DeploymentOutcome, stage: Stage): boolean {
  if (minute < decided + (kind === 'promoted' ? stage.observedMinutes : 0)) return false;
  const { companion } = stage;
  if (companion === undefined || kind === 'failed') return true;
  return companion.isSettled(minute) || minute >= decided + LONGEST_COMPANION;
}

function recordOf(minute: number, step: number, { router, older, newer }: Stage): Minute {
  const of = (side: Side | undefined): MinuteOfVersion => {
    const instances = side?.instances(minute);
    const answered = side?.record.at(minute) ?? { requests: 0, sampled: 0, failed: 0 };
    const waiting = side?.waiting;
    return {
      ...answered,
      ...(instances === undefined ? {} : { instances }),
      ...(waiting === undefined ? {} : { waiting: Math.round(waiting) }),
    };
  };
  return { minute, step, percent: router.percent, old: of(older), new: of(newer), alarms: [] };
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
