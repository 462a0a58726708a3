/** What a reference to an endpoint does not tell. */
export interface EndpointReferenceOptions {
  /**
   * Name of the endpoint, in the case it was given in. CloudWatch tells cases apart, and the ARN has the name in lower case.
   *
   * @default - the name, where the endpoint is a construct that has it; else as the ARN has it
   */
  readonly endpointName?: string;

  /**
   * Name of the variant that is meant.
   *
   * @default - `live` on the endpoints of this library, `AllTraffic` on others
   */
  readonly variantName?: string;
}
