import { text } from '../reading';
import type { Rule } from '../rule';
import { CONTAINER, declaredContainers } from './declared';
import { imageFault } from '../../serving/container-image';

const imageInvalid: Rule = {
  id: 'image-name-invalid',
  severity: 'error',
  why: 'SageMaker refuses a name of an image with a blank in it, or longer than 255 characters.',
  source: CONTAINER,
  check(graph, context) {
    return declaredContainers(graph).flatMap(({ resource, container }) => {
      const message = imageFault(text(container.Image, context) ?? '');
      return message === undefined ? [] : { resource, message };
    });
  },
};

export const imageRules: readonly Rule[] = [imageInvalid];
