import type { PriceList } from '@inference-constructs/core/out/catalog/prices/price-list';
import { US_EAST_1 } from '@inference-constructs/core/out/catalog/prices/us-east-1';
import type { Assembly } from '../assembly/assembly-reader';
import type { RateSource, RequestRate } from '../traffic/request-rate';
import { rateSource } from '../traffic/request-rate';
import { alarmReach } from './alarm-reach';
import type { Analysis, ReleaseAnalysis, Timeline, WorstCase } from './analysis-types';
import { answersNote, canaryPower } from './canary-power';
import { doubleFleet } from './double-fleet';
import type { EndpointStrategy } from './endpoint-strategy';
import { planFindings, releaseFindings, unpublishedFindings } from './findings';
import { quotaNeeds } from './quotas';
import type { Release } from './releases';
import { alarmResource, releasesIn } from './releases';
import { twoStepPlans } from './two-step-plans';
import { worstCase } from './worst-case';

export interface AnalyseOptions {
  /** Over all versions. Default: what the template expects, else 60. */
  readonly requestsPerMinute?: number;
  /** How many requests come when, where the rate changes. Default: as `requestsPerMinute`. */
  readonly rateOf?: RateSource;
  /** How many requests a user sends while a deployment lasts. Default: 1. */
  readonly requestsPerUser?: number;
  /** Default: the catalogue's. */
  readonly prices?: PriceList;
}

/** All that two synthesized outputs tell of a deployment; nothing is run. Without `before`, of any next release. */
export function analyse(after: Assembly, before?: Assembly, options: AnalyseOptions = {}): Analysis {
  const plans = before === undefined ? [] : twoStepPlans(before, after);
  const releases = releasesIn(before, after).map((release) => ({
    release,
    analysis: ofRelease(release, after, options),
  }));
  const findings = [
    ...planFindings(plans),
    ...releases.flatMap(({ release, analysis }) => releaseFindings(release, analysis)),
    ...unpublishedFindings(after),
  ];
  return {
    formatVersion: 1,
    engine: after.engine,
    releases: releases.map(({ analysis }) => analysis),
    quotas: quotaNeeds(before, after),
    twoStepPlans: plans,
    findings: [...findings].sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error')),
  };
}

/** 2 where a deployment fails or nothing could stop it; a strict reading takes warnings for errors. */
export function analysisExitCode({ findings }: Analysis, isStrict: boolean): 0 | 2 {
  return findings.some(({ severity }) => isStrict || severity === 'error') ? 2 : 0;
}

function ofRelease(release: Release, assembly: Assembly, options: AnalyseOptions): ReleaseAnalysis {
  const { path, kind, strategy, timeline, fleet } = release;
  const rate = rateOfRelease(release, options);
  const alarms = release.alarms.map((alarm) => alarmReach(alarm, assembly.alarms, timeline));
  const notes = release.alarms.flatMap(({ name }, i) => {
    const { alarm, windowSeconds } = alarms[i];
    return answersNote(alarm, alarmResource(assembly, name)?.attributes, windowSeconds) ?? [];
  });
  const [power] = notes.flatMap((note) => canaryPower(note, timeline, rate) ?? []);
  const double = fleet && doubleFleet(fleet.endpoint, fleet.strategy, timeline, options.prices ?? US_EAST_1);
  const { requestsPerUser = 1 } = options;
  return {
    path,
    kind,
    ...(fleet?.strategy.isServerless === true ? { isServerless: true as const } : {}),
    ...(release.isReleased === undefined ? {} : { isReleased: release.isReleased }),
    strategy,
    timeline,
    traffic: trafficOf(rate, timeline),
    alarms,
    ...(power === undefined ? {} : { power }),
    exposure: {
      ...worstCase(timeline, alarms, { rate, requestsPerUser }),
      ...(fleet === undefined ? {} : rounded(fleet.strategy)),
    },
    ...(double === undefined ? {} : { doubleFleet: double }),
  };
}

function rateOfRelease({ expectedRequestsPerMinute }: Release, options: AnalyseOptions): RequestRate {
  return (options.rateOf ?? rateSource(options))(expectedRequestsPerMinute);
}

function trafficOf(rate: RequestRate, { decidedAt }: Timeline): ReleaseAnalysis['traffic'] {
  const { rateFrom, ...facts } = rate.facts(Math.ceil(decidedAt));
  return { ...facts, from: rateFrom };
}

/** What the first shift comes to, where that is not what is declared. */
function rounded({ percent, shares: [first] }: EndpointStrategy): Pick<WorstCase, 'percent'> {
  return Math.abs(first - percent) < 0.01 ? {} : { percent: first };
}
