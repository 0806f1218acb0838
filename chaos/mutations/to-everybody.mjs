import { mutate } from './mutate.mjs';

/** What `io.to([])` does: an audience that came out empty is everybody. */
mutate('realtime/connections.js', "frame.stream === 'inbox' ? this.of(frame.userId) : this.all();", 'this.all();');
