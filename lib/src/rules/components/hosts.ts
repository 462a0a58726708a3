import { componentsOf, variantsOf } from '../../graph/hosted-component';
import type { Rule } from '../rule';

const GUIDE = 'https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-deploy-models.html';

const hostHasModel: Rule = {
  id: 'component-beside-model',
  severity: 'error',
  why: 'SageMaker places inference components only on variants that hold no model themselves.',
  source: GUIDE,
  check(graph) {
    return componentsOf(graph).flatMap(({ component, configuration, variant }) => {
      if (configuration === undefined || variant?.ModelName === undefined) return [];
      return {
        resource: component,
        message: `ModelName (of variant ${String(variant.VariantName)} of ${configuration.path}): none on a variant that hosts inference components. make the model a component too, or give the component an endpoint without a model`,
      };
    });
  },
};

const hostWithoutRole: Rule = {
  id: 'component-host-without-role',
  severity: 'error',
  why: 'A configuration whose variants hold no model has no role but its own, and SageMaker refuses it without one.',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html',
  check(graph) {
    return graph.ofType('AWS::SageMaker::EndpointConfig').flatMap((configuration) => {
      const hosts = variantsOf(configuration).some(({ ModelName }) => ModelName === undefined);
      if (!hosts || configuration.properties.ExecutionRoleArn !== undefined) return [];
      return {
        resource: configuration,
        message:
          'ExecutionRoleArn (none): needed where a variant holds no model. name the role that its components run as',
      };
    });
  },
};

const managedScalingOfModel: Rule = {
  id: 'managed-scaling-of-a-model',
  severity: 'error',
  why: 'SageMaker adds and removes instances by itself only for inference components; with a model on the variant it refuses the configuration.',
  source: GUIDE,
  check(graph) {
    return graph.ofType('AWS::SageMaker::EndpointConfig').flatMap((configuration) =>
      variantsOf(configuration)
        .filter(
          ({ ManagedInstanceScaling, ModelName }) => ManagedInstanceScaling !== undefined && ModelName !== undefined,
        )
        .map(({ VariantName }) => ({
          resource: configuration,
          message: `ManagedInstanceScaling (of variant ${String(VariantName)}): not beside ModelName. scale its instances with Application Auto Scaling, or make the model an inference component`,
        })),
    );
  },
};

export const hostRules: readonly Rule[] = [hostHasModel, hostWithoutRole, managedScalingOfModel];
