import { Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { at } from '@inference-constructs/core/out/errors';
import type { AsyncSpec } from '@inference-constructs/core/out/serving/async-config';
import { checkAsync } from '@inference-constructs/core/out/serving/async-config';
import type { IAsyncInferenceEndpoint } from './async-endpoint-base';
import { AsyncEndpointBase } from './async-endpoint-base';
import type { AsyncInferenceEndpointAttributes } from './async-locations';
import { inputLocation, locations } from './async-locations';
import { endpointArnOf } from './endpoint-import';

export function importAsyncEndpoint(
  scope: Construct,
  id: string,
  attributes: AsyncInferenceEndpointAttributes,
): IAsyncInferenceEndpoint {
  return new ImportedAsyncEndpoint(scope, id, attributes);
}

class ImportedAsyncEndpoint extends AsyncEndpointBase {
  /** Name by which clients invoke the endpoint. */
  public readonly endpointName: string;
  /** ARN of the endpoint. */
  public readonly endpointArn: string;
  /** Where callers put requests. */
  public readonly inputLocation: string;
  /** @internal */
  protected readonly _asynchronous: AsyncSpec;

  constructor(scope: Construct, id: string, attributes: AsyncInferenceEndpointAttributes) {
    super(scope, id, { environmentFromArn: attributes.endpointArn });
    const { endpointName, endpointArn } = attributes;
    const spec = locations(attributes, endpointName);
    at(this.node.path, () => checkAsync(spec, (value) => Token.isUnresolved(value)));
    this.endpointName = endpointName;
    this.endpointArn = endpointArn ?? endpointArnOf(scope, endpointName);
    this.inputLocation = inputLocation(attributes, spec);
    this._asynchronous = spec;
  }
}
