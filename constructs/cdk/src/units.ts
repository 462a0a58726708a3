import type { Duration } from 'aws-cdk-lib/core';
import { Lazy } from 'aws-cdk-lib/core';
import { InferenceError } from '@inference-constructs/core/out/errors';

/** Minutes, fractions included. A token gives another one, which the core refuses where it needs to know. */
export function inMinutes(duration: Duration): number {
  return duration.isUnresolved() ? Lazy.number({ produce: () => Number.NaN }) : duration.toMinutes({ integral: false });
}

export function inSeconds(what: string, duration: Duration | undefined): number | undefined {
  return convert(what, 'Duration.seconds()', duration, (known) => known.toSeconds({ integral: false }));
}

export function inMilliseconds(what: string, duration: Duration | undefined): number | undefined {
  return convert(what, 'Duration.millis()', duration, (known) => known.toMilliseconds({ integral: false }));
}

function convert(what: string, unit: string, duration: Duration | undefined, to: (duration: Duration) => number) {
  try {
    return duration === undefined ? undefined : to(duration);
  } catch {
    // A token cannot be multiplied at synth.
    throw new InferenceError('DurationUnknown', `${what} (a token): cannot be converted. write it as ${unit}`);
  }
}
