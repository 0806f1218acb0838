const target = process.env.DEV_PROXY_TARGET;

/** What the development server of Angular passes on to the node. */
export default {
  '/api': { target },
  '/socket.io': { target, ws: true },
};
