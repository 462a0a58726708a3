/** Runs one piece of work at a time: whoever asks during a run gets the one run after it, together with others. */
export class OneAtATime {
  private running: Promise<void> | undefined;
  private following: Promise<void> | undefined;

  constructor(private readonly work: () => Promise<void>) {}

  /** Resolves or rejects with a run that began after this was called. */
  ask(): Promise<void> {
    if (this.running === undefined) {
      return this.run();
    }
    this.following ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.following = undefined;
        return this.ask();
      });
    return this.following;
  }

  private run(): Promise<void> {
    const running = this.work().finally(() => {
      this.running = undefined;
    });
    this.running = running;
    return running;
  }
}
