import { PartitionProgress } from '../../../lib/user-events/service/partition-progress';

const ENDS = new Map([
  [0, 1_000n],
  [1, 1_000n],
]);

function joined(): PartitionProgress {
  const progress = new PartitionProgress();
  progress.joined('topic', ENDS);
  return progress;
}

const commit = (progress: PartitionProgress) => {
  progress.settle(progress.snapshot());
  const offsets = progress.uncommitted();
  progress.committed(offsets);
  return Object.fromEntries(offsets);
};

test('a record counts once', () => {
  const progress = joined();
  expect([5n, 6n, 6n, 5n, 7n].map((offset) => progress.advance(0, offset))).toEqual([
    true,
    true,
    false,
    false,
    true,
  ]);
  expect(progress.repeated).toBe(2);
});

test('gaps that compaction and transactions leave are passed over', () => {
  const progress = joined();
  expect(progress.advance(0, 5n)).toBe(true);
  expect(progress.advance(0, 90n)).toBe(true);
  expect(commit(progress)).toEqual({ 0: 91n });
});

test('the next offset to read is committed, once', () => {
  const progress = joined();
  progress.advance(0, 5n);
  progress.advance(1, 8n);
  expect(commit(progress)).toEqual({ 0: 6n, 1: 9n });
  expect(commit(progress)).toEqual({});
});

test('what was counted after the snapshot is not committed yet', () => {
  const progress = joined();
  progress.advance(0, 5n);
  const scraped = progress.snapshot();
  progress.advance(0, 6n);
  progress.settle(scraped);
  expect(Object.fromEntries(progress.uncommitted())).toEqual({ 0: 6n });
});

test('after the group shared out its partitions anew, nothing is committed for one that delivers nothing', () => {
  const progress = joined();
  progress.advance(0, 5n);
  progress.settle(progress.snapshot());
  progress.rebalanced();
  expect(Object.fromEntries(progress.uncommitted())).toEqual({});
});

test('a record that comes again after a rejoin is not counted again, and is committed', () => {
  const progress = joined();
  progress.advance(0, 5n);
  progress.joined('topic', ENDS);
  expect(progress.advance(0, 5n)).toBe(false);
  expect(commit(progress)).toEqual({ 0: 6n });
});

test('a topic that was made anew begins anew', () => {
  const progress = joined();
  progress.advance(0, 500n);
  progress.joined('another', ENDS);
  expect(progress.advance(0, 0n)).toBe(true);
});

test('a log that was cut off behind what was read begins where it was cut off', () => {
  const progress = joined();
  progress.advance(0, 500n);
  progress.joined('topic', new Map([[0, 300n]]));
  expect(progress.advance(0, 300n)).toBe(true);
});

test('a partition that is elsewhere is remembered', () => {
  const progress = joined();
  progress.advance(0, 500n);
  progress.joined('topic', new Map([[1, 10n]]));
  progress.joined('topic', ENDS);
  expect(progress.advance(0, 400n)).toBe(false);
});
