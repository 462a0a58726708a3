import { instanceFacts } from './instances';

/**
 * Minutes until new capacity is in service, where nothing measured is known. AWS publishes no figure; all are assumed:
 * - `cpu`: a belief, never observed.
 * - `cuda`: one public log of a scale-out of a GPU endpoint, 7 minutes; five to ten are commonly told.
 * - `provisionedConcurrency` of a function: a belief, never observed.
 */
export const STARTING_MINUTES = { cpu: 5, cuda: 7, provisionedConcurrency: 2 } as const;

/**
 * What a deployment's timeout leaves for the start of instances, image and model, in seconds: far more than is expected, because
 * a timeout that comes too early rolls a good release back. A belief.
 */
const LONGEST_START_SECONDS = 1800;
/** The same for every later batch of a rolling deployment, whose image has been pulled in the region before. A belief. */
const LONGEST_BATCH_SECONDS = 600;

/** Minutes until instances of all of these types are in service; of none, or of a type that is not known, as without a GPU. */
export function startingMinutes(instanceTypes: readonly string[]): number {
  const devices = instanceTypes.map((type) => instanceFacts(type)?.device ?? 'cpu');
  return Math.max(STARTING_MINUTES.cpu, ...devices.map((device) => STARTING_MINUTES[device]));
}

/**
 * Seconds that a deployment's timeout leaves to start as many batches, one after the other.
 * @param startSeconds How long one start may take by its own timeouts, beside the instances, where that is known
 */
export function longestStartSeconds(batches: number, startSeconds = 0): number {
  const first = Math.max(LONGEST_START_SECONDS, LONGEST_BATCH_SECONDS + startSeconds);
  return first + Math.max(0, batches - 1) * Math.max(LONGEST_BATCH_SECONDS, startSeconds);
}

/**
 * What a model is fetched, unpacked and loaded with at the least, in MiB per second, and what is left beside. Beliefs, and slower
 * than `MODEL_MIB_PER_SECOND`: a default has to be long enough, and a rule calls too short only what surely is.
 */
const DOWNLOAD_MIB_PER_SECOND = 25;
const LOAD_MIB_PER_SECOND = 50;
const MARGIN_SECONDS = 60;
const MIB = 1024 * 1024;

/** Seconds in which a model of so many bytes is fetched and unpacked, even slowly. */
export function expectedDownloadSeconds(bytes: number): number {
  return MARGIN_SECONDS + bytes / MIB / DOWNLOAD_MIB_PER_SECOND;
}

/** Seconds in which a container starts and loads a model of so many bytes, even slowly. */
export function expectedStartSeconds(bytes: number): number {
  return MARGIN_SECONDS + bytes / MIB / LOAD_MIB_PER_SECOND;
}

/** How fast an instance fetches and unpacks a model, in MiB a second, where nothing measured is known. A belief. */
export const MODEL_MIB_PER_SECOND = 100;
