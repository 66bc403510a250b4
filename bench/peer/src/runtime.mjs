// Lambda's runtime API, by which a function fetches events and hands in answers
// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
import { Agent, request } from 'node:http';

const given = process.env.AWS_LAMBDA_RUNTIME_API ?? '';
// Lambda names host and port alone, the local stack a whole address.
const runtime = `${given.includes('://') ? given : `http://${given}`}/2018-06-01/runtime`;
const agent = new Agent({ keepAlive: true });

/**
 * Answers events, one after the other, for as long as there are any.
 *
 * @param {(event: any) => Promise<unknown>} handle What is answered to an event.
 */
export async function run(handle) {
  for (;;) {
    const { status, headers, text } = await call('GET', '/invocation/next');
    if (status !== 200) return;
    const invocation = `/invocation/${headers['lambda-runtime-aws-request-id']}`;
    try {
      const answer = JSON.stringify(await handle(JSON.parse(text)));
      await call('POST', `${invocation}/response`, answer);
    } catch (error) {
      const { name: errorType, message: errorMessage } = /** @type {Error} */ (error);
      console.error(errorType, errorMessage);
      await call('POST', `${invocation}/error`, JSON.stringify({ errorType, errorMessage }));
    }
  }
}

/**
 * @param {'GET' | 'POST'} method
 * @param {string} path
 * @param {string} [body]
 * @returns {Promise<{status?: number, headers: import('node:http').IncomingHttpHeaders, text: string}>}
 */
function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const sent = request(runtime + path, { method, agent }, (answer) => {
      /** @type {Buffer[]} */
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString();
        resolve({ status: answer.statusCode, headers: answer.headers, text });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
