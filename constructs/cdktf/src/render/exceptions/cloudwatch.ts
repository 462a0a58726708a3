import type { Exception } from './exception';

const LOGS = 'AWS::Logs::LogGroup';
const ALARM = 'AWS::CloudWatch::Alarm';

/** Of CloudWatch's 255 characters, what a release's own name leaves. */
const MAX_ALARM_NAME = 180;

export const cloudWatchExceptions: readonly Exception[] = [
  {
    type: LOGS,
    argument: 'name',
    value: (_, entry) => entry.name(128),
    why: 'The provider would call it `terraform-` and a time.',
  },
  {
    type: ALARM,
    argument: 'alarmName',
    value: (_, entry) =>
      [entry.name(MAX_ALARM_NAME), ...(entry.release === undefined ? [] : [entry.release])].join('-'),
    why: 'The provider makes no name for an alarm; with the release in it a release brings a new alarm, which starts fresh.',
  },
  {
    type: ALARM,
    argument: 'lifecycle',
    value: (_, entry) => (entry.release === undefined ? undefined : { createBeforeDestroy: true }),
    why: 'The deployment names the alarms of the last release until it has those of the new one.',
  },
  {
    type: ALARM,
    property: 'Metrics',
    argument: 'metricQuery',
    why: 'The provider names the block, not the list.',
  },
  {
    type: ALARM,
    property: 'Metrics.MetricStat',
    argument: 'metric',
    value: (stat) => {
      const { Metric, ...statistic } = stat as { Metric: object };
      return { ...Metric, ...statistic };
    },
    why: 'The provider writes metric, period and statistic in one block.',
  },
  {
    type: ALARM,
    property: 'Metrics.MetricStat.Dimensions',
    argument: 'dimensions',
    value: dimensionMap,
    verbatim: true,
    why: 'Dimensions are a map in the provider.',
  },
  {
    type: ALARM,
    property: 'Dimensions',
    argument: 'dimensions',
    value: dimensionMap,
    verbatim: true,
    why: 'Dimensions are a map in the provider.',
  },
];

function dimensionMap(list: unknown): unknown {
  return Object.fromEntries((list as { Name: string; Value: string }[]).map(({ Name, Value }) => [Name, Value]));
}
