import { mutate } from './mutate.mjs';

/** Every hint comes twice, and the server has forgotten what it has sent. */
mutate('realtime/socket-publisher.js', 'this.cluster.publish(frame);', 'this.cluster.publish(frame), this.connections.deliver(frame);');
mutate('realtime/outlet.js', "return 'dropped';", "return 'written';");
