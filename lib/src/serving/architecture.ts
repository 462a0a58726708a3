import type { Architecture } from '../catalog/lambda';
import { InferenceError } from '../errors';
import { FUNCTION_DEFAULTS } from './function-defaults';

const ARCHITECTURES: readonly string[] = ['x86_64', 'arm64'] satisfies Architecture[];

/** The processor of a function by its name; `remedy` says how an author writes it in the engine. */
export function architectureNamed(name: string = FUNCTION_DEFAULTS.architecture, remedy: string): Architecture {
  if (isArchitecture(name)) return name;
  throw new InferenceError(
    'ArchitectureUnknown',
    `architecture (${JSON.stringify(name)}): ${ARCHITECTURES.join(' or ')}. ${remedy}`,
  );
}

function isArchitecture(name: string): name is Architecture {
  return ARCHITECTURES.includes(name);
}
