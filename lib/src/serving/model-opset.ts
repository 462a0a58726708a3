import { LOADABLE } from '../catalog/onnxruntime';
import { InferenceError } from '../errors';
import type { ModelData, ServedModel } from './served-model';

const WHERE = `onnxruntime ${LOADABLE.VERSION}, which the runtime has`;

/** Refuses a model that is newer than the onnxruntime of the runtime; where its graph was read. */
export function checkOpsets(model: ServedModel): void {
  const [fault] = tooNew(model);
  if (fault !== undefined) throw new InferenceError('OpsetUnsupported', describe(fault));
}

/** The same as advice, where the author brings an onnxruntime of their own. */
export function opsetNotes(model: ServedModel): string[] {
  return tooNew(model).map((fault) => `${describe(fault)}. your own layer must have a newer one`);
}

/**
 * Of models whose files are elsewhere, that nothing has compared them with the onnxruntime that loads them. Variants that
 * share one are told of once.
 */
export function unreadNotes(
  served: readonly (Pick<ModelData, 'registryArn'> & { readonly model: Pick<ServedModel, 'manifest' | 'graph'> })[],
): string[] {
  const unread = served.filter(({ model }) => model.graph === undefined);
  return [
    ...new Set(unread.map(({ model, registryArn }) => unreadNote(model.manifest.name, registryArn !== undefined))),
  ];
}

function unreadNote(name: string, isInRegistry: boolean): string {
  const most = `at most opset ${LOADABLE.OPSETS['ai.onnx']} of ai.onnx and IR version ${LOADABLE.IR_VERSION}`;
  const what = `ONNX versions of ${name} (not read)`;
  return isInRegistry
    ? `${what}: the version in the registry brings its own image, which has to load them; ${WHERE}, loads ${most}. compare them where the image is made`
    : `${what}: its files are in S3, and ${WHERE}, loads ${most}. pin it with "inference lock DIRECTORY --s3 …", which reads them`;
}

interface Fault {
  readonly what: string;
  readonly most: number;
  readonly remedy: string;
}

function describe({ what, most, remedy }: Fault): string {
  return `${what}: at most ${most} in ${WHERE}. export the model with ${remedy}`;
}

function tooNew({ manifest: { name }, graph, fallbackGraph }: ServedModel): Fault[] {
  return [...faultsOf(name, graph), ...faultsOf(`the fallback of ${name}`, fallbackGraph)];
}

function faultsOf(name: string, graph: ServedModel['graph']): Fault[] {
  if (graph === undefined) return [];
  const opsets = Object.entries(graph.opsets).flatMap(([domain, version]) => {
    const most = LOADABLE.OPSETS[domain];
    if (most === undefined || version <= most) return [];
    return { what: `opset of ${name} (${domain} ${version})`, most, remedy: `opset ${most} or less` };
  });
  if (graph.irVersion <= LOADABLE.IR_VERSION) return opsets;
  const what = `IR version of ${name} (${graph.irVersion})`;
  return [...opsets, { what, most: LOADABLE.IR_VERSION, remedy: 'an older version of onnx' }];
}
