import { loadModelPackage } from './load';
import type { LoadedPackage } from './load';
import { rememberLoaded } from './loaded-package';

/**
 * A model as it is put into production: a directory with `model.onnx` (and its external data), `model.json` (name,
 * version, signature, classes, provenance) and, as a rule, `golden.jsonl` (recorded answers).
 *
 * It is read and checked when it is made: the graph against the signature, external data for being complete, recorded
 * answers for their shape. The weights are hashed and never loaded.
 */
export class ModelPackage {
  /**
   * Reads a model package.
   *
   * @param directory Path of the directory. A relative path counts from the working directory of the process.
   */
  public static fromDirectory(directory: string): ModelPackage {
    const loaded = loadModelPackage(directory);
    const model = new ModelPackage(loaded);
    rememberLoaded(model, loaded);
    return model;
  }

  /** Absolute path of the directory. */
  public readonly directory: string;

  /** Name of the model, from `model.json`. */
  public readonly name: string;

  /** Semantic version of the model, from `model.json`. */
  public readonly version: string;

  /**
   * What the model is for, from `model.json`.
   *
   * @default - none
   */
  public readonly description?: string;

  /** SHA-256 over paths, sizes and contents of all files, as `sha256:<64 hex digits>`. The same on every machine. */
  public readonly digest: string;

  /** Paths of the files relative to the directory, sorted. Names that begin with a dot are not part of the package. */
  public readonly files: string[];

  /** Size of all files together, in bytes, before compression. */
  public readonly bytes: number;

  /** Numbers the model holds, counted in the graph of `model.onnx`: weights, constants, thresholds of trees. */
  public readonly parameterCount: number;

  /** Size of these numbers in bytes, in `model.onnx` and in its external data. */
  public readonly parameterBytes: number;

  /** Names of the inputs a request must bring, in the order of the signature in `model.json`. */
  public readonly inputNames: string[];

  /** Names of the outputs an answer holds, in the order of the signature in `model.json`. */
  public readonly outputNames: string[];

  /** Names of the classes in the order of the score columns, from `model.json`. Empty for a regression. */
  public readonly classNames: string[];

  /** Operators the graph uses, sorted, as `Name` or, outside the default operator set, `domain.Name`. */
  public readonly operators: string[];

  /** Recorded answers in `golden.jsonl`, which the runtime computes again before it takes requests. */
  public readonly goldenCases: number;

  private constructor(loaded: LoadedPackage) {
    const { manifest, graph } = loaded;
    this.directory = loaded.directory;
    this.name = manifest.name;
    this.version = manifest.version;
    this.description = manifest.description;
    this.digest = loaded.digest;
    this.files = loaded.files.map((file) => file.path);
    this.bytes = loaded.bytes;
    this.parameterCount = graph.parameterCount;
    this.parameterBytes = graph.parameterBytes;
    this.inputNames = manifest.signature.inputs.map((input) => input.name);
    this.outputNames = manifest.signature.outputs.map((output) => output.name);
    this.classNames = [...(manifest.classes?.names ?? [])];
    this.operators = Object.keys(graph.opTypes);
    this.goldenCases = loaded.goldenCases;
  }
}
