import type { RehearseOptions } from '../../options';
import { readRateProfile } from '../../traffic/rate-profile';
import type { TrafficLevels } from './traffic-levels';
import { parseTraffic } from './traffic-levels';

/** The traffic of a month that costs are computed for. */
export interface MonthlyTraffic {
  /** Default: what the template expects, with a spread. */
  readonly given?: TrafficLevels['perMinute'];
  /** Where it is from, in words. */
  readonly trafficFrom?: string;
}

const DAY = 1440;

/** As given, else of a day as the rate profile has it; what comes while a change is deployed says nothing of a month. */
export function monthlyTraffic(
  trafficPerMinute: string | undefined,
  { rate, traffic }: Pick<RehearseOptions, 'rate' | 'traffic'>,
): MonthlyTraffic {
  if (trafficPerMinute !== undefined) return { given: parseTraffic(trafficPerMinute), trafficFrom: 'as given' };
  const profile = rate === undefined ? undefined : readRateProfile(rate);
  if (profile?.isOfDay === true) {
    const rates = Array.from({ length: DAY }, (_, minute) => profile.at(minute));
    const mean = rates.reduce((sum, one) => sum + one, 0) / DAY;
    return {
      given: [Math.min(...rates), Math.round(mean * 10) / 10, Math.max(...rates)],
      trafficFrom: `the least, the mean and the most of a day by ${rate}`,
    };
  }
  const [option] = [...(rate === undefined ? [] : ['--rate']), ...(traffic === undefined ? [] : ['--traffic'])];
  return option === undefined ? {} : { trafficFrom: `${option} tells of a deployment and not of a month` };
}
