import { mongo } from 'mongoose';

/** Codes of a server that shuts down, is no longer primary, or gave up within its time. */
const AWAY_CODES = new Set<unknown>([50, 89, 91, 189, 262, 7, 6, 9001, 10_107, 11_600, 11_602, 13_435, 13_436]);
const DUPLICATE_KEY = 11_000;

/** True when the database could not be asked or did not answer; the same call may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof mongo.MongoServerError) return !isVerdict(error) || AWAY_CODES.has(error.code);
  return (
    error instanceof mongo.MongoNetworkError ||
    error instanceof mongo.MongoSystemError ||
    error instanceof mongo.MongoNotConnectedError ||
    error instanceof mongo.MongoTopologyClosedError ||
    (error instanceof mongo.MongoDriverError && error.name === 'MongoWaitQueueTimeoutError') ||
    isSocketError(error)
  );
}

/** A bulk write whose link died is reported as a server's error too, but no server gave it a number. */
function isVerdict(error: unknown): error is InstanceType<typeof mongo.MongoServerError> {
  return error instanceof mongo.MongoServerError && typeof error.code === 'number';
}

/** The driver lets some failed writes to a socket through as they are. */
function isSocketError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** True when another writer was faster: on the same document, or with the same unique key. */
export function isConflict(error: unknown): boolean {
  if (!isVerdict(error)) return false;
  return error.code === DUPLICATE_KEY || error.hasErrorLabel(mongo.MongoErrorLabel.TransientTransactionError);
}

/** True when a commit was asked for and its outcome is not known. */
function isCommitUnknown(error: unknown): boolean {
  return error instanceof mongo.MongoError && error.hasErrorLabel(mongo.MongoErrorLabel.UnknownTransactionCommitResult);
}

/** True when the server itself has said no: then it is surely not done. Anything else may mean that nothing was heard. */
export function isRefused(error: unknown): boolean {
  return isVerdict(error) && !isDatabaseAway(error) && !isCommitUnknown(error);
}
