// Before anything that an older Node cannot read, in words that it can.
const OLDEST = 20;

if (Number(process.versions.node.split('.')[0]) < OLDEST) {
  process.stderr.write(`tiltmeter: needs Node ${OLDEST} or newer; this is ${process.version}\n`);
  process.exit(2);
}
