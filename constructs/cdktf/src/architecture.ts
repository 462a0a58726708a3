import type { Architecture } from '@inference-constructs/core/out/catalog/lambda';
import { architectureNamed } from '@inference-constructs/core/out/serving/architecture';

export function architectureName(name: string | undefined): Architecture {
  return architectureNamed(name, 'write one of them');
}
