import { instanceMemory } from '../../catalog/instance-memory';
import { ModelNote } from '../../contract/annotation';
import { leastMemoryMib } from '../../serving/model-memory';
import { block, isGiven, number, text } from '../reading';
import type { Rule, RuleContext } from '../rule';
import type { DeclaredVariant } from './declared';
import { declaredVariants, instanceTypesOf } from './declared';
import { modelNote } from './model-note';

const GIB_IN_MIB = 1024;

const tooLarge: Rule = {
  id: 'model-larger-than-memory',
  severity: 'error',
  why: 'A model whose weights alone take more than there is cannot be loaded: the container is killed, and the endpoint fails.',
  source: 'weights of a model once, and its process: lib/src/serving/model-memory.ts',
  check(graph, context) {
    return declaredVariants(graph).flatMap((declared) => {
      const bytes = number(modelNote(graph, declared.variant.ModelName)?.[ModelNote.BYTES], context);
      if (bytes === undefined) return [];
      const least = leastMemoryMib(bytes);
      const place = placesOf(declared, context).find(({ mib }) => mib < least);
      if (place === undefined) return [];
      return {
        resource: declared.config,
        message: `${place.what} of ${declared.called}: ${place.mib} MiB for a model, and this one takes at least ${Math.ceil(least)} MiB. choose more memory, or make the model smaller (quantization)`,
      };
    });
  },
};

/** Where a variant may run, and what a model has there; of a GPU, where there is one. */
function placesOf({ variant }: DeclaredVariant, context: RuleContext) {
  const { ServerlessConfig } = variant;
  const serverless = isGiven(ServerlessConfig) === true ? block(ServerlessConfig)?.MemorySizeInMB : undefined;
  const given = number(serverless, context);
  return [
    ...(given === undefined ? [] : [{ what: `MemorySizeInMB (${given})`, mib: given }]),
    ...instanceTypesOf(variant).flatMap((each) => {
      const type = text(each, context);
      const memory = type === undefined ? undefined : instanceMemory(type);
      if (memory === undefined) return [];
      const mib = Math.min(memory.hostGib, memory.gpuGib ?? Infinity) * GIB_IN_MIB;
      return [{ what: `InstanceType (${JSON.stringify(type)})`, mib }];
    }),
  ];
}

export const memoryRules: readonly Rule[] = [tooLarge];
