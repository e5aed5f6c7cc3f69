"""Runs a Python Lambda handler: the child's side of the Lambda Runtime API. Standard library only."""

import decimal
import http.client
import importlib
import json
import logging
import os
import sys
import threading
import time
import traceback

BASE = "/2018-06-01/runtime"
MAX_RESULT_BYTES = 6 * 1024 * 1024 + 100
ESCAPE_NON_ASCII = os.environ.get("AWS_EXECUTION_ENV", "") in (
    "AWS_Lambda_python3.8", "AWS_Lambda_python3.9", "AWS_Lambda_python3.10", "AWS_Lambda_python3.11")


class Fault(Exception):
    """What the runtime, not the user's code, has to complain about."""

    def __init__(self, error_type, message, frames=()):
        super().__init__(message)
        self.error_type = error_type
        self.frames = list(frames)


class RuntimeClient:
    """One connection, kept open. When Penstock is gone there is nothing left to do."""

    def __init__(self, address):
        self._connection = http.client.HTTPConnection(address)

    def next(self):
        response = self._call("GET", "/invocation/next")
        if response.status != 200:
            os._exit(1)
        return response.headers, response.body

    def post(self, path, body, content_type="application/json", error_type=None):
        headers = {"Content-Type": content_type}
        if error_type is not None:
            headers["Lambda-Runtime-Function-Error-Type"] = error_type
        return self._call("POST", path, body, headers).status

    def _call(self, method, path, body=None, headers=None):
        try:
            self._connection.request(method, BASE + path, body, headers or {})
            response = self._connection.getresponse()
            response.body = response.read()
            return response
        except (OSError, http.client.HTTPException):
            os._exit(1)


class CognitoIdentity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class Context:
    """The second argument of a handler."""

    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.client_context = None
        self.identity = CognitoIdentity()
        self.tenant_id = headers.get("Lambda-Runtime-Aws-Tenant-Id")
        self._deadline_millis = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_millis - int(time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message) + "\n")


class RequestIdFilter(logging.Filter):
    request_id = ""

    def filter(self, record):
        record.aws_request_id = RequestIdFilter.request_id
        return True


def install_logging():
    """The root logger as Lambda sets it up: level, time, request id and message, parted by tabs."""
    logging.Formatter.converter = time.gmtime
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S"))
    handler.addFilter(RequestIdFilter())
    logging.getLogger().addHandler(handler)


def end_with_parent():
    """Penstock holds the other end of standard input and never writes: its end is the end of Penstock."""
    lifeline = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)

    def wait():
        while os.read(lifeline, 1):
            pass
        os._exit(1)

    threading.Thread(target=wait, name="penstock-lifeline", daemon=True).start()


def frames_of(trace):
    """The frames of the user's code, as text; ours and those of the import machinery left out."""
    frames = [frame for frame in traceback.extract_tb(trace)
              if frame.filename != __file__ and not frame.filename.startswith("<frozen importlib")
              and os.path.basename(os.path.dirname(frame.filename)) != "importlib"]
    return traceback.format_list(frames)


def document_of(error, request_id):
    if isinstance(error, Fault):
        message, error_type, frames = str(error), error.error_type, error.frames
    else:
        message, error_type, frames = str(error), type(error).__name__, frames_of(error.__traceback__)
    return {"errorMessage": message, "errorType": error_type, "requestId": request_id, "stackTrace": frames}


def log_error(document):
    text = "[ERROR] %s: %s" % (document["errorType"], document["errorMessage"])
    if document["stackTrace"]:
        text += "\nTraceback (most recent call last):\n" + "".join(document["stackTrace"]).rstrip("\n")
    sys.stdout.write(text + "\n")


def find_handler(text):
    try:
        module_name, function_name = text.rsplit(".", 1)
    except ValueError as error:
        raise Fault("Runtime.MalformedHandlerName", "Bad handler '%s': %s" % (text, error))
    module_name = module_name.replace("/", ".")
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise Fault("Runtime.BuiltInModuleConflict",
                    "Cannot use built-in module %s as a handler module" % module_name)
    try:
        module = importlib.import_module(module_name)
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module_name, error))
    except SyntaxError as error:
        raise Fault("Runtime.UserCodeSyntaxError", "Syntax error in module '%s': %s" % (module_name, error),
                    ["  File \"%s\" Line %s\n    %s" % (error.filename, error.lineno, (error.text or "").rstrip())])
    handler = getattr(module, function_name, None)
    if handler is None:
        raise Fault("Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (function_name, module_name))
    return handler


def plain(value):
    """DynamoDB clients give decimals. Lambda writes them as bare numbers."""
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


def call(handler, headers, body, context):
    """The result as bytes and its content type."""
    event = body
    if headers.get("Content-Type", "").startswith("application/json"):
        try:
            event = json.loads(body)
        except ValueError as error:
            raise Fault("Runtime.UnmarshalError", "Unable to unmarshal input: %s" % error)
    result = handler(event, context)
    if isinstance(result, bytes):
        return result, "application/unknown"
    try:
        return json.dumps(result, default=plain, ensure_ascii=ESCAPE_NON_ASCII).encode("utf-8"), "application/json"
    except (TypeError, ValueError) as error:
        raise Fault("Runtime.MarshalError", "Unable to marshal response: %s" % error)


def flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            pass  # the handler replaced or closed it


def serve(client, handler, marks):
    while True:
        headers, body = client.next()
        context = Context(headers)
        request_id = context.aws_request_id
        RequestIdFilter.request_id = request_id
        if headers.get("Lambda-Runtime-Trace-Id"):
            os.environ["_X_AMZN_TRACE_ID"] = headers["Lambda-Runtime-Trace-Id"]
        document = None
        try:
            result, content_type = call(handler, headers, body, context)
        except Exception as error:
            document = document_of(error, request_id)
            log_error(document)
        flush()
        os.write(marks, ("\x1e%s\n" % request_id).encode("ascii"))
        if document is None:
            # one byte too many is enough to be refused; an HTTP server may hang up on a body without bounds
            client.post("/invocation/%s/response" % request_id, result[:MAX_RESULT_BYTES + 1], content_type)
        else:
            client.post("/invocation/%s/error" % request_id, json.dumps(document).encode("utf-8"),
                        error_type=document["errorType"])


def main():
    end_with_parent()
    marks = os.dup(1)
    install_logging()
    client = RuntimeClient(os.environ["AWS_LAMBDA_RUNTIME_API"])
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    try:
        handler = find_handler(os.environ["_HANDLER"])
    except Exception as error:
        document = document_of(error, "")
        log_error(document)
        flush()
        client.post("/init/error", json.dumps(document).encode("utf-8"), error_type=document["errorType"])
        sys.exit(1)
    serve(client, handler, marks)


if __name__ == "__main__":
    main()
