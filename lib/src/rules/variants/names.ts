import { VARIANT_PATTERN } from '../../serving/endpoint-variants';
import { text } from '../reading';
import type { Rule } from '../rule';
import { CREATE_CONFIG, declaredVariants } from './declared';

const namesInvalid: Rule = {
  id: 'variant-name-invalid',
  severity: 'error',
  why: 'SageMaker refuses a configuration of which two variants have one name, and names with anything but letters, digits and hyphens.',
  source: CREATE_CONFIG,
  check(graph, context) {
    const declared = declaredVariants(graph).flatMap(({ config, list, variant }) => {
      const name = text(variant.VariantName, context);
      return name === undefined ? [] : { config, list, name };
    });
    return declared.flatMap(({ config: resource, list, name }, i) => {
      if (!VARIANT_PATTERN.test(name)) {
        return {
          resource,
          message: `VariantName (${JSON.stringify(name)}): at most 63 letters, digits and hyphens. write for example "challenger"`,
        };
      }
      const isSame = (each: (typeof declared)[number]) =>
        each.config === resource && each.list === list && each.name === name;
      const [first, second] = [declared.findIndex(isSame), declared.filter(isSame).length];
      if (first !== i || second < 2) return [];
      return {
        resource,
        message: `VariantName (${JSON.stringify(name)}, ${second} times): names one of ${list} only. choose another name`,
      };
    });
  },
};

export const nameRules: readonly Rule[] = [namesInvalid];
