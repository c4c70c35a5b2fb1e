import { isFirstOk } from '../../../lambda/alert-dispatcher/first-ok';
import { readAlert } from '../../../lambda/alert-dispatcher/read-alert';
import vectors from '../../vectors/alerts.json';

const ORIGIN = { severity: 'page', id: 'message-1', at: 0 };

test.each(vectors.firstOk)('$previousState to $state under $treatMissingData', ({ first, ...given }) => {
  const notification = {
    AlarmName: 'a',
    NewStateValue: given.state,
    OldStateValue: given.previousState,
    Trigger: { TreatMissingData: given.treatMissingData },
  };
  for (const content of [notification, JSON.stringify(notification)]) {
    expect(isFirstOk(readAlert(content, ORIGIN), content)).toBe(first);
  }
});

describe('what has no trigger', () => {
  const created = { AlarmName: 'a', NewStateValue: 'OK', OldStateValue: 'INSUFFICIENT_DATA' };

  test.each([
    ['a composite alarm has settled', { ...created, AlarmRule: 'TRUE' }, true],
    ['a composite alarm is OK again', { ...created, OldStateValue: 'ALARM', AlarmRule: 'TRUE' }, false],
    ['nothing is known of how it treats missing data', created, false],
  ])('%s', (_, content, first) => {
    expect(isFirstOk(readAlert(content, ORIGIN), content)).toBe(first);
  });
});
