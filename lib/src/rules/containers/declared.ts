import { COMPONENT } from '../../graph/hosted-component';
import type { GraphResource, ResourceGraph } from '../../graph/resource-graph';
import type { Block } from '../reading';
import { block, entriesOf, isGiven } from '../reading';

export const MODEL = 'AWS::SageMaker::Model';
export const CONTAINER = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html';

/** A container that SageMaker starts: of a model, or of an inference component that needs none. */
export interface DeclaredContainer {
  readonly resource: GraphResource;
  readonly container: Block;
}

export function declaredContainers(graph: ResourceGraph): readonly DeclaredContainer[] {
  return graph.once(readContainers);
}

function readContainers(graph: ResourceGraph): DeclaredContainer[] {
  const inModels = graph.ofType(MODEL).flatMap((resource) => {
    const { PrimaryContainer, Containers } = resource.properties;
    return [known(PrimaryContainer), entriesOf(Containers)].flat().map((container) => ({ resource, container }));
  });
  const inComponents = graph.ofType(COMPONENT).flatMap((resource) => {
    const { Specification, Specifications } = resource.properties;
    return [known(Specification), entriesOf(Specifications)]
      .flat()
      .flatMap((specification) => known(specification.Container))
      .map((container) => ({ resource, container }));
  });
  return [...inModels, ...inComponents];
}

function known(value: unknown): Block[] {
  const given = isGiven(value) === true ? block(value) : undefined;
  return given === undefined ? [] : [given];
}
