import type { CallableFunction, ScheduledInvocation } from './assembly/assembly-reader';
import { LATEST } from './assembly/callable';
import type { Clock } from './clock/clock';
import { HookPlayer } from './hooks/hook-player';
import type { MetricStore } from './metrics/metric-store';
import type { RehearseOptions } from './options';
import { DEFAULTS } from './options';
import type { PlannedDeployment } from './planned-deployment';
import type { Ports } from './ports';
import type { MayDo } from './room/caller';
import { cloudWatchServices } from './room/cloudwatch';
import { HookDesk } from './room/codedeploy';
import { FunctionRoom } from './room/function-room';
import { lambdaServices } from './room/lambda';
import type { PlayedVersion } from './room/played-versions';
import { PlayedVersions } from './room/played-versions';
import { scalingServices } from './room/scaling';
import { DEFAULT_START } from './scaling/assumptions';
import { SchedulePlayer } from './schedules/schedule-player';

/** What of the new assembly takes part beside what is deployed. */
export interface Surroundings {
  readonly callable: readonly CallableFunction[];
  readonly scheduled: readonly ScheduledInvocation[];
  permissions(fn: CallableFunction): MayDo;
}

export interface RoomInputs {
  readonly planned: PlannedDeployment;
  readonly options: RehearseOptions;
  readonly invoker: Ports['invoker'];
  readonly store: MetricStore;
  readonly clock: Clock;
  readonly newer?: PlayedVersion;
  readonly older?: PlayedVersion;
  /** The new version's share of the traffic. */
  percent(): number;
}

/** The functions around one deployment, ready to be asked. */
export interface SetUp {
  readonly room: FunctionRoom;
  readonly hooks: HookPlayer;
  readonly schedules: SchedulePlayer;
}

export function setUp({ callable, scheduled, permissions }: Surroundings, inputs: RoomInputs): SetUp {
  const { planned, options, invoker, store, clock, newer, older, percent } = inputs;
  const { begin, hookSeconds = DEFAULTS.hookSeconds } = options;
  const versions = new PlayedVersions(newer, older, store, () => ({ minute: clock.now, percent: percent() }));
  const desk = new HookDesk(planned.deploymentGroupArn);
  const room: FunctionRoom = new FunctionRoom({
    invoker,
    permissions,
    mostSeconds: hookSeconds,
    services: {
      ...lambdaServices({
        versions,
        find: (functionName, qualifier) =>
          qualifier === LATEST ? callable.find(({ version }) => version.functionName === functionName) : undefined,
        invoke: async (fn, event, clientContext) => (await room.invoke(fn, event, clientContext)).invocation,
      }),
      ...desk.services,
      ...cloudWatchServices(store, () => clock.now),
      ...scalingServices(),
    },
  });
  const origin = Math.floor((begin === undefined ? DEFAULT_START : new Date(begin)).getTime() / 60_000);
  return {
    room,
    hooks: new HookPlayer(room, desk, () => clock.now, hookSeconds),
    schedules: new SchedulePlayer(scheduled, origin, room, versions),
  };
}
