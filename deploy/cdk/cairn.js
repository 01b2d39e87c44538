// Cairn by CDK: the release's two files become assets, and a nested stack is made from them. Not by CfnInclude, which
// reads no template of AWS::Serverless that names what SAM makes (the aliases, which the integrations depend on).
//
//     CAIRN_RELEASE=path/to/cairn-0.1.0 npx cdk deploy      # without .zip and .template.json
import * as cdk from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';

const release = process.env.CAIRN_RELEASE;
if (!release) {
  throw new Error('Set CAIRN_RELEASE to the files of a release without their endings, such as ./cairn-0.1.0');
}

const app = new cdk.App();
const stack = new cdk.Stack(app, 'Analytics');
const code = new Asset(stack, 'Code', { path: `${release}.zip` });
const template = new Asset(stack, 'Template', { path: `${release}.template.json` });
const cairn = new cdk.CfnStack(stack, 'Cairn', {
  templateUrl: template.httpUrl,
  parameters: {
    CodeBucket: code.s3BucketName,
    CodeKey: code.s3ObjectKey,
    SiteId: 'shop',
    SiteOrigin: 'https://www.shop.example',
    TimeZone: 'Europe/Brussels',
    Currency: 'EUR',
    AlarmEmail: 'ops@shop.example',
  },
});
for (const output of ['Snippet', 'DashboardUrl', 'AdminKeyCommand', 'AlarmsReach']) {
  new cdk.CfnOutput(stack, output, { value: cairn.getAtt(`Outputs.${output}`).toString() });
}
