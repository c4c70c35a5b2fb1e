import { App } from 'aws-cdk-lib';
import { ReportsStack } from './reports-stack';

const app = new App();
new ReportsStack(app, 'reports');
app.synth();
