import type { Price, PriceList, PriceMark } from './price-list';
import { priceOf } from './price-list';

/**
 * On-demand prices in us-east-1, in US dollars, without free tiers. Hosting is not training: the same instance type costs
 * less there. Prices on which public sources disagree are left out, unless it is known why.
 */
export const US_EAST_1: PriceList = {
  region: 'us-east-1',
  prices: {
    // Read from public tables in November 2026. Some still have what m5, c5 and p3 cost before the cut of April 2021, which was
    // up to 14 % (ml.m5.large 0.134, ml.c5.large 0.119, ml.p3.2xlarge 4.284), and some have EC2's prices.
    ...hosting('reported', '2025 to 2026', {
      'ml.m5.large': 0.115,
      'ml.m5.xlarge': 0.23,
      'ml.m5.2xlarge': 0.461,
      'ml.m5.4xlarge': 0.922,
      'ml.c5.large': 0.102,
      'ml.c5.xlarge': 0.204,
      'ml.c5.2xlarge': 0.408,
      'ml.c5.4xlarge': 0.816,
      'ml.g4dn.xlarge': 0.7364,
      'ml.g5.4xlarge': 2.03,
      'ml.g5.12xlarge': 7.09,
      'ml.p3.2xlarge': 3.825,
    }),
    ...hosting('listed', '2026-08-17', {
      'ml.g5.xlarge': 1.408,
      'ml.g5.2xlarge': 1.515,
      'ml.g6e.xlarge': 2.61,
      'ml.g6e.2xlarge': 2.8,
      'ml.g6e.4xlarge': 3.76,
      'ml.g6e.8xlarge': 5.6607,
      'ml.g6e.12xlarge': 13.12,
    }),
    [priceOf.serverlessGbSecond]: believed(0.00002),
    [priceOf.lambdaMillionRequests]: believed(0.2),
    [priceOf.lambdaGbSecond('x86_64')]: believed(0.0000166667),
    [priceOf.lambdaGbSecond('arm64')]: believed(0.0000133334),
    [priceOf.lambdaProvisionedGbSecond('x86_64')]: believed(0.0000041667),
    [priceOf.lambdaProvisionedDurationGbSecond('x86_64')]: believed(0.0000097222),
    [priceOf.alarmMetricMonth]: believed(0.1),
    [priceOf.highResolutionAlarmMetricMonth]: believed(0.3),
    [priceOf.compositeAlarmMonth]: believed(0.5),
  },
};

function hosting(mark: PriceMark, asOf: string, perHour: Readonly<Record<string, number>>): Record<string, Price> {
  return Object.fromEntries(
    Object.entries(perHour).map(([type, usd]) => [priceOf.hostingHour(type), { usd, mark, asOf }]),
  );
}

function believed(usd: number): Price {
  return { usd, mark: 'believed', asOf: 'November 2026' };
}
