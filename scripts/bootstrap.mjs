// Runs on whatever Node the machine has, so nothing newer than Node 12 may be written in this file.
const OLDEST = 20;

async function main() {
  if (Number(process.versions.node.split('.')[0]) < OLDEST) {
    console.error(`Eventide needs Node ${OLDEST} or newer to fetch its own; this is ${process.versions.node}.`);
    process.exitCode = 1;
    return;
  }
  const { handOver } = await import('./hand-over.mjs');
  await handOver(process.argv[2], process.argv.slice(3));
}

main();
