import { DEFAULTS, type RehearseOptions } from '../options';
import type { TrafficFacts } from '../result';
import { DEFAULT_START } from '../scaling/assumptions';
import { readRateProfile } from './rate-profile';
import type { Recording } from './recording';

type Told = Pick<TrafficFacts, 'rateFrom' | 'profile' | 'recording'>;
type RateFacts = Told & Pick<TrafficFacts, 'requestsPerMinute' | 'range'>;

/** How many requests come in each virtual minute. */
export class RequestRate {
  constructor(
    private readonly told: Told,
    /** Before the deployment begins. */
    readonly usual: number,
    /** Requests expected in a minute, from 0. */
    readonly at: (minute: number) => number,
  ) {}

  times(factor: number): RequestRate {
    return new RequestRate(this.told, this.usual * factor, (minute) => this.at(minute) * factor);
  }

  /** What it was over so many minutes. */
  facts(minutes: number): RateFacts {
    const { told } = this;
    if (told.profile === undefined && told.recording === undefined) return { ...told, requestsPerMinute: this.usual };
    const rates = Array.from({ length: Math.max(1, minutes) }, (_, minute) => this.at(minute));
    return {
      ...told,
      requestsPerMinute: round(mean(rates)),
      range: { least: round(Math.min(...rates)), most: round(Math.max(...rates)) },
    };
  }
}

/** The rate of a release of which the template expects so many requests a minute, or does not say. */
export type RateSource = (expected: number | undefined) => RequestRate;

type RateOptions = Pick<RehearseOptions, 'rate' | 'requestsPerMinute' | 'begin'>;

/** The rate that the options give, else that of the recording, else what the template expects, else the default. */
export function requestRate(
  expected: number | undefined,
  options: RateOptions,
  recording: Partial<Recording> = {},
): RequestRate {
  return rateSource(options, recording)(expected);
}

/** The same for any release: a profile is read once. */
export function rateSource(
  { rate, requestsPerMinute, begin }: RateOptions,
  { perMinute }: Partial<Recording> = {},
): RateSource {
  const constant = (rateFrom: Told['rateFrom'], value: number) => new RequestRate({ rateFrom }, value, () => value);
  if (rate !== undefined) {
    const byProfile = profiled(rate, begin);
    return () => byProfile;
  }
  if (perMinute !== undefined) return (expected) => recorded(perMinute, requestsPerMinute, expected);
  if (requestsPerMinute !== undefined) return () => constant('option', requestsPerMinute);
  return (expected) =>
    expected === undefined ? constant('default', DEFAULTS.requestsPerMinute) : constant('template', expected);
}

/** How many requests come from one moment to another, in minutes. */
export function requestsBetween({ at }: Pick<RequestRate, 'at'>, from: number, to: number): number {
  let sum = 0;
  for (let minute = Math.floor(from); minute < to; minute++) {
    sum += at(minute) * (Math.min(to, minute + 1) - Math.max(from, minute));
  }
  return sum;
}

function profiled(file: string, begin: string | undefined): RequestRate {
  const profile = readRateProfile(file);
  const start = begin === undefined ? DEFAULT_START : new Date(begin);
  const offset = profile.isOfDay ? start.getUTCHours() * 60 + start.getUTCMinutes() : 0;
  const at = (minute: number): number => profile.at(offset + minute);
  const told = { file, ...(profile.isOfDay ? { beginsAt: start.toISOString().slice(11, 16) } : {}) };
  return new RequestRate({ rateFrom: 'profile', profile: told }, at(0), at);
}

/** Over and over, where the rehearsal is longer. */
function recorded(counts: readonly number[], wanted: number | undefined, expected: number | undefined): RequestRate {
  const asRecorded = mean(counts);
  const factor = wanted === undefined ? 1 : wanted / asRecorded;
  const recording = {
    requests: counts.reduce((sum, count) => sum + count, 0),
    minutes: counts.length,
    requestsPerMinute: round(asRecorded),
    ...(expected === undefined ? {} : { templateExpects: expected }),
  };
  return new RequestRate(
    { rateFrom: wanted === undefined ? 'recording' : 'option', recording },
    asRecorded * factor,
    (minute) => counts[minute % counts.length] * factor,
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
