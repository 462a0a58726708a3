import * as path from 'node:path';
import { loadedPackage, nameInMessages } from './loaded-package';

/**
 * A model as it is put into production: a directory with `model.onnx` (and its external data), `model.json` (name,
 * version, signature, classes, provenance) and, as a rule, `golden.jsonl` (recorded answers).
 *
 * It is read and checked when a construct takes it, so that an error names the construct: the graph against the
 * signature, external data for being complete, recorded answers for their shape. The weights are hashed and never loaded.
 */
export class ModelPackage {
  /**
   * A model package in a directory. Nothing is read yet.
   *
   * @param directory Path of the directory. A relative path counts from the working directory of the process.
   */
  public static fromDirectory(directory: string): ModelPackage {
    const model = new ModelPackage(path.resolve(directory));
    nameInMessages(model, directory);
    return model;
  }

  private constructor(
    /** Absolute path of the directory. */
    public readonly directory: string,
  ) {}

  /** Name of the model, from `model.json`. */
  public get name(): string {
    return loadedPackage(this).manifest.name;
  }

  /** Semantic version of the model, from `model.json`. */
  public get version(): string {
    return loadedPackage(this).manifest.version;
  }

  /**
   * What the model is for, from `model.json`.
   *
   * @default - none
   */
  public get description(): string | undefined {
    return loadedPackage(this).manifest.description;
  }

  /** SHA-256 over paths, sizes and contents of all files, as `sha256:<64 hex digits>`. The same on every machine. */
  public get digest(): string {
    return loadedPackage(this).digest;
  }

  /** Paths of the files relative to the directory, sorted. Names that begin with a dot are not part of the package. */
  public get files(): string[] {
    return loadedPackage(this).files.map((file) => file.path);
  }

  /** Size of all files together, in bytes, before compression. */
  public get bytes(): number {
    return loadedPackage(this).bytes;
  }

  /** Numbers the model holds, counted in the graph of `model.onnx`: weights, constants, thresholds of trees. */
  public get parameterCount(): number {
    return loadedPackage(this).graph.parameterCount;
  }

  /** Size of these numbers in bytes, in `model.onnx` and in its external data. */
  public get parameterBytes(): number {
    return loadedPackage(this).graph.parameterBytes;
  }

  /** Names of the inputs a request must bring, in the order of the signature in `model.json`. */
  public get inputNames(): string[] {
    return loadedPackage(this).manifest.signature.inputs.map((input) => input.name);
  }

  /** Names of the outputs an answer holds, in the order of the signature in `model.json`. */
  public get outputNames(): string[] {
    return loadedPackage(this).manifest.signature.outputs.map((output) => output.name);
  }

  /** Names of the classes in the order of the score columns, from `model.json`. Empty for a regression. */
  public get classNames(): string[] {
    return [...(loadedPackage(this).manifest.classes?.names ?? [])];
  }

  /** Operators the graph uses, sorted, as `Name` or, outside the default operator set, `domain.Name`. */
  public get operators(): string[] {
    return Object.keys(loadedPackage(this).graph.opTypes);
  }

  /** Recorded answers in `golden.jsonl`, which the runtime computes again before it takes requests. */
  public get goldenCases(): number {
    return loadedPackage(this).goldenCases;
  }
}
