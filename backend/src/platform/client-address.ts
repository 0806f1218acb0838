/**
 * Who is at the other end of a connection, as Express tells it of requests: each trusted proxy has appended the address
 * that it was called from.
 * @param peer the address of the connection itself
 * @param forwardedFor the header `X-Forwarded-For`
 * @param proxies how many reverse proxies stand in front; what comes from further away may be made up
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, proxies: number): string {
  const nearestFirst = (forwardedFor ?? '').split(',').map((part) => part.trim()).filter(Boolean).reverse();
  return [peer, ...nearestFirst][Math.min(proxies, nearestFirst.length)] ?? peer;
}
