"""Runs a Python Lambda handler: the child's side of the Lambda Runtime API. Standard library only, Python 3.6 and newer."""

import collections
import decimal
import importlib
import importlib.util
import json
import logging
import math
import os
import re
import socket
import sys
import threading
import time
import traceback

BASE = "/2018-06-01/runtime"
MAX_RESULT_BYTES = 6 * 1024 * 1024 + 100
ESCAPE_NON_ASCII = os.environ.get("AWS_EXECUTION_ENV", "") in (
    "AWS_Lambda_python3.8", "AWS_Lambda_python3.9", "AWS_Lambda_python3.10", "AWS_Lambda_python3.11")
JSON_LOGS = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"
LOG_TIME = "%Y-%m-%dT%H:%M:%S"


class Fault(Exception):
    """What the runtime, not the user's code, has to complain about."""

    def __init__(self, error_type, message, frames=()):
        super().__init__(message)
        self.error_type = error_type
        self.frames = list(frames)


class RuntimeClient:
    """One connection, kept open: a message goes out in one piece. When Penstock is gone there is nothing left to do."""

    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        self._address = address
        try:
            self._socket = socket.create_connection((host, int(port)))
        except OSError:
            os._exit(1)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._input = self._socket.makefile("rb", 64 * 1024)

    def next(self):
        status, headers, body = self._call("GET", "/invocation/next")
        if status != 200:
            os._exit(1)
        return headers, body

    def post(self, path, body, content_type="application/json", error_type=None):
        headers = "Content-Type: %s\r\n" % content_type
        if error_type is not None:
            headers += "Lambda-Runtime-Function-Error-Type: %s\r\n" % error_type.encode("ascii", "replace").decode("ascii")
        return self._call("POST", path, body, headers)[0]

    def _call(self, method, path, body=b"", headers=""):
        head = "%s %s%s HTTP/1.1\r\nHost: %s\r\n%sContent-Length: %d\r\n\r\n" % (
            method, BASE, path, self._address, headers, len(body))
        try:
            self._socket.sendall(head.encode("ascii") + body)
            status = int(self._input.readline().split(b" ", 2)[1])
            fields = {}
            while True:
                line = self._input.readline()
                if line in (b"\r\n", b""):
                    break
                name, _, value = line.partition(b":")
                fields[name.decode("ascii").lower()] = value.strip().decode("utf-8")
            return status, fields, self._input.read(int(fields.get("content-length", "0")))
        except (OSError, ValueError, IndexError):
            os._exit(1)


class Fields:
    """An object made from the JSON of a header; what is not in it is None."""

    names = ()

    def __init__(self, values):
        for name in self.names:
            setattr(self, name, values.get(name))

    def __repr__(self):
        return "%s([%s])" % (type(self).__name__, ",".join("%s=%s" % (n, getattr(self, n)) for n in self.names))


class CognitoIdentity(Fields):
    names = ("cognito_identity_id", "cognito_identity_pool_id")


class Client(Fields):
    names = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")


class ClientContext(Fields):
    names = ("custom", "env", "client")

    def __init__(self, values):
        super().__init__(values)
        if self.client is not None:
            self.client = Client(self.client)


def header_json(headers, header, title):
    text = headers.get(header)
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError as error:
        raise Fault("Runtime.LambdaContextUnmarshalError", "Unable to parse %s JSON: %s" % (title, error))


class LambdaContext:
    """The second argument of a handler."""

    def __init__(self, headers):
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        client = header_json(headers, "lambda-runtime-client-context", "Client Context")
        self.client_context = None if client is None else ClientContext(client)
        self.identity = CognitoIdentity({})
        cognito = header_json(headers, "lambda-runtime-cognito-identity", "Cognito Identity")
        if cognito is not None:
            self.identity.cognito_identity_id = cognito.get("cognitoIdentityId")
            self.identity.cognito_identity_pool_id = cognito.get("cognitoIdentityPoolId")
        self._deadline_millis = int(headers["lambda-runtime-deadline-ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_millis - int(time.time() * 1000))

    def log(self, message):
        LogOutput.write(str(message))

    def __repr__(self):
        shown = ("aws_request_id", "log_group_name", "log_stream_name", "function_name", "memory_limit_in_mb",
                 "function_version", "invoked_function_arn", "client_context", "identity", "tenant_id")
        return "LambdaContext([%s])" % ",".join("%s=%s" % (name, getattr(self, name)) for name in shown)


class LogOutput:
    """Where log lines go, also while the handler redirects its standard output."""

    stream = sys.stdout

    @classmethod
    def write(cls, text):
        cls.stream.write(text if text.endswith("\n") else text + "\n")
        cls.stream.flush()


class CurrentRequest(logging.Filter):
    id = None

    def filter(self, record):
        record.aws_request_id = CurrentRequest.id or ""
        return True


class LogHandler(logging.Handler):
    def emit(self, record):
        try:
            LogOutput.write(self.format(record))
        except Exception:
            self.handleError(record)


class JsonFormatter(logging.Formatter):
    """One JSON object for each record; what was passed as extra joins it."""

    own = set(vars(logging.makeLogRecord({}))) | {"aws_request_id", "message", "asctime", "taskName"}

    def format(self, record):
        level = min(50, max(0, record.levelno)) // 10 * 10
        error = record.exc_info if record.exc_info and record.exc_info[0] else None
        document = {
            "timestamp": "%s.%03dZ" % (time.strftime(LOG_TIME, time.gmtime(record.created)), record.msecs),
            "level": logging.getLevelName(level),
            "message": record.getMessage(),
            "logger": record.name,
            "stackTrace": traceback.format_tb(error[2]) if error else None,
            "errorType": error[0].__name__ if error else None,
            "errorMessage": str(error[1]) if error else None,
            "requestId": record.aws_request_id,
            "location": "%s:%s:%s" % (record.pathname, record.funcName, record.lineno) if error else None,
        }
        for name, value in vars(record).items():
            if name not in self.own and name not in document:
                document[name] = value
        return json.dumps({name: value for name, value in document.items() if value is not None},
                          ensure_ascii=False, default=str)


def install_logging():
    """The root logger as Lambda sets it up: level, time, request id and message, parted by tabs; or JSON."""
    logging.Formatter.converter = time.gmtime
    handler = LogHandler()
    handler.setFormatter(JsonFormatter() if JSON_LOGS else logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n", LOG_TIME))
    handler.addFilter(CurrentRequest())
    root = logging.getLogger()
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper()
    level = "DEBUG" if level == "TRACE" else "CRITICAL" if level == "FATAL" else level
    if isinstance(logging.getLevelName(level), int):
        root.setLevel(level)
    root.addHandler(handler)


def end_with_parent():
    """Penstock holds the other end of standard input and never writes: its end is the end of Penstock."""
    lifeline = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    if hasattr(os, "setpgid"):
        try:
            os.setpgid(0, 0)  # an interrupt from the terminal is for Penstock
        except OSError:
            pass

    def wait():
        while os.read(lifeline, 1):
            pass
        os._exit(1)

    threading.Thread(target=wait, name="penstock-lifeline", daemon=True).start()


def document_of(error, request_id):
    """As AWS words it; of the frames only those before the first of another file than this one are left out."""
    if isinstance(error, Fault):
        return {"errorMessage": str(error), "errorType": error.error_type, "requestId": request_id,
                "stackTrace": error.frames}
    frames = [(frame.filename, frame.lineno, frame.name, frame.line)
              for frame in traceback.extract_tb(error.__traceback__)]
    first = next((i for i, frame in enumerate(frames) if frame[0] != __file__), 0)
    return {"errorMessage": str(error), "errorType": type(error).__name__, "requestId": request_id,
            "stackTrace": traceback.format_list(frames[first:])}


def log_error(document):
    if JSON_LOGS:
        line = {"timestamp": time.strftime(LOG_TIME + "Z", time.gmtime()), "level": "ERROR"}
        line.update(document)
        LogOutput.write(json.dumps(line, ensure_ascii=False))
        return
    text = "[ERROR] " + document["errorType"]
    if document["errorMessage"]:
        text += ": " + document["errorMessage"]
    text += "\nTraceback (most recent call last):"
    for frame in document["stackTrace"]:
        text += "\n" + frame.rstrip("\n")
    LogOutput.write(text)


def find_handler(text):
    try:
        module_name, function_name = text.rsplit(".", 1)
    except ValueError as error:
        raise Fault("Runtime.MalformedHandlerName", "Bad handler '%s': %s" % (text, error))
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise Fault("Runtime.BuiltInModuleConflict",
                    "Cannot use built-in module %s as a handler module" % module_name)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module_name, error))
    except SyntaxError as error:
        raise Fault("Runtime.UserCodeSyntaxError", "Syntax error in module '%s': %s" % (module_name, error),
                    ["  File \"%s\" Line %s\n    %s" % (error.filename, error.lineno, error.text)])
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise Fault("Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (function_name, module_name))


class ResultWriter:
    """JSON as Lambda's encoder writes it: decimals as bare numbers, bytes as text, named tuples as objects."""

    def __init__(self):
        self._token = os.urandom(12).hex()
        self._number = re.compile('"%s([^"]*)"' % self._token)
        self._decimals = False

    def write(self, value):
        self._decimals = False
        text = json.dumps(objects_of(value), default=self._plain, ensure_ascii=ESCAPE_NON_ASCII)
        if self._decimals:
            text = self._number.sub(r"\1", text)
        if not ESCAPE_NON_ASCII:
            text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        return text.encode("utf-8")

    def _plain(self, value):
        if isinstance(value, decimal.Decimal):
            if value.is_nan():
                return math.nan
            self._decimals = True
            return self._token + str(value)
        if isinstance(value, bytes):
            return value.decode("utf-8")
        raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


def has_named_tuple(value):
    """Looked for first, because there is none in nearly all results."""
    waiting = [value]
    depth = 0
    while waiting and depth < 10000000:
        depth += 1
        next_one = waiting.pop()
        kind = type(next_one)
        if kind is dict:
            waiting.extend(v for v in next_one.values() if type(v) not in ATOMS)
        elif kind is list or kind is tuple:
            waiting.extend(v for v in next_one if type(v) not in ATOMS)
        elif isinstance(next_one, tuple) and hasattr(next_one, "_asdict"):
            return True
    return False


ATOMS = {str, int, float, bool, type(None)}


def objects_of(value):
    return with_objects(value) if type(value) not in ATOMS and has_named_tuple(value) else value


def with_objects(value):
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        return collections.OrderedDict((key, with_objects(inner)) for key, inner in value.items())
    if isinstance(value, (list, tuple)):
        return [with_objects(inner) for inner in value]
    return value


def call(handler, headers, body, context, writer):
    """The result as bytes and its content type."""
    event = body
    if headers.get("content-type") == "application/json":
        try:
            event = json.loads(body.decode("utf-8"))
        except ValueError as error:
            raise Fault("Runtime.UnmarshalError", "Unable to unmarshal input: %s" % error)
    result = handler(event, context)
    if isinstance(result, bytes):
        return result, "application/unknown"
    try:
        return writer.write(result), "application/json"
    except Exception as error:
        raise Fault("Runtime.MarshalError", "Unable to marshal response: %s" % error)


def flush():
    for stream in (sys.stdout, sys.stderr, LogOutput.stream):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            pass  # the handler replaced or closed it


def mark(marks, request_id):
    """Ends the output of an invocation."""
    flush()
    try:
        os.write(marks, ("\x1e%s\n" % request_id).encode("ascii"))
    except OSError:
        pass  # the handler closed all files


def set_trace(trace_id):
    if trace_id:
        os.environ["_X_AMZN_TRACE_ID"] = trace_id
    else:
        os.environ.pop("_X_AMZN_TRACE_ID", None)


def serve(client, handler, marks):
    writer = ResultWriter()
    while True:
        headers, body = client.next()
        request_id = headers["lambda-runtime-aws-request-id"]
        CurrentRequest.id = request_id
        set_trace(headers.get("lambda-runtime-trace-id"))
        document = None
        try:
            result, content_type = call(handler, headers, body, LambdaContext(headers), writer)
        except Exception as error:
            document = document_of(error, request_id)
            log_error(document)
        mark(marks, request_id)
        if document is None:
            # one byte too many is enough to be refused
            client.post("/invocation/%s/response" % request_id, result[:MAX_RESULT_BYTES + 1], content_type)
        else:
            client.post("/invocation/%s/error" % request_id, json.dumps(document).encode("utf-8"),
                        error_type=document["errorType"])


class OldBotocore:
    """Points clients of botocore before 1.31, which does not know AWS_ENDPOINT_URL, to where the variables say."""

    module = "botocore.session"

    def find_spec(self, name, path=None, target=None):
        if name != self.module:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def load_and_patch(module):
                load(module)
                self.patch(module)

            spec.loader.exec_module = load_and_patch
        return spec

    @staticmethod
    def patch(module):
        import botocore
        if tuple(int(part) for part in re.findall(r"\d+", botocore.__version__)[:2]) >= (1, 31):
            return
        create = module.Session.create_client

        def create_client(self, service_name, *args, **kwargs):
            if len(args) < 5 and kwargs.get("endpoint_url") is None:
                service = self.get_service_model(service_name).service_id.upper().replace(" ", "_").replace("-", "_")
                endpoint = os.environ.get("AWS_ENDPOINT_URL_" + service) or os.environ.get("AWS_ENDPOINT_URL")
                if endpoint:
                    kwargs["endpoint_url"] = endpoint
            return create(self, service_name, *args, **kwargs)

        module.Session.create_client = create_client


def set_path():
    """The task root comes first, and our own folder is nowhere."""
    own = os.path.dirname(os.path.abspath(__file__))
    root = os.environ["LAMBDA_TASK_ROOT"]
    sys.path[:] = [root] + [entry for entry in sys.path if entry not in (own, root)]


def main():
    end_with_parent()
    marks = os.dup(1)
    install_logging()
    set_path()
    if "AWS_ENDPOINT_URL" in os.environ:
        sys.meta_path.insert(0, OldBotocore())
    client = RuntimeClient(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        handler = find_handler(os.environ["_HANDLER"])
    except Exception as error:
        document = document_of(error, "")
        logging.warning("LAMBDA_WARNING: Unhandled exception. The handler could not be loaded.")
        log_error(document)
        flush()
        client.post("/init/error", json.dumps(document).encode("utf-8"), error_type=document["errorType"])
        sys.exit(1)
    serve(client, handler, marks)


if __name__ == "__main__":
    main()
