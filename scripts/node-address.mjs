/** Who listens on every address of the machine is asked at one of its own. */
const OWN = { '0.0.0.0': '127.0.0.1', '::': '::1' };
const LOCAL = ['127.0.0.1', '::1'];

/** Where this machine reaches a node that listens on `host` (a name, or an address of either kind) and `port`. */
export function originOf({ host, port }) {
  return `http://${inUrl(OWN[host] ?? host)}:${port}`;
}

/** The same as a person would type it: `localhost`, unless the node listens on one other address alone. */
export function shownOriginOf({ host, port }) {
  return `http://${LOCAL.includes(OWN[host] ?? host) ? 'localhost' : inUrl(host)}:${port}`;
}

function inUrl(host) {
  return host.includes(':') ? `[${host}]` : host;
}
