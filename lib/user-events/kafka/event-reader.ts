/** One record of the topic. */
export interface EventRecord {
  readonly partition: number;
  readonly offset: bigint;
  readonly value: Buffer | undefined;
}

/** Partition to an offset. */
export type Offsets = ReadonlyMap<number, bigint>;

/** What a reader tells. None of these may throw. */
export interface ReaderEvents {
  /** Before the first record: the topic as it is now. Its id changes when it is deleted and made again. */
  readonly onJoined: (topicId: string, ends: Offsets) => void;
  readonly onRecord: (record: EventRecord) => void;
  /** The group has shared out its partitions anew. */
  readonly onRebalanced: () => void;
  /** So many records were deleted before they were read. */
  readonly onExpired: (records: number) => void;
}

/** A member of a consumer group, as far as the consumer needs it. */
export interface EventReader {
  /** Settles when reading has come to an end: rejects with the reason. */
  readonly ended: Promise<void>;
  /** Commits the next offset to read of each partition that is assigned at this moment; leaves out the others. */
  readonly commit: (offsets: Offsets) => Promise<void>;
  /** Records of the fullest assigned partition that are not read yet. */
  readonly lag: () => Promise<number>;
  /** What is worth knowing about the client, for people. */
  readonly state: () => Readonly<Record<string, unknown>>;
  readonly close: () => Promise<void>;
}

/**
 * Joins the group and reads from the committed offsets on, or from the earliest.
 * Rejects with an error that says what is wrong when the brokers cannot be reached or the topic is not there.
 */
export type OpenReader = (events: ReaderEvents) => Promise<EventReader>;
