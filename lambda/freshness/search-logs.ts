import type { FoundRecord, LogSearch } from '../shared/search-logs';

/** What matches, the newest first, within the time that a search may take. */
export type SearchLogs = (query: LogSearch) => Promise<readonly FoundRecord[]>;
