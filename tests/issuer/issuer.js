// A real OpenID Connect issuer for the tests. Says LISTEN and its port, then serves until its input ends.
// Settings come as JSON in the first argument: { client, secret, redirect, alg, port }.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';
import { generateKeyPairSync } from 'node:crypto';

const settings = JSON.parse(process.argv[2]);
const jwk = (pair, alg) => ({ ...pair.privateKey.export({ format: 'jwk' }), use: 'sig', alg, kid: alg });
const keys = [
  jwk(generateKeyPairSync('rsa', { modulusLength: 2048 }), 'RS256'),
  jwk(generateKeyPairSync('rsa', { modulusLength: 2048 }), 'PS256'),
  jwk(generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'ES256'),
];
const server = createServer();
server.listen(settings.port ?? 0, '127.0.0.1', () => {
  const port = server.address().port;
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [{ client_id: settings.client, client_secret: settings.secret, redirect_uris: settings.redirects, grant_types: ['authorization_code'], id_token_signed_response_alg: settings.alg ?? 'RS256' }],
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256'] },
    jwks: { keys },
    cookies: { keys: ['for a test'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
    claims: { openid: ['sub'], profile: ['preferred_username', 'groups'], email: ['email', 'email_verified'] },
    // A login is "subject" or "subject|name|group,group": who the person is, what they are called, where they belong.
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => {
        const [subject, name, groups] = id.split('|');
        return { sub: id, preferred_username: name ?? subject, groups: (groups ?? '').split(',').filter(Boolean), email: `${subject}@example.org`, email_verified: false };
      },
    }),
  });
  server.on('request', provider.callback());
  console.log('LISTEN ' + port);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
