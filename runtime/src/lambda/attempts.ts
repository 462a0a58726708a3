/** How often a record may fail by our fault before it is given up. */
const MOST_ATTEMPTS = 3;
/** Records that failed are few; what is forgotten is only tried more often. */
const MOST_RECORDS = 1000;

/** Remembers, for as long as the sandbox lives, how often records failed. */
export class Attempts {
  private readonly failures = new Map<string, number>();

  /** Whether the record is to be tried again. */
  failed(id: string): boolean {
    const failures = (this.failures.get(id) ?? 0) + 1;
    this.failures.delete(id);
    if (failures >= MOST_ATTEMPTS) {
      return false;
    }
    this.failures.set(id, failures);
    const [oldest] = this.failures.keys();
    if (this.failures.size > MOST_RECORDS) {
      this.failures.delete(oldest);
    }
    return true;
  }
}
