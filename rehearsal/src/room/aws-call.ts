/** What a function asked of AWS; stand-ins on this machine answered. */
export interface AwsCall {
  /** As the signature names it: `lambda`, `codedeploy`, `monitoring`; `network` for a connection out of this machine. */
  readonly service: string;
  /** Name of the operation; method and path where nothing names it. */
  readonly operation: string;
  /** What it was done to. */
  readonly on?: string;
  /** Why it was refused: for want of a permission, or because nothing here stands in for it. */
  readonly refused?: string;
  readonly times: number;
}
