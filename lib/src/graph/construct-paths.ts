import { ResourceGraph } from './resource-graph';

/** The same resources, where the main resource of a construct goes by the path of the construct. */
export function withConstructPaths({ resources }: ResourceGraph): ResourceGraph {
  return new ResourceGraph(
    resources.map((each) => ({
      id: each.id,
      path: each.path.replace(/\/Resource$/, ''),
      type: each.type,
      get properties() {
        return each.properties;
      },
      get attributes() {
        return each.attributes;
      },
    })),
  );
}
