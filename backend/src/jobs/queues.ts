/** The queues of background work; each has one processor. */
export const QUEUES = ['allot-voucher', 'broadcast', 'import-workbook'] as const;

export type QueueName = (typeof QUEUES)[number];
