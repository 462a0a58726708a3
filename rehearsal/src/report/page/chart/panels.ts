import type { DeploymentResult, Minute, MinuteOfVersion } from '../../../result';
import type { CostItem } from '../../cost/cost-types';
import type { Panel, Who } from './panel';

/** What of a rehearsal is drawn, from top to bottom. */
export function panelsOf(result: DeploymentResult, cost: CostItem | undefined): Panel[] {
  const { timeline, isFirst } = result;
  const whos: readonly Who[] = isFirst ? ['new'] : ['old', 'new'];
  const of = (value: (version: MinuteOfVersion, who: Who) => number | undefined) =>
    whos.map((who) => ({ who, values: timeline.map((minute) => value(minute[who], who)) }));
  const price = { old: cost?.usdPerRequest?.before, new: cost?.usdPerRequest?.after };
  const hasShares = timeline.some((minute) => whos.some((who) => minute[who].positiveShare !== undefined));
  const hasPrices = whos.every((who) => price[who] !== undefined);
  return [
    { title: 'Traffic', unit: 'requests/min', series: of(({ requests }) => requests), isStacked: true },
    {
      title: 'Latency',
      unit: result.target.kind === 'endpoint' ? 'ms, median, modelled' : 'ms, median here',
      series: of(
        ({ durationMilliseconds, modelledMilliseconds }) => (modelledMilliseconds ?? durationMilliseconds)?.median,
      ),
      isStacked: false,
    },
    {
      title: 'Failed',
      unit: '% of requests',
      series: of(failedPercent),
      isStacked: false,
      top: topPercent(timeline, whos),
    },
    ...(hasShares
      ? [
          {
            title: 'Positive class',
            unit: '% of answers',
            series: of(({ positiveShare }) => (positiveShare === undefined ? undefined : 100 * positiveShare)),
            isStacked: false,
            top: 100,
          },
        ]
      : []),
    result.target.kind === 'endpoint'
      ? {
          title: 'Capacity',
          unit: `${result.target.unit ?? 'instances'} that answer`,
          series: of(({ instances }) => instances ?? 0),
          isStacked: true,
        }
      : { title: 'Capacity', unit: 'busy sandboxes, mean', series: of(busySandboxes), isStacked: true },
    ...(timeline.some((minute) => minute.new.waiting !== undefined)
      ? [{ title: 'Queue', unit: 'requests that wait', series: of(({ waiting }) => waiting ?? 0), isStacked: true }]
      : []),
    ...(hasPrices
      ? [
          {
            title: 'Cost',
            unit: '$/h of requests',
            series: of(({ requests }, who) => requests * 60 * (price[who] ?? 0)),
            isStacked: true,
          },
        ]
      : []),
  ];
}

function busySandboxes({ requests, durationMilliseconds }: MinuteOfVersion): number {
  return durationMilliseconds === undefined ? 0 : (requests / 60) * (durationMilliseconds.median / 1000);
}

function failedPercent({ requests, failed }: MinuteOfVersion): number | undefined {
  return requests === 0 ? undefined : (100 * failed) / requests;
}

/** A few failures must not look like a catastrophe, nor a catastrophe like a few. */
function topPercent(timeline: readonly Minute[], whos: readonly Who[]): number {
  const most = Math.max(0, ...timeline.flatMap((minute) => whos.map((who) => failedPercent(minute[who]) ?? 0)));
  return [5, 10, 25, 50].find((top) => most <= top) ?? 100;
}
