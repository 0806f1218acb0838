import { MongoBinary } from 'mongodb-memory-server-core';

// Prints where mongodb-memory-server put the mongod of its choice; argument: the folder to put it in.
const [downloadDir] = process.argv.slice(2);
process.stdout.write(await MongoBinary.getPath({ downloadDir, checkMD5: true }));
