import type { Datapoint } from '@inference-constructs/core/out/scaling/forecast/profile';
import type { ForecastAction } from '@inference-constructs/core/out/scaling/forecast/actions';
import { ACTION_PREFIX } from '@inference-constructs/core/out/scaling/forecast/actions';
import type { ForecastConfiguration } from '@inference-constructs/core/out/scaling/forecast/configuration';
import { FORECAST_PERIOD_SECONDS } from '@inference-constructs/core/out/scaling/forecast/configuration';
import type { ForecastWindow } from '@inference-constructs/core/out/scaling/forecast/forecast';

/** What the AWS SDK's clients and commands have in common. */
export interface Client {
  send(command: object): Promise<unknown>;
}
export type Command = new (input: object) => object;

/** The clients of the AWS SDK, which is there in every Node.js runtime of Lambda. */
export interface Sdk {
  readonly cloudWatch: Client;
  readonly scaling: Client;
  readonly GetMetricDataCommand: Command;
  readonly DescribeScheduledActionsCommand: Command;
  readonly PutScheduledActionCommand: Command;
  readonly DeleteScheduledActionCommand: Command;
}

interface MetricData {
  readonly MetricDataResults?: readonly {
    readonly Timestamps?: readonly Date[];
    readonly Values?: readonly number[];
  }[];
  readonly NextToken?: string;
}

interface ScheduledActions {
  readonly ScheduledActions?: readonly {
    readonly ScheduledActionName?: string;
    readonly Schedule?: string;
    readonly Timezone?: string;
    readonly ScalableTargetAction?: { readonly MinCapacity?: number };
  }[];
  readonly NextToken?: string;
}

/** Requests in each period of the past that a run asks for, all pages. */
export async function readHistory(
  { cloudWatch, GetMetricDataCommand }: Sdk,
  { metric }: ForecastConfiguration,
  { since, until }: ForecastWindow,
): Promise<Datapoint[]> {
  const Dimensions = Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value }));
  const Metric = { Namespace: metric.namespace, MetricName: metric.name, Dimensions };
  const query = {
    StartTime: new Date(since),
    EndTime: new Date(until),
    ScanBy: 'TimestampAscending',
    MetricDataQueries: [
      { Id: 'requests', MetricStat: { Metric, Period: FORECAST_PERIOD_SECONDS, Stat: 'Sum' }, ReturnData: true },
    ],
  };
  const datapoints: Datapoint[] = [];
  let NextToken: string | undefined;
  do {
    const page = (await cloudWatch.send(new GetMetricDataCommand({ ...query, NextToken }))) as MetricData;
    for (const { Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
      Timestamps.forEach((time, i) => datapoints.push({ time: time.getTime(), requests: Values[i] }));
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return datapoints;
}

export interface Changes {
  readonly put: number;
  readonly deleted: number;
}

/** Makes the scheduled actions of the forecast those that are wanted, and leaves all others alone. */
export async function replaceActions(
  sdk: Sdk,
  { target, timezone }: ForecastConfiguration,
  wanted: readonly ForecastAction[],
): Promise<Changes> {
  const there = await readActions(sdk, target);
  const changed = wanted.filter((action) => {
    const same = there.find(({ ScheduledActionName: name }) => name === action.name);
    return (
      same?.Schedule !== action.schedule ||
      (same.Timezone ?? 'UTC') !== timezone ||
      same.ScalableTargetAction?.MinCapacity !== action.minCapacity
    );
  });
  for (const { name: ScheduledActionName, schedule: Schedule, minCapacity: MinCapacity } of changed) {
    const action = { ScheduledActionName, Schedule, Timezone: timezone, ScalableTargetAction: { MinCapacity } };
    await sdk.scaling.send(new sdk.PutScheduledActionCommand({ ...target, ...action }));
  }
  const names = wanted.map(({ name }) => name);
  const gone = there.flatMap(({ ScheduledActionName: name = '' }) =>
    name.startsWith(ACTION_PREFIX) && !names.includes(name) ? [name] : [],
  );
  for (const ScheduledActionName of gone) {
    await sdk.scaling.send(new sdk.DeleteScheduledActionCommand({ ...target, ScheduledActionName }));
  }
  return { put: changed.length, deleted: gone.length };
}

async function readActions(sdk: Sdk, target: ForecastConfiguration['target']) {
  const actions: NonNullable<ScheduledActions['ScheduledActions']>[number][] = [];
  let NextToken: string | undefined;
  do {
    const command = new sdk.DescribeScheduledActionsCommand({ ...target, NextToken });
    const page = (await sdk.scaling.send(command)) as ScheduledActions;
    actions.push(...(page.ScheduledActions ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return actions;
}
