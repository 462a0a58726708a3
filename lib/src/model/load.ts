import * as fs from 'node:fs';
import * as path from 'node:path';
import { InferenceError } from '../errors';
import { digestFiles } from './digest';
import { parseAcceptance } from './acceptance';
import type { BenchResult } from './bench';
import { parseBench } from './bench';
import { checkFallbackPackage } from './fallback-package';
import { parseGolden } from './golden';
import type { ModelManifest } from './manifest';
import { parseManifest } from './manifest-reader';
import { measuredDigest } from './measured-digest';
import { readOnnx } from './onnx/model';
import type { OnnxGraph } from './onnx/model';
import { readText } from './open-file';
import { listPackageFiles, PackageFiles } from './package-files';
import type { PackageFile } from './package-files';
import { checkSignature } from './signature';

/** A protocol-buffers message ends at 2 GiB, and onnxruntime reads the .onnx file as one. */
const LARGEST_MODEL_FILE = 2 ** 31 - 1;
/** Golden cases are computed at every start, before the first request. */
const LARGEST_GOLDEN_FILE = 64 * 1024 * 1024;

/** Every case is an invocation of the new release, which CodeDeploy waits for. */
const LARGEST_ACCEPTANCE_FILE = 4 * 1024 * 1024;

/** A model package that was read and found sound. The weights were hashed, not loaded. */
export interface LoadedPackage {
  /** Absolute path. */
  readonly directory: string;
  readonly manifest: ModelManifest;
  readonly graph: OnnxGraph;
  /** Of the package that answers where this one's model fails; undefined where it has none. */
  readonly fallbackGraph?: OnnxGraph;
  /** Over every file, `sha256:<64 hex digits>`. */
  readonly digest: string;
  /** In the order of their paths. */
  readonly files: readonly PackageFile[];
  /** All files together. */
  readonly bytes: number;
  /** Recorded answers in golden.jsonl; 0 where there is no such file. */
  readonly goldenCases: number;
  /** Labelled cases in acceptance.jsonl; 0 where there is no such file. */
  readonly acceptanceCases: number;
  /** What bench.json says was measured; undefined where there is no such file. */
  readonly bench?: BenchResult;
  /** What bench.json should say it was measured of; undefined where it does not say. */
  readonly measuredDigest?: string;
}

/** Reads and checks a model package. A relative path counts from the working directory; messages say `name`. */
export function loadModelPackage(directory: string, name = directory): LoadedPackage {
  const absolute = path.resolve(directory);
  requireDirectory(absolute, name);
  const file = (within: string) => path.join(absolute, within);
  const called = (within: string) => path.posix.join(name.split(path.sep).join('/'), within);

  requireManifest(file(PackageFiles.MANIFEST), called(PackageFiles.MANIFEST));
  const files = listPackageFiles(absolute, called('.'));
  const manifest = parseManifest(
    readText(file(PackageFiles.MANIFEST), called(PackageFiles.MANIFEST), 'ManifestInvalid'),
    called(PackageFiles.MANIFEST),
  );
  const graph = readOnnx(file(PackageFiles.MODEL), called(PackageFiles.MODEL));
  requirePacked(graph, files, called(PackageFiles.MODEL));
  checkSignature(manifest, graph, called(PackageFiles.MANIFEST));
  const { model: within } = manifest.fallback ?? {};
  const fallback = within === undefined ? undefined : loadModelPackage(file(within), called(within));
  if (fallback !== undefined) {
    checkFallbackPackage(manifest, fallback.manifest, called(`${within}/${PackageFiles.MANIFEST}`));
  }
  const golden = files.find((packed) => packed.path === PackageFiles.GOLDEN);
  const bench = readBench(files, called(PackageFiles.BENCH));
  return {
    directory: absolute,
    manifest,
    graph,
    fallbackGraph: fallback?.graph,
    digest: digestFiles(files),
    files,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    goldenCases: golden === undefined ? 0 : countGolden(golden, manifest, called(PackageFiles.GOLDEN)),
    acceptanceCases: countAcceptance(files, manifest, called),
    bench,
    measuredDigest: bench?.modelDigest === undefined ? undefined : measuredDigest(files, manifest),
  };
}

function requireDirectory(absolute: string, name: string): void {
  const stats = fs.statSync(absolute, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) return;
  const finding = stats === undefined ? 'missing' : 'not a directory';
  throw new InferenceError(
    'ModelPackageMissing',
    `${name} (${finding}): a model package is a directory with model.onnx and model.json. ` +
      'correct the path; a relative one counts from the working directory',
  );
}

function requireManifest(file: string, name: string): void {
  if (fs.existsSync(file)) return;
  throw new InferenceError(
    'ManifestMissing',
    `${name} (missing): a model package needs it. write one with name, version and signature`,
  );
}

/** What the graph refers to must be among the files that are packed. */
function requirePacked(graph: OnnxGraph, files: readonly PackageFile[], name: string): void {
  const packed = new Map(files.map((file) => [file.path, file.bytes]));
  const bytes = packed.get(PackageFiles.MODEL) ?? 0;
  if (bytes > LARGEST_MODEL_FILE) {
    throw new InferenceError(
      'ModelFileTooLarge',
      `${name} (${bytes} bytes): onnxruntime reads at most ${LARGEST_MODEL_FILE} bytes from a .onnx file. ` +
        'export the weights as external data',
    );
  }
  const hidden = graph.externalFiles.find((file) => !packed.has(file));
  if (hidden === undefined) return;
  throw new InferenceError(
    'ExternalDataMissing',
    `${hidden} (hidden): names that begin with a dot are not packed. rename it and export ${name} again`,
  );
}

/** A minimum without cases and cases without a minimum are both a mistake. */
function countAcceptance(
  files: readonly PackageFile[],
  manifest: ModelManifest,
  called: (within: string) => string,
): number {
  const cases = files.find((packed) => packed.path === PackageFiles.ACCEPTANCE);
  const name = called(PackageFiles.ACCEPTANCE);
  if (cases === undefined && manifest.acceptance === undefined) return 0;
  if (cases === undefined) {
    throw new InferenceError(
      'AcceptanceMissing',
      `${name} (missing): ${PackageFiles.MANIFEST} has a minimum for it. add the labelled cases, or remove acceptance from ${PackageFiles.MANIFEST}`,
    );
  }
  if (manifest.acceptance === undefined) {
    throw new InferenceError(
      'AcceptanceMissing',
      `${called(PackageFiles.MANIFEST)} /acceptance (missing): ${PackageFiles.ACCEPTANCE} needs a metric and its minimum. ` +
        'add the field, for example { "metric": "accuracy", "minimum": 0.93 }, or remove the file',
    );
  }
  if (cases.bytes > LARGEST_ACCEPTANCE_FILE) {
    throw new InferenceError(
      'AcceptanceInvalid',
      `${name} (${cases.bytes} bytes): at most ${LARGEST_ACCEPTANCE_FILE} bytes are sent to a release before it gets traffic. keep fewer cases`,
    );
  }
  return parseAcceptance(readText(cases.source, name, 'AcceptanceInvalid'), manifest, name).length;
}

function readBench(files: readonly PackageFile[], name: string): BenchResult | undefined {
  const bench = files.find((packed) => packed.path === PackageFiles.BENCH);
  return bench === undefined ? undefined : parseBench(readText(bench.source, name, 'BenchInvalid'), name);
}

function countGolden(golden: PackageFile, manifest: ModelManifest, name: string): number {
  if (golden.bytes > LARGEST_GOLDEN_FILE) {
    throw new InferenceError(
      'GoldenInvalid',
      `${name} (${golden.bytes} bytes): at most ${LARGEST_GOLDEN_FILE} bytes are checked at every start. keep fewer cases`,
    );
  }
  return parseGolden(readText(golden.source, name, 'GoldenInvalid'), manifest, name).length;
}
