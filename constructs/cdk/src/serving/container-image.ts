/** An image, and where it may be pulled from. */
export interface ContainerImage {
  readonly uri: string;
  readonly repositoryArn: string;
  /** Whether it publishes what the runtime publishes. */
  readonly isRuntime: boolean;
}
