'use strict';
// Runs a Node.js Lambda handler: the child's side of the Lambda Runtime API. Standard library only, Node 16 and newer.

const fs = require('fs');
const net = require('net');
const path = require('path');
const stream = require('stream');
const util = require('util');
const { pathToFileURL } = require('url');

const BASE = '/2018-06-01/runtime';
const MAX_RESULT_BYTES = 6 * 1024 * 1024 + 100;
const MAJOR = parseInt(process.versions.node, 10);
/** From Node.js 24 on AWS calls handlers with event and context only, whatever version runs here. */
const CALLBACKS = !/nodejs(2[4-9]|[3-9]\d)\./.test(process.env.AWS_EXECUTION_ENV || '');
const JSON_LOGS = (process.env.AWS_LAMBDA_LOG_FORMAT || '').toUpperCase() === 'JSON';
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const REQUEST_ID = Symbol.for('aws.lambda.runtime.requestId');
for (const output of [process.stdout, process.stderr]) {
  if (output._handle && output._handle.setBlocking) {
    output._handle.setBlocking(true); // who prints faster than it is read waits, instead of filling the memory
  }
}
const print = process.stdout.write.bind(process.stdout); // the handler may replace it

/** What the runtime, not the user's code, has to complain about: the type of the error is Runtime.<name of the class>. */
function faultClass(name) {
  const fault = { [name]: class extends Error {} }[name];
  fault.prototype.name = `Runtime.${name}`;
  return fault;
}

const MalformedHandlerName = faultClass('MalformedHandlerName');
const ImportModuleError = faultClass('ImportModuleError');
const UserCodeSyntaxError = faultClass('UserCodeSyntaxError');
const HandlerNotFound = faultClass('HandlerNotFound');
const MalformedStreamingHandler = faultClass('MalformedStreamingHandler');
const UnhandledPromiseRejection = faultClass('UnhandledPromiseRejection');
const CallbackHandlerDeprecated = faultClass('CallbackHandlerDeprecated');
const NodeJsExit = faultClass('NodeJsExit');

/**
 * One connection, kept open; one request at a time. It keeps the process alive only while it waits for an event or for the
 * end of an answer. When Penstock is gone there is nothing left to do.
 */
class RuntimeClient {
  constructor(address) {
    const [host, port] = address.split(':');
    this.address = address;
    this.received = Buffer.alloc(0);
    this.waiting = null;
    this.socket = net.connect({ host, port: Number(port), noDelay: true });
    this.socket.setNoDelay(true);
    this.socket.unref();
    this.socket.on('data', (part) => this.take(part));
    this.socket.on('error', () => process.exit(1));
    this.socket.on('close', () => process.exit(1));
  }

  take(part) {
    this.received = this.received.length === 0 ? part : Buffer.concat([this.received, part]);
    const end = this.received.indexOf('\r\n\r\n');
    if (end < 0) {
      return;
    }
    const [first, ...lines] = this.received.toString('utf8', 0, end).split('\r\n');
    const headers = {};
    for (const line of lines) {
      const colon = line.indexOf(':');
      headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
    }
    const whole = end + 4 + Number(headers['content-length'] || 0);
    if (this.received.length < whole) {
      return;
    }
    const body = this.received.subarray(end + 4, whole);
    this.received = this.received.subarray(whole);
    const done = this.waiting;
    this.waiting = null;
    this.socket.unref();
    done({ status: Number(first.split(' ')[1]), headers, body });
  }

  /** `done` gets the answer. */
  send(method, resource, body, headers, done) {
    const extra = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const head = Buffer.from(
      `${method} ${BASE}${resource} HTTP/1.1\r\nHost: ${this.address}\r\n${extra}Content-Length: ${body.length}\r\n\r\n`);
    this.waiting = done;
    this.socket.ref();
    this.socket.write(body.length === 0 ? head : Buffer.concat([head, body]));
  }

  next(done) {
    this.send('GET', '/invocation/next', Buffer.alloc(0), {}, (answer) => {
      if (answer.status !== 200) {
        process.exit(1);
      }
      done(answer.headers, answer.body);
    });
  }

  postError(resource, error, done) {
    const document = documentOf(error);
    const type = String(document.errorType).replace(/[^\x20-\x7e]/g, '?');
    this.send('POST', resource, Buffer.from(JSON.stringify(document)),
      { 'Content-Type': 'application/json', 'Lambda-Runtime-Function-Error-Type': type }, done);
  }
}

// ---- errors ----

function isErrorLike(value) {
  return Boolean(value) && ['name', 'message', 'stack'].every((key) => typeof value[key] === 'string' && value[key]);
}

function documentOf(error) {
  try {
    if (util.types.isNativeError(error) || isErrorLike(error)) {
      return { errorType: error.name, errorMessage: error.message, trace: error.stack.split('\n') };
    }
    return { errorType: typeof error, errorMessage: error.toString(), trace: [] };
  } catch (unreadable) {
    return {
      errorType: 'handled',
      errorMessage: 'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
    };
  }
}

function visible(error) {
  if (!(error instanceof Error)) {
    return error;
  }
  const shown = { errorType: error.name, errorMessage: error.message, code: error.code, ...error };
  return typeof error.stack === 'string' ? { ...shown, stack: error.stack.split('\n') } : shown;
}

function logError(title, cause) {
  const error = cause instanceof Error ? cause : new Error(cause);
  if (JSON_LOGS) {
    console.error(error);
    return;
  }
  let text;
  try {
    text = JSON.stringify(error, (key, value) => visible(value));
  } catch (unreadable) {
    text = JSON.stringify(documentOf(error));
  }
  console.error(title, '\t' + text);
}

// ---- console ----

function jsonLine(level, parts) {
  const line = { timestamp: new Date().toISOString(), level, requestId: global[REQUEST_ID] };
  const described = (error) => ({
    errorType: error.constructor ? error.constructor.name : 'UnknownError',
    errorMessage: error.message,
    stackTrace: typeof error.stack === 'string' ? error.stack.split('\n') : error.stack,
  });
  if (parts.length === 1) {
    try {
      return JSON.stringify({ ...line, message: parts[0] },
        (key, value) => (value instanceof Error ? { ...described(value), ...value } : value));
    } catch (circular) {
      return JSON.stringify({ ...line, message: util.format(parts[0]) });
    }
  }
  const error = parts.find((part) => part instanceof Error);
  return JSON.stringify({ ...line, message: util.format(...parts), ...(error ? described(error) : {}) });
}

function textLine(level, parts) {
  return `${new Date().toISOString()}\t${global[REQUEST_ID]}\t${level}\t${util.format(...parts)}`;
}

function patchConsole() {
  const format = JSON_LOGS ? jsonLine : textLine;
  const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
  const lowest = Math.max(0, levels.indexOf((process.env.AWS_LAMBDA_LOG_LEVEL || '').toUpperCase()));
  levels.forEach((level, index) => {
    const write = (...parts) => {
      print(format(level, parts) + '\n');
    };
    console[level.toLowerCase()] = index >= lowest || level === 'FATAL' ? write : () => {};
  });
  console.log = console.info;
}

// ---- loading the handler ----

function isModuleFolder(folder) {
  for (let at = folder; !at.endsWith(`${path.sep}node_modules`); at = path.dirname(at)) {
    const file = path.join(at, 'package.json');
    if (fs.existsSync(file)) {
      try {
        return JSON.parse(fs.readFileSync(file, 'utf8')).type === 'module';
      } catch (unreadable) {
        console.warn(`${file} cannot be read, it will be ignored for ES module detection purposes.`, unreadable);
        return false;
      }
    }
    if (at === path.dirname(at)) {
      return false;
    }
  }
  return false;
}

async function loadModule(root, folder, name) {
  const base = path.resolve(root, folder, name);
  const asModules = isModuleFolder(path.dirname(base));
  const required = (extension) => ({ file: base + extension, load: require });
  const imported = (extension) => ({ file: base + extension, load: (file) => import(pathToFileURL(file).href) });
  const candidates = [
    required(''),
    asModules ? imported('.js') : required('.js'),
    imported('.mjs'),
    required('.cjs'),
  ];
  if (MAJOR >= 24) {
    candidates.push(asModules ? imported('.ts') : required('.ts'), imported('.mts'), required('.cts'));
  }
  for (const { file, load } of candidates) {
    if (fs.existsSync(file) && !(file === base && fs.statSync(file).isDirectory() && hasOther(candidates, base))) {
      const loaded = await load(file);
      if (loaded) {
        return loaded;
      }
    }
  }
  return require(require.resolve(name, { paths: [root, path.resolve(root, folder)] }));
}

/** A folder with the name of the module stands back behind a file of that name. */
function hasOther(candidates, base) {
  return candidates.some(({ file }) => file !== base && fs.existsSync(file));
}

async function loadHandler(root, text) {
  if (text.includes('..')) {
    throw new MalformedHandlerName(
      `'${text}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`);
  }
  const last = path.basename(text);
  const parts = /^([^.]*)\.(.*)$/.exec(last);
  if (!parts) {
    throw new MalformedHandlerName('Bad handler');
  }
  let loaded;
  try {
    loaded = await loadModule(root, text.slice(0, text.indexOf(last)), parts[1]);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new UserCodeSyntaxError(error);
    }
    throw error && error.code === 'MODULE_NOT_FOUND' ? new ImportModuleError(error) : error;
  }
  const handler = parts[2].split('.').reduce((object, key) => object && object[key], loaded);
  if (!handler) {
    throw new HandlerNotFound(`${text} is undefined or not exported`);
  }
  if (typeof handler !== 'function') {
    throw new HandlerNotFound(`${text} is not a function`);
  }
  return handler;
}

/** Streamed responses are gathered and posted whole: nobody reads them as a stream here. */
function installStreaming() {
  if (['1', 'true'].includes(process.env.AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA)) {
    return;
  }
  globalThis.awslambda = {
    streamifyResponse: (handler) => {
      handler[STREAMING] = 'response';
      return handler;
    },
    HttpResponseStream: {
      from: (target, prelude) => {
        target.setContentType('application/vnd.awslambda.http-integration-response');
        target.write(JSON.stringify(prelude));
        target.write(Buffer.alloc(8));
        return target;
      },
    },
  };
}

class GatheredResponse extends stream.Writable {
  constructor() {
    super();
    this.parts = [];
    this.size = 0;
    this.contentType = 'application/octet-stream';
  }

  setContentType(type) {
    this.contentType = type;
  }

  _write(part, encoding, done) {
    const bytes = Buffer.from(part, encoding === 'buffer' ? undefined : encoding);
    if (this.size <= MAX_RESULT_BYTES) {
      this.parts.push(bytes);
      this.size += bytes.length;
    }
    done();
  }
}

// ---- running ----

class Runtime {
  constructor(client, handler) {
    this.client = client;
    this.handler = handler;
    this.isAsync = Boolean(handler.constructor) && handler.constructor.name === 'AsyncFunction';
    this.running = null;
    this.whenEmpty = null;
    if (handler[STREAMING] && handler[STREAMING] !== 'response') {
      throw new MalformedStreamingHandler('Only response streaming is supported.');
    }
    if (!CALLBACKS && !handler[STREAMING] && handler.length >= 3) {
      throw new CallbackHandlerDeprecated(
        'AWS Lambda has removed support for callback-based function handlers starting with Node.js 24; use async/await.');
    }
    process.on('beforeExit', () => {
      const action = this.whenEmpty;
      this.whenEmpty = null;
      if (action) {
        action();
      }
    });
  }

  poll() {
    setImmediate(() => this.client.next((headers, body) => this.run(headers, body)));
  }

  run(headers, body) {
    const invocation = { id: headers['lambda-runtime-aws-request-id'], over: false, answered: false };
    this.running = invocation;
    global[REQUEST_ID] = invocation.id;
    this.setTrace(headers['lambda-runtime-trace-id']);
    this.whenEmpty = () => this.neverAnswered(invocation);
    try {
      const context = this.context(headers, invocation);
      const event = JSON.parse(body.toString('utf8'));
      if (this.handler[STREAMING]) {
        this.runStreaming(event, context, invocation);
        return;
      }
      if (!CALLBACKS) {
        this.runPlain(event, context, invocation);
        return;
      }
      const callback = (error, result) => this.first(invocation, () => this.calledBack(invocation, error, result, context));
      const result = this.handler(event, context, callback);
      if (result && typeof result.then === 'function') {
        result.then(context.succeed, context.fail).catch(context.fail);
      }
    } catch (error) {
      this.first(invocation, () => this.fail(invocation, error));
    }
  }

  async runPlain(event, context, invocation) {
    try {
      const result = await this.handler(event, context);
      this.first(invocation, () => this.succeed(invocation, result));
    } catch (error) {
      this.first(invocation, () => this.fail(invocation, error));
    }
  }

  setTrace(id) {
    if (id) {
      process.env._X_AMZN_TRACE_ID = id;
    } else {
      delete process.env._X_AMZN_TRACE_ID;
    }
  }

  context(headers, invocation) {
    const deadline = Number(headers['lambda-runtime-deadline-ms']);
    const json = (name) => (headers[name] ? JSON.parse(headers[name]) : undefined);
    const done = (error, result) => this.first(invocation, () => {
      if (error !== undefined && error !== null) {
        this.fail(invocation, error);
      } else {
        this.succeed(invocation, result);
      }
    });
    const callbacks = {
      callbackWaitsForEmptyEventLoop: true,
      succeed: (result) => done(null, result),
      fail: (error) => done(error === undefined || error === null ? 'handled' : error),
      done,
    };
    return {
      ...(CALLBACKS ? callbacks : {}),
      functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
      memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
      clientContext: json('lambda-runtime-client-context'),
      identity: json('lambda-runtime-cognito-identity'),
      invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
      awsRequestId: invocation.id,
      tenantId: headers['lambda-runtime-aws-tenant-id'],
      getRemainingTimeInMillis: () => deadline - Date.now(),
    };
  }

  /** Only the first answer of a handler counts. */
  first(invocation, action) {
    if (!invocation.over) {
      invocation.over = true;
      action();
    }
  }

  calledBack(invocation, error, result, context) {
    if (error !== undefined && error !== null) {
      this.fail(invocation, error);
    } else if (context.callbackWaitsForEmptyEventLoop) {
      this.whenEmpty = () => setImmediate(() => this.succeed(invocation, result));
    } else {
      this.succeed(invocation, result);
    }
  }

  neverAnswered(invocation) {
    invocation.over = true;
    if (!this.isAsync && CALLBACKS) {
      this.succeed(invocation, null);
      return;
    }
    this.fail(invocation, new NodeJsExit(
      'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise '
        + 'that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes'));
  }

  succeed(invocation, result) {
    let text;
    try {
      text = JSON.stringify(result === undefined ? null : result);
    } catch (error) {
      this.fail(invocation, new Error(`Unable to stringify response body: ${error}`));
      return;
    }
    this.answer(invocation, Buffer.from(text === undefined ? 'null' : text), 'application/json');
  }

  answer(invocation, body, contentType) {
    this.finish(invocation, () => {
      // one byte too many is enough to be refused
      this.client.send('POST', `/invocation/${invocation.id}/response`, body.subarray(0, MAX_RESULT_BYTES + 1),
        { 'Content-Type': contentType }, () => this.poll());
    });
  }

  fail(invocation, error) {
    logError('Invoke Error', error);
    this.finish(invocation, () => {
      this.client.postError(`/invocation/${invocation.id}/error`, error, () => this.poll());
    });
  }

  /** Ends the output of the invocation and posts its answer, once. */
  finish(invocation, post) {
    if (invocation.answered) {
      return;
    }
    invocation.answered = true;
    this.whenEmpty = null;
    this.running = null;
    print(`\x1e${invocation.id}\n`);
    post();
  }

  async runStreaming(event, context, invocation) {
    const response = new GatheredResponse();
    const fail = (error) => this.first(invocation, () => this.fail(invocation, error));
    response.on('error', fail);
    try {
      const finished = new Promise((resolve) => response.on('finish', resolve));
      const running = this.handler(event, response, context);
      if (!running || typeof running.then !== 'function') {
        fail('Streaming does not support non-async handlers.');
        return;
      }
      if (await running !== undefined) {
        console.warn('Streaming handlers ignore return values.');
      }
      if (!response.writableEnded) {
        fail('Response stream is not finished.');
        return;
      }
      await finished;
      this.first(invocation, () => this.answer(invocation, Buffer.concat(response.parts), response.contentType));
    } catch (error) {
      fail(error);
    }
  }

  /** The process ends after an error that nobody caught; the running invocation gets it. */
  die(error, status) {
    const running = this.running;
    if (!running) {
      process.exit(status);
    }
    running.over = true;
    this.finish(running, () => {
      this.client.postError(`/invocation/${running.id}/error`, error, () => process.exit(status));
    });
  }
}

async function main() {
  patchConsole();
  const client = new RuntimeClient(process.env.AWS_LAMBDA_RUNTIME_API);
  let dying = false;
  let die = (error, status) => {
    dying = true;
    client.postError('/init/error', error, () => process.exit(status));
  };
  process.on('uncaughtException', (error) => {
    logError('Uncaught Exception', error);
    die(error, 129);
  });
  process.on('unhandledRejection', (reason) => {
    const error = new UnhandledPromiseRejection(reason);
    error.reason = reason;
    logError('Unhandled Promise Rejection', error);
    die(error, 128);
  });
  installStreaming();
  try {
    const runtime = new Runtime(client, await loadHandler(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER));
    if (!dying) {
      die = (error, status) => runtime.die(error, status);
      runtime.poll();
    }
  } catch (error) {
    logError('Uncaught Exception', error);
    die(error, 129);
  }
}

main();
