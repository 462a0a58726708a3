import { EXIT_CODES } from './exit-codes';
import { rehearse, type RehearseOptions } from './rehearse';
import { reportText } from './report/report';
import { scenariosText } from './report/scenarios';
import { exitCodeOf } from './result';
import { readScenario, readyScenarios } from './scenarios/read-scenario';
import { rehearseScenarios } from './scenarios/rehearse-scenarios';
import { strictFindings } from './strict';

export interface RehearseFlags {
  readonly scenario?: string;
  /** Every ready scenario. */
  readonly all?: true;
  readonly json?: true;
  readonly strict?: true;
  /** JSON on one line: others follow. */
  readonly isLine?: boolean;
}

/** `inference rehearse`: what to print, and the exit code. */
export async function rehearseCommand(options: RehearseOptions, flags: RehearseFlags) {
  const print = (result: unknown, text: () => string): string =>
    flags.json ? `${JSON.stringify(result, undefined, flags.isLine ? undefined : 2)}\n` : text();
  if (flags.all) {
    const result = await rehearseScenarios(readyScenarios(), options);
    return { text: print(result, () => scenariosText(result)), exitCode: EXIT_CODES.fine };
  }
  const chosen = flags.scenario === undefined ? {} : { scenario: readScenario(flags.scenario) };
  const played = await rehearse({ ...options, ...chosen });
  const result = flags.strict ? { ...played, strict: strictFindings(played) } : played;
  const isAgainst = result.strict !== undefined && result.strict.length > 0;
  return {
    text: print(result, () => reportText(result)),
    exitCode: isAgainst ? EXIT_CODES.against : exitCodeOf(result.verdict),
  };
}
