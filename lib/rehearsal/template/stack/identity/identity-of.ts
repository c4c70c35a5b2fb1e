import type { RawResource } from '../raw-resource';
import { generatedName, type Identity, nameProperties, uuid } from './identity';

/** Where a stack is. */
export type Place = Pick<Identity, 'stackName' | 'region' | 'accountId' | 'partition' | 'urlSuffix'>;

/** @param property a property of the resource as text, resolved */
export function identityOf(
  { logicalId, type, properties }: RawResource,
  { stackName, region, accountId, partition, urlSuffix }: Place,
  property: Identity['property'],
  queueUrl: Identity['queueUrl'] | undefined,
): Identity {
  const isFifo = [properties.FifoQueue, properties.FifoTopic].some(
    (fifo) => fifo === true || fifo === 'true',
  );
  const generated = () =>
    type === 'AWS::KMS::Key'
      ? uuid(`${stackName}/${logicalId}`)
      : generatedName(type, stackName, logicalId, isFifo ? '.fifo' : '');
  return {
    name: nameProperties(type).map(property).find(Boolean) ?? generated(),
    logicalId,
    stackName,
    region,
    accountId,
    partition,
    urlSuffix,
    property,
    queueUrl: queueUrl ?? ((name) => `https://sqs.${region}.${urlSuffix}/${accountId}/${name}`),
  };
}
