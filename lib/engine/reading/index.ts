export type { NamedQuestion, OpenQuestion, QuestionStatus, SecondsQuestion } from './open-question';
export { OPEN_QUESTIONS, type QuestionCode } from './open-questions';
export { questionTable } from './question-table';
export * from './reading';
