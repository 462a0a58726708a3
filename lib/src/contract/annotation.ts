/**
 * Key under which a resource carries what rules and the rehearsal need to know and AWS does not: in CloudFormation's
 * `Metadata`, in the comment of Terraform JSON.
 */
export const ANNOTATION = 'InferenceConstructs';

/** What the annotation of a model says of it. */
export const ModelNote = {
  /** All files together. */
  BYTES: 'modelBytes',
  /** From the start of the process until it would answer, as `bench.json` has it. */
  START_MILLISECONDS: 'startMilliseconds',
} as const;
