/**
 * How sure a price is: `listed` was read from AWS's price list, `reported` is what several public sources agree on,
 * `believed` was not checked, `given` comes from the user's own file.
 */
export type PriceMark = 'listed' | 'reported' | 'believed' | 'given';

export interface Price {
  readonly usd: number;
  readonly mark: PriceMark;
  /** When it was captured, as precisely as that is known. */
  readonly asOf: string;
}

/** Prices of one region by what is paid for: `hosting/ml.g5.xlarge/hour`. A price that is not here is not known. */
export interface PriceList {
  readonly region: string;
  readonly prices: Readonly<Record<string, Price>>;
}

/** The keys of a price list. */
export const priceOf = {
  hostingHour: (instanceType: string): string => `hosting/${instanceType}/hour`,
  serverlessGbSecond: 'hosting/serverless/gb-second',
  lambdaMillionRequests: 'lambda/million-requests',
  lambdaGbSecond: (architecture: string): string => `lambda/${architecture}/gb-second`,
  /** What a provisioned environment costs while it waits. */
  lambdaProvisionedGbSecond: (architecture: string): string => `lambda/${architecture}/provisioned/gb-second`,
  /** What a provisioned environment costs on top while it runs. */
  lambdaProvisionedDurationGbSecond: (architecture: string): string =>
    `lambda/${architecture}/provisioned/duration-gb-second`,
  alarmMetricMonth: 'cloudwatch/alarm-metric/month',
  highResolutionAlarmMetricMonth: 'cloudwatch/high-resolution-alarm-metric/month',
  compositeAlarmMonth: 'cloudwatch/composite-alarm/month',
} as const;

/** One list over another: what the first does not know, or knows otherwise. */
export function withPrices(list: PriceList, over: PriceList): PriceList {
  return { region: over.region, prices: { ...list.prices, ...over.prices } };
}
