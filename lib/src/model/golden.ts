import { readCases } from './case-lines';
import { checkValues } from './case-values';
import type { FieldChecks } from './field-checks';
import type { ModelManifest, TensorSpec } from './manifest';

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
  return readCases(text, file, 'GoldenInvalid', (golden, checks) => checkCase(golden, manifest, checks));
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

function nameOf({ name }: TensorSpec): string {
  return name;
}
