// Plays the scripts of the suites beside this file against the reference and writes down what came back.
//
//     node tests/conformance/websocket/record.mjs [suite.json...]      (default: all suites)
//
// MOCKOON_REFERENCE names the directory with the reference's node_modules (default ~/.cache/mockoon-reference).
//
// A suite: { about, environment, cli?: reference flags, env?: the same for sidemock, files?: {path: text}, cases }.
// Fields missing in the environment are filled in here; `{{PORT}}` stands for the port, `{{DIR}}` for its directory.
// A case: { name, steps }. Steps (`client` names a connection, default "a"):
//     {do: "open", path, headers?, protocols?}             -> protocol
//     {do: "raw", request, expect: n, mask?: [...]}        -> status, headers, body of what comes back byte by byte
//     {do: "send", text | base64 | fill+size, fragments?}     (`fragments`: in so many frames)
//     {do: "receive", count}                               -> messages
//     {do: "silence", ms}                                  -> messages (none, as a rule)
//     {do: "ping", text}                                   -> pong
//     {do: "frames", hex}                                  -> closed (bytes sent below the WebSocket protocol)
//     {do: "close", code?, reason?}                        -> closed: {code, reason}
//     {do: "closed"}                                       -> closed: the server has hung up by itself
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const reference = process.env.MOCKOON_REFERENCE ?? path.join(os.homedir(), '.cache/mockoon-reference');
const require = createRequire(path.join(reference, 'node_modules', 'x.js'));
const { WebSocket } = require('ws');
const here = path.dirname(new URL(import.meta.url).pathname);
const TIMEOUT = 5000;

const uuid = (kind, number) => `00000000-0000-4000-8${kind}-${String(number).padStart(12, '0')}`;

function fill(environment) {
  const routes = (environment.routes ?? []).map((route, r) => ({
    uuid: uuid('001', r), type: 'ws', documentation: '', method: '', endpoint: '', responseMode: null,
    streamingMode: null, streamingInterval: 0, ...route,
    responses: (route.responses ?? [{}]).map((response, i, all) => ({
      uuid: uuid('002', r * 100 + i), body: '', latency: 0, statusCode: 200, label: '', headers: [], bodyType: 'INLINE',
      filePath: '', databucketID: '', sendFileAsBody: false, rulesOperator: 'OR', disableTemplating: false,
      fallbackTo404: false, default: i === 0 && !all.some((other) => other.default), crudKey: 'id', callbacks: [], ...response,
      rules: (response.rules ?? []).map((rule) => ({ modifier: '', value: '', invert: false, operator: 'equals', ...rule })),
    })),
  }));
  return {
    uuid: uuid('000', 1), lastMigration: 33, name: 'websocket', endpointPrefix: '', latency: 0, port: 0,
    hostname: '127.0.0.1', proxyMode: false, proxyHost: '', proxyRemovePrefix: false,
    tlsOptions: { enabled: false, type: 'CERT', pfxPath: '', certPath: '', keyPath: '', caPath: '', passphrase: '' },
    cors: false, headers: [], proxyReqHeaders: [], proxyResHeaders: [], callbacks: [],
    rootChildren: routes.map((route) => ({ type: 'route', uuid: route.uuid })), ...environment,
    folders: (environment.folders ?? []).map((folder, f) => ({ uuid: uuid('003', f), name: '', children: [], ...folder })),
    data: (environment.data ?? []).map((data, d) => (
      { uuid: uuid('004', d), id: `b00${d}`, name: '', documentation: '', value: '', ...data })),
    routes,
  };
}

const freePort = () => new Promise((resolve) => {
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function start(suite) {
  const port = await freePort();
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'ws-record-'));
  const place = (text) => text.replaceAll('{{PORT}}', String(port)).replaceAll('{{DIR}}', directory);
  for (const [name, text] of Object.entries(suite.files ?? {})) {
    fs.mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    fs.writeFileSync(path.join(directory, name), place(text));
  }
  const environment = { ...suite.environment, port };
  fs.writeFileSync(path.join(directory, 'environment.json'), place(JSON.stringify(environment)));
  const run = path.join(reference, 'node_modules/@mockoon/cli/bin/run.js');
  const child = spawn('node', [run, 'start', '--data', path.join(directory, 'environment.json'), '--disable-log-to-file',
    '--admin-api-token', 'token', ...(suite.cli ?? [])], { stdio: ['ignore', 'pipe', 'inherit'] });
  let log = '';
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => { log += chunk; if (log.includes('Server started')) resolve(); });
    child.on('exit', () => console.error(`the reference ended: ${log.slice(-2000)}`));
    child.on('exit', () => reject(new Error(`the reference ended: ${log}`)));
  });
  const stop = async () => {
    child.removeAllListeners('exit');
    child.kill('SIGKILL');
    await sleep(50);
    fs.rmSync(directory, { recursive: true });
  };
  return { port, directory, stop, child };
}

class Client {
  messages = [];
  closed = null;
  pongs = [];

  constructor(port, step) {
    const headers = {};
    for (const [name, value] of step.headers ?? []) headers[name] = value;
    this.socket = new WebSocket(`ws://127.0.0.1:${port}${step.path}`, step.protocols ?? [], { headers, perMessageDeflate: false });
    this.socket.on('message', (data, binary) => this.messages.push(binary ? { base64: data.toString('base64') } : data.toString()));
    this.socket.on('pong', (data) => this.pongs.push(data.toString()));
    this.socket.on('close', (code, reason) => { this.closed = { code, reason: reason.toString() }; });
    this.socket.on('error', () => {});
    this.opened = new Promise((resolve, reject) => {
      this.socket.on('open', resolve);
      this.socket.on('unexpected-response', (_, response) => reject(new Error(`answered ${response.statusCode}`)));
    });
  }

  async until(condition) {
    const deadline = Date.now() + TIMEOUT;
    while (!condition()) {
      if (Date.now() > deadline) throw new Error('nothing came');
      await sleep(2);
    }
  }
}

function raw(port, request) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(request));
    let text = '';
    let ended = false;
    const finish = () => { if (!ended) { ended = true; socket.destroy(); resolve(text); } };
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (text.startsWith('HTTP/1.1 101') && text.includes('\r\n\r\n')) finish();
    });
    socket.on('end', finish);
    socket.on('error', reject);
    setTimeout(() => (ended ? null : reject(new Error(`no end: ${text}`))), TIMEOUT);
  });
}

const RAW_HEADERS = ['content-type', 'content-length', 'connection', 'upgrade', 'sec-websocket-accept',
  'sec-websocket-version', 'sec-websocket-protocol', 'sec-websocket-extensions'];

function parse(answer) {
  const [head, ...rest] = answer.split('\r\n\r\n');
  const [first, ...lines] = head.split('\r\n');
  const headers = {};
  for (const line of lines) {
    const [name, ...value] = line.split(':');
    if (RAW_HEADERS.includes(name.toLowerCase())) headers[name.toLowerCase()] = value.join(':').trim();
  }
  const status = Number(first.split(' ')[1]);
  return { status, headers, body: status === 101 ? '' : rest.join('\r\n\r\n') };
}

async function play(step, port, clients) {
  const name = step.client ?? 'a';
  const client = clients.get(name);
  switch (step.do) {
    case 'open': {
      const opened = new Client(port, step);
      clients.set(name, opened);
      await opened.opened;
      return { protocol: opened.socket.protocol };
    }
    case 'raw':
      return parse(await raw(port, step.request.replaceAll('{{PORT}}', String(port))));
    case 'send': {
      const data = step.base64 !== undefined ? Buffer.from(step.base64, 'base64')
        : step.fill !== undefined ? step.fill.repeat(step.size) : step.text;
      const parts = step.fragments ?? 1;
      const length = Math.ceil(data.length / parts);
      for (let i = 0; i < parts; i += 1) {
        client.socket.send(data.slice(i * length, (i + 1) * length), { fin: i === parts - 1, binary: step.base64 !== undefined });
      }
      return {};
    }
    case 'receive':
      await client.until(() => client.messages.length >= step.count);
      return { messages: client.messages.splice(0, step.count) };
    case 'silence':
      await sleep(step.ms);
      return { messages: client.messages.splice(0) };
    case 'ping':
      client.socket.ping(step.text);
      await client.until(() => client.pongs.length > 0);
      return { pong: client.pongs.shift() };
    case 'frames':
      client.socket._socket.write(Buffer.from(step.hex, 'hex'));
      await client.until(() => client.closed);
      return { closed: client.closed };
    case 'close':
      client.socket.close(step.code, step.reason);
      await client.until(() => client.closed);
      return { closed: client.closed };
    case 'closed':
      await client.until(() => client.closed);
      return { closed: client.closed };
    default:
      throw new Error(`unknown step ${step.do}`);
  }
}

async function record(file) {
  const suite = JSON.parse(fs.readFileSync(file, 'utf8'));
  suite.environment = fill(suite.environment);
  const server = await start(suite);
  let exchanges = 0;
  try {
    for (const one of suite.cases) {
      const clients = new Map();
      for (const step of one.steps) {
        try {
          const text = JSON.stringify(await play(step, server.port, clients));
          const expect = JSON.parse(text.replaceAll(String(server.port), '{{PORT}}').replaceAll(server.directory, '{{DIR}}'));
          if (Object.keys(expect).length > 0) {
            step.expect = expect;
            exchanges += 1;
          }
        } catch (error) {
          throw new Error(`${path.basename(file)}: ${one.name}: ${JSON.stringify(step)}: ${error.message}`);
        }
      }
      for (const client of clients.values()) client.socket.terminate();
    }
  } finally {
    await server.stop();
  }
  fs.writeFileSync(file, `${JSON.stringify(suite, null, 1)}\n`);
  console.log(`${path.basename(file)}: ${suite.cases.length} cases, ${exchanges} exchanges`);
}

const named = process.argv.slice(2);
const all = fs.readdirSync(here).filter((name) => name.endsWith('.json')).map((name) => path.join(here, name));
for (const file of named.length > 0 ? named : all) await record(file);
