const PREFIX = 'u:';
/** The adapter takes a room of this length for a socket id and would wake every node for it. */
const SOCKET_ID_LENGTH = 20;

/** The room of all connections of one person. Prefixed, since a bare user id may equal a socket id. */
export function userRoom(userId: string): string {
  const room = `${PREFIX}${userId}`;
  return room.length === SOCKET_ID_LENGTH ? `${room}#` : room;
}

/** The person whose room this is; null for any other room. */
export function userOfRoom(room: string): string | null {
  if (!room.startsWith(PREFIX)) return null;
  return room.slice(PREFIX.length).replace(/#$/, '');
}
