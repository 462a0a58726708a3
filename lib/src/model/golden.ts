import { InferenceError } from '../errors';
import { FieldChecks, under } from './field-checks';
import type { ModelManifest, TensorSpec } from './manifest';
import { tensorFault } from './tensor-values';

/** A recorded answer: what the model gave for these inputs where it was trained. */
export interface GoldenCase {
  /** Nested lists, by the name of the input. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Nested lists, by the name of the output. Not every output needs to be there. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** How far an answer may be from the recorded one, absolute. Default: 1e-4. */
  readonly tolerance?: number;
}

/** Reads the text of a `golden.jsonl`: one case a line, each checked against the signature. */
export function parseGolden(text: string, manifest: ModelManifest, file = 'golden.jsonl'): GoldenCase[] {
  const cases: GoldenCase[] = [];
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return;
    const document = `${file} line ${index + 1}`;
    const golden = parseLine(line, document);
    const checks = new FieldChecks();
    checkCase(golden, manifest, checks);
    checks.report('GoldenInvalid', document);
    cases.push(golden as GoldenCase);
  });
  if (cases.length > 0) return cases;
  throw new InferenceError('GoldenInvalid', `${file} (no case): must hold at least one. record one or remove the file`);
}

/** Without the reason the engine gives: it quotes the data. */
function parseLine(line: string, document: string): unknown {
  try {
    return JSON.parse(line.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    throw new InferenceError('GoldenInvalid', `${document} (not JSON): must be one case in JSON. correct the line`);
  }
}

function checkCase(golden: unknown, { signature }: ModelManifest, checks: FieldChecks): void {
  const members = checks.object('', golden, ['inputs', 'outputs'], ['tolerance']);
  if (members === undefined) return;
  const sizes = new Map<string, number>();
  const { inputs, outputs, tolerance } = members;
  if (Object.hasOwn(members, 'inputs')) {
    const values = checks.object('/inputs', inputs, signature.inputs.map(nameOf));
    checkValues('/inputs', values, signature.inputs, sizes, checks);
  }
  if (Object.hasOwn(members, 'outputs')) {
    const values = checks.object('/outputs', outputs, [], signature.outputs.map(nameOf));
    if (values !== undefined && Object.keys(values).length === 0) {
      checks.fault('/outputs', values, 'at least one output');
    }
    checkValues('/outputs', values, signature.outputs, sizes, checks);
  }
  if (Object.hasOwn(members, 'tolerance') && !(typeof tolerance === 'number' && tolerance >= 0)) {
    checks.fault('/tolerance', tolerance, 'a number that is not negative');
  }
}

function checkValues(
  pointer: string,
  values: Record<string, unknown> | undefined,
  specs: readonly TensorSpec[],
  sizes: Map<string, number>,
  checks: FieldChecks,
): void {
  for (const spec of specs) {
    if (values === undefined || !Object.hasOwn(values, spec.name)) continue;
    // A tensor at fault says nothing about the sizes of the others.
    const seen = new Map(sizes);
    const fault = tensorFault(values[spec.name], spec, seen);
    if (fault === undefined) seen.forEach((size, dimension) => sizes.set(dimension, size));
    else checks.note(`${under(pointer, spec.name)}${fault.at} (${fault.found}): expected ${fault.expected}`);
  }
}

function nameOf({ name }: TensorSpec): string {
  return name;
}
