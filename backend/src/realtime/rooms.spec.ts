import { describe, expect, it } from '@jest/globals';
import { userOfRoom, userRoom } from './rooms.js';

describe(userRoom.name, () => {
  it.each(['ann', 'a'.repeat(17), 'a'.repeat(18), 'a'.repeat(128), ':', 'u:ann'])('names the room of %s, and back', (userId) => {
    expect(userOfRoom(userRoom(userId))).toBe(userId);
  });

  it('never has the length of a socket id', () => {
    for (let length = 1; length <= 128; length += 1) expect(userRoom('a'.repeat(length))).not.toHaveLength(20);
  });

  it('knows other rooms as such', () => {
    expect(userOfRoom('FTw2fSJ0pQ3ZrqA1AAAB')).toBeNull();
    expect(userOfRoom('')).toBeNull();
  });
});
