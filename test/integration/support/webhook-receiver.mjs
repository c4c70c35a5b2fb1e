import { createServer } from 'node:http';

/** Prints the path and the body of the first request, and ends. */
const [host, port] = process.argv.slice(2);
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  response.end();
  console.log(JSON.stringify({ path: request.url, body: JSON.parse(body) }));
  server.close();
});
server.listen(Number(port), host);
