import { InferenceError } from '@inference-constructs/core/out/errors';
import type { AssemblyReader } from '../../assembly/assembly-reader';
import { readModels } from '../../assembly/given-models';
import type { Ports } from '../../ports';
import { rehearse, type RehearseOptions } from '../../rehearse';
import { readPrices } from '../cost/price-book';
import { rateSource } from '../../traffic/request-rate';
import { readTrafficTimes } from '../../traffic/traffic-file';
import { monthlyTraffic } from '../cost/monthly-traffic';
import type { RehearsalPart, Report } from '../report-types';
import { readSource } from '../source/read-source';
import { compare } from './compare';

export interface ReportOptions extends RehearseOptions {
  readonly from: string;
  /** Whether to play the deployment. Default: true. */
  readonly rehearse?: boolean;
  /** `minimum,typical,maximum` */
  readonly trafficPerMinute?: string;
  /** A file of prices. */
  readonly prices?: string;
}

/** Faults that say there is nothing to play: the rest of the report is none the worse. */
const NOTHING_TO_PLAY = ['NothingToRehearse', 'AssemblyMissing'];

/** Numbers of function versions: what is deployed, and what is to be. */
const [FIRST, SECOND] = ['1', '2'];

/** Makes the report on a change. Throws an InferenceError where that is impossible. */
export async function makeReport(options: ReportOptions, ports: Partial<Ports> = {}): Promise<Report> {
  const prices = readPrices(options.prices);
  // An option that cannot be read is told before anything is played.
  monthlyTraffic(options.trafficPerMinute, {});
  const models = readModels(options.model);
  const before = readSource(options.from, FIRST, models);
  const after = readSource(options.to, SECOND, models);
  // Nothing is read twice.
  const reader: AssemblyReader = { read: (_, number) => (number === FIRST ? before : after).assembly };
  const rehearsal = options.rehearse === false ? notAsked() : await played(options, { reader, ...ports });
  return compare(before, after, { prices, rehearsal, ...expectedTraffic(options, rehearsal) });
}

/** What a file says that the rehearsal was refused for is told there; the rest of the report goes without it. */
function expectedTraffic(options: ReportOptions, rehearsal: RehearsalPart) {
  try {
    return trafficBy(options);
  } catch (error) {
    if (rehearsal.played || !rehearsal.isFault || !(error instanceof InferenceError)) throw error;
    return trafficBy({ trafficPerMinute: options.trafficPerMinute });
  }
}

function trafficBy(options: Omit<ReportOptions, 'from' | 'to'>) {
  const { traffic, trafficPerMinute } = options;
  return {
    monthly: monthlyTraffic(trafficPerMinute, options),
    rateOf: rateSource(options, traffic === undefined ? {} : readTrafficTimes(traffic)),
  };
}

async function played(options: ReportOptions, ports: Partial<Ports>): Promise<RehearsalPart> {
  try {
    return { played: true, result: await rehearse(options, ports) };
  } catch (error) {
    if (options.signal?.aborted || !(error instanceof InferenceError)) throw error;
    return { played: false, reason: error.message, isFault: !isNothingToPlay(error, options) };
  }
}

function notAsked(): RehearsalPart {
  return { played: false, reason: 'it was not asked for (--no-rehearse)', isFault: false };
}

/** Traffic that was named must be there; where none was, a model without golden cases has nothing to be played with. */
function isNothingToPlay({ code }: InferenceError, { traffic }: ReportOptions): boolean {
  return NOTHING_TO_PLAY.includes(code) || (code === 'TrafficMissing' && traffic === undefined);
}
