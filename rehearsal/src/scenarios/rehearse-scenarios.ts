import { InferenceError } from '@inference-constructs/core/out/errors';
import type { Ports } from '../ports';
import { rehearse, type RehearsalResult, type RehearseOptions } from '../rehearse';
import type { Scenario } from './scenario';

/** One scenario, and what came of it. */
export interface PlayedScenario {
  readonly name: string;
  readonly description: string;
  readonly result?: RehearsalResult;
  /** Why it could not be played. */
  readonly reason?: string;
}

/** What `inference rehearse --all --json` prints. */
export interface ScenariosResult {
  readonly formatVersion: 2;
  readonly scenarios: readonly PlayedScenario[];
  /** Real time that all of them took. */
  readonly seconds: number;
}

/** Errors that say of one scenario that it cannot be played; any other would meet the next one too. */
const OF_ONE_SCENARIO = ['ScenarioNotApplicable', 'TrafficRefused'];

/** Plays the same deployments under one scenario after the other. */
export async function rehearseScenarios(
  scenarios: readonly Scenario[],
  options: RehearseOptions,
  ports: Partial<Ports> = {},
): Promise<ScenariosResult> {
  const begin = performance.now();
  const played: PlayedScenario[] = [];
  for (const scenario of scenarios) {
    const { name, description } = scenario;
    try {
      played.push({ name, description, result: await rehearse({ ...options, scenario }, ports) });
    } catch (error) {
      if (!(error instanceof InferenceError && OF_ONE_SCENARIO.includes(error.code))) throw error;
      played.push({ name, description, reason: error.message });
    }
  }
  return { formatVersion: 2, scenarios: played, seconds: Math.round(performance.now() - begin) / 1000 };
}
