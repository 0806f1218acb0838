import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/**
 * A mail server: takes what it is sent, except for `refused@`, and says so on standard output, one JSON value a line.
 * It is given its port, 0 for any.
 */
const server = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  logger: false,
  onRcptTo({ address }, _session, done) {
    done(address.startsWith('refused@') ? Object.assign(new Error('No such person'), { responseCode: 550 }) : null);
  },
  onData(stream, { envelope }, done) {
    text(stream).then((message) => {
      say({ recipients: envelope.rcptTo.map(({ address }) => address), message });
      done();
    }, done);
  },
});

function say(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

server.listen(Number(process.argv[2]), '127.0.0.1', () => say({ port: server.server.address().port }));
