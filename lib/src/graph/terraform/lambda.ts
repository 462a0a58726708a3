import type { Properties } from '../../plan/plan';
import type { Reading } from './reading';

/** Where the code of a function or layer lies, by the provider's arguments. */
const CODE = ['Filename', 'SourceCodeHash', 'S3Bucket', 'S3Key', 'S3ObjectVersion', 'ImageUri'];

export const lambdaReadings: Readonly<Record<string, Reading>> = {
  aws_lambda_function: {
    type: 'AWS::Lambda::Function',
    maps: ['environment.variables'],
    attributes: {
      function_name: 'Ref',
      // Attributes of the version that `publish` makes of every change.
      version: 'Version#Version',
      qualified_arn: 'Version#Ref',
    },
    reshape: (properties) => gather(properties, 'Code'),
  },
  aws_lambda_alias: {
    type: 'AWS::Lambda::Alias',
    attributes: { arn: 'Ref', id: 'Ref', name: 'Name', function_name: 'FunctionName' },
  },
  aws_lambda_layer_version: {
    type: 'AWS::Lambda::LayerVersion',
    attributes: { arn: 'Ref', id: 'Ref' },
    reshape: (properties) => gather(properties, 'Content'),
  },
  aws_lambda_permission: {
    type: 'AWS::Lambda::Permission',
  },
  aws_lambda_function_url: {
    type: 'AWS::Lambda::Url',
    names: { authorization_type: 'AuthType', function_name: 'TargetFunctionArn' },
  },
};

/** Moves the arguments that say where the code lies into one property. */
function gather(properties: Properties, into: string): Properties {
  const entries = Object.entries(properties);
  const code = entries.filter(([name]) => CODE.includes(name));
  const rest = entries.filter(([name]) => !CODE.includes(name));
  return { ...Object.fromEntries(rest), ...(code.length === 0 ? {} : { [into]: Object.fromEntries(code) }) };
}
