// The echo bot of botbuilder 4.23.3: its CloudAdapter with full token validation behind Node's own HTTP server, which is the
// least there can be in front of it. It is told where the keys and which app it is; it needs no token of its own, so that no
// login is measured.
//   node echo-bot.mjs <port> <app id> <address of the OpenID metadata>
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { ActivityHandler, CloudAdapter, ConfigurationBotFrameworkAuthentication } = require('botbuilder');
const { ServiceClientCredentialsFactory } = require('botframework-connector');

const [port, appId, metadata] = process.argv.slice(2);

class NoLogin extends ServiceClientCredentialsFactory {
  async isValidAppId(id) {
    return id === appId;
  }

  async isAuthenticationDisabled() {
    return false;
  }

  async createCredentials() {
    return { signRequest: async (request) => request };
  }
}

const authentication = new ConfigurationBotFrameworkAuthentication(
  {
    ValidateAuthority: 'true',
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
    OAuthUrl: 'https://api.botframework.com',
    ToBotFromChannelOpenIdMetadataUrl: metadata,
    ToBotFromEmulatorOpenIdMetadataUrl: metadata,
    CallerId: 'urn:botframework:azure',
  },
  new NoLogin(),
);
const adapter = new CloudAdapter(authentication);
adapter.onTurnError = async (_, error) => console.error(error);

const bot = new ActivityHandler();
bot.onMessage(async (turn, next) => {
  await turn.sendActivity(`echo: ${turn.activity.text}`);
  await next();
});

/** What the adapter calls of an Express response. */
function answering(response) {
  response.status = (code) => {
    response.statusCode = code;
    return response;
  };
  response.header = (name, value) => {
    response.setHeader(name, value);
    return response;
  };
  response.send = (body) => response.end(typeof body === 'string' ? body : JSON.stringify(body));
  return response;
}

createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    request.body = JSON.parse(Buffer.concat(chunks).toString());
    adapter.process(request, answering(response), (turn) => bot.run(turn)).catch((error) => {
      console.error(error);
      response.destroy();
    });
  });
}).listen(Number(port), '127.0.0.1', () => console.log('listening'));
