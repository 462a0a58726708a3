import { readCases } from './case-lines';
import { checkValues } from './case-values';
import type { FieldChecks } from './field-checks';
import type { ModelManifest } from './manifest';

/** A case whose answer is known, because somebody labelled it. */
export interface AcceptanceCase {
  /** Nested lists, by the name of the input: one row. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The class it belongs to. */
  readonly label: string;
}

/** Reads the text of an `acceptance.jsonl`: one row a line, each checked against the signature and the classes. */
export function parseAcceptance(text: string, manifest: ModelManifest, file = 'acceptance.jsonl'): AcceptanceCase[] {
  return readCases(text, file, 'AcceptanceInvalid', (document, checks) => checkCase(document, manifest, checks));
}

function checkCase(document: unknown, { signature, classes }: ModelManifest, checks: FieldChecks): void {
  const members = checks.object('', document, ['inputs', 'label']);
  if (members === undefined) return;
  const { inputs, label } = members;
  if (Object.hasOwn(members, 'inputs')) {
    const sizes = new Map<string, number>();
    const values = checks.object(
      '/inputs',
      inputs,
      signature.inputs.map(({ name }) => name),
    );
    checkValues('/inputs', values, signature.inputs, sizes, checks);
    const batch = signature.inputs[0].shape[0];
    const rows = typeof batch === 'string' ? (sizes.get(batch) ?? 1) : 1;
    if (rows !== 1) checks.fault('/inputs', rows, 'one row a case');
  }
  const names = classes?.names ?? [];
  if (Object.hasOwn(members, 'label') && !(typeof label === 'string' && names.includes(label))) {
    checks.fault('/label', label, `one of the classes: ${names.join(', ')}`);
  }
}
