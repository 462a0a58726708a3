/** An image, and where it may be pulled from. */
export interface ContainerImage {
  readonly uri: string;
  readonly repositoryArn: string;
  /** The same where what it belongs to may have to let the account in that pulls. */
  readonly pulledRepositoryArn?: string;
  /** Whether it publishes what the runtime publishes. */
  readonly isRuntime: boolean;
}
