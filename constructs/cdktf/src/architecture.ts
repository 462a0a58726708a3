import type { Architecture } from '@inference-constructs/core/out/catalog/lambda';
import { InferenceError } from '@inference-constructs/core/out/errors';

export function architectureName(name = 'x86_64'): Architecture {
  if (name === 'x86_64' || name === 'arm64') return name;
  throw new InferenceError(
    'ArchitectureUnknown',
    `architecture (${JSON.stringify(name)}): x86_64 or arm64. write one of them`,
  );
}
