import { nearest } from '@inference-constructs/core/out/model/nearest';

const LONGEST_NAME = 128;
const MOST_CANDIDATES = 512;

/** The name of the model's that a client's unknown name was probably meant to be; cheap whatever the client sent. */
export function meant(unknown: string, candidates: readonly string[]): string | undefined {
  return unknown.length > LONGEST_NAME ? undefined : nearest(unknown, candidates.slice(0, MOST_CANDIDATES));
}
