import { createHash } from 'node:crypto';
import type { Asset } from './assembly-reader';
import type { Names } from './names';

/** A module that CloudFormation adds to inline code that asks for it; no registry has it. */
const OF_CLOUDFORMATION = /\b(require\s*\(|from|import)\s*['"]cfn-response['"]/;

/** The code that a function's `ZipFile` holds; a text says why it cannot be run here. */
export function inlineCode(zipFile: unknown, names: Names): Asset | string {
  const { value, standIns } = names.resolve(zipFile);
  if (typeof value !== 'string') return 'its inline code is known to a deployment only';
  if (OF_CLOUDFORMATION.test(value)) return 'its inline code uses cfn-response, which only CloudFormation has';
  const digest = createHash('sha256').update(value).digest('hex');
  return { key: `inline-${digest}`, path: '', isZip: false, inline: { source: value, standIns } };
}
