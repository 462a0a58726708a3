import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { InferenceError } from '@inference-constructs/core/out/errors';
import { formatBench, parseBench } from '@inference-constructs/core/out/model/bench';
import type { LoadedPackage } from '@inference-constructs/core/out/model/load';
import { loadModelPackage } from '@inference-constructs/core/out/model/load';
import { measuredDigest } from '@inference-constructs/core/out/model/measured-digest';
import { PackageFiles } from '@inference-constructs/core/out/model/package-files';
import { EXIT_CODES } from '../exit-codes';
import { interrupted } from '../interrupted';
import type { BenchOptions } from './bench-options';
import { BENCH_DEFAULTS, checkBenchOptions } from './bench-options';
import { benchRequests } from './bench-requests';
import { benchText } from './bench-text';
import { machineFacts } from './machine-facts';
import { measure } from './measure';

interface Said {
  readonly text: string;
  readonly exitCode: number;
}

/** `inference bench`: measures a model package and writes its `bench.json`, or says whether there is one of this package. */
export async function benchCommand(options: BenchOptions): Promise<Said> {
  checkBenchOptions(options);
  const { directory, traffic, machine, seconds = BENCH_DEFAULTS.seconds, check, signal } = options;
  const model = loadModelPackage(directory);
  if (check === true) return checked(model);
  const requests = benchRequests(model, traffic);
  const facts = machineFacts(machine);
  const [loadBefore] = loadavg();
  const spec = { ...requests, modelDirectory: model.directory, name: directory, seconds, signal };
  const { levels, ...measured } = await measure(spec).catch((error: unknown) => {
    throw signal?.aborted === true ? interrupted() : error;
  });
  const modelDigest = measuredDigest(model.files, model.manifest);
  const bench = { modelDigest, ...facts, ...measured };
  const file = join(directory, PackageFiles.BENCH);
  write(file, formatBench(bench));
  const { digest } = loadModelPackage(directory);
  return {
    text: benchText({ model: named(model), bench, levels, loadBefore, source: requests.source, file, digest }),
    exitCode: EXIT_CODES.fine,
  };
}

function checked(model: LoadedPackage): Said {
  const { bench, manifest, files } = model;
  const digest = measuredDigest(files, manifest);
  const is = bench?.modelDigest === digest;
  const found =
    bench === undefined
      ? `no ${PackageFiles.BENCH}`
      : `${PackageFiles.BENCH} was measured of ${bench.modelDigest ?? 'nobody says what'}`;
  const text = is ? `as measured on ${bench.machine}` : `not measured (${found})`;
  return { text: `${named(model)}, ${digest}: ${text}\n`, exitCode: is ? EXIT_CODES.fine : EXIT_CODES.against };
}

function named({ manifest: { name, version } }: LoadedPackage): string {
  return `${name} ${version}`;
}

/** What is written must be read. */
function write(file: string, text: string): void {
  parseBench(text, file);
  try {
    writeFileSync(file, text);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'not written';
    throw new InferenceError(
      'BenchUnwritable',
      `${file} (${reason}): must be a file that can be written. check its permissions`,
    );
  }
}
