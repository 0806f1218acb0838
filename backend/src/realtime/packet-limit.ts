const MINUTE_MS = 60_000;
/** A client joins our one namespace; a few times more when it is refused, and comes with another token. */
const MOST_JOINS = 20;
/** Events above their limit are answered, and closed at twice that; this is for what is no event, and never answered. */
const PACKETS_PER_EVENT = 4;

/** The part of an Engine.IO connection that tells of packets. */
export interface PacketSource {
  on(event: 'packet', listener: (packet: { type: string; data?: unknown }) => void): unknown;
}

/** Whether a packet asks to join a namespace. */
function isJoin({ type, data }: { type: string; data?: unknown }): boolean {
  return type === 'message' && typeof data === 'string' && data.startsWith('0');
}

/**
 * Ends a link that sends more packets than any client does: joins of whatever namespace, acks of nothing, heartbeats.
 * Also of somebody who has not signed in.
 * @param cut is called for each packet above a limit
 */
export function limitPackets(source: PacketSource, eventsPerMinute: number, cut: () => void): void {
  let [minuteEnds, packets, joins] = [0, 0, 0];
  source.on('packet', (packet) => {
    const now = Date.now();
    if (now >= minuteEnds) [minuteEnds, packets] = [now + MINUTE_MS, 0];
    packets += 1;
    if (isJoin(packet)) joins += 1;
    if (packets > PACKETS_PER_EVENT * eventsPerMinute || joins > MOST_JOINS) cut();
  });
}
