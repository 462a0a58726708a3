/** How clients send, each its next request when it has an answer. */
export interface ClosedLoop {
  readonly clients: number;
  /** So long do clients begin with a request. Each sends one at least. */
  readonly milliseconds: number;
  /** Requests of all of them. Default: as many as there is time for. */
  readonly most?: number;
}

export interface LoopResult {
  /** From the first request until the last answer. */
  readonly milliseconds: number;
  /** Of each answer, in the order in which they came. */
  readonly times: readonly number[];
}

/**
 * Sends the requests over and over. Rejects with the first failure, after which no client begins with
 * another one, and once all that are under way are answered.
 */
export async function closedLoop<T>(
  requests: readonly T[],
  send: (request: T) => Promise<unknown>,
  { clients, milliseconds, most = Infinity }: ClosedLoop,
): Promise<LoopResult> {
  const times: number[] = [];
  const failures: unknown[] = [];
  let sent = 0;
  const begin = performance.now();
  const client = async (): Promise<void> => {
    while (failures.length === 0 && sent < most && (sent < clients || performance.now() - begin < milliseconds)) {
      const start = performance.now();
      await send(requests[sent++ % requests.length]);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: clients }, () => client().catch((error: unknown) => failures.push(error))));
  if (failures.length > 0) throw failures[0];
  return { milliseconds: performance.now() - begin, times };
}
