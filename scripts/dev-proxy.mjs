const target = `http://127.0.0.1:${process.env.PORT || 3000}`;

/** What the development server of Angular passes on to the node. */
export default {
  '/api': { target },
  '/socket.io': { target, ws: true },
};
