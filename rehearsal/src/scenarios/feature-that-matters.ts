import type { TrafficRequest } from '../traffic/request';
import { drifted, featuresOf } from './drifted';

/** Each feature is asked about so many requests; an image has too many to ask of each. */
const MOST = { features: 64, requests: 8 };
const NUMBER = /-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/gi;

export interface FeatureThatMatters {
  readonly feature: number;
  /** How many were tried. */
  readonly of: number;
  /** Whether it changes any answer at all. */
  readonly matters: boolean;
}

/** The feature whose drift changes the answers most, each shifted by itself; the first where several do alike. */
export async function featureThatMatters(
  requests: readonly TrafficRequest[],
  standardDeviations: number,
  ask: (request: TrafficRequest) => Promise<unknown>,
): Promise<FeatureThatMatters> {
  const of = Math.min(MOST.features, featuresOf(requests));
  const step = Math.max(1, Math.floor(requests.length / MOST.requests));
  const answersTo = async (all: readonly TrafficRequest[]): Promise<unknown[]> => {
    const answers: unknown[] = [];
    for (const request of all.filter((_, i) => i % step === 0).slice(0, MOST.requests))
      answers.push(await ask(request));
    return answers;
  };
  const usual = await answersTo(requests);
  const effects: number[] = [];
  for (let feature = 0; feature < of; feature++) {
    const shifted = await answersTo(drifted(requests, { feature, standardDeviations }));
    effects.push(shifted.reduce<number>((sum, answer, i) => sum + difference(usual[i], answer), 0));
  }
  const largest = Math.max(0, ...effects);
  return { feature: Math.max(0, effects.indexOf(largest)), of, matters: largest > 0 };
}

/** How far the numbers of two answers lie from each other. */
function difference(usual: unknown, shifted: unknown): number {
  const [before, after] = [usual, shifted].map((answer) => (JSON.stringify(answer) ?? '').match(NUMBER) ?? []);
  if (before.length !== after.length) return 1;
  return before.reduce((sum, text, i) => sum + Math.abs(Number(text) - Number(after[i])), 0);
}
