import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { checkScenario } from './check-scenario';
import { LIBRARY } from './library';
import type { Scenario } from './scenario';

/** A ready scenario by its name, with its number if one is given (`errors=25`), or one from a file (.json or .js). */
export function readScenario(text: string): Scenario {
  if (/\.(json|c?js)$/.test(text)) return checkScenario(contentOf(text), text);
  const [name, number] = text.split('=', 2);
  const ready = LIBRARY.find((one) => one.name === name);
  if (ready === undefined) {
    const known = LIBRARY.map((one) => one.name).join(', ');
    throw new InferenceError('ScenarioUnknown', `scenario (${text}): ${known}, or a file. choose one of these`);
  }
  const value = number === undefined ? (ready.value ?? 0) : Number(number);
  if (number !== undefined && (ready.parameter === undefined || number === '' || !(value > 0))) {
    const allowed = ready.parameter === undefined ? 'no number' : `a number of ${ready.parameter}, more than 0`;
    throw new InferenceError(
      'ScenarioInvalid',
      `scenario (${text}): ${name} takes ${allowed}. leave it out or correct it`,
    );
  }
  return checkScenario({ name: text, ...ready.make(value) }, text);
}

/** All ready scenarios. */
export function readyScenarios(): Scenario[] {
  return LIBRARY.map(({ name }) => readScenario(name));
}

function contentOf(file: string): unknown {
  const path = resolve(file);
  if (!existsSync(path)) {
    throw new InferenceError('ScenarioMissing', `${file} (not there): must be a file of one scenario. check the path`);
  }
  try {
    if (file.endsWith('.json')) return JSON.parse(readFileSync(path, 'utf8')) as unknown;
    const loaded = createRequire(path)(path) as { default?: unknown };
    return loaded.default ?? loaded;
  } catch {
    throw new InferenceError(
      'ScenarioInvalid',
      `${file} (cannot be read): must be JSON, or JavaScript that exports it. correct it`,
    );
  }
}
