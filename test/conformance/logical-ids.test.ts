import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesizeCdk, synthesizeCdktf } from '../support/examples';
import { temporaryFolder } from '../support/packages';

// What is deployed is known by these: another id replaces somebody's resource, so none may change by accident.
const CLOUDFORMATION = {
  Diagnosis: [
    'ClassifierAlias7F4B159C',
    'ClassifierApplication8235ED5C',
    'ClassifierDeploymentGroupFBD97D1D',
    'ClassifierDeploymentRole441A16AC',
    'ClassifierErrorsAlarmDE6A8347',
    'ClassifierFunction1A3EEE90',
    'ClassifierFunctionCurrentVersion1B060774',
    'ClassifierLatencyAlarmC3F9CEBA',
    'ClassifierLogsA5745F3E',
    'ClassifierPredictionShiftAlarm0C58DA26',
    'ClassifierRole4B22115A',
    'ClassifierRolePolicy617ED7CD',
    'OnnxruntimeLayerX64C301218F',
  ],
  DiagnosisEndpoint: [
    'Classifier35ECB620',
    'ClassifierConfigF11CFB9D',
    'ClassifierErrorsAlarmDE6A8347',
    'ClassifierLatencyAlarmC3F9CEBA',
    'ClassifierModel4E1F0B3F',
    'ClassifierPredictionShiftAlarm0C58DA26',
    'ClassifierRole4B22115A',
    'ClassifierRolePolicy617ED7CD',
  ],
};

const TERRAFORM = {
  Diagnosis: [
    'aws_cloudwatch_log_group.Classifier_Logs_16CEBEB9',
    'aws_cloudwatch_log_group.Classifier_RolloutDeployerLogs_14E61A24',
    'aws_cloudwatch_metric_alarm.Classifier_ErrorsAlarm_97677636',
    'aws_cloudwatch_metric_alarm.Classifier_LatencyAlarm_7557EB82',
    'aws_cloudwatch_metric_alarm.Classifier_PredictionShiftAlarm_8D0072E9',
    'aws_codedeploy_app.Classifier_Application_6C9081BE',
    'aws_codedeploy_deployment_group.Classifier_DeploymentGroup_CDD0A0CC',
    'aws_iam_role.Classifier_DeploymentRole_A32342C9',
    'aws_iam_role.Classifier_Role_CA7380C1',
    'aws_iam_role.Classifier_RolloutDeployerRole_10CACB6A',
    'aws_iam_role_policy.Classifier_RolePolicy_617ED7CD',
    'aws_iam_role_policy.Classifier_RolloutDeployerRolePolicy_76358CEE',
    'aws_iam_role_policy_attachment.Classifier_DeploymentRoleAWSCodeDeployRoleForLambdaLimited_DE678268',
    'aws_lambda_alias.Classifier_Alias_CE616AA3',
    'aws_lambda_function.Classifier_Function_CE74C390',
    'aws_lambda_function.Classifier_RolloutDeployer_078025F0',
    'aws_lambda_invocation.Classifier_Deployment2_9282CCF2',
    'aws_lambda_invocation.Classifier_Deployment_98628FB4',
    'aws_lambda_layer_version.OnnxruntimeLayerX64',
  ],
  DiagnosisEndpoint: [
    'aws_cloudwatch_metric_alarm.Classifier_ErrorsAlarm_97677636',
    'aws_cloudwatch_metric_alarm.Classifier_LatencyAlarm_7557EB82',
    'aws_cloudwatch_metric_alarm.Classifier_PredictionShiftAlarm_8D0072E9',
    'aws_iam_role.Classifier_Role_CA7380C1',
    'aws_iam_role_policy.Classifier_RolePolicy_617ED7CD',
    'aws_s3_object.Classifier_ModelData_2B4BDA8A',
    'aws_sagemaker_endpoint.Classifier_35ECB620',
    'aws_sagemaker_endpoint_configuration.Classifier_Config_F11CFB9D',
    'aws_sagemaker_model.Classifier_Model_4E1F0B3F',
    'terraform_data.Classifier_ModelUpload_A224B312',
  ],
};

function read<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(...path), 'utf8')) as T;
}

/** Versions and alarms are new with each release: without what tells releases apart. */
function lasting(id: string, type: string): string {
  if (type === 'AWS::CloudWatch::Alarm') return id.replace(/[0-9a-f]{8}$/, '');
  return type === 'AWS::Lambda::Version' ? id.replace(/[0-9a-f]{32}$/, '') : id;
}

test('the logical ids of the example stay what they are', () => {
  const out = synthesizeCdk('v2', join(temporaryFolder(), 'cdk.out'));
  const ids = (stack: string) => {
    const { Resources } = read<{ Resources: Record<string, { Type: string }> }>(out, `${stack}.template.json`);
    return Object.entries(Resources)
      .map(([id, { Type }]) => lasting(id, Type))
      .sort();
  };
  expect({ Diagnosis: ids('Diagnosis'), DiagnosisEndpoint: ids('DiagnosisEndpoint') }).toEqual(CLOUDFORMATION);
}, 60_000);

test('the Terraform addresses of the example stay what they are', () => {
  const stacks = join(synthesizeCdktf('v2', join(temporaryFolder(), 'cdktf.out')), 'stacks');
  const addresses = (stack: string) => {
    const { resource } = read<{ resource: Record<string, object> }>(stacks, stack, 'cdk.tf.json');
    return Object.entries(resource)
      .flatMap(([type, resources]) => Object.keys(resources).map((name) => `${type}.${name}`))
      .sort();
  };
  expect({ Diagnosis: addresses('Diagnosis'), DiagnosisEndpoint: addresses('DiagnosisEndpoint') }).toEqual(TERRAFORM);
}, 60_000);
