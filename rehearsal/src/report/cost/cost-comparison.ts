import type { Source } from '../source/source';
import { alarmItems } from './alarms';
import { ASSUMED_MILLISECONDS, functionItems, rates } from './functions';
import { endpointItems } from './endpoints';
import type { AtTraffic, CostComparison, CostItem, CostTotal } from './cost-types';
import type { PriceBook } from './price-book';
import type { Side, SideItem } from './side';
import type { MonthlyTraffic } from './monthly-traffic';
import { SPREAD } from './traffic-levels';

export interface CostOptions extends MonthlyTraffic {
  readonly prices: PriceBook;
  /** Measured medians by construct path of the function. */
  readonly measured: { readonly before: ReadonlyMap<string, number>; readonly after: ReadonlyMap<string, number> };
}

const NOT_COUNTED =
  'not counted: logs, custom metrics, storage of models and images, data transfer, taxes, discounts and free tiers';

/** What the app costs a month, before and after. */
export function costComparison(before: Source, after: Source, options: CostOptions): CostComparison {
  const { prices, given, measured, trafficFrom } = options;
  const old = items(before, { prices, given, measured: measured.before });
  const now = items(after, { prices, given, measured: measured.after });
  const regions = [...new Set(after.stacks.flatMap(({ region }) => region ?? []))];
  const elsewhere = regions.filter((region) => region !== prices.list.region);
  return {
    currency: 'USD',
    region: prices.list.region,
    items: joined(old, now),
    total: { before: total(old), after: total(now) },
    assumptions: [
      given === undefined
        ? `typical traffic is what the template expects${trafficFrom === undefined ? '' : `, because ${trafficFrom}`}; minimum is ${SPREAD.least} of it and maximum ${SPREAD.most} times: give --traffic-per-minute`
        : `${rates(given)} requests per minute to every function and endpoint, ${trafficFrom ?? 'as given'}`,
      ...([...old, ...now].some(({ basis }) => basis.includes(`${ASSUMED_MILLISECONDS} ms (assumed)`))
        ? [`a request that was not rehearsed takes ${ASSUMED_MILLISECONDS} ms`]
        : []),
      ...elsewhere.map((region) => `prices are those of ${prices.list.region}; a stack goes to ${region}`),
      NOT_COUNTED,
    ],
    prices: prices.usedPrices(),
  };
}

function items({ stacks }: Source, side: Omit<Side, 'stack'>): SideItem[] {
  return stacks.flatMap((stack) => [
    ...endpointItems({ ...side, stack }),
    ...functionItems({ ...side, stack }),
    ...alarmItems({ ...side, stack }),
  ]);
}

function joined(old: readonly SideItem[], now: readonly SideItem[]): CostItem[] {
  const keys = [...new Set([...now, ...old].map(({ key }) => key))];
  return keys.map((key) => {
    const was = old.find((item) => item.key === key);
    const is = now.find((item) => item.key === key);
    const { path, what } = (is ?? was) as SideItem;
    return {
      path,
      what,
      ...(was === undefined ? {} : { before: rounded(was.usd) }),
      ...(is === undefined ? {} : { after: rounded(is.usd) }),
      ...perRequest(was, is),
      basis: [...new Set([was, is].flatMap((side) => side?.basis ?? []))],
    };
  });
}

function perRequest(was: SideItem | undefined, is: SideItem | undefined): Pick<CostItem, 'usdPerRequest'> {
  const [before, after] = [was?.usdPerRequest, is?.usdPerRequest];
  if (before === undefined && after === undefined) return {};
  return {
    usdPerRequest: { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) },
  };
}

function total(side: readonly SideItem[]): CostTotal {
  const known = side.filter(({ usd }) => usd[1] !== null);
  const sum = (level: 0 | 1 | 2): number => round(known.reduce((all, { usd }) => all + (usd[level] ?? 0), 0));
  return { usd: [sum(0), sum(1), sum(2)], notKnown: side.length - known.length };
}

function rounded([least, typical, most]: AtTraffic): AtTraffic {
  return [round(least), round(typical), round(most)];
}

/** To a ten-thousandth of a cent: what is beyond that is the machine's. */
function round<T extends number | null>(usd: T): T {
  return (usd === null ? usd : Math.round(usd * 1e6) / 1e6) as T;
}
