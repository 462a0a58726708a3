import { ANNOTATION } from '../../contract/annotation';
import type { ResourceGraph } from '../../graph/resource-graph';
import type { Block } from '../reading';
import { block } from '../reading';

/** What the construct of a model noted of it; undefined of a model that is not declared, or is somebody else's. */
export function modelNote(graph: ResourceGraph, modelName: unknown): Block | undefined {
  return block(graph.target(modelName)?.attributes?.[ANNOTATION]);
}
