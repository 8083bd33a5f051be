// Lets Microsoft's own connector judge tokens. Reads from standard input: first the settings, {"appId", "issuer", "keys": [JWK …]},
// then one request a line, {"name", "authorization", "activity"}. Writes one line each: ACCEPT | name, or REJECT | name.
import { createServer } from "node:http";
import { once } from "node:events";
import { createInterface } from "node:readline";
import connector from "botframework-connector";

console.error = console.warn = () => {}; // it reports each refusal there
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { appId, issuer, keys } = JSON.parse((await lines.next()).value);

const server = createServer((request, response) => {
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify(request.url.endsWith("/keys") ? { keys } : { issuer, jwks_uri: `http://${request.headers.host}/keys` }));
}).listen(0, "127.0.0.1");
await once(server, "listening");
const metadata = `http://127.0.0.1:${server.address().port}/openidconfiguration`;

const authentication = connector.BotFrameworkAuthenticationFactory.create(
  "", true, "https://login.microsoftonline.com/botframework.com", "https://api.botframework.com", issuer, "https://api.botframework.com",
  metadata, metadata, "", new connector.PasswordServiceClientCredentialFactory(appId, "no secret"), { requiredEndorsements: [] });

for await (const line of lines) {
  const { name, authorization, activity } = JSON.parse(line);
  const accepted = await authentication.authenticateRequest(activity, authorization ?? "").then(() => true, () => false);
  console.log(`${accepted ? "ACCEPT" : "REJECT"} | ${name}`);
}

server.close();
server.closeAllConnections();
