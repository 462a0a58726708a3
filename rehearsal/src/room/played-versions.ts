import { LATEST } from '../assembly/callable';
import type { Invocation } from '../invoker/invoker';
import { readEmbeddedMetrics } from '../metrics/embedded-metrics';
import { putLambdaMetrics } from '../metrics/lambda-metrics';
import type { MetricStore } from '../metrics/metric-store';
import { Apportionment } from '../traffic/apportion';

/** A version of a function that is being deployed, or that is deployed now. */
export interface PlayedVersion {
  readonly functionName: string;
  readonly aliasName: string;
  readonly number: string;
  /** Whether what it writes never arrives. */
  readonly losesLogs: boolean;
  invoke(event: unknown, clientContext?: unknown): Promise<Invocation>;
}

/** The old and the new version behind the alias that moves, as others invoke them. */
export class PlayedVersions {
  private readonly share = new Apportionment();

  /** @param percent how much of the alias the new version has, at this minute */
  constructor(
    private readonly newer: PlayedVersion | undefined,
    private readonly older: PlayedVersion | undefined,
    private readonly store: MetricStore,
    private readonly now: () => { readonly minute: number; readonly percent: number },
  ) {}

  /** Undefined where neither is meant. */
  async invoke(
    functionName: string,
    qualifier: string,
    event: unknown,
    clientContext: unknown,
  ): Promise<{ readonly invocation: Invocation; readonly number: string } | undefined> {
    const version = this.find(functionName, qualifier);
    if (version === undefined) return undefined;
    const invocation = await version.invoke(event, clientContext);
    this.publish(version, qualifier, invocation);
    return { invocation, number: version.number };
  }

  /** The version that the alias points at, to which weights add another. */
  mainVersion(functionName: string, aliasName: string): string | undefined {
    const { newer, older } = this;
    if (newer?.functionName !== functionName || newer.aliasName !== aliasName) return undefined;
    return (this.now().percent >= 100 ? newer : (older ?? newer)).number;
  }

  private find(functionName: string, qualifier: string): PlayedVersion | undefined {
    const { newer, older } = this;
    const both = [newer, older].flatMap((one) => (one?.functionName === functionName ? [one] : []));
    if (qualifier === LATEST) return both[0];
    const numbered = both.find(({ number }) => number === qualifier);
    if (numbered !== undefined || both[0]?.aliasName !== qualifier) return numbered;
    if (both.length === 1) return both[0];
    return this.share.next(this.now().percent / 100) === 1 ? both[0] : both[1];
  }

  private publish({ functionName, number, losesLogs }: PlayedVersion, qualifier: string, invocation: Invocation): void {
    const { minute } = this.now();
    const invoked = { functionName, aliasName: qualifier, versionNumber: number };
    putLambdaMetrics(this.store, invoked, invocation, minute, 1);
    if (losesLogs) return;
    for (const { metric, values } of invocation.lines.flatMap((line) => readEmbeddedMetrics(line) ?? [])) {
      for (const value of values) this.store.put(metric, minute, { value, weight: 1 });
    }
  }
}
