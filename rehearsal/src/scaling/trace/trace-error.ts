import { InferenceError } from '@inference-constructs/core/out/errors';

/** @param where file, and line or datapoint */
export function traceInvalid(what: string, limit: string, where: string): InferenceError {
  return new InferenceError(
    'TraceInvalid',
    `${what}: ${limit}. give what "aws cloudwatch get-metric-data" prints, or lines of time,requests`,
    where,
  );
}
