import { ResourceGraph } from './resource-graph';

/** The same resources, where the main resource of a construct goes by the path of the construct. */
export function withConstructPaths({ resources }: ResourceGraph): ResourceGraph {
  return new ResourceGraph(resources.map((each) => ({ ...each, path: each.path.replace(/\/Resource$/, '') })));
}
