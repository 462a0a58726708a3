/**
 * The one error every package throws for something a user can mend: what (value): limit. remedy.
 * Internal: jsii cannot export an error class, and users tell errors apart by their code.
 */
export class InferenceError extends Error {
  constructor(
    /** Stable, machine-readable name of the fault, for example `ModelFileTruncated`. */
    readonly code: string,
    message: string,
    /** Where in the user's program: a construct path at synth, a field name at run time. */
    readonly where?: string,
  ) {
    super(where === undefined ? message : `${where}: ${message}`);
    this.name = 'InferenceError';
  }
}

/** Runs `decide`; a fault found inside carries the construct path of whoever asked. */
export function at<T>(where: string, decide: () => T): T {
  try {
    return decide();
  } catch (error) {
    if (error instanceof InferenceError && error.where === undefined) {
      throw new InferenceError(error.code, error.message, where);
    }
    throw error;
  }
}
